"""What is said of things as one project has them: by its own documents and by those that are of no project."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_OF_PROJECTS = "project:"


def project_facts(
    view: GraphView,
    project: NodeId | None,
    nodes: Iterable[NodeId],
    *,
    kinds: Collection[EdgeKind | PropertyKind] = (),
) -> Mapping[NodeId, Sequence[Statement]]:
    """Everything, or no more than some kinds, that is said of some nodes, without what the documents of other projects say.

    A release that two projects of a graph have is one node; what the environment of one says of it is no evidence
    for the other. Without a project, only documents that are of none count.
    """
    return {
        node: [said for said in statements if _is_for(project, said.source.collection)]
        for node, statements in view.about(nodes, kinds=kinds).items()
    }


def _is_for(project: NodeId | None, collection: str) -> bool:
    return not collection.startswith(_OF_PROJECTS) or (project is not None and collection == project.key)
