"""A state of a graph in which some nodes are taken for one, and what some collections say for what one says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeVar

from mlgraph.model.assertions import Evidence, Period
from mlgraph.model.ids import NodeId
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Match, Snapshot, Statement
from mlgraph.view.portfolio import Portfolio
from mlgraph.view.statements import Edge, Property, Source
from mlgraph_ontology.kinds import EdgeKind, Method

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_S = TypeVar("_S", Property, Edge, Property | Edge)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def together(
    snapshot: Snapshot, same: Iterable[tuple[NodeId, NodeId]], collections: Mapping[str, str], *, as_of: date
) -> GraphView:
    """A view in which the second node of each pair stands for both; see `GraphView.together`."""
    return GraphView(_Together(snapshot, list(same), collections), as_of=as_of)


class _Together:
    """A snapshot that adds what is taken for the same to what the graph says is the same."""

    def __init__(
        self, snapshot: Snapshot, same: Sequence[tuple[NodeId, NodeId]], collections: Mapping[str, str]
    ) -> None:
        self._snapshot = snapshot
        self._same = same
        self._collections = collections

    def about(self, nodes: Collection[NodeId], *, kinds: Collection[str] = ()) -> list[Statement]:
        """Return all statements, or those of some kinds, whose subject is one of the nodes."""
        return [self._moved(said) for said in self._snapshot.about(nodes, kinds=kinds)]

    def naming(self, nodes: Collection[NodeId]) -> list[Edge]:
        """Return all edges whose object is one of the nodes."""
        return [self._moved(edge) for edge in self._snapshot.naming(nodes)]

    def same(self) -> list[Edge]:
        """Return all same_as edges, and those that were added."""
        source = Source("", "", _ALWAYS, "", Evidence("", Method.INFERRED, "taken for the same"))
        added = [Edge(one, EdgeKind.SAME_AS, other, {}, source, Period()) for one, other in self._same]
        return [*self._snapshot.same(), *added]

    def documents(self, collection: str) -> list[DocumentState]:
        """Return the documents of a collection, and of those that are taken for it."""
        names = dict.fromkeys((collection, *(n for n, of in self._collections.items() if of == collection)))
        found = (replace(each, collection=collection) for name in names for each in self._snapshot.documents(name))
        return sorted(found, key=lambda each: (each.title, each.locator))

    def documents_at(self, locators: Collection[str]) -> list[DocumentState]:
        """Return what is known of the documents at some locators."""
        return self._snapshot.documents_at(locators)

    def find(self, text: str, *, match: Match, limit: int) -> list[NodeId]:
        """Return the nodes whose key is a text, ends in `/` and it, or holds it."""
        return self._snapshot.find(text, match=match, limit=limit)

    def arrays(self) -> tuple[list[NodeId], NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
        """Return the nodes and the edges as positions among them."""
        return self._snapshot.arrays()

    def portfolio(self) -> Portfolio:
        """Return what is known of many projects at once, each by its own name."""
        return self._snapshot.portfolio()

    def _moved(self, said: _S) -> _S:
        collection = self._collections.get(said.source.collection)
        return said if collection is None else said._replace(source=said.source._replace(collection=collection))
