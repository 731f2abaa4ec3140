"""What a lock file says of one package, in any format, as assertions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.manifests.requirement import is_name, listed
from mlgraph_ingest.project.origins import Origin
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope

TEXT_LIMIT = 1_000
"""Characters of a version or a range at most."""
_NOWHERE = Origin(None)


@dataclass(frozen=True, slots=True)
class LockedDependency:
    """One package that a locked package requires."""

    name: str
    version: str | None = None
    """Given where the lock holds several versions of it."""
    marker: str | None = None
    extras: tuple[str, ...] = ()
    extra: str | None = None
    """The extra of the requiring package that asks for it; None: always required."""
    specifier: str | None = None
    is_optional: bool = False
    """Whether one of several extras asks for it, which its marker names."""
    target: NodeId | None = None
    """Given where it is no Python package: the package or release that the lock means."""


@dataclass(frozen=True, slots=True)
class LockedPackage:
    """One package of a lock."""

    name: str
    version: str | None
    line: int
    scope: Scope | None
    """None where the lock does not say what asks for it."""
    marker: str | None = None
    groups: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    origin: Origin = _NOWHERE
    index: str | None = None
    dependencies: tuple[LockedDependency, ...] = ()
    is_editable: bool = False
    requires_python: str | None = None
    release: NodeId | None = None
    """Given where it is no release of a Python package."""
    platforms: tuple[str, ...] = ()
    """Those that the lock has it for, as conda names them; empty: the lock does not say."""
    environments: tuple[str, ...] = ()
    virtual_packages: tuple[str, ...] = ()
    """What it needs of the machine itself, with the range: `__glibc >=2.17`."""


def locked_assertions(project: NodeId, locked: LockedPackage, rule: str) -> Iterator[Assertion]:
    """That the project contains a release, and what that release requires; FormatError when it cannot be named."""
    evidence = Evidence(str(locked.line), Method.RESOLVED, rule)
    release = locked.release or _python_release(locked)
    yield edge(
        project,
        EdgeKind.CONTAINS,
        release,
        evidence,
        marker=locked.marker,
        scope=locked.scope.value if locked.scope else None,
        groups=listed(locked.groups),
        extras=listed(locked.extras),
        hashes=listed(sorted({*locked.hashes, *locked.origin.hashes})),
        url=locked.origin.url,
        vcs=locked.origin.vcs,
        revision=locked.origin.revision,
        subdirectory=locked.origin.subdirectory,
        local=locked.origin.is_local or None,
        index=locked.index,
        editable=locked.is_editable or None,
        platforms=listed(locked.platforms),
        environments=listed(locked.environments),
        virtual_packages=listed(locked.virtual_packages),
    )
    yield edge(release, EdgeKind.RELEASE_OF, ids.package_of(release), evidence)
    if locked.requires_python is not None:
        yield fact(release, PropertyKind.REQUIRES_PYTHON, locked.requires_python[:TEXT_LIMIT], evidence)
    for needed in locked.dependencies:
        if needed.target or is_name(needed.name):
            yield _requires(release, needed, evidence)


def _python_release(locked: LockedPackage) -> NodeId:
    if not is_name(locked.name):
        raise FormatError(f"{locked.name[:80]!r} is no name of a package; not read")
    if locked.version is None:
        raise FormatError(f"{locked.name} is locked without a version; which one it is is unknown")
    if len(locked.version) > TEXT_LIMIT:
        raise FormatError(f"{locked.name} is locked with a version of more than {TEXT_LIMIT:,} characters; not read")
    return ids.release(locked.name, locked.version)


def _requires(release: NodeId, needed: LockedDependency, evidence: Evidence) -> Assertion:
    return edge(
        release,
        EdgeKind.DEPENDS_ON,
        needed.target or ids.package(needed.name),
        evidence,
        specifier=needed.specifier,
        version=needed.version,
        marker=needed.marker,
        extras=listed(needed.extras),
        extra=needed.extra,
        scope=(Scope.OPTIONAL if needed.extra or needed.is_optional else Scope.RUNTIME).value,
    )
