"""What of a project asks for each package of a lock that does not say it: its requirements, followed through the lock."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage
from mlgraph_ingest.project.locks.uv_reach import ROOT_LIMIT, Reach
from mlgraph_ingest.project.manifests.requirement import Requirement, extras_of
from mlgraph_ingest.project.scopes import strongest
from mlgraph_ontology.kinds import Scope

VERSION_LIMIT = 200
"""Versions of one package at most: each requirement is held against each of them."""


@dataclass(frozen=True, slots=True)
class Root:
    """A part of the project that asks for packages."""

    scope: Scope
    extra: str | None = None
    group: str | None = None


def reached(packages: Sequence[LockedPackage], wanted: Iterable[tuple[Root, Requirement]]) -> list[Reach]:
    """What asks for each package, in their order; of what nothing asks for, the scope is unknown."""
    roots: dict[Root, list[Requirement]] = defaultdict(list)
    for root, requirement in wanted:
        roots[root].append(requirement)
    if len(roots) > ROOT_LIMIT:
        raise FormatError(f"a project with more than {ROOT_LIMIT:,} extras and groups")
    lock = _Lock(packages)
    asking: list[list[Root]] = [[] for _ in packages]
    for root, requirements in roots.items():
        for index in lock.follow(requirements):
            asking[index].append(root)
    return [_reach(asked) for asked in asking]


def _reach(asked: list[Root]) -> Reach:
    scope = strongest(root.scope for root in asked)
    extras = {root.extra for root in asked if root.extra} if scope is not Scope.RUNTIME else set()
    groups = {root.group for root in asked if root.group}
    return Reach(scope, tuple(sorted(extras)), tuple(sorted(groups)))


class _Lock:
    def __init__(self, packages: Sequence[LockedPackage]) -> None:
        self._packages = packages
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for index, package in enumerate(packages):
            self._by_name[ids.canonical_name(package.name)].append(index)
        self._needs = [_by_extra(package) for package in packages]

    def follow(self, requirements: Iterable[Requirement]) -> set[int]:
        """The packages that requirements lead to, each with the extras that are asked for."""
        pending = deque(step for r in requirements for step in self._targets(r.name, r.specifier, r.extras))
        seen: set[tuple[int, str | None]] = set()
        while pending:
            step = pending.popleft()
            if step in seen:
                continue
            seen.add(step)
            index, extra = step
            for needed in self._needs[index].get(extra, ()):
                pending.extend(self._targets(needed.name, needed.specifier, needed.extras))
        return {index for index, _ in seen}

    def _targets(self, name: str, specifier: str | None, extras: tuple[str, ...]) -> Iterator[tuple[int, str | None]]:
        found = self._by_name.get(ids.canonical_name(name), [])
        if len(found) > VERSION_LIMIT:
            raise FormatError(f"a lock with more than {VERSION_LIMIT} versions of one package")
        fitting = [i for i in found if len(found) > 1 and _fits(self._packages[i].version, specifier)]
        for index in fitting or found:
            yield index, None
            yield from ((index, extra) for extra in extras)


def _by_extra(package: LockedPackage) -> dict[str | None, list[LockedDependency]]:
    """What a package requires for each of its extras, and always (None)."""
    found: dict[str | None, list[LockedDependency]] = defaultdict(list)
    for needed in package.dependencies:
        for extra in extras_of(needed.marker) if needed.is_optional and needed.extra is None else [needed.extra]:
            found[extra].append(needed)
    return found


@lru_cache(maxsize=65_536)
def _fits(version: str | None, specifier: str | None) -> bool:
    """Whether a version is within a range; what cannot be compared may be."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet
    from packaging.version import InvalidVersion, Version

    if version is None or specifier is None:
        return True
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return True
