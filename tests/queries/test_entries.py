"""What an entry says of itself."""

from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import Sighting
from tests.bare import bare_package


@pytest.mark.parametrize(
    ("details", "asked"),
    [
        ([{"specifier": ">=2"}, {"specifier": ">=2"}, {"specifier": "<3"}], (">=2", "<3")),
        ([{}], ("any version",)),
        ([{"url": "https://h.example/a.whl"}], ("https://h.example/a.whl",)),
        ([{"url": "https://h.example/a.git", "revision": "v1"}], ("https://h.example/a.git@v1",)),
        ([], ()),
    ],
)
def test_a_package_says_how_it_is_asked_for(details: list[dict[str, str]], asked: tuple[str, ...]) -> None:
    declared = tuple(Sighting("requirements.txt:1", Method.DECLARED, "", None, detail) for detail in details)
    entry = bare_package("a", declared=declared)
    assert entry.asked == asked
