"""Questions over many projects at once, answered by the database: implements `mlgraph.view.portfolio.Portfolio`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from mlgraph.model.ids import NodeId, canonical_name
from mlgraph.view.portfolio import Breadth, Links, Naming
from mlgraph.view.statements import Edge, Property
from mlgraph_ontology.kinds import NodeKind, PropertyKind

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

HOLDS = "(a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR a.valid_to > $day)"
"""Of an assertion `a`: that it holds on the day."""
WANTED = "(SELECT node FROM node WHERE (kind, key) IN (SELECT (unnest($kinds), unnest($keys))))"
"""The numbers of the nodes that are asked for."""
Statements: TypeAlias = Callable[[str, dict[str, Any]], list[Property | Edge]]
"""Answers with the statements that fulfill a condition on `a` (assertion), `s`, `o` (nodes) and `d` (document)."""

_OF_PROJECTS = "starts_with(d.collection, 'project:')"
_PART = """
CASE WHEN n.kind = 'Project' THEN '' WHEN starts_with(n.key, 'file://') THEN lower(split_part(n.key, '#', 2))
ELSE lower(n.key) END
"""
"""What of an id may be searched for: where a document's file lies is no name of its parts."""
_LAST = "ends_with(lower(n.key), {0}) OR contains(lower(n.key), {0} || '@') OR contains(lower(n.key), {0} || '?')"
_MATCHES: dict[Naming, str] = {
    "id": "n.key = $text OR starts_with(n.key, $text || '@') OR starts_with(n.key, $text || '?')",
    "name": f"{_LAST.format('$lower')} OR {_LAST.format('$python')} OR n.node IN "
    "(SELECT subject FROM assertion WHERE predicate = 'name' AND value = to_json($text)::VARCHAR)",
    "part": f"contains({_PART}, $lower)",
}
_LEADS = "('depends_on', 'derived_from', 'trained_on', 'evaluated_on')"
"""What leads from a part to another; so does `contains`, except from the project, which contains all."""
_IS_ASKED = """
(a.qualifiers IS NULL OR NOT (contains(a.qualifiers, '"constraint":true')
OR (contains(a.qualifiers, '"extra"') AND a.subject <> g.project)))
"""
"""A constraint leads to nothing, and what a part requires for an extra of its own need not have been asked for."""
_GROUPS = """
WITH g AS (
    SELECT d.document, w.place, n.node AS project FROM (SELECT unnest($projects::VARCHAR[]) AS key,
    unnest(range(len($projects)))::INTEGER AS place) w
    JOIN document d ON d.collection = w.key JOIN node n ON n.key = w.key AND n.kind = 'Project'
)
"""
_LINKS = f"""
{_GROUPS}
SELECT g.place, a.subject, a.object FROM assertion a JOIN g USING (document)
WHERE a.predicate IN {_LEADS} AND {HOLDS} AND {_IS_ASKED}
UNION ALL
SELECT g.place, a.subject, a.object FROM assertion a JOIN g USING (document)
WHERE a.predicate = 'contains' AND a.subject <> g.project AND {HOLDS}
"""
_VERSIONS = f"""
{_GROUPS},
open AS (
    SELECT DISTINCT g.place, a.object AS package FROM assertion a JOIN g USING (document) JOIN node n ON n.node = a.object
    WHERE a.predicate = 'depends_on' AND n.kind = 'Package'
)
SELECT DISTINCT g.place, open.package, a.object FROM assertion a JOIN g USING (document)
JOIN assertion r ON r.subject = a.object AND r.predicate = 'release_of'
JOIN open ON open.place = g.place AND open.package = r.object
WHERE a.predicate = 'contains' AND {HOLDS}
"""
"""From a package, which a part requires in no version, to the releases of it that the project contains."""


class StorePortfolio:
    """What a snapshot knows of many projects."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, day: date, statements: Statements) -> None:
        self._connection = connection
        self._day = day
        self._statements = statements

    def matching(self, text: str, *, by: Naming, limit: int) -> list[NodeId]:
        """Return the nodes that a text names, shortest ids first."""
        values: dict[str, object] = {"text": text, "limit": limit}
        if by == "name":
            values |= {"lower": f"/{text.lower()}", "python": f"/{canonical_name(text)}"}
        elif by == "part":
            values = {"lower": text.lower(), "limit": limit}
        rows = self._connection.execute(
            f"SELECT n.kind, n.key FROM node n WHERE {_MATCHES[by]} ORDER BY length(n.key), n.key, n.kind LIMIT $limit",
            values,
        ).fetchall()
        return [NodeId(NodeKind(kind), key) for kind, key in rows]

    def numbers(self, nodes: Sequence[NodeId]) -> NDArray[np.int32]:
        """Return the number of each node, -1 where it is not in the graph."""
        import numpy as np

        rows = self._connection.execute(
            "SELECT kind, key, node FROM node WHERE (kind, key) IN (SELECT (unnest($1), unnest($2)))",
            [[node.kind for node in nodes], [node.key for node in nodes]],
        ).fetchall()
        found = {(kind, key): number for kind, key, number in rows}
        return np.fromiter((found.get((node.kind, node.key), -1) for node in nodes), dtype=np.int32, count=len(nodes))

    def numbered(self, numbers: Collection[int]) -> dict[int, NodeId]:
        """Return the nodes of some numbers."""
        rows = self._connection.execute(
            "SELECT node, kind, key FROM node WHERE node IN (SELECT unnest($1::INTEGER[]))", [list(numbers)]
        ).fetchall()
        return {number: NodeId(NodeKind(kind), key) for number, kind, key in rows}

    def links(self, projects: Sequence[NodeId]) -> Links:
        """Return what leads from some projects to their parts, as each project's own documents say."""
        import numpy as np

        values = {"projects": [project.key for project in projects], "day": self._day}
        parts = [self._connection.execute(query, values).fetchnumpy() for query in (_LINKS, _VERSIONS)]
        columns = [np.concatenate([_plain(list(part.values())[place]) for part in parts]) for place in range(3)]
        group, source, target = (column.astype(np.int32, copy=False) for column in columns)
        return Links(group, source, target)

    def listings(self, nodes: Collection[NodeId]) -> list[Edge]:
        """Return the edges by which the documents of projects say that they have one of the nodes."""
        condition = (
            f"a.object IN {WANTED} AND {_OF_PROJECTS} AND (s.kind = 'Project' AND a.predicate IN ('contains', 'depends_on') "
            "OR a.predicate IN ('derived_from', 'trained_on', 'evaluated_on'))"
        )
        return [s for s in self._statements(condition, _named(nodes)) if isinstance(s, Edge)]

    def properties(self, nodes: Collection[NodeId], kind: PropertyKind) -> list[Property]:
        """Return the statements of one property of some nodes."""
        found = self._statements(f"a.predicate = $kind AND a.subject IN {WANTED}", {**_named(nodes), "kind": kind})
        return [s for s in found if isinstance(s, Property)]

    def properties_of(self, kinds: Collection[NodeKind], kind: PropertyKind) -> list[Property]:
        """Return the statements of one property of all nodes of some kinds."""
        condition = "a.predicate = $kind AND s.kind IN (SELECT unnest($kinds))"
        found = self._statements(condition, {"kind": kind, "kinds": list(kinds)})
        return [s for s in found if isinstance(s, Property)]

    def breadth(self) -> Breadth:
        """Return how many projects and documents of projects there are."""
        row = self._connection.execute(
            f"SELECT count(DISTINCT collection), count(*), count(error) FROM document d WHERE {_OF_PROJECTS}"
        ).fetchone()
        return Breadth(*(row or (0, 0, 0)))


def _named(nodes: Collection[NodeId]) -> dict[str, Any]:
    return {"kinds": [node.kind for node in nodes], "keys": [node.key for node in nodes]}


def _plain(column: Any) -> Any:  # noqa: ANN401 - numpy's masked and plain arrays share no precise type
    """The array under a masked one: the columns asked for hold no NULL."""
    return column.data if hasattr(column, "mask") else column
