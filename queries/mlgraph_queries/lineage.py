"""What a model or a dataset was made from, and what was made from it, step by step with the evidence of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph.view.graph import GraphView, Statement, edges_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind
from mlgraph_queries.artifacts import LINEAGE, name_of, states_of
from mlgraph_queries.directions import Direction
from mlgraph_queries.sightings import licenses
from mlgraph_queries.table import Column, Row, Table

NODE_LIMIT = 10_000
"""Things that one answer follows at most; a foundation model can have more descendants than anybody reads."""
_KINDS = frozenset({NodeKind.MODEL, NodeKind.DATASET, NodeKind.FILE})


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a lineage, with the statements that it rests on."""

    depth: int
    """Steps from the thing that was asked for, from 1."""
    near: NodeId
    """The end that is closer to it."""
    far: NodeId
    kind: EdgeKind
    edges: tuple[Edge, ...]
    """All that say so, the strongest first; never empty."""

    @property
    def relation(self) -> str | None:
        """How the one was made from the other, as the strongest statement that has a word for it says."""
        said = (edge.qualifiers.get("relation") for edge in self.edges)
        return next((str(word) for word in said if word), None)


@dataclass(frozen=True, slots=True)
class Walk:
    """All steps in one direction."""

    hops: tuple[Hop, ...]
    ends: tuple[NodeId, ...]
    """Where it ends: nothing that was read leads on, sorted."""
    unread: tuple[NodeId, ...]
    """Of the ends, those of which no document says anything."""
    is_cut: bool
    """Whether it was cut off at NODE_LIMIT."""


def lineage(view: GraphView, text: str, *, direction: Direction = Direction.BOTH) -> Table:
    """The ancestors and descendants of a model or a dataset, with relation, license and evidence at every step.

    Raises QueryError where the name is not one thing's, or that of something that has no lineage.
    """
    node = view.named(text)
    if node.kind not in _KINDS:
        raise QueryError(f"{node} is of the kind {node.kind}; a lineage is that of a model, a dataset or a weight file")
    rows: list[Row] = []
    unknown: list[str] = []
    coverage: dict[str, int] = {}
    for way in (Direction.UPSTREAM, Direction.DOWNSTREAM):
        if direction in {way, Direction.BOTH}:
            found = walk(view, [node, *states_of(view, node)], way)
            said = view.about({hop.far for hop in found.hops})
            rows.extend(_row(way, hop, said.get(hop.far, ())) for hop in found.hops)
            unknown.extend(_unknown(way, found))
            coverage[way] = len({hop.far for hop in found.hops})
    return Table(
        "lineage",
        _COLUMNS,
        tuple(rows),
        parameters={"id": str(node), "direction": str(direction)},
        coverage=dict(coverage),
        unknown=tuple(unknown),
        as_of=view.as_of,
    )


def walk(view: GraphView, starts: Iterable[NodeId], direction: Direction) -> Walk:
    """Follow all edges of lineage from some things, breadth first; each thing is followed once, so that cycles end."""
    seen = {view.canonical(node) for node in starts}
    frontier, hops = sorted(seen), list[Hop]()
    ends, unread = set[NodeId](), set[NodeId]()
    depth, is_cut = 0, False
    while frontier:
        depth += 1
        steps, silent = _steps(view, frontier, direction)
        unread.update(silent)
        following: set[NodeId] = set()
        for near in frontier:
            found = sorted(steps.get(near, {}).items())
            if not found:
                ends.add(near)
            for (far, kind), edges in found:
                hops.append(Hop(depth, near, far, kind, tuple(edges)))
                if far not in seen:
                    following.add(far)
        if len(seen) + len(following) > NODE_LIMIT:
            is_cut = True
            following = set(sorted(following)[: max(NODE_LIMIT - len(seen), 0)])
        seen |= following
        frontier = sorted(following)
    return Walk(tuple(hops), tuple(sorted(ends)), tuple(sorted(unread & ends)), is_cut)


_Steps = Mapping[NodeId, Mapping[tuple[NodeId, EdgeKind], Sequence[Edge]]]


def _steps(view: GraphView, frontier: Sequence[NodeId], direction: Direction) -> tuple[_Steps, set[NodeId]]:
    """From each thing, what is one step away with the edges that say so; and the things of which nothing is said.

    What is said of a model as a whole leads on from its state at a commit, too.
    """
    owners: dict[NodeId, list[NodeId]] = {}
    for near in frontier:
        for form in (near, whole_of(near)) if whole_of(near) != near else (near,):
            owners.setdefault(view.canonical(form), []).append(near)
    steps: dict[NodeId, dict[tuple[NodeId, EdgeKind], list[Edge]]] = {}
    said: Mapping[NodeId, Sequence[Statement]] = view.about(owners) if direction is Direction.UPSTREAM else {}
    edges = _upward(said) if direction is Direction.UPSTREAM else _downward(view, owners)
    for form, far, edge in edges:
        for near in owners.get(form, ()):
            if whole_of(far) != whole_of(near):
                steps.setdefault(near, {}).setdefault((far, edge.kind), []).append(edge)
    spoken = {near for form, nears in owners.items() if said.get(form) for near in nears}
    return steps, set(frontier) - spoken if direction is Direction.UPSTREAM else set()


def _upward(said: Mapping[NodeId, Sequence[Statement]]) -> Iterator[tuple[NodeId, NodeId, Edge]]:
    for form, statements in said.items():
        for kind in LINEAGE:
            yield from ((form, edge.object, edge) for edge in edges_of(statements, kind))


def _downward(view: GraphView, owners: Iterable[NodeId]) -> Iterator[tuple[NodeId, NodeId, Edge]]:
    for edge in view.naming(owners):
        if edge.kind in LINEAGE:
            yield edge.object, edge.subject, edge


_COLUMNS = (
    Column("direction", None, "upstream: what the thing was made from; downstream: what was made from it."),
    Column("depth", "steps", "How many steps away it is."),
    Column("id", None, "What is reached by this step."),
    Column(
        "how", None, "finetune, adapter, quantized, merge, trained_on, evaluated_on; unknown: made from it somehow."
    ),
    Column("near", None, "Where the step begins: the end that is closer to what was asked for."),
    Column("licenses", None, "What the sources say of the license of what is reached."),
    Column("method", None, "How the step is known."),
    Column("where", None, "Document and place in it that say so; the strongest where there are several."),
    Column("link", None, "derived_from, trained_on or evaluated_on, from the made to its origin.", is_detail=True),
    Column("observed_at", "UTC", "When that document said it.", is_detail=True),
    Column("sources", None, "All documents and places that say so, the strongest first.", is_detail=True),
)


def _row(direction: Direction, hop: Hop, said: Sequence[Statement]) -> Row:
    strongest = hop.edges[0].source
    found = [statement.expression or statement.text or "" for statement in licenses(said)]
    return (
        str(direction),
        hop.depth,
        str(hop.far),
        hop.relation if hop.kind is EdgeKind.DERIVED_FROM else str(hop.kind),
        str(hop.near),
        [*dict.fromkeys(found)] or None,
        str(strongest.evidence.method),
        strongest.where,
        str(hop.kind),
        strongest.observed_at.isoformat(timespec="seconds"),
        [*dict.fromkeys(edge.source.where for edge in hop.edges)],
    )


def _unknown(direction: Direction, found: Walk) -> Iterator[str]:
    if found.is_cut:
        yield f"{direction}: more than {NODE_LIMIT:,} things; the rest was not followed"
    if direction is Direction.DOWNSTREAM:
        yield "downstream: only what was read into this graph can be listed; there may be more"
    for node in found.unread:
        if node.kind is not NodeKind.FILE:
            yield f"nothing was read about {name_of(node)}: what it was made from is unknown"
