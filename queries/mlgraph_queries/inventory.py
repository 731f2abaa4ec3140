"""What a project is made of: its packages, models, datasets, services and weight files, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from urllib.parse import unquote

from mlgraph.model import ids, locators
from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Statement, edges_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind, Scope
from mlgraph_queries.artifacts import artifacts, documents_of, facts, name_of, related
from mlgraph_queries.entries import (
    Artifact,
    FileEntry,
    Inventory,
    PackageEntry,
    Problem,
    ReferenceEntry,
    ServiceEntry,
    Unresolved,
)
from mlgraph_queries.listed import is_listed, listed_inventory
from mlgraph_queries.local_projects import local_projects, project_entries
from mlgraph_queries.markers import Environment
from mlgraph_queries.packages import packages
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import licenses, sightings, text
from mlgraph_queries.vulnerabilities.matching import audit
from mlgraph_queries.weight_files import weight_files


def inventory(view: GraphView, project: NodeId) -> Inventory:
    """Say what a project, or what a bill of materials is about, is made of. Raises QueryError where the graph does not hold it."""
    found = _inventory(view, project)
    return replace(found, audit=audit(view, found))


def _inventory(view: GraphView, project: NodeId) -> Inventory:
    said = view.about([project]).get(view.canonical(project), ())
    own_documents = view.documents(project.key)
    if is_listed(own_documents):
        return listed_inventory(view, project, said, own_documents)
    if not said:
        raise QueryError(f"the graph holds no project at {ids.path_of(project)}; `mlgraph scan` it first")
    environment = Environment(text(said, PropertyKind.PYTHON_VERSION), text(said, PropertyKind.PLATFORM))
    local = local_projects(view, project, said, environment)
    entries, direct = packages(view, project, said, environment, local.edges)
    references = edges_of(said, EdgeKind.DEPENDS_ON)
    files = weight_files(view, project, said)
    known, behind = _artifacts(view, project, references, files)
    documents = [*own_documents, *_of_index(view, entries), *documents_of(view, [*known, *behind])]
    return Inventory(
        project=project,
        name=text(said, PropertyKind.NAME) or ids.path_of(project).name,
        version=text(said, PropertyKind.VERSION),
        description=text(said, PropertyKind.DESCRIPTION),
        licenses=licenses(said),
        python_version=environment.python_version,
        platform=environment.platform,
        packages=entries,
        direct=tuple(sorted({*direct, *local.needs.get(project, ())})),
        projects=project_entries(view, project, said, local, entries),
        models=_references(references, NodeKind.MODEL, known),
        datasets=_references(references, NodeKind.DATASET, known),
        related=behind,
        services=_services(view, project, references),
        files=files,
        unresolved=_unresolved(said),
        problems=_problems(view, project, documents),
        failed=tuple(Problem(d.title, d.error) for d in documents if d.error is not None),
        excluded=_excluded(said),
        documents=tuple((document.title, document.reader) for document in documents if document.error is None),
        facts=facts(said),
    )


def _artifacts(
    view: GraphView, project: NodeId, references: Sequence[Edge], files: Sequence[FileEntry]
) -> tuple[Mapping[NodeId, Artifact], tuple[Artifact, ...]]:
    """What is known of the models and datasets that the project names, and of those that lie behind them."""
    named = {_named(found) for kind in (NodeKind.MODEL, NodeKind.DATASET) for found in _groups(references, kind)}
    origins = {node for file in files for node in file.derived_from if node.kind is not NodeKind.FILE}
    behind = {artifact.id: artifact for artifact in related(view, [*named, *origins], project)}
    wholes = {whole_of(node) for node in named}
    behind.update((node, found) for node, found in artifacts(view, origins - named - wholes, project).items())
    return artifacts(view, named, project), tuple(found for _, found in sorted(behind.items()))


def _references(edges: Sequence[Edge], kind: NodeKind, known: Mapping[NodeId, Artifact]) -> tuple[ReferenceEntry, ...]:
    """The models or datasets that the project names; a model at a commit is an entry of its own."""
    entries = {_named(found): found for found in _groups(edges, kind)}
    return tuple(_reference(node, found, known[node]) for node, found in sorted(entries.items()))


def _groups(edges: Sequence[Edge], kind: NodeKind) -> Iterable[Sequence[Edge]]:
    """The edges to each model or dataset of a kind, by whatever names the project has for it."""
    groups: dict[NodeId, list[Edge]] = {}
    for edge in edges:
        if edge.object.kind == kind:
            groups.setdefault(_state(edge, edge.object), []).append(edge)
    return groups.values()


def _named(found: Sequence[Edge]) -> NodeId:
    """What a project calls a thing: by the name that stands for all of them where it uses that, else by its own."""
    edge = next((edge for edge in found if edge.named is None), found[0])
    own = [edge.named for edge in found if edge.named is not None]
    return _state(edge, edge.object if edge.named is None else min(own))


def _state(edge: Edge, node: NodeId) -> NodeId:
    """What an edge names: of a model the state at a commit, where one is given, else whatever is newest."""
    revision = edge.qualifiers.get("revision")
    if node.kind == NodeKind.MODEL and isinstance(revision, str) and ids.is_commit(revision.lower()):
        return ids.model(name_of(node), revision)
    return node


def _reference(node: NodeId, found: Sequence[Edge], known: Artifact) -> ReferenceEntry:
    stated = {edge.qualifiers.get("revision") for edge in found}
    revisions = sorted(revision for revision in stated if isinstance(revision, str))
    return ReferenceEntry(
        id=node,
        name=name_of(node),
        revision=", ".join(revisions) or None,
        is_pinned=len(stated) == len(revisions) == 1 and ids.is_commit(revisions[0].lower()),
        scopes=_scopes(found),
        sightings=sightings(found),
        known=known,
    )


def _services(view: GraphView, project: NodeId, edges: Sequence[Edge]) -> tuple[ServiceEntry, ...]:
    groups = _by_object(edges, NodeKind.SERVICE)
    about = project_facts(view, project, groups)
    return tuple(
        ServiceEntry(
            id=node,
            provider=text(about.get(node, ()), PropertyKind.PROVIDER) or _provider(node),
            name=unquote(node.key.partition("/")[2]),
            endpoint=text(about.get(node, ()), PropertyKind.ENDPOINT),
            sightings=sightings(found),
            transport=text(about.get(node, ()), PropertyKind.TRANSPORT),
            launches=text(about.get(node, ()), PropertyKind.LAUNCHES),
        )
        for node, found in sorted(groups.items())
    )


def _unresolved(said: Sequence[Statement]) -> tuple[Unresolved, ...]:
    found = []
    for stated in values_of(said, PropertyKind.UNRESOLVED):
        if isinstance(stated.value, dict):
            kind = NodeKind(str(stated.value["kind"]))
            called, expression = str(stated.value["callable"]), str(stated.value["expression"])
            found.append(Unresolved(kind, called, expression, stated.source.where))
    return tuple(sorted(set(found), key=lambda u: (u.where, u.callable, u.expression)))


def _of_index(view: GraphView, packages: Sequence[PackageEntry]) -> Sequence[DocumentState]:
    """The documents in which an index describes the packages, or was asked to."""
    asked = {locators.index_document(node) for entry in packages for node in (entry.package, entry.id)}
    return view.documents_at(sorted(asked))


def _problems(view: GraphView, project: NodeId, documents: Sequence[DocumentState]) -> tuple[Problem, ...]:
    """What could not be read: whole documents, and places in those that were read."""
    found = [Problem(document.title, document.error) for document in documents if document.error is not None]
    about = project_facts(view, project, [ids.document(document.locator) for document in documents])
    for said in about.values():
        found.extend(Problem(p.source.where, str(p.value)) for p in values_of(said, PropertyKind.PROBLEM))
    return tuple(sorted(set(found), key=lambda p: (p.where, p.text)))


def _excluded(said: Sequence[Statement]) -> tuple[tuple[str, int], ...]:
    found = {}
    for stated in values_of(said, PropertyKind.EXCLUDED):
        if isinstance(stated.value, dict) and isinstance(count := stated.value.get("count"), int):
            found[str(stated.value["reason"])] = count
    return tuple(sorted(found.items()))


def _by_object(edges: Iterable[Edge], kind: NodeKind) -> dict[NodeId, list[Edge]]:
    groups: dict[NodeId, list[Edge]] = {}
    for edge in edges:
        if edge.object.kind == kind:
            groups.setdefault(edge.object, []).append(edge)
    return groups


def _scopes(edges: Iterable[Edge]) -> tuple[Scope, ...]:
    named = {edge.qualifiers.get("scope") for edge in edges}
    return tuple(scope for scope in Scope if scope in named)


def _provider(node: NodeId) -> str:
    return node.key.removeprefix("service:").partition("/")[0]
