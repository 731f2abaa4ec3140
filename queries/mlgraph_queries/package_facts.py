"""What is said of a package and of the version of it that is in use: license, addresses, source, what the index says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from mlgraph.model import ids, locators
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import Statement, edges_of, value_of, values_of
from mlgraph.view.statements import Edge, Property
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.entries import IndexFacts, PackageEntry, RepositoryLink
from mlgraph_queries.sightings import licenses, number, text, texts
from mlgraph_queries.stated import LicenseStatement


def described(entry: PackageEntry, newest: NodeId | None, said: Mapping[NodeId, Sequence[Statement]]) -> PackageEntry:
    """Add to an entry what is said of it. `newest` is the release that the index shows first, if that is known.

    Where nothing is said of the version in use, what the newest release says stands in for it, marked as inferred:
    most packages keep their license and their repository, and some do not.
    """
    own, package = said.get(entry.id, ()), said.get(entry.package, ())
    other = said.get(newest, ()) if newest is not None and newest != entry.id else ()
    named = replace(entry, name=text(own, PropertyKind.NAME) or text(package, PropertyKind.NAME) or entry.name)
    return replace(
        named,
        description=text(own, PropertyKind.DESCRIPTION) or text(other, PropertyKind.DESCRIPTION),
        licenses=licenses(own) or tuple(_of_other(statement, newest) for statement in licenses(other)),
        homepages=_homepages(own) or _homepages(other),
        repositories=_repositories(own, None) or _repositories(other, newest),
        index=_index(own, package, other if newest != entry.id else own),
        absent_from=tuple(sorted({*texts(own, PropertyKind.ABSENT_FROM), *texts(package, PropertyKind.ABSENT_FROM)})),
        depends_on_known=entry.depends_on_known or (entry.version is not None and _is_described(own)),
    )


def confirmed(
    entries: Iterable[PackageEntry], said: Mapping[NodeId, Sequence[Statement]]
) -> dict[NodeId, Sequence[Statement]]:
    """What is said of packages and releases, without what an index says of others that have the same name."""
    found = dict(said)
    known = [(e, said.get(e.id, ()), said.get(e.package, ())) for e in entries]
    mirrors = {host for entry, own, _ in known if _has_its_files(entry, own) for host in _named(entry)}
    strangers = [entry for entry, own, package in known if not _is_of_index(entry, own, package, mirrors)]
    for entry in strangers:
        for node in (entry.id, entry.package):
            found[node] = [s for s in said.get(node, ()) if not _is_by_index(s)]
    return found


def newest_release(package: NodeId, said: Mapping[NodeId, Sequence[Statement]]) -> NodeId | None:
    """The release that the index shows first for a package; None where no index said so."""
    latest = text(said.get(package, ()), PropertyKind.LATEST_VERSION)
    return ids.release(ids.purl_parts(package).name, latest) if latest is not None else None


def _is_of_index(
    entry: PackageEntry, own: Sequence[Statement], package: Sequence[Statement], mirrors: Collection[str | None]
) -> bool:
    """Whether what an index says of this name is said of this package: another index may have another of its name.

    It is not where the package comes from a repository, an archive or a path. Where a lock names another index than
    the one that answered, that one has to have a file of the release with a hash that the lock states; where the lock
    states none, the two have to be known to have the same files of other packages (`mirrors`).
    """
    if any(place.is_direct for place in entry.origins):
        return False
    answered = {_host(s.source.title) for s in (*own, *package) if _is_by_index(s)}
    named = _named(entry)
    if not named or named & answered:
        return True
    return _has_its_files(entry, own) if entry.hashes else not named.isdisjoint(mirrors)


def _has_its_files(entry: PackageEntry, own: Sequence[Statement]) -> bool:
    """Whether an index has a file of the release with a hash that a lock states."""
    return not set(entry.hashes).isdisjoint(str(s.value) for s in values_of(own, PropertyKind.HASH) if _is_by_index(s))


def _named(entry: PackageEntry) -> set[str | None]:
    """The hosts of the indexes that the lock takes a package from."""
    return {_host(place.index) for place in entry.origins if place.index}


def _is_by_index(statement: Statement) -> bool:
    return statement.source.document.endswith(locators.INDEX_DOCUMENT)


def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def _is_described(own: Sequence[Statement]) -> bool:
    """Whether an index gave the metadata of this very release, and with it all that it requires."""
    name = value_of([s for s in own if not s.source.collection], PropertyKind.NAME)
    return name is not None


def _of_other(statement: LicenseStatement, newest: NodeId | None) -> LicenseStatement:
    return replace(statement, method=Method.INFERRED, rule=f"as of {newest and ids.purl_parts(newest).version}")


def _homepages(said: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    found = set()
    for stated in values_of(said, PropertyKind.HOMEPAGE):
        if isinstance(stated.value, dict):
            found.add((str(stated.value.get("label", "")).lower(), str(stated.value.get("url", ""))))
    return tuple(sorted(found))


def _repositories(said: Sequence[Statement], newest: NodeId | None) -> tuple[RepositoryLink, ...]:
    """The links to the source, each address once: what somebody verified first, then by the policy."""
    best: dict[str, RepositoryLink] = {}
    for link in sorted((_link(edge, newest) for edge in edges_of(said, EdgeKind.DEVELOPED_IN)), key=_is_unverified):
        best.setdefault(link.url, link)
    return tuple(best.values())


def _link(edge: Edge, newest: NodeId | None) -> RepositoryLink:
    evidence, checked = edge.source.evidence, edge.qualifiers.get("verified_by")
    return RepositoryLink(
        url=edge.object.key,
        method=evidence.method if newest is None else Method.INFERRED,
        where=edge.source.where,
        rule=evidence.rule if newest is None else f"as of {ids.purl_parts(newest).version}",
        verified_by=str(checked) if checked is not None and newest is None else None,
    )


def _is_unverified(link: RepositoryLink) -> bool:
    return link.verified_by is None


def _index(own: Sequence[Statement], package: Sequence[Statement], newest: Sequence[Statement]) -> IndexFacts | None:
    shown = value_of(package, PropertyKind.LATEST_VERSION)
    if shown is None:
        return None
    yanked = value_of(own, PropertyKind.YANKED)
    status = value_of(package, PropertyKind.INDEX_STATUS)
    return IndexFacts(
        observed_at=shown.source.observed_at,
        where=shown.source.title,
        released_at=_moment(own),
        is_yanked=yanked is not None,
        yanked_reason=_member(yanked, "reason"),
        latest_version=str(shown.value),
        latest_released_at=_moment(newest),
        status=_member(status, "status"),
        status_reason=_member(status, "reason"),
        owner_count=number(package, PropertyKind.OWNER_COUNT),
        maintainer_count=number(package, PropertyKind.MAINTAINER_COUNT),
    )


def _moment(said: Sequence[Statement]) -> datetime | None:
    stated = text(said, PropertyKind.RELEASED_AT)
    return datetime.fromisoformat(stated).astimezone(UTC) if stated is not None else None


def _member(stated: Property | None, name: str) -> str | None:
    found = stated.value.get(name) if stated is not None and isinstance(stated.value, dict) else None
    return str(found) if found is not None else None
