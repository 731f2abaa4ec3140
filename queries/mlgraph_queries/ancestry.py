"""Which models lie behind what a project uses without being a part of it."""

from __future__ import annotations

from collections.abc import Iterable

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Artifact, Inventory
from mlgraph_queries.stated import Link

ADAPTER = "adapter"
"""The relation of a model that is loaded together with its base."""


def ancestors_only(inventory: Inventory) -> frozenset[NodeId]:
    """The models that are ancestors of what the project uses, and that nothing loads; those are no parts of it.

    The base of an adapter is loaded with it. What is known of one published model has no project: there, all that lies
    behind it is listed, and this is empty.
    """
    if inventory.subject is not None:
        return frozenset()
    behind = {name: artifact for artifact in inventory.related for name in (artifact.id, *artifact.aliases)}
    needed: set[NodeId] = set()
    frontier = [
        *(link for entry in inventory.models for link in entry.known.derived_from),
        *(link for file in inventory.files for link in file.origins),
    ]
    while frontier:
        found = {artifact.id for artifact in _bases(frontier, behind)} - needed
        needed |= found
        frontier = [link for node in found for link in behind[node].derived_from]
    return frozenset(a.id for a in inventory.related if a.id.kind is NodeKind.MODEL) - needed


def _bases(links: Iterable[Link], behind: dict[NodeId, Artifact]) -> Iterable[Artifact]:
    return (behind[link.node] for link in links if link.relation == ADAPTER and link.node in behind)
