"""GraphView: the graph as it holds on one day, as statements about a node and as arrays over all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.documents import DocumentState
from mlgraph.view.policy import strongest_first
from mlgraph.view.portfolio import Portfolio
from mlgraph.view.statements import Edge, Property
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

Statement = Property | Edge
Match = Literal["whole", "end", "part"]
AnyStatement = TypeVar("AnyStatement", Property, Edge, Property | Edge)


@dataclass(frozen=True, slots=True)
class EdgeArrays:
    """All edges as parallel arrays of one length; positions refer to `GraphView.nodes`."""

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    kind: NDArray[np.uint8]
    """Position in `list(EdgeKind)`."""


@dataclass(frozen=True, slots=True)
class Adjacency:
    """Compressed sparse rows: the neighbors of node i are `neighbors[start[i]:start[i + 1]]`."""

    start: NDArray[np.int64]
    """Shape (nodes + 1,)."""
    neighbors: NDArray[np.int32]
    """Shape (edges,), sorted within each row."""


class Snapshot(Protocol):
    """Where a view gets its facts from: one immutable state of a store, on one day."""

    def about(self, nodes: Collection[NodeId], *, kinds: Collection[str] = ()) -> list[Statement]:
        """Return all statements, or those of some kinds, whose subject is one of the nodes."""

    def naming(self, nodes: Collection[NodeId]) -> list[Edge]:
        """Return all edges whose object is one of the nodes."""

    def same(self) -> list[Edge]:
        """Return all same_as edges."""

    def documents(self, collection: str) -> list[DocumentState]:
        """Return what is known of a collection's documents, by title."""

    def documents_at(self, locators: Collection[str]) -> list[DocumentState]:
        """Return what is known of the documents at some locators, of whichever collections, by title."""

    def find(self, text: str, *, match: Match, limit: int) -> list[NodeId]:
        """Return the nodes whose key is a text, ends in `/` and it, or holds it; shortest first."""

    def arrays(self) -> tuple[list[NodeId], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        """Return the nodes and, as positions among them, the edges' sources, targets and kinds."""

    def portfolio(self) -> Portfolio:
        """Return what is known of many projects at once."""


class GraphView:
    """One snapshot of the graph, on one day; identity resolved, conflicts kept and ordered by the policy."""

    def __init__(self, snapshot: Snapshot, *, as_of: date) -> None:
        self._snapshot = snapshot
        self.as_of = as_of

    def about(
        self, nodes: Iterable[NodeId], *, kinds: Collection[EdgeKind | PropertyKind] = ()
    ) -> Mapping[NodeId, Sequence[Statement]]:
        """Everything that is said of some nodes, by canonical node, strongest statement first; or no more than some kinds."""
        wanted = [alias for node in dict.fromkeys(nodes) for alias in self.aliases(node)]
        said: dict[NodeId, list[Statement]] = defaultdict(list)
        for statement in self._snapshot.about(wanted, kinds=kinds):
            resolved = self._resolve(statement)
            said[resolved.subject].append(resolved)
        return {node: strongest_first(statements) for node, statements in said.items()}

    def naming(self, nodes: Iterable[NodeId]) -> Sequence[Edge]:
        """All edges that point at some nodes, strongest first."""
        wanted = [alias for node in dict.fromkeys(nodes) for alias in self.aliases(node)]
        return strongest_first([self._resolve(edge) for edge in self._snapshot.naming(wanted)])

    def canonical(self, node: NodeId) -> NodeId:
        """The node that stands for all that are said to be the same as this one."""
        return self._canonical.get(node, node)

    def aliases(self, node: NodeId) -> Sequence[NodeId]:
        """All nodes that are said to be the same as this one, itself included, canonical first."""
        return self._aliases.get(self.canonical(node), (node,))

    def renamed(self) -> Sequence[tuple[NodeId, NodeId]]:
        """All nodes that another one stands for, each with that one."""
        return [(node, canonical) for node, canonical in self._canonical.items() if node != canonical]

    def documents(self, collection: str) -> Sequence[DocumentState]:
        """What is known of a collection's documents, those that could not be read included, by title."""
        return self._snapshot.documents(collection)

    def documents_at(self, locators: Iterable[str]) -> Sequence[DocumentState]:
        """What is known of the documents at some locators, of whichever collections, by title."""
        return self._snapshot.documents_at(list(locators))

    @cached_property
    def portfolio(self) -> Portfolio:
        """What is known of many projects at once; it knows nothing of other names (`aliases`)."""
        return self._snapshot.portfolio()

    def find(self, text: str, *, limit: int = 100) -> Sequence[NodeId]:
        """The nodes whose id holds a text, whatever its case; the shortest ids first."""
        return self._snapshot.find(text, match="part", limit=limit)

    def named(self, text: str) -> NodeId:
        """The one node that a text names: its id, or the last parts of it where that is unambiguous.

        Raises QueryError where there is none, or more than one.
        """
        found = self._snapshot.find(text, match="whole", limit=5) or self._snapshot.find(text, match="end", limit=5)
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(str(node) for node in found)
            raise QueryError(f"{text!r} names several things: {some}; give the whole id")
        raise QueryError(f"nothing in the graph is called {text!r}; `mlgraph search TEXT` finds parts of names")

    def together(self, same: Iterable[tuple[NodeId, NodeId]], collections: Mapping[str, str]) -> GraphView:
        """The same graph in which the second node of each pair stands for both, and a collection for those mapped to it.

        So several documents on one thing can be asked as one, while each statement keeps its source.
        """
        from mlgraph.view.together import together

        return together(self._snapshot, same, collections, as_of=self.as_of)

    @cached_property
    def nodes(self) -> Sequence[NodeId]:
        """All nodes, canonical ones only; the positions in this sequence are what the arrays hold."""
        return self._arrays[0]

    @cached_property
    def edges(self) -> EdgeArrays:
        """All edges as arrays, same_as left out; several statements of one edge are several entries."""
        return self._arrays[1]

    def adjacency(self, kinds: Iterable[EdgeKind], *, reverse: bool = False) -> Adjacency:
        """Neighbors over edges of some kinds, each pair once; `reverse` gives the predecessors."""
        import numpy as np

        codes = [list(EdgeKind).index(kind) for kind in kinds]
        chosen = np.isin(self.edges.kind, codes)
        rows, columns = self.edges.source[chosen], self.edges.target[chosen]
        if reverse:
            rows, columns = columns, rows
        size = len(self.nodes)
        pairs = np.unique(rows.astype(np.int64) * size + columns)
        start = np.searchsorted(pairs, np.arange(size + 1, dtype=np.int64) * size)
        return Adjacency(start=start, neighbors=(pairs % max(size, 1)).astype(np.int32))

    def to_networkx(self) -> nx.MultiDiGraph[NodeId]:
        """The same graph for networkx: nodes are NodeIds with `kind`, an edge's key is its kind."""
        import networkx as nx

        graph: nx.MultiDiGraph[NodeId] = nx.MultiDiGraph()
        graph.add_nodes_from((node, {"kind": node.kind}) for node in self.nodes)
        names = list(EdgeKind)
        for source, target, kind in zip(
            self.edges.source.tolist(), self.edges.target.tolist(), self.edges.kind.tolist(), strict=True
        ):
            graph.add_edge(self.nodes[source], self.nodes[target], key=names[kind])
        return graph

    @cached_property
    def _canonical(self) -> Mapping[NodeId, NodeId]:
        from mlgraph.view.identity import resolve

        return resolve([(edge.subject, edge.object) for edge in self._snapshot.same()])

    @cached_property
    def _aliases(self) -> Mapping[NodeId, Sequence[NodeId]]:
        members: dict[NodeId, list[NodeId]] = defaultdict(list)
        for node, canonical in sorted(self._canonical.items()):
            members[canonical].append(node)
        return {canonical: [canonical, *(m for m in nodes if m != canonical)] for canonical, nodes in members.items()}

    @cached_property
    def _arrays(self) -> tuple[Sequence[NodeId], EdgeArrays]:
        import numpy as np

        nodes, source, target, kind = self._snapshot.arrays()
        keep = kind != list(EdgeKind).index(EdgeKind.SAME_AS)
        if not keep.all():
            source, target, kind = source[keep], target[keep], kind[keep]
        if self._canonical:
            position = {node: index for index, node in enumerate(nodes)}
            moved = np.arange(len(nodes), dtype=np.int32)
            for node, canonical in self._canonical.items():
                moved[position[node]] = position[canonical]
            kept = np.unique(moved)
            compact = np.zeros(len(nodes), dtype=np.int32)
            compact[kept] = np.arange(len(kept), dtype=np.int32)
            source, target = compact[moved[source]], compact[moved[target]]
            nodes = [nodes[index] for index in kept.tolist()]
        return nodes, EdgeArrays(source=source, target=target, kind=kind)

    def _resolve(self, statement: AnyStatement) -> AnyStatement:
        if not self._canonical:
            return statement
        if isinstance(statement, Edge):
            subject, target = self.canonical(statement.subject), self.canonical(statement.object)
            if (subject, target) == (statement.subject, statement.object) or statement.kind == EdgeKind.SAME_AS:
                return statement
            named = statement.object if target != statement.object else None
            return statement._replace(subject=subject, object=target, named=named)
        subject = self.canonical(statement.subject)
        return statement if subject == statement.subject else statement._replace(subject=subject)


def value_of(statements: Iterable[Statement], kind: PropertyKind) -> Property | None:
    """The statement that the policy picks for a property; None where nothing is said."""
    return next((s for s in statements if s.kind is kind and isinstance(s, Property)), None)


def values_of(statements: Iterable[Statement], kind: PropertyKind) -> list[Property]:
    """All statements of a property, strongest first."""
    return [s for s in statements if s.kind is kind and isinstance(s, Property)]


def edges_of(statements: Iterable[Statement], kind: EdgeKind) -> list[Edge]:
    """All edges of a kind, strongest first."""
    return [s for s in statements if s.kind is kind and isinstance(s, Edge)]
