"""Packages: what is declared, locked and installed, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import (
    Absence,
    Material,
    Section,
    Spots,
    counted,
    names_of,
    spots,
    unread_manifests,
)
from mlgraph.report.shown import Paths, count_of, link
from mlgraph_ontology.kinds import Method, Scope
from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.stated import Sighting

KNOWN_AS = {Method.OBSERVED: "installed", Method.RESOLVED: "locked", Method.DECLARED: "pinned"}
_OPEN_UP_TO = 60
"""A table with more rows is folded when the page is opened."""


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One package as the table shows it."""

    anchor: str
    name: str
    page: str | None
    description: str | None
    version: str | None
    known_as: str | None
    """`installed`, `locked`, `pinned` or, by a bill of materials, `listed`; None: no version is known."""
    origins: tuple[str, ...]
    """Where it comes from, if that is no index; one sentence each."""
    declared: tuple[str, ...]
    locked: tuple[str, ...]
    installed: tuple[str, ...]
    nothing: tuple[str, str, str]
    """What an empty cell of the three means: absent, or not looked for."""
    scope: Scope | None
    """None: nothing that is known leads to it from the project."""
    terms: Terms
    spots: Spots
    flags: tuple[str, ...]
    """Kinds of the findings about it."""

    @property
    def is_drifting(self) -> bool:
        """Whether what is declared, locked and installed do not agree."""
        return "drift" in self.flags


@dataclass(frozen=True, slots=True)
class PackageGroup:
    """The rows of one table."""

    key: str
    title: str
    meaning: str
    rows: tuple[PackageRow, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class PackagesBody:
    """What the template of this chapter shows."""

    groups: tuple[PackageGroup, ...]
    absence: Absence | None


def packages(material: Material) -> Section:
    """What the project depends on: its own declarations first, then what those bring in."""
    inventory = material.inventory
    flags: dict[str, list[str]] = defaultdict(list)
    for finding in material.findings:
        flags[finding.subject].append(finding.kind)
    nothing = _what_nothing_means(inventory)
    rows = [
        _row(material.paths, entry, f"package-{number}", nothing, _flags_of(entry, flags))
        for number, entry in enumerate(inventory.packages, start=1)
    ]
    direct = frozenset(inventory.direct)
    own = tuple(row for row, entry in zip(rows, inventory.packages, strict=True) if entry.id in direct)
    others = tuple(row for row, entry in zip(rows, inventory.packages, strict=True) if entry.id not in direct)
    groups = (
        PackageGroup("direct", "Declared by the project", "Named in the project's own files.", own, is_open=True),
        PackageGroup(
            "indirect",
            "Everything else",
            "Required by other packages, or found in a lock file or in the environment.",
            others,
            is_open=len(others) <= _OPEN_UP_TO,
        ),
    )
    absence = _absence(inventory)
    body = PackagesBody(tuple(group for group in groups if group.rows), absence)
    return Section("packages", "Packages", counted(len(rows), absence), body)


def _row(
    paths: Paths, entry: PackageEntry, anchor: str, nothing: tuple[str, str, str], flags: tuple[str, ...]
) -> PackageRow:
    return PackageRow(
        anchor=anchor,
        name=entry.name,
        page=link(entry.repository) or next((url for _, url in entry.homepages if link(url)), None),
        description=entry.description,
        version=entry.version,
        known_as="listed" if entry.listed else _known_as(entry),
        origins=tuple(place.sentence for place in entry.origins if place.is_direct),
        declared=entry.asked,
        locked=_versions(entry.locked),
        installed=_versions(entry.installed),
        nothing=nothing,
        scope=entry.scope,
        terms=terms(entry.licenses),
        spots=spots(paths, (*entry.declared, *entry.locked, *entry.installed, *entry.listed)),
        flags=flags,
    )


def _known_as(entry: PackageEntry) -> str | None:
    return entry.version_method and KNOWN_AS.get(entry.version_method, entry.version_method.value)


def _flags_of(entry: PackageEntry, flags: dict[str, list[str]]) -> tuple[str, ...]:
    named = dict.fromkeys(names_of(entry))
    return tuple(dict.fromkeys(kind for name in named for kind in flags.get(name, ())))


def _versions(sightings: Sequence[Sighting]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.version or "version unknown" for s in sightings))


def _what_nothing_means(inventory: Inventory) -> tuple[str, str, str]:
    """Words for an empty cell: declared, locked, installed."""
    is_lock_read = any(entry.locked for entry in inventory.packages)
    is_environment_read = inventory.python_version is not None or any(e.installed for e in inventory.packages)
    return (
        "not declared",
        "not locked" if is_lock_read else "no lock",
        "not installed" if is_environment_read else "not read",
    )


def _absence(inventory: Inventory) -> Absence | None:
    if inventory.packages:
        return None
    if not inventory.documents:
        return Absence(is_known=False, text="Unknown: no document of the project was read.")
    manifests = unread_manifests(inventory)
    if manifests:
        text = f"Unknown: none was found, but {', '.join(manifests)} may name some, and this version does not read it."
        return Absence(is_known=False, text=text)
    looked = count_of(len(inventory.documents), "document")
    return Absence(is_known=True, text=f"None found. Looked at: {looked}, listed under “What was read”.")
