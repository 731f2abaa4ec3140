"""What bills of materials say of each of their components, brought together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Statement, edges_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.artifacts import facts, link_of
from mlgraph_queries.listing import Account, ListedDocument, ListedVulnerability, Requirement
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import licenses, sightings, text
from mlgraph_queries.stated import Link, Stated

_ELSEWHERE = frozenset({
    EdgeKind.CONTAINS, EdgeKind.DEPENDS_ON, EdgeKind.RELEASE_OF, EdgeKind.LICENSED_UNDER, EdgeKind.PUBLISHED_BY,
    EdgeKind.AFFECTED_BY, EdgeKind.ASSESSED_FOR, EdgeKind.SAME_AS,
})  # fmt: skip
"""Edges that have a place of their own in a listing."""
_REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
_NOTHING = frozenset({"complete", "empty"})
"""Aggregates by which a part without requirements is known to have none; `empty`: its list of them is there, and empty."""


def account(said: Sequence[Statement], listings: Sequence[Edge], names: Mapping[NodeId, str]) -> Account:
    """What is said of a component; `names` says what organizations are called."""
    return Account(
        sightings=sightings(listings),
        facts=facts(said),
        licenses=licenses(said),
        publishers=tuple(_named(edge, names) for edge in edges_of(said, EdgeKind.PUBLISHED_BY)),
        links=tuple(
            (edge.kind, _named(edge, names)) for edge in said if isinstance(edge, Edge) and edge.kind not in _ELSEWHERE
        ),
        aliases=tuple(sorted({edge.object for edge in edges_of(said, EdgeKind.SAME_AS)})),
    )


def brought_together(first: Account, second: Account) -> Account:
    """What is said of one thing under two names, each statement once."""
    found: dict[PropertyKind, tuple[Stated, ...]] = {**first.facts}
    for kind, stated in second.facts.items():
        found[kind] = _once((*found.get(kind, ()), *stated))
    return Account(
        sightings=first.sightings or second.sightings,
        facts={kind: found[kind] for kind in sorted(found)},
        licenses=tuple(dict.fromkeys((*first.licenses, *second.licenses))),
        publishers=_each((*first.publishers, *second.publishers)),
        links=tuple(
            (kind, link)
            for kind in dict.fromkeys(kind for kind, _ in (*first.links, *second.links))
            for link in _each(link for of, link in (*first.links, *second.links) if of is kind)
        ),
        aliases=tuple(sorted({*first.aliases, *second.aliases})),
    )


def _once(stated: Iterable[Stated]) -> tuple[Stated, ...]:
    found: dict[str, Stated] = {}
    for each in stated:
        found.setdefault(f"{each.where} {each.value!r}", each)
    return tuple(found.values())


def _each(links: Iterable[Link]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(f"{link.node} {link.where} {sorted(link.detail.items())!r}", link)
    return tuple(found.values())


def requirements(
    node: NodeId, said: Sequence[Statement], root: NodeId, project: NodeId
) -> tuple[Requirement, ...] | None:
    """What a part requires, each once; None where no document says what it requires.

    What requires the thing that the document is about requires its `root`, by whichever of its two names.
    """
    edges = edges_of(said, EdgeKind.DEPENDS_ON)
    if not edges and not _says_nothing_is_required(said):
        return None
    found: dict[tuple[NodeId, str | None], Requirement] = {}
    for edge in edges:
        target, scope = project if edge.object == root else edge.object, edge.qualifiers.get("scope")
        if target != node and not (node == root and target == project):
            each = Requirement(target, scope if isinstance(scope, str) else None)
            found.setdefault((each.node, each.scope), each)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or "")))


def listed_documents(
    view: GraphView, project: NodeId, documents: Iterable[DocumentState]
) -> tuple[ListedDocument, ...]:
    """The documents themselves."""
    found = {ids.document(d.locator): d for d in documents if d.collection == project.key and d.error is None}
    about = project_facts(view, project, found)
    names = organization_names(view, about)
    return tuple(
        ListedDocument(
            state.title,
            _standard(about.get(node, ())),
            facts(about.get(node, ())),
            tuple(_named(edge, names) for edge in edges_of(about.get(node, ()), EdgeKind.PUBLISHED_BY)),
        )
        for node, state in sorted(found.items())
    )


def organization_names(view: GraphView, own: Mapping[NodeId, Sequence[Statement]]) -> Mapping[NodeId, str]:
    """What the organizations are called that something is published by."""
    tied = {e.object for said in own.values() for e in said if isinstance(e, Edge) and e.kind is EdgeKind.PUBLISHED_BY}
    return {
        node: found
        for node, statements in view.about(tied).items()
        if (found := text(statements, PropertyKind.NAME)) is not None
    }


def license_texts(view: GraphView, project: NodeId, own: Mapping[NodeId, Sequence[Statement]]) -> Mapping[str, str]:
    """The texts of the licenses that the documents define themselves, by name."""
    named = {e.object for said in own.values() for e in edges_of(said, EdgeKind.LICENSED_UNDER)}
    refs = {ref for node in named for ref in _REF.findall(node.key)}
    nodes = [NodeId(NodeKind.LICENSE, ref) for ref in sorted(refs)]
    about = project_facts(view, project, nodes) if nodes else {}
    texts = {node.key: text(about.get(node, ()), PropertyKind.LICENSE_TEXT) for node in nodes}
    return {name: found for name, found in texts.items() if found is not None}


def vulnerabilities(
    view: GraphView, project: NodeId, own: Mapping[NodeId, Sequence[Statement]]
) -> tuple[ListedVulnerability, ...]:
    """The vulnerabilities that the documents name, and of which parts."""
    affected, assessed = _of_parts(own, EdgeKind.AFFECTED_BY), _of_parts(own, EdgeKind.ASSESSED_FOR)
    nodes = sorted(affected.keys() | assessed.keys())
    if not nodes:
        return ()
    about = project_facts(view, project, nodes)
    said = {node: [*about.get(view.canonical(node), ()), *_other_names(view, node, about)] for node in nodes}
    return tuple(_vulnerability(node, said[node], affected, assessed, project) for node in nodes)


def _other_names(view: GraphView, node: NodeId, about: Mapping[NodeId, Sequence[Statement]]) -> Sequence[Statement]:
    """Which others are the same, as is said of either by its own name."""
    names = {*view.aliases(node), node} - {view.canonical(node)}
    return [said for name in sorted(names) for said in about.get(name, ()) if said.kind is EdgeKind.SAME_AS]


def _vulnerability(
    node: NodeId,
    said: Sequence[Statement],
    affected: Mapping[NodeId, tuple[Link, ...]],
    assessed: Mapping[NodeId, tuple[Link, ...]],
    project: NodeId,
) -> ListedVulnerability:
    own = [statement for statement in said if statement.source.collection == project.key]
    aliases = {each for edge in edges_of(own, EdgeKind.SAME_AS) for each in (edge.subject, edge.object)} - {node}
    return ListedVulnerability(node, facts(own), tuple(sorted(aliases)), affected.get(node, ()), assessed.get(node, ()))


def _of_parts(own: Mapping[NodeId, Sequence[Statement]], kind: EdgeKind) -> dict[NodeId, tuple[Link, ...]]:
    """Vulnerability -> the parts that edges of a kind lead from, each as a link with the qualifiers as read."""
    found: dict[NodeId, list[Link]] = {}
    for subject, said in sorted(own.items()):
        for edge in edges_of(said, kind):
            found.setdefault(edge.object, []).append(replace(link_of(edge), node=subject))
    return {node: tuple(links) for node, links in found.items()}


def _says_nothing_is_required(said: Sequence[Statement]) -> bool:
    found = (stated.value for stated in values_of(said, PropertyKind.COMPOSITION))
    return any(v.get("of") == "dependencies" and v.get("aggregate") in _NOTHING for v in found if isinstance(v, dict))


def _named(edge: Edge, names: Mapping[NodeId, str]) -> Link:
    link = link_of(edge)
    return replace(link, name=names[edge.object]) if edge.object in names else link


def _standard(said: Sequence[Statement]) -> str:
    return next((s.source.evidence.rule for s in said if s.subject.kind is NodeKind.DOCUMENT), "")
