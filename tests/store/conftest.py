from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Evidence, edge, fact
from mlgraph.store import Store
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "graph" / "graph.duckdb")


def document(name: str = "a", *, fingerprint: str = "1", collection: str = "c") -> Document:
    observed = datetime(2026, 1, 1, tzinfo=UTC)
    return Document(f"test:{name}", name, "test/1", fingerprint, observed, collection)


def depends(subject: str, target: str, line: str = "1", method: Method = Method.DECLARED) -> Assertion:
    return edge(ids.package(subject), EdgeKind.DEPENDS_ON, ids.package(target), Evidence(line, method), scope="runtime")


def named(subject: str, name: str, method: Method = Method.DECLARED) -> Assertion:
    return fact(ids.package(subject), PropertyKind.NAME, name, Evidence("1", method))


def edges_in(store: Store) -> set[tuple[str, str, str, str]]:
    rows = store.sql("SELECT subject, predicate, object, document FROM edges")[1]
    return {(str(a), str(b), str(c), str(d)) for a, b, c, d in rows}


def nodes_in(store: Store) -> set[str]:
    return {str(row[0]) for row in store.sql("SELECT id FROM nodes")[1]}
