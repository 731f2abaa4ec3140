"""The portfolio that benchmarks are run on is the same each time, and as hard as it says."""

from __future__ import annotations

from pathlib import Path

from benchmarks.portfolio import write_portfolio
from mlgraph.app.questions import where
from mlgraph.app.sources import ingest_source
from mlgraph.model.request import Request
from mlgraph.store import Store


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.json")}


def test_a_portfolio_is_the_same_each_time_and_has_something_in_all_and_something_in_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_portfolio(tmp_path / name, projects=6, components=30)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    store = Store(tmp_path / "graph.duckdb")
    done = ingest_source("bom", Request((str(tmp_path / "one"),), {}), store=store, offline=True)
    assert (len(done.read), done.failed) == (6, [])
    found = where("everywhere", store=store)
    assert (len(found.rows), found.coverage["projects_with_it"]) == (6, 6)
    assert found.coverage["documents_that_say_their_list_is_complete"] == 2
    assert {row["how"] for row in found.records()} <= {"direct", "transitive"}
    assert [row["project"] for row in where("once", store=store).records()] == ["app-0"]
