"""One immutable state of a graph file on one day: what a GraphView reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

from mlgraph.model.assertions import ALWAYS, NO_QUALIFIERS, Evidence, Period
from mlgraph.model.ids import NodeId
from mlgraph.store.columns import plain
from mlgraph.store.portfolio import HOLDS, WANTED, StorePortfolio
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import Match, Statement
from mlgraph.view.statements import Edge, Property, Source
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

_STATEMENTS = f"""
SELECT s.kind, s.key, a.predicate, o.kind, o.key, a.value, a.qualifiers, a.valid_from, a.valid_to,
       a.locator, a.method, a.rule, a.confidence, a.document
FROM assertion a JOIN node s ON s.node = a.subject LEFT JOIN node o ON o.node = a.object
WHERE {HOLDS} AND
"""
_PROPERTIES = {kind.value: kind for kind in PropertyKind}
_METHODS = {method.value: method for method in Method}
_EDGES = {kind.value: kind for kind in EdgeKind}
_MATCHES: dict[Match, str] = {
    "whole": "n.key = $text",
    "end": "ends_with(lower(n.key), '/' || lower($text))",
    "part": "contains(lower(n.key), lower($text))",
}
_IS_SAID = "SELECT 1 FROM assertion WHERE predicate IN (SELECT unnest($predicates::VARCHAR[])) LIMIT 1"
"""One column: whether anything at all is said by some kinds of statements, which most graphs have none of."""
_Place: TypeAlias = tuple[str, str, str, float | None, int]
"""Locator, method, rule and confidence of a statement, and the number of its document."""


class StoreSnapshot:
    """Implements `mlgraph.view.graph.Snapshot` on a connection that reads one published file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, day: date) -> None:
        self._connection = connection
        self._day = day
        self._documents: dict[int, tuple[str, str, datetime, str]] = {}
        """Locator, title, date and collection of the documents that were met, by number."""

    def about(self, nodes: Collection[NodeId], *, kinds: Collection[str] = ()) -> list[Statement]:
        """Return all statements, or those of some kinds, whose subject is one of the nodes."""
        if not kinds:
            return self._statements(f"a.subject IN {WANTED}", nodes)
        predicates = [str(kind) for kind in kinds]
        if self._connection.execute(_IS_SAID, {"predicates": predicates}).fetchone() is None:
            return []
        of_kinds = "AND a.predicate IN (SELECT unnest($predicates::VARCHAR[]))"
        return self._statements(f"a.subject IN {WANTED} {of_kinds}", nodes, predicates=predicates)

    def naming(self, nodes: Collection[NodeId]) -> list[Edge]:
        """Return all edges whose object is one of the nodes."""
        return [s for s in self._statements(f"a.object IN {WANTED}", nodes) if isinstance(s, Edge)]

    def same(self) -> list[Edge]:
        """Return all same_as edges."""
        if self._connection.execute(_IS_SAID, {"predicates": [EdgeKind.SAME_AS.value]}).fetchone() is None:
            return []
        rows = self._connection.execute(
            _STATEMENTS + "a.predicate = $kind", {"day": self._day, "kind": EdgeKind.SAME_AS}
        ).fetchall()
        return [s for s in self._read(rows) if isinstance(s, Edge)]

    def documents(self, collection: str) -> list[DocumentState]:
        """Return what is known of a collection's documents, by title."""
        return document_states(self._connection, collection)

    def documents_at(self, locators: Collection[str]) -> list[DocumentState]:
        """Return what is known of the documents at some locators, of whichever collections, by title."""
        return document_states(self._connection, None, locators=locators)

    def find(self, text: str, *, match: Match, limit: int) -> list[NodeId]:
        """Return the nodes whose key is a text, ends in `/` and it, or holds it; shortest first."""
        condition = _MATCHES[match]
        rows = self._connection.execute(
            f"SELECT n.kind, n.key FROM node n WHERE {condition} AND EXISTS (SELECT 1 FROM assertion a WHERE {HOLDS} "
            "AND (a.subject = n.node OR a.object = n.node)) ORDER BY length(n.key), n.key, n.kind LIMIT $most",
            {"text": text.encode("utf-8", "backslashreplace").decode(), "day": self._day, "most": limit},
        ).fetchall()
        return [NodeId(NodeKind(kind), key) for kind, key in rows]

    def arrays(self) -> tuple[list[NodeId], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        """Return the nodes and, as positions among them, the edges' sources, targets and kinds."""
        import numpy as np

        codes = " ".join(f"WHEN '{kind}' THEN {code}" for code, kind in enumerate(EdgeKind))
        edges = self._connection.execute(
            f"SELECT subject, object, (CASE predicate {codes} END)::UTINYINT AS kind "
            f"FROM assertion a WHERE object IS NOT NULL AND {HOLDS}",
            {"day": self._day},
        ).fetchnumpy()
        source, target = plain(edges["subject"]), plain(edges["object"])
        alone = self._connection.execute(
            f"SELECT DISTINCT subject FROM assertion a WHERE object IS NULL AND {HOLDS}", {"day": self._day}
        ).fetchnumpy()["subject"]
        table = self._connection.execute("SELECT node, kind, key FROM node ORDER BY node").fetchnumpy()
        numbers = plain(table["node"])
        used = np.zeros(int(numbers[-1]) + 1 if len(numbers) else 0, dtype=bool)
        for some in (source, target, plain(alone)):
            used[some] = True
        position = (np.cumsum(used) - 1).astype(np.int32)
        shown = used[numbers]
        kinds = {str(kind): kind for kind in NodeKind}
        nodes = [
            NodeId(kinds[kind], key)
            for kind, key in zip(plain(table["kind"])[shown], plain(table["key"])[shown], strict=True)
        ]
        return nodes, position[source], position[target], plain(edges["kind"])

    def portfolio(self) -> StorePortfolio:
        """Return what is known of many projects at once."""
        return StorePortfolio(self._connection, self._day)

    def _statements(self, condition: str, nodes: Collection[NodeId], **more: list[str]) -> list[Statement]:
        rows = self._connection.execute(
            _STATEMENTS + condition,
            {"day": self._day, "kinds": [node.kind for node in nodes], "keys": [node.key for node in nodes], **more},
        ).fetchall()
        return self._read(rows)

    def _read(self, rows: Sequence[Sequence[Any]]) -> list[Statement]:
        """Rows as statements. Their documents are looked up once each: most say many things."""
        unknown = {row[-1] for row in rows} - self._documents.keys()
        if unknown:
            found = self._connection.execute(
                "SELECT document, locator, title, observed_at, collection FROM document "
                "WHERE document IN (SELECT unnest($numbers::INTEGER[]))",
                {"numbers": list(unknown)},
            ).fetchall()
            self._documents.update((n, (at, title, day.replace(tzinfo=UTC), of)) for n, at, title, day, of in found)
        places: dict[_Place, Source] = {}
        return [self._statement(row, places) for row in rows]

    def _statement(self, row: Sequence[Any], places: dict[_Place, Source]) -> Statement:
        (kind, key, predicate, object_kind, object_key, value, qualifiers, start, end, *rest) = row
        place: _Place = (*rest,)
        source = places.get(place)
        if source is None:
            source = places[place] = self._source(place)
        subject, period = _node(kind, key), Period(start, end) if start or end else ALWAYS
        if object_key is None:
            return Property(subject, _PROPERTIES[predicate], orjson.loads(value), source, period)
        said = orjson.loads(qualifiers) if qualifiers else NO_QUALIFIERS
        return Edge(subject, _EDGES[predicate], _node(object_kind, object_key), said, source, period)

    def _source(self, place: _Place) -> Source:
        """Where something is said."""
        locator, method, rule, confidence, number = place
        document, title, observed_at, collection = self._documents[number]
        return Source(document, title, observed_at, collection, Evidence(locator, _METHODS[method], rule, confidence))


def document_states(
    connection: duckdb.DuckDBPyConnection, collection: str | None, *, locators: Collection[str] | None = None
) -> list[DocumentState]:
    """List the documents that were read, or tried, by title; of one collection or of all, at some locators or at all."""
    rows = connection.execute(
        "SELECT d.locator, d.title, d.reader, d.fingerprint, d.observed_at, d.recorded_at, d.collection, d.error, "
        "d.error_at, count(a.document) FROM document d LEFT JOIN assertion a USING (document) "
        "WHERE ($collection IS NULL OR d.collection = $collection) "
        "AND ($locators IS NULL OR d.locator IN (SELECT unnest($locators::VARCHAR[]))) "
        "GROUP BY ALL ORDER BY d.title, d.locator",
        {"collection": collection, "locators": None if locators is None else list(locators)},
    ).fetchall()
    return [DocumentState(*map(_aware, row)) for row in rows]


def _aware(value: object) -> Any:  # noqa: ANN401 - a row's cells are of many types
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


@lru_cache(maxsize=65_536)
def _node(kind: str, key: str) -> NodeId:
    return NodeId(NodeKind(kind), key)
