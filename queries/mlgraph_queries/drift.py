"""Where what is declared, what is locked and what is installed do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph_ontology.kinds import Scope
from mlgraph_queries.entries import NOTE, WARNING, Finding, Inventory, PackageEntry
from mlgraph_queries.markers import Environment
from mlgraph_queries.stated import Sighting
from mlgraph_queries.versions import canonical, satisfies

KIND = "drift"


def drift(inventory: Inventory) -> Iterator[Finding]:
    """The disagreements, package by package; a marker that is false in the environment that was read asks nothing.

    That something is missing, or is there without having been asked for, is only said where there was a lock, or an
    environment, in which it could have been.
    """
    environment = Environment(inventory.python_version, inventory.platform)
    has_environment = any(entry.installed for entry in inventory.packages)
    has_lock = any(entry.locked for entry in inventory.packages)
    for entry in inventory.packages:
        asked = [s for s in entry.declared if environment.allows(s.detail.get("marker"))]
        locked = [s for s in entry.locked if environment.allows(s.detail.get("marker"))]
        yield from _outside(entry, asked, entry.installed, "installed")
        yield from _outside(entry, asked, entry.locked, "locked")
        if locked and entry.installed and not _same(locked, entry.installed):
            text = f"locked {_versions(locked)}, installed {_versions(entry.installed)}"
            yield _finding(entry, text, [*locked, *entry.installed])
        if has_environment and not entry.installed:
            yield from _missing(entry, asked, locked)
        if has_environment and has_lock and entry.installed and not entry.locked:
            text = f"installed {_versions(entry.installed)}, not locked"
            yield _finding(entry, text, entry.installed, severity=NOTE)


def _outside(entry: PackageEntry, asked: Sequence[Sighting], seen: Sequence[Sighting], verb: str) -> Iterator[Finding]:
    for declared in asked:
        if seen and not any(satisfies(s.version, declared.detail.get("specifier")) for s in seen):
            what = "constrained to" if declared.detail.get("constraint") else "declared"
            yield _finding(entry, f"{what} {declared.detail['specifier']}, {verb} {_versions(seen)}", [declared, *seen])


def _missing(entry: PackageEntry, asked: Sequence[Sighting], locked: Sequence[Sighting]) -> Iterator[Finding]:
    needed = [s for s in asked if s.detail.get("scope") == Scope.RUNTIME and not s.detail.get("constraint")]
    if needed:
        said = ", ".join(entry.asked)
        yield _finding(entry, f"declared {said}, not installed", needed)
    elif any(s.detail.get("scope") == Scope.RUNTIME for s in locked):
        yield _finding(entry, f"locked {_versions(locked)}, not installed", locked)


def _finding(entry: PackageEntry, text: str, seen: Sequence[Sighting], *, severity: str = WARNING) -> Finding:
    return Finding(KIND, severity, str(entry.package), text, tuple(dict.fromkeys(s.where for s in seen)))


def _same(some: Sequence[Sighting], others: Sequence[Sighting]) -> bool:
    """Whether a version is in both, however it is spelled (`1.0` is `1.0.0`)."""
    first, second = ({canonical(s.version or "") for s in seen} for seen in (some, others))
    return bool(first & second)


def _versions(found: Sequence[Sighting]) -> str:
    return ", ".join(dict.fromkeys(str(s.version) for s in found))
