"""Sources are found by their entry point, those of other distributions too."""

from __future__ import annotations

from pathlib import Path

import pytest

import mlgraph
from mlgraph.model.errors import UsageError
from mlgraph.model.request import Request

PLUGIN = """
from datetime import UTC, datetime
from functools import partial

from mlgraph.model import ids
from mlgraph.model.assertions import Document, Evidence, Reading, edge
from mlgraph_ontology.kinds import EdgeKind, Method


def read(request, *, http, report):
    owner = ids.organization(request.options["owner"])
    for locator in request.locators:
        said = edge(ids.package(locator), EdgeKind.OWNED_BY, owner, Evidence("1", Method.DECLARED))
        document = Document(f"demo:{locator}", locator, "demo/1", "1", datetime.now(UTC))
        yield Reading(document, partial(list, [said]))
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    info = site / "mlgraph_demo_source-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mlgraph-demo-source\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[mlgraph.ingestors]\ndemo = mlgraph_demo_source:read\n")
    (site / "mlgraph_demo_source.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(site)


@pytest.mark.usefixtures("plugin")
def test_a_source_of_another_distribution_is_read(tmp_path: Path) -> None:
    store = mlgraph.Store(tmp_path / "graph.duckdb")
    mlgraph.ingest_source("demo", Request(("a", "b"), {"owner": "acme"}), store=store)
    assert set(store.sql("SELECT subject, object FROM edges")[1]) == {
        ("pkg:pypi/a", "org:acme"),
        ("pkg:pypi/b", "org:acme"),
    }


def test_the_source_project_reads_a_folder(tmp_path: Path) -> None:
    store = mlgraph.Store(tmp_path / "graph.duckdb")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "requirements.txt").write_text("torch==2.6.0\n")
    done = mlgraph.ingest_source("project", Request((str(tmp_path / "shop"),)), store=store)
    assert done.read == [".", "requirements.txt"]


def test_an_unknown_source_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no source 'nonsense'; there is: .*project"):
        mlgraph.ingest_source("nonsense", Request(("x",)), store=mlgraph.Store(tmp_path / "graph.duckdb"))
