"""What is known of models and datasets, and of what they were made from, trained on and measured with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from mlgraph.model import ids, locators
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Statement, edges_of
from mlgraph.view.statements import Edge, Property
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact, ArtifactFile
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import licenses, number, text, texts
from mlgraph_queries.stated import Link, Stated

LINEAGE = (EdgeKind.DERIVED_FROM, EdgeKind.TRAINED_ON, EdgeKind.EVALUATED_ON)
"""The edges that lead from a model or a dataset to what it came from."""
_LINKS = (EdgeKind.PUBLISHED_BY, *LINEAGE, EdgeKind.RUNS_WITH)
_OF_ANOTHER_STATE = "another state"
_ABOUT_A_STATE = frozenset({PropertyKind.VERSION, PropertyKind.HASH, PropertyKind.SIZE_BYTES})
"""What holds of one commit only."""


def artifacts(view: GraphView, nodes: Iterable[NodeId], project: NodeId | None = None) -> Mapping[NodeId, Artifact]:
    """What is known of some models and datasets, by node as it was given.

    The documents of other projects than `project` say nothing here: what one project's files hold is no evidence for
    another.
    """
    wanted = list(dict.fromkeys(nodes))
    wholes = {node: whole_of(node) for node in wanted}
    said = project_facts(view, project, [*wanted, *wholes.values()])
    own = {node: _own_and_whole(view, node, wholes[node], said) for node in wanted}
    linked = {edge.object for found in own.values() for kind in _LINKS for edge in edges_of(found, kind)}
    files = {edge.object for found in own.values() for edge in edges_of(found, EdgeKind.CONTAINS)}
    others = project_facts(view, project, [*linked, *files])
    failures = _failures(view, [*wanted, *wholes.values()])
    return {node: _artifact(view, node, own[node], others, failures) for node in wanted}


def related(view: GraphView, starts: Iterable[NodeId], project: NodeId | None = None) -> tuple[Artifact, ...]:
    """The models and datasets that lie behind some others, through all steps that are known; those left out."""
    seen = {view.canonical(node) for start in starts for node in (start, whole_of(start))}
    found: dict[NodeId, Artifact] = {}
    frontier = artifacts(view, seen, project)
    while frontier:
        links = (link for artifact in frontier.values() for link in lineage_links(artifact))
        fresh = {view.canonical(link.node) for link in links} - seen
        seen |= fresh
        frontier = artifacts(view, fresh, project)
        found.update(frontier)
    return tuple(artifact for node, artifact in sorted(found.items()) if node.kind is not NodeKind.FILE)


def documents_of(view: GraphView, artifacts: Iterable[NodeId | Artifact]) -> Sequence[DocumentState]:
    """The documents in which the place that publishes a model or a dataset describes it, or was asked to."""
    nodes = {node if isinstance(node, NodeId) else node.id for node in artifacts}
    asked = {alias for node in nodes for each in (node, whole_of(node)) for alias in view.aliases(each)}
    parts = {locators.part_document(node, part) for node in asked for part in locators.PARTS}
    return view.documents_at(sorted(parts.union(map(locators.index_document, asked))))


def is_known(artifact: Artifact) -> bool:
    """Whether anything is known of a model or a dataset; that a place has none of that name is nothing about it."""
    said = artifact.facts.keys() - {PropertyKind.ABSENT_FROM}
    return bool(said or artifact.licenses or artifact.publishers or artifact.files or lineage_links(artifact))


def lineage_links(artifact: Artifact) -> tuple[Link, ...]:
    """All that leads from a model or a dataset to what it came from."""
    return (*artifact.derived_from, *artifact.trained_on, *artifact.evaluated_on)


def states_of(view: GraphView, node: NodeId) -> Sequence[NodeId]:
    """Of a model as a whole, the commits of it that the graph knows something of; of anything else nothing."""
    if node.kind is not NodeKind.MODEL or whole_of(node) != node or not node.key.startswith("pkg:"):
        return ()
    return [found for found in view.find(f"{node.key}@") if found.key.startswith(f"{node.key}@")]


def name_of(node: NodeId) -> str:
    """What a model, a dataset or an organization is called, as far as its id says."""
    if node.key.startswith("pkg:"):
        parts = ids.purl_parts(node)
        return f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name
    if node.key.startswith("file://") and "#" in node.key:
        return unquote(node.key.partition("#")[2])
    return node.key.removeprefix(ids.HF_DATASETS).removeprefix("https://huggingface.co/").removeprefix("org:")


def _own_and_whole(
    view: GraphView, node: NodeId, whole: NodeId, said: Mapping[NodeId, Sequence[Statement]]
) -> list[Statement]:
    """What is said of a state, and, where that leaves something open, what is said of the model as a whole."""
    own = list(said.get(view.canonical(node), ()))
    if whole == node:
        return own
    kinds = {statement.kind for statement in own}
    other = said.get(view.canonical(whole), ())
    open_ones = (s for s in other if s.kind not in kinds and s.kind not in {*_ABOUT_A_STATE, EdgeKind.CONTAINS})
    return own + [_inferred(statement) for statement in open_ones]


def _inferred(statement: Statement) -> Statement:
    evidence = statement.source.evidence._replace(method=Method.INFERRED, rule=_OF_ANOTHER_STATE)
    return statement._replace(source=statement.source._replace(evidence=evidence))


def _artifact(
    view: GraphView,
    node: NodeId,
    said: Sequence[Statement],
    others: Mapping[NodeId, Sequence[Statement]],
    failures: Mapping[NodeId, str],
) -> Artifact:
    def links(kind: EdgeKind) -> tuple[Link, ...]:
        return _telling([link_of(edge, others.get(edge.object, ())) for edge in edges_of(said, kind)])

    aliases = {alias for each in (node, whole_of(node)) for alias in view.aliases(each)}
    return Artifact(
        id=node,
        name=(text(said, PropertyKind.NAME) if node.key.startswith("file://") else None) or name_of(node),
        aliases=tuple(sorted(a for a in aliases - {node, whole_of(node)} if not a.key.startswith("file://"))),
        facts=facts(said),
        licenses=licenses(said),
        publishers=links(EdgeKind.PUBLISHED_BY),
        derived_from=links(EdgeKind.DERIVED_FROM),
        trained_on=links(EdgeKind.TRAINED_ON),
        evaluated_on=links(EdgeKind.EVALUATED_ON),
        runs_with=links(EdgeKind.RUNS_WITH),
        files=_files(said, others),
        documents=tuple(sorted({s.source.title for s in said if not s.source.collection.startswith("project:")})),
        failure=failures.get(node) or failures.get(whole_of(node)),
    )


def facts(said: Sequence[Statement]) -> Mapping[PropertyKind, tuple[Stated, ...]]:
    """What some statements say, by property: each value with its source, the strongest first."""
    found: dict[PropertyKind, list[Stated]] = {}
    for statement in said:
        if isinstance(statement, Property):
            source = statement.source
            stated = Stated(
                statement.value, source.evidence.method, source.where, source.evidence.rule, source.observed_at
            )
            found.setdefault(statement.kind, []).append(stated)
    return {kind: tuple(values) for kind, values in sorted(found.items())}


def link_of(edge: Edge, about: Sequence[Statement] = ()) -> Link:
    """An edge as a link; `about` is what is said of its object."""
    source = edge.source
    return Link(
        node=edge.object,
        name=text(about, PropertyKind.NAME) or name_of(edge.object),
        detail=edge.qualifiers,
        method=source.evidence.method,
        where=source.where,
        rule=source.evidence.rule,
        observed_at=source.observed_at,
    )


def _telling(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links without those that say less of the same thing than another one: an old name of it, without the relation."""
    return tuple(
        link
        for link in links
        if not any(other.node == link.node and link.detail.items() < other.detail.items() for other in links)
    )


def _files(said: Sequence[Statement], others: Mapping[NodeId, Sequence[Statement]]) -> tuple[ArtifactFile, ...]:
    found = {}
    for edge in edges_of(said, EdgeKind.CONTAINS):
        if edge.object.kind is NodeKind.FILE:
            about = others.get(edge.object, ())
            path = text(about, PropertyKind.NAME) or edge.object.key.rpartition("/")[2]
            size, hashes = number(about, PropertyKind.SIZE_BYTES), texts(about, PropertyKind.HASH)
            found[edge.object] = ArtifactFile(edge.object, path, size, hashes)
    return tuple(sorted(found.values(), key=lambda file: file.path))


def _failures(view: GraphView, nodes: Iterable[NodeId]) -> Mapping[NodeId, str]:
    """Why a place that was asked about a model or a dataset gave no answer."""
    at = {locators.index_document(alias): node for node in nodes for alias in view.aliases(node)}
    states = view.documents_at(sorted(at))
    return {at[state.locator]: state.error for state in states if state.error is not None}
