"""What a view gives of many projects at once: how their parts hang together, as arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, Protocol

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.statements import shown_place
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Naming = Literal["id", "name", "part"]
"""How a text names things: by their id, without its version or with it; by the last part of it, or as a document calls
them; by a part of it."""


@dataclass(frozen=True, slots=True)
class Links:
    """What leads to what in some projects, as parallel arrays; nodes by number (`Portfolio.numbers`)."""

    group: NDArray[np.int32]
    """Position of the project among those that were asked for."""
    source: NDArray[np.int32]
    target: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Listing:
    """That a document of a project says that the project has a thing."""

    thing: NodeId
    document: str
    """Its locator."""
    title: str
    observed_at: datetime
    project: NodeId
    place: str
    """Line or JSON pointer in the document."""
    kind: EdgeKind
    qualifiers: Mapping[str, JsonValue]

    @property
    def where(self) -> str:
        """Document and place in it."""
        return shown_place(self.title, self.place)


@dataclass(frozen=True, slots=True)
class Breadth:
    """How much there is to search."""

    projects: int
    documents: int
    failed: int
    """Of the documents, those that could not be read the last time."""


class Portfolio(Protocol):
    """The part of a snapshot that answers for many projects at once."""

    def matching(self, text: str, *, by: Naming, limit: int) -> list[NodeId]:
        """Return the nodes that a text names, shortest ids first."""

    def numbers(self, nodes: Sequence[NodeId]) -> NDArray[np.int32]:
        """Return the number of each node, -1 where it is not in the graph."""

    def numbered(self, numbers: Collection[int]) -> dict[int, NodeId]:
        """Return the nodes of some numbers."""

    def links(self, projects: Sequence[NodeId], *, nested: bool = False) -> Links:
        """Return what leads from some projects to their parts, as each project's own documents say.

        What requires another, and what was made from it; with `nested`, what holds another, too.
        """

    def listings(self, nodes: Collection[NodeId]) -> list[Listing]:
        """Return where the documents of projects say that they have one of the nodes, or what was made from it."""

    def said(self, kind: PropertyKind, projects: Collection[NodeId] | None = None) -> dict[NodeId, str]:
        """Return the value of a property that is a text, of some projects or all, as their own documents say."""

    def titles(self, projects: Collection[NodeId]) -> dict[NodeId, list[str]]:
        """Return what to call the documents of some projects: bills of materials by their titles, a folder as a whole."""

    def of_kinds(self, kinds: Collection[NodeKind]) -> list[NodeId]:
        """Return all nodes of some kinds, in order."""

    def roots(self) -> list[tuple[NodeId, NodeId]]:
        """Return the projects, each with the component that its document says it is about."""

    def compositions(self) -> dict[str, tuple[JsonValue, ...]]:
        """Return, of each collection, what its documents say of how complete they are as a whole."""

    def breadth(self) -> Breadth:
        """Return how many projects and documents of projects there are."""
