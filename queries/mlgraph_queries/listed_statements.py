"""The statements of bills of materials, by the names that they themselves have for their parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import texts

LINEAGE = frozenset({EdgeKind.DERIVED_FROM, EdgeKind.TRAINED_ON, EdgeKind.EVALUATED_ON})
"""Edges to what a document may describe without listing it as a part."""
_OUR_TOOL = "mlgraph"


@dataclass(frozen=True, slots=True)
class Listings:
    """What documents list, and all that is said of it."""

    project: NodeId
    groups: Mapping[NodeId, Sequence[Edge]]
    """Part -> where it is listed."""
    known: Mapping[NodeId, Sequence[Statement]]
    """What is said of the project and of every part, by its documents and by those of nobody."""
    own: Mapping[NodeId, Sequence[Statement]]
    """Of that, what its documents say."""
    mentions: Mapping[NodeId, Sequence[Statement]]
    """What they say of what is no part but lies behind one."""
    root: NodeId | None
    """The part that they are about; of several, each is a part like all others."""


def listings(view: GraphView, project: NodeId, said: Sequence[Statement]) -> Listings:
    """Everything that the documents of a project list; `said` is what is said of the project.

    Where sources say that two ids are the same, a part keeps the one that its document has.
    """
    found: dict[NodeId, list[Edge]] = {}
    for edge in edges_of(said, EdgeKind.CONTAINS):
        found.setdefault(edge.object, []).append(edge)
    about = {**project_facts(view, project, found), project: said}
    spelled = {node: name for node, edges in found.items() if (name := _name(edges)) != node}
    groups = {
        spelled.get(node, node): [e._replace(object=spelled.get(node, node), named=None) for e in edges]
        for node, edges in found.items()
    }
    known = {spelled.get(node, node): [_spell(s, spelled) for s in about.get(node, ())] for node in (project, *found)}
    for node in spelled.values():
        known[node] += [s for s in about.get(node, ()) if s.kind is EdgeKind.SAME_AS]
    own = {node: _of(project, statements) for node, statements in known.items()}
    _add_packages(view, project, own)
    roots = {node for node, edges in groups.items() for edge in edges if edge.qualifiers.get("role") == "root"}
    root = roots.pop() if len(roots) == 1 else None
    return Listings(project, groups, known, own, _mentions(view, project, own, spelled), root)


def _name(edges: Sequence[Edge]) -> NodeId:
    """What documents call a part: by the id that stands for all that are the same where one uses that, else its own."""
    own = [edge.named for edge in edges if edge.named is not None]
    return min(own) if len(own) == len(edges) else edges[0].object


def _spell(said: Statement, spelled: Mapping[NodeId, NodeId]) -> Statement:
    if not isinstance(said, Edge) or (said.named is None and said.object not in spelled):
        return said
    return said._replace(object=spelled.get(said.object, said.named or said.object), named=None)


def _of(project: NodeId, statements: Iterable[Statement]) -> list[Statement]:
    return [statement for statement in statements if statement.source.collection == project.key]


def _add_packages(view: GraphView, project: NodeId, own: dict[NodeId, list[Statement]]) -> None:
    """Add what a document of ours says of packages: it says that with the one release that it lists."""
    documents = [document.locator for document in view.documents(project.key)]
    tools = view.about(ids.document(locator) for locator in documents).values()
    if not any(text.startswith(_OUR_TOOL) for said in tools for text in texts(said, PropertyKind.TOOL)):
        return
    packages = {e.object: node for node, said in own.items() for e in edges_of(said, EdgeKind.RELEASE_OF)}
    about = project_facts(view, project, packages.keys() - own.keys())
    for package, node in packages.items():
        own[node] += _of(project, about.get(package, ()))


def _mentions(
    view: GraphView, project: NodeId, own: Mapping[NodeId, Sequence[Statement]], spelled: Mapping[NodeId, NodeId]
) -> dict[NodeId, Sequence[Statement]]:
    found: dict[NodeId, Sequence[Statement]] = {}
    frontier = _behind(own.values()) - own.keys()
    while frontier:
        about = project_facts(view, project, frontier)
        fresh = {}
        for node in frontier:
            statements = [*about.get(view.canonical(node), ()), *(about.get(node, ()) if _is_alias(view, node) else ())]
            fresh[node] = [_spell(said, spelled) for said in _of(project, statements)]
        found.update({node: said for node, said in fresh.items() if said})
        frontier = _behind(fresh.values()) - own.keys() - found.keys() - fresh.keys()
    return found


def _is_alias(view: GraphView, node: NodeId) -> bool:
    return view.canonical(node) != node


def _behind(statements: Iterable[Sequence[Statement]]) -> set[NodeId]:
    return {e.object for said in statements for e in said if isinstance(e, Edge) and e.kind in LINEAGE}
