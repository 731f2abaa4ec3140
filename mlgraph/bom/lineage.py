"""Under which reference a document has what a model or a dataset came from, and how far that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgraph.bom.refs import refs
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.artifacts import is_known, lineage_links
from mlgraph_queries.entries import Artifact, Inventory
from mlgraph_queries.stated import Link

Names = Mapping[NodeId, str]
"""Every node of an inventory, by all the names that it has -> its reference in the document."""


def known_as(inventory: Inventory) -> Names:
    """The reference of every node: also by its other names, of a model at a commit as a whole, of a release as package.

    What is a component of its own keeps its own reference. Without models and datasets nobody asks, and it is empty.
    """
    if next(iter(artifacts(inventory)), None) is None:
        return {}
    names: dict[NodeId, str] = refs(inventory)
    for artifact in artifacts(inventory):
        for alias in artifact.aliases:
            names.setdefault(alias, names[artifact.id])
    for artifact in artifacts(inventory):
        names.setdefault(whole_of(artifact.id), names[artifact.id])
    for entry in inventory.packages:
        names.setdefault(entry.package, names[entry.id])
    return names


def artifacts(inventory: Inventory) -> Iterable[Artifact]:
    """Everything that is known of the models and datasets of a document, the project's own first."""
    if inventory.subject is not None:
        yield inventory.subject
    yield from (entry.known for entry in (*inventory.models, *inventory.datasets))
    yield from inventory.related


def named(links: Iterable[Link], names: Names, kind: NodeKind | None = None) -> list[str]:
    """The references of what some links lead to, sorted, each once; of one kind alone where that is given."""
    return sorted({names[link.node] for link in links if link.node in names and kind in {None, link.node.kind}})


def incomplete(inventory: Inventory) -> frozenset[str]:
    """References of the models and datasets of whose origin something is known to be missing, however far back.

    That is so where the place that publishes one gave no answer, and where nothing is known of one but that another
    came from it.
    """
    names = known_as(inventory)
    known = {names[artifact.id]: artifact for artifact in artifacts(inventory)}
    origins = {ref: set(named(lineage_links(artifact), names)) for ref, artifact in known.items()}
    sought = {origin for found in origins.values() for origin in found}
    gaps = {ref for ref, artifact in known.items() if artifact.failure or (ref in sought and not is_known(artifact))}
    while grown := {ref for ref, found in origins.items() if ref not in gaps and found & gaps}:
        gaps |= grown
    return frozenset(gaps)
