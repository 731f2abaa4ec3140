"""What a bill of materials says that its thing is made of: the inventory of a project that is a document, not a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from mlgraph.model import ids, locators
from mlgraph.model.ids import NodeId
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView, Statement, edges_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.artifacts import artifacts, documents_of, facts, related
from mlgraph_queries.entries import Artifact, Inventory, PackageEntry, Problem
from mlgraph_queries.listed_accounts import (
    account,
    brought_together,
    license_texts,
    listed_documents,
    organization_names,
    requirements,
    vulnerabilities,
)
from mlgraph_queries.listed_entries import file_entry, package_entry, reference_entry, service_entry
from mlgraph_queries.listed_scopes import scopes
from mlgraph_queries.listed_statements import Listings, listings
from mlgraph_queries.listing import Listing, Requirement
from mlgraph_queries.package_facts import confirmed, described, newest_release
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import licenses, text

READER = "bom/"
"""What the readers' names of bills of materials begin with."""
_PACKAGES = frozenset({NodeKind.PACKAGE, NodeKind.RELEASE})


def is_listed(documents: Iterable[DocumentState]) -> bool:
    """Whether the documents of a project are a bill of materials."""
    return any(document.reader.startswith(READER) and document.fingerprint is not None for document in documents)


def listed_inventory(
    view: GraphView, project: NodeId, said: Sequence[Statement], documents: Sequence[DocumentState]
) -> Inventory:
    """The inventory of what a bill of materials is about; `said` is what is said of its project."""
    found = listings(view, project, said)
    groups, own, root = found.groups, found.own, found.root
    listing = _listing(view, found, documents)
    models = _artifacts(view, project, groups)
    behind = tuple(artifact for artifact in related(view, models, project) if artifact.id not in groups)
    entries = _packages(view, listing, found)
    subject = models.get(root) if root is not None and root.kind is NodeKind.MODEL else None
    states = [*documents, *_of_index(view, entries), *documents_of(view, [*models, *behind])]
    named = [(node, listing.accounts[node]) for node in sorted(groups) if node != root]
    direct = {each.node for each in listing.requires.get(project, ())}
    problems = _problems(view, project, states)
    return Inventory(
        project=project,
        name=text(own.get(project, ()), PropertyKind.NAME) or ids.path_of(project).name,
        version=text(own.get(project, ()), PropertyKind.VERSION) or _version(root),
        description=text(own.get(project, ()), PropertyKind.DESCRIPTION),
        licenses=licenses(own.get(project, ())),
        python_version=None,
        platform=None,
        packages=entries,
        direct=tuple(sorted(direct.intersection(entry.id for entry in entries))),
        projects=(),
        models=tuple(reference_entry(n, a, models[n]) for n, a in named if n.kind is NodeKind.MODEL),
        datasets=tuple(reference_entry(n, a, models[n]) for n, a in named if n.kind is NodeKind.DATASET),
        related=behind,
        services=tuple(service_entry(n, a) for n, a in named if n.kind is NodeKind.SERVICE),
        files=tuple(file_entry(n, a, own.get(n, ())) for n, a in named if n.kind is NodeKind.FILE),
        unresolved=(),
        problems=problems,
        failed=tuple(Problem(d.title, d.error) for d in states if d.error is not None),
        excluded=(),
        documents=tuple((d.title, d.reader) for d in states if d.error is None),
        facts=facts(own.get(project, ())),
        subject=subject,
        listing=listing,
    )


def _listing(view: GraphView, found: Listings, documents: Sequence[DocumentState]) -> Listing:
    project, groups, own, root = found.project, found.groups, found.own, found.root
    names = organization_names(view, {**own, **found.mentions})
    accounts = {node: account(own.get(node, ()), groups.get(node, ()), names) for node in (*groups, project)}
    if root is not None:
        accounts[project] = accounts[root] = brought_together(accounts[root], accounts[project])
    parts: dict[NodeId, tuple[NodeId, ...]] = {}
    requires: dict[NodeId, tuple[Requirement, ...]] = {}
    said_of = {**own, **found.mentions}
    for node in (*accounts, *found.mentions):
        said = said_of.get(node, ())
        within = {e.object for e in edges_of(said, EdgeKind.CONTAINS)} & groups.keys() if node != project else set()
        if within - {node}:
            parts[node] = tuple(sorted(within - {node}))
        required = requirements(node, said, project if root is None else root, project)
        if required is not None:
            requires[node] = required
    affected = vulnerabilities(view, project, own)
    texts = license_texts(view, project, own)
    mentions = {node: account(said, (), names) for node, said in found.mentions.items()}
    whole = listed_documents(view, project, documents)
    return Listing(whole, root, accounts, parts, requires, affected, texts, mentions)


def _artifacts(view: GraphView, project: NodeId, groups: Mapping[NodeId, Sequence[Edge]]) -> Mapping[NodeId, Artifact]:
    wanted = [node for node in groups if node.kind in {NodeKind.MODEL, NodeKind.DATASET}]
    return artifacts(view, wanted, project) if wanted else {}


def _packages(view: GraphView, listing: Listing, found: Listings) -> tuple[PackageEntry, ...]:
    """The packages, with what an index says of them where one was asked."""
    project, known, groups = found.project, found.known, found.groups
    nodes = [node for node in sorted(groups) if node.kind in _PACKAGES and node != listing.root]
    reached = scopes(project, listing)
    bare = [
        package_entry(node, listing.accounts[node], known.get(node, ()), listing.requires.get(node), reached.get(node))
        for node in nodes
    ]
    of_packages = project_facts(view, project, {entry.package for entry in bare} - known.keys())
    if not any(not s.source.collection for said in (*known.values(), *of_packages.values()) for s in said):
        return tuple(bare)
    statements = confirmed(bare, {**of_packages, **known})
    newest = {entry.package: newest_release(entry.package, statements) for entry in bare}
    others = project_facts(view, project, [release for release in newest.values() if release is not None])
    return tuple(_described(entry, newest[entry.package], {**others, **statements}) for entry in bare)


def _described(entry: PackageEntry, newest: NodeId | None, said: Mapping[NodeId, Sequence[Statement]]) -> PackageEntry:
    return replace(described(entry, newest, said), name=entry.name, homepages=entry.homepages)


def _version(root: NodeId | None) -> str | None:
    return ids.purl_parts(root).version if root is not None and root.key.startswith("pkg:") else None


def _of_index(view: GraphView, packages: Sequence[PackageEntry]) -> Sequence[DocumentState]:
    asked = {locators.index_document(node) for entry in packages if entry.index for node in (entry.package, entry.id)}
    return view.documents_at(sorted(asked)) if asked else ()


def _problems(view: GraphView, project: NodeId, documents: Sequence[DocumentState]) -> tuple[Problem, ...]:
    found = [Problem(document.title, document.error) for document in documents if document.error is not None]
    about = project_facts(view, project, [ids.document(document.locator) for document in documents])
    for said in about.values():
        found.extend(Problem(p.source.where, str(p.value)) for p in values_of(said, PropertyKind.PROBLEM))
    return tuple(sorted(set(found), key=lambda p: (p.where, p.text)))
