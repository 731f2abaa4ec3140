from __future__ import annotations

import doctest
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.report import shown
from mlgraph.report.sections import section


@pytest.mark.parametrize("module", [shown, section])
def test_examples_in_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@given(st.text(alphabet=st.characters(), max_size=80))
def test_visible_text_has_no_invisible_character_and_can_be_written(text: str) -> None:
    result = shown.visible(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"} for c in result)
    assert result.encode("utf-8") is not None


@given(st.text(alphabet="abc äß漢 .,-_", max_size=80))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert shown.visible(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/srv/my shop/a.py:3", "a.py:3"),
        ("file:///srv/my%20shop/a.py", "a.py"),
        ("project:/srv/my%20shop", "."),
        ("in /srv/my shop.", "in .."),
        ("/srv/my shopping/a.py", "/srv/my shopping/a.py"),
        ("https://example.org/srv/my shop/a", "https://example.org/srv/my shop/a"),
    ],
)
def test_only_the_project_itself_is_taken_out_of_a_path(text: str, expected: str) -> None:
    assert shown.Paths.of(ids.project(Path("/srv/my shop"))).relative(text) == expected


def test_project_at_the_root_of_the_machine_changes_no_text() -> None:
    assert shown.Paths.of(ids.project(Path("/"))).relative("a / b") == "a / b"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("src/a.py:3", "src/a.py:3"),
        ("/home/ann/a.py:3", "…/a.py:3"),
        ("file:///home/ann/env/lib/METADATA", "…/lib/METADATA"),
        ("/srv/shop/.venv/lib/python3.11/site-packages/a-1.dist-info/METADATA:3", "…/a-1.dist-info/METADATA:3"),
        ("/srv/shop/env/lib/METADATA:2", "env/lib/METADATA:2"),
    ],
)
def test_place_outside_the_project_shows_its_end_only(where: str, expected: str) -> None:
    assert shown.Paths.of(ids.project(Path("/srv/shop"))).place(where) == expected


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_999, "1 MB"), (4 * 10**15, "4,000 TB")],
)
def test_size_is_given_in_the_largest_fitting_unit(size_bytes: int, expected: str) -> None:
    assert shown.size(size_bytes) == expected
