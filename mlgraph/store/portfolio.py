"""Questions over many projects at once, answered by the database: implements `mlgraph.view.portfolio.Portfolio`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date
from typing import TYPE_CHECKING

import orjson

from mlgraph.model.assertions import NO_QUALIFIERS, JsonValue
from mlgraph.model.ids import NodeId, canonical_name, path_of
from mlgraph.store.columns import plain
from mlgraph.view.portfolio import Breadth, Links, Listing, Naming
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    from numpy.typing import NDArray

HOLDS = "(a.valid_from IS NULL OR a.valid_from <= $day) AND (a.valid_to IS NULL OR a.valid_to > $day)"
"""Of an assertion `a`: that it holds on the day."""
WANTED = "(SELECT node FROM node WHERE (kind, key) IN (SELECT (unnest($kinds), unnest($keys))))"
"""The numbers of the nodes that are asked for."""
_OF_PROJECTS = "starts_with(d.collection, 'project:')"
_PART = """
CASE WHEN n.kind = 'Project' THEN '' WHEN starts_with(n.key, 'file://') THEN lower(split_part(n.key, '#', 2))
ELSE lower(n.key) END
"""
"""What of an id may be searched for: where a document's file lies is no name of its parts."""
_LAST = "ends_with(lower(n.key), {0}) OR contains(lower(n.key), {0} || '@') OR contains(lower(n.key), {0} || '?')"
_MATCHES: dict[Naming, str] = {
    "id": "n.key = $text OR starts_with(n.key, $text || '@') OR starts_with(n.key, $text || '?')",
    "name": f"{_LAST.format('$lower')} OR {_LAST.format('$python')}",
    "part": f"contains({_PART}, $lower)",
}
_IS_PART = "a.subject NOT IN (SELECT node FROM node WHERE kind = 'Project')"
_CALLED = """
SELECT DISTINCT n.kind, n.key, n.node FROM assertion a JOIN node n ON n.node = a.subject
WHERE a.predicate = 'name' AND a.value = $value AND n.key[:8] = 'file:///' AND contains(n.key, '#')
"""
"""Parts of documents, whose ids do not say what they are called."""
_MADE = ("derived_from", "trained_on", "evaluated_on")
_EDGES = f"SELECT a.document, a.subject, a.object FROM assertion a WHERE {HOLDS}"
_LEADS = f"{_EDGES} AND a.predicate IN ('depends_on', 'derived_from', 'trained_on', 'evaluated_on')"
"""What leads from a part to another."""
_REQUIRES = f"{_EDGES} AND a.predicate = 'depends_on'"
"""The same where nothing is made from anything: to compare millions of predicates with one costs half as much."""
_ASKED = f"""{_LEADS}
AND (a.qualifiers IS NULL OR NOT (contains(a.qualifiers, '"constraint":true')
     OR (contains(a.qualifiers, '"extra"') AND {_IS_PART})))
"""
"""A constraint leads nowhere, and what a part requires for an extra of its own need not have been asked for. Bills of
materials know neither; to read the qualifiers of millions of edges takes half of the time that there is."""
_NESTED = f"""
SELECT a.document, a.subject, a.object FROM assertion a WHERE a.predicate = 'contains' AND {_IS_PART} AND {HOLDS}
"""
"""What holds another part. A project holds all of them, which leads nowhere."""
_OF_SOME = " AND a.document IN (SELECT unnest($documents::INTEGER[]))"
_FEW = 500
"""Documents up to which they are told to the database, rather than picked from all that there are."""
_VERSIONS = f"""
WITH open AS (
    SELECT DISTINCT a.document, a.object AS package FROM assertion a JOIN node n ON n.node = a.object
    WHERE a.predicate = 'depends_on' AND n.kind = 'Package'
), collections AS (
    SELECT DISTINCT d.collection, open.package FROM open JOIN document d USING (document)
)
SELECT DISTINCT a.document, c.package AS subject, a.object FROM assertion a JOIN document d USING (document)
JOIN assertion r ON r.subject = a.object AND r.predicate = 'release_of'
JOIN collections c ON c.collection = d.collection AND c.package = r.object
WHERE a.predicate = 'contains' AND {HOLDS}
"""
"""From a package, which a part requires in no version, to the releases of it that its project contains."""
_LISTED = f"""
SELECT a.document, a.object, a.locator, a.predicate, a.qualifiers FROM assertion a
WHERE a.object IN (SELECT unnest($numbers::INTEGER[])) AND {HOLDS}
AND (a.predicate IN ('derived_from', 'trained_on', 'evaluated_on')
     OR (a.predicate IN ('contains', 'depends_on') AND NOT ({_IS_PART})))
"""


class StorePortfolio:
    """What a snapshot knows of many projects."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, day: date) -> None:
        self._connection = connection
        self._day = day
        self._numbers: dict[NodeId, int] = {}
        """Of the nodes that were asked for: the file does not change while it is read."""

    def matching(self, text: str, *, by: Naming, limit: int) -> list[NodeId]:
        """Return the nodes that a text names, shortest ids first."""
        values = {
            "id": {"text": text},
            "name": {"lower": f"/{text.lower()}", "python": f"/{canonical_name(text)}"},
            "part": {"lower": text.lower()},
        }[by]
        rows = self._connection.execute(
            f"SELECT n.kind, n.key, n.node FROM node n WHERE {_MATCHES[by]} ORDER BY length(n.key), n.key, n.kind LIMIT $limit",
            {**values, "limit": limit},
        ).fetchall()
        if by == "name" and len(rows) < limit:
            rows += self._parts_called(text)
        found = {NodeId(NodeKind(kind), key): number for kind, key, number in rows}
        self._numbers |= found
        return list(found)

    def _parts_called(self, text: str) -> list[tuple[str, str, int]]:
        parts = "SELECT 1 FROM node n WHERE n.key[:8] = 'file:///' AND contains(n.key, '#') LIMIT 1"
        if self._connection.execute(parts).fetchone() is None:
            return []
        found = self._connection.execute(_CALLED, {"value": orjson.dumps(text).decode()}).fetchall()
        return sorted((str(kind), str(key), int(number)) for kind, key, number in found)

    def numbers(self, nodes: Sequence[NodeId]) -> NDArray[np.int32]:
        """Return the number of each node, -1 where it is not in the graph."""
        import numpy as np

        known = self._numbers
        missing = [node for node in nodes if node not in known]
        if missing:
            rows = self._connection.execute(
                "SELECT kind, key, node FROM node WHERE (kind, key) IN (SELECT (unnest($1), unnest($2)))",
                [[node.kind for node in missing], [node.key for node in missing]],
            ).fetchall()
            known |= dict.fromkeys(missing, -1)
            known |= {NodeId(NodeKind(kind), key): number for kind, key, number in rows}
        return np.fromiter((known[node] for node in nodes), dtype=np.int32, count=len(nodes))

    def numbered(self, numbers: Collection[int]) -> dict[int, NodeId]:
        """Return the nodes of some numbers."""
        rows = self._connection.execute(
            "SELECT node, kind, key FROM node WHERE node IN (SELECT unnest($1::INTEGER[]))", [list(numbers)]
        ).fetchall()
        kinds = {str(kind): kind for kind in NodeKind}
        return {number: NodeId(kinds[kind], key) for number, kind, key in rows}

    def links(self, projects: Sequence[NodeId], *, nested: bool = False) -> Links:
        """Return what leads from some projects to their parts, as each project's own documents say."""
        import numpy as np

        found = self._connection.execute(
            "SELECT d.document, w.place, starts_with(d.reader, 'bom/') AS is_bom FROM document d JOIN (SELECT "
            "unnest($1::VARCHAR[]) AS collection, unnest(range(len($1)))::INTEGER AS place) w USING (collection)",
            [[project.key for project in projects]],
        ).fetchnumpy()
        documents, places, is_bom = (plain(found[name]) for name in ("document", "place", "is_bom"))
        parts = [
            self._rows(query, documents[chosen])
            for query, chosen in ((self._of_bills(documents), is_bom), (_ASKED, ~is_bom))
            if chosen.any()
        ]
        if nested:
            parts.append(self._rows(_NESTED, documents))
        if any(self._has_packages(part["object"]) for part in parts):
            parts.append(self._rows(_VERSIONS, documents))
        if not parts:
            nothing = np.zeros(0, dtype=np.int32)
            return Links(nothing, nothing, nothing)
        document, source, target = (
            (np.concatenate([part[name] for part in parts]) if parts[1:] else parts[0][name]).astype(
                np.int32, copy=False
            )
            for name in ("document", "subject", "object")
        )
        group = np.zeros(int(documents.max()) + 1, dtype=np.int32)
        group[documents] = places
        return Links(group[document], source, target)

    def _of_bills(self, documents: NDArray[np.int32]) -> str:
        """What asks for the edges of bills of materials; where they are many, it is worth a look whether all are of one kind."""
        if len(documents) <= _FEW:
            return _LEADS
        kinds = {kind for (kind,) in self._connection.execute("SELECT DISTINCT predicate FROM assertion").fetchall()}
        return _REQUIRES if kinds.isdisjoint(_MADE) else _LEADS

    def _rows(self, query: str, documents: NDArray[np.int32]) -> dict[str, NDArray[np.int32]]:
        """The edges that some documents state."""
        import numpy as np

        few = {"documents": documents.tolist()} if len(documents) <= _FEW else {}
        found = self._connection.execute(query + (_OF_SOME if few else ""), {"day": self._day, **few}).fetchnumpy()
        edges = {name: plain(column) for name, column in found.items()}
        if few:
            return edges
        is_wanted = np.zeros(1 + max(int(documents.max()), int(edges["document"].max(initial=0))), dtype=bool)
        is_wanted[documents] = True
        wanted = is_wanted[edges["document"]]
        return edges if wanted.all() else {name: column[wanted] for name, column in edges.items()}

    def _has_packages(self, numbers: NDArray[np.int32]) -> bool:
        """Whether any of some nodes is a package without a version."""
        import numpy as np

        found = self._connection.execute("SELECT node FROM node WHERE kind = 'Package'").fetchnumpy()["node"]
        is_package = np.zeros(1 + max(int(numbers.max(initial=0)), int(found.max(initial=0))), dtype=bool)
        is_package[plain(found)] = True
        return bool(is_package[numbers].any())

    def listings(self, nodes: Collection[NodeId]) -> list[Listing]:
        """Return where the documents of projects say that they have one of the nodes."""
        wanted = dict(zip(self.numbers(list(nodes)).tolist(), nodes, strict=True))
        rows = self._connection.execute(_LISTED, {"day": self._day, "numbers": list(wanted)}).fetchall()
        if not rows:
            return []
        documents = {
            number: (locator, title, observed_at.replace(tzinfo=UTC), NodeId(NodeKind.PROJECT, collection))
            for number, locator, title, observed_at, collection in self._connection.execute(
                f"SELECT document, locator, title, observed_at, collection FROM document d WHERE {_OF_PROJECTS} "
                f"AND observed_at IS NOT NULL AND document IN (SELECT unnest($1::INTEGER[]))",
                [list({row[0] for row in rows})],
            ).fetchall()
        }
        kinds = {str(kind): kind for kind in EdgeKind}
        read = {said: orjson.loads(said) if said else NO_QUALIFIERS for said in {row[4] for row in rows}}
        return [
            Listing(wanted[thing], *documents[document], place, kinds[kind], read[said])
            for document, thing, place, kind, said in rows
            if document in documents
        ]

    def said(self, kind: PropertyKind, projects: Collection[NodeId] | None = None) -> dict[NodeId, str]:
        """Return the value of a property that is a text, of some projects or all, as their own documents say."""
        keys = dict(self._connection.execute("SELECT node, key FROM node WHERE kind = 'Project'").fetchall())
        self._numbers |= {NodeId(NodeKind.PROJECT, key): number for number, key in keys.items()}
        owners = dict(self._connection.execute("SELECT document, collection FROM document").fetchall())
        wanted = {project.key for project in projects} if projects is not None else set(keys.values())
        documents = [document for document, collection in owners.items() if collection in wanted]
        few = {"documents": documents} if len(documents) <= _FEW else {}
        rows = self._connection.execute(
            f"SELECT a.value, a.document, a.subject FROM assertion a WHERE a.object IS NULL AND {HOLDS} "
            "AND a.subject IN (SELECT node FROM node WHERE kind = 'Project') AND a.predicate = $kind"
            f"{_OF_SOME if few else ''}",
            {"kind": kind, "day": self._day, **few},
        ).fetchall()
        rows.sort(reverse=True)  # the first in order stays, where there are several
        said = ((keys[subject], value) for value, document, subject in rows if owners[document] == keys[subject])
        return {NodeId(NodeKind.PROJECT, key): str(orjson.loads(value)) for key, value in said}

    def titles(self, projects: Collection[NodeId]) -> dict[NodeId, list[str]]:
        """Return what to call the documents of some projects: bills of materials by their titles, a folder as a whole."""
        rows = self._connection.execute(
            "SELECT DISTINCT collection, CASE WHEN starts_with(reader, 'bom/') THEN title END FROM document "
            "WHERE collection IN (SELECT unnest($1::VARCHAR[])) ORDER BY ALL",
            [[project.key for project in projects]],
        ).fetchall()
        found: dict[NodeId, list[str]] = {}
        for collection, title in rows:
            project = NodeId(NodeKind.PROJECT, collection)
            found.setdefault(project, []).append(title or str(path_of(project)))
        return found

    def of_kinds(self, kinds: Collection[NodeKind]) -> list[NodeId]:
        """Return all nodes of some kinds, in order."""
        rows = self._connection.execute(
            "SELECT kind, key FROM node WHERE kind IN (SELECT unnest($1)) ORDER BY kind, key", [list(kinds)]
        ).fetchall()
        return [NodeId(NodeKind(kind), key) for kind, key in rows]

    def roots(self) -> list[tuple[NodeId, NodeId]]:
        """Return the projects, each with the component that its document says it is about."""
        rows = self._connection.execute(
            "SELECT DISTINCT s.key, o.kind, o.key FROM assertion a JOIN node s ON s.node = a.subject "
            "JOIN node o ON o.node = a.object WHERE a.predicate = 'contains' AND s.kind = 'Project' "
            f"""AND contains(a.qualifiers, '"role":"root"') AND {HOLDS} ORDER BY ALL""",
            {"day": self._day},
        ).fetchall()
        return [(NodeId(NodeKind.PROJECT, project), NodeId(NodeKind(kind), key)) for project, kind, key in rows]

    def compositions(self) -> dict[str, tuple[JsonValue, ...]]:
        """Return, of each collection, what its documents say of how complete they are as a whole."""
        collections = dict(self._connection.execute("SELECT document, collection FROM document").fetchall())
        rows = self._connection.execute(
            f"SELECT DISTINCT a.document, a.value FROM assertion a WHERE a.predicate = 'composition' AND {HOLDS} "
            "AND a.subject IN (SELECT node FROM node WHERE kind IN ('Project', 'Document')) ORDER BY ALL",
            {"day": self._day},
        ).fetchall()
        read = {value: orjson.loads(value) for value in {value for _, value in rows}}
        found: dict[str, tuple[JsonValue, ...]] = {}
        for document, value in rows:
            collection = collections[document]
            found[collection] = (*found.get(collection, ()), read[value])
        return found

    def breadth(self) -> Breadth:
        """Return how many projects and documents of projects there are."""
        row = self._connection.execute(
            f"SELECT count(DISTINCT collection), count(*), count(error) FROM document d WHERE {_OF_PROJECTS}"
        ).fetchone()
        return Breadth(*(row or (0, 0, 0)))
