"""The packages of a project: what is declared, locked and installed, brought together by package and version."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, Scope
from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.local_projects import VIA
from mlgraph_queries.markers import Environment
from mlgraph_queries.package_facts import confirmed, described, newest_release
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.requirements import Candidate, requirements, scopes, strongest
from mlgraph_queries.sightings import place, sighting
from mlgraph_queries.stated import Sighting
from mlgraph_queries.versions import canonical, satisfies

_COMPLETE_LOCKS = frozenset({"uv.lock", "poetry.lock", "pdm.lock", "conda-lock", "pixi.lock"})
"""Rules of lock readers whose format states every requirement of what it locks; in pylock.toml they are optional."""


@dataclass(frozen=True, slots=True)
class _Found:
    """All places in which one package was found."""

    package: NodeId
    declared: tuple[Sighting, ...]
    locked: tuple[Sighting, ...]
    installed: tuple[Sighting, ...]


def packages(
    view: GraphView, project: NodeId, said: Sequence[Statement], environment: Environment, others: Sequence[Edge] = ()
) -> tuple[tuple[PackageEntry, ...], tuple[NodeId, ...]]:
    """The packages of a project, sorted by id, and the ids of those that it declares itself.

    `others` is what other projects require that it requires (`local_projects`).
    """
    wanted = [*edges_of(said, EdgeKind.DEPENDS_ON), *others]
    declared = [e for e in wanted if e.object.kind in {NodeKind.PACKAGE, NodeKind.RELEASE}]
    contained = [e for e in edges_of(said, EdgeKind.CONTAINS) if e.object.kind == NodeKind.RELEASE]
    entries = [entry for found in _by_package(declared, contained) for entry in _entries(found)]
    said_of_all = project_facts(view, project, [e.id for e in entries] + [e.package for e in entries])
    statements = confirmed(entries, said_of_all)
    newest = {e.package: newest_release(e.package, statements) for e in entries}
    of_newest = project_facts(view, project, [release for release in newest.values() if release is not None])
    facts = {**of_newest, **statements}
    candidates = [_candidate(entry) for entry in entries]
    asked = [
        e for e in declared if not e.qualifiers.get("constraint") and environment.allows(e.qualifiers.get("marker"))
    ]
    requires = requirements(candidates, statements, asked, environment, project.key)
    reached = scopes(candidates, requires, _asked_for(entries, environment))
    direct = _asked_for(entries, environment, only_own=True)
    full = [
        replace(
            described(entry, newest[entry.package], facts),
            depends_on=requires[entry.id],
            scope=_scope(entry, reached.get(entry.id), environment),
            applies=_applies(entry, environment) or entry.id in reached,
        )
        for entry in entries
    ]
    return tuple(sorted(full, key=lambda e: e.id)), tuple(sorted(direct))


def _by_package(declared: Sequence[Edge], contained: Sequence[Edge]) -> Iterator[_Found]:
    of: dict[NodeId, tuple[list[Sighting], list[Sighting], list[Sighting]]] = {}
    for edge in declared:
        of.setdefault(edge.object, ([], [], []))[0].append(sighting(edge))
    for edge in contained:
        package, version = ids.package_of(edge.object), ids.purl_parts(edge.object).version
        is_locked = edge.source.evidence.method == Method.RESOLVED
        of.setdefault(package, ([], [], []))[1 if is_locked else 2].append(sighting(edge, version=version))
    for package, lists in sorted(of.items()):
        said, locked, installed = (tuple(sorted(found, key=place)) for found in lists)
        if locked or installed or any(not s.detail.get("constraint") for s in said):
            yield _Found(package, said, locked, installed)


def _entries(found: _Found) -> Iterator[PackageEntry]:
    """One entry for each version there is: of what is installed, else of what is locked, else of what is pinned."""
    for sightings, method in (
        (found.installed, Method.OBSERVED),
        (found.locked, Method.RESOLVED),
        (found.declared, Method.DECLARED),
    ):
        spelled: dict[str, NodeId] = {}
        for seen in sightings:
            if seen.version and not seen.detail.get("constraint"):
                release = _release(found.package, seen)
                spelled.setdefault(_spelling(release), release)
        if spelled:
            for release in sorted(spelled.values()):
                yield _bare(_part(found, release, tuple(spelled.values())), release, method)
            return
    yield _bare(found, None, None)


def _release(package: NodeId, seen: Sighting) -> NodeId:
    """The release that a sighting with a version means: of conda the build, where one is stated."""
    if seen.release is not None:
        return seen.release
    build = str(seen.detail.get("build") or "")
    return ids.release_of(package, str(seen.version), build=None if set("*^$") & set(build) else build)


def _spelling(release: NodeId) -> str:
    """A release in the one spelling of its version; of conda with its build, which tells releases apart."""
    parts = ids.purl_parts(release)
    return canonical(parts.version or "") if parts.type == "pypi" else release.key


def _part(found: _Found, release: NodeId, releases: Sequence[NodeId]) -> _Found:
    """What of a package's sightings speaks of one of its releases: those that fit it, and those that fit none."""
    return _Found(
        found.package,
        _fitting(found.declared, release, releases, _admits),
        _fitting(found.locked, release, releases, _is_of),
        _fitting(found.installed, release, releases, _is_of),
    )


def _fitting(
    found: Sequence[Sighting], release: NodeId, releases: Sequence[NodeId], fits: Callable[[Sighting, NodeId], bool]
) -> tuple[Sighting, ...]:
    if len(releases) == 1:
        return tuple(found)
    return tuple(s for s in found if fits(s, release) or not any(fits(s, other) for other in releases))


def _admits(seen: Sighting, release: NodeId) -> bool:
    return satisfies(ids.purl_parts(release).version, seen.detail.get("specifier"))


def _is_of(seen: Sighting, release: NodeId) -> bool:
    if seen.version is None:
        return False
    return _spelling(_release(ids.package_of(release), seen)) == _spelling(release)


def _bare(found: _Found, release: NodeId | None, method: Method | None) -> PackageEntry:
    name = ids.purl_parts(found.package).name
    version = ids.purl_parts(release).version if release else None
    known = method == Method.OBSERVED or (method == Method.RESOLVED and _is_complete(found.locked))
    return PackageEntry(
        id=release or found.package,
        package=found.package,
        name=name,
        version=version,
        version_method=method,
        scope=None,
        declared=found.declared,
        locked=found.locked,
        installed=found.installed,
        licenses=(),
        description=None,
        homepages=(),
        repositories=(),
        index=None,
        absent_from=(),
        hashes=_hashes(found, release),
        depends_on=(),
        depends_on_known=known,
    )


def _hashes(found: _Found, release: NodeId | None) -> tuple[str, ...]:
    """The hashes that a lock, or a requirement with `--hash`, states for the files of this very release."""
    stated: set[str] = set()
    for seen in (*found.locked, *found.declared):
        hashes = seen.detail.get("hashes")
        if release is not None and isinstance(hashes, list) and _is_of(seen, release):
            stated.update(str(item) for item in hashes)
    return tuple(sorted(stated))


def _asked_for(
    entries: Sequence[PackageEntry], environment: Environment, *, only_own: bool = False
) -> dict[NodeId, Scope]:
    """The entries that are asked for in the environment, by the project itself or by others that it requires."""
    direct = {}
    for entry in entries:
        asked = [s for s in _allowed(entry.declared, environment) if not s.detail.get("constraint")]
        found = strongest(_scopes_of([s for s in asked if not (only_own and VIA in s.detail)]))
        if found is not None:
            direct[entry.id] = found
    return direct


def _scope(entry: PackageEntry, reached: Scope | None, environment: Environment) -> Scope | None:
    return strongest([*([reached] if reached else []), *_scopes_of(_allowed(entry.locked, environment))])


def _applies(entry: PackageEntry, environment: Environment) -> bool:
    asking = [s for s in (*entry.declared, *entry.locked) if not s.detail.get("constraint")]
    return bool(entry.installed or _allowed(asking, environment))


def _allowed(found: Sequence[Sighting], environment: Environment) -> list[Sighting]:
    """The sightings whose marker holds; of an environment that nobody read, every one may."""
    return [s for s in found if environment.allows(s.detail.get("marker"))]


def _scopes_of(found: Sequence[Sighting]) -> list[Scope]:
    return [Scope(str(s.detail["scope"])) for s in found if s.detail.get("scope") in set(Scope)]


def _is_complete(locked: Sequence[Sighting]) -> bool:
    return any(seen.rule in _COMPLETE_LOCKS for seen in locked)


def _candidate(entry: PackageEntry) -> Candidate:
    return Candidate(entry.id, entry.package, entry.version, bool(entry.installed), _is_complete(entry.locked))
