"""Several tools on one container image: what one sees and another does not is not seen, and not absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.app.diff import diff
from mlgraph.app.graph import show
from mlgraph.app.sources import ingest_source
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_queries.diff import What

IMAGE = "cimg_python-sha256_70a971037c4eae8dd3ad04ad38892c5c10ddc5232e25fd04c1f5158382a42da3"


@pytest.fixture
def documents(shared_data: Path) -> tuple[Path, Path]:
    """The same image, as the tools `bom` and `trivy` saw it."""
    folder = shared_data / "bom-shelter" / "in-the-lab" / "spdx-popular-containers" / "data"
    return folder / f"spdx-bom-{IMAGE}.json.gz", folder / f"spdx-trivy-{IMAGE}.json.gz"


@pytest.mark.shared_data
def test_what_one_tool_lists_was_not_seen_by_the_other(documents: tuple[Path, Path], store: Store) -> None:
    ingest_source("bom", Request(tuple(map(str, documents)), {}), store=store, offline=True)
    told = show("pkg:pypi/requests@2.26.0", store=store).coverage
    assert told == {"listed_by": [str(documents[1])], "not_seen_by": [str(documents[0])]}


@pytest.mark.shared_data
def test_a_comparison_of_two_tools_calls_nothing_removed_or_added(documents: tuple[Path, Path], store: Store) -> None:
    found = {change.what for change in diff(*documents, store=store).changes}
    assert {What.NOT_SEEN, What.APPEARED} & found
    assert not {What.REMOVED, What.ADDED} & found
