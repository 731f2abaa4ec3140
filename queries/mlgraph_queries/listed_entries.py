"""The rows of an inventory that come from a bill of materials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import Statement, edges_of
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope
from mlgraph_queries.entries import Artifact, FileEntry, PackageEntry, ReferenceEntry, RepositoryLink, ServiceEntry
from mlgraph_queries.listing import Account, Requirement
from mlgraph_queries.weight_files import file_of

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""Versions that stand in a package URL as they are."""


def package_entry(
    node: NodeId,
    account: Account,
    said: Sequence[Statement],
    required: Sequence[Requirement] | None,
    scope: Scope | None,
) -> PackageEntry:
    """A package as it is listed; its version is what its document says, and declared."""
    version = version_of(node, account)
    return PackageEntry(
        id=node,
        package=next((e.object for e in edges_of(said, EdgeKind.RELEASE_OF)), node),
        name=account.text(PropertyKind.NAME) or ids.purl_parts(node).name,
        version=version,
        version_method=Method.DECLARED if version else None,
        scope=scope,
        declared=(),
        locked=(),
        installed=(),
        licenses=account.licenses,
        description=account.text(PropertyKind.DESCRIPTION),
        homepages=_homepages(account),
        repositories=_repositories(account),
        index=None,
        absent_from=(),
        hashes=tuple(sorted(account.texts(PropertyKind.HASH))),
        depends_on=tuple(sorted({each.node for each in required or ()})),
        depends_on_known=required is not None,
        listed=account.sightings,
        facts=account.facts,
        publishers=account.publishers,
    )


def reference_entry(node: NodeId, account: Account, known: Artifact) -> ReferenceEntry:
    """A model or a dataset as it is listed: at a commit where its package URL or its version is one."""
    revision = version_of(node, account) or _text(account, "revision")
    scopes = {s.detail.get("scope") for s in account.sightings}
    return ReferenceEntry(
        id=node,
        name=known.name,
        revision=revision,
        is_pinned=revision is not None and ids.is_commit(revision.lower()),
        scopes=tuple(scope for scope in Scope if scope in scopes),
        sightings=account.sightings,
        known=known,
    )


def service_entry(node: NodeId, account: Account) -> ServiceEntry:
    """A service as it is listed."""
    provider, _, name = node.key.removeprefix("service:").partition("/")
    return ServiceEntry(
        id=node,
        provider=account.text(PropertyKind.PROVIDER) or provider,
        name=account.text(PropertyKind.NAME) or unquote(name),
        endpoint=account.text(PropertyKind.ENDPOINT),
        sightings=account.sightings,
        transport=account.text(PropertyKind.TRANSPORT),
        launches=account.text(PropertyKind.LAUNCHES),
    )


def file_entry(node: NodeId, account: Account, said: Sequence[Statement]) -> FileEntry:
    """A file as it is listed, by the name that its document has for it: it need not be on this machine."""
    name = account.text(PropertyKind.NAME) or unquote(node.key.rpartition("#")[2])
    return file_of(node, name, said, account.sightings)


def version_of(node: NodeId, account: Account) -> str | None:
    """The version of a part: what a document says beside the id, where that cannot hold it; else what the id says."""
    stated = _text(account, "version")
    if stated is not None or node.kind is NodeKind.DATASET or not node.key.startswith("pkg:"):
        return stated or account.text(PropertyKind.VERSION)
    version = node.key.rpartition("@")[2]
    return version if _PLAIN.fullmatch(version) else ids.purl_parts(node).version


def _text(account: Account, name: str) -> str | None:
    found = account.detail(name)
    return found if isinstance(found, str) and found else None


def _homepages(account: Account) -> tuple[tuple[str, str], ...]:
    tables = account.tables(PropertyKind.HOMEPAGE)
    return tuple(sorted({(str(t.get("label", "")).lower(), str(t.get("url", ""))) for t in tables}))


def _repositories(account: Account) -> tuple[RepositoryLink, ...]:
    found = (link for kind, link in account.links if kind is EdgeKind.DEVELOPED_IN)
    return tuple(RepositoryLink(link.node.key, link.method, link.where, link.rule) for link in found)
