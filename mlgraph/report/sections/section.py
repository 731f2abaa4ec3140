"""What every chapter of the report is made from, and what it is made into."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mlgraph.report.shown import Paths, count_of
from mlgraph_ontology.kinds import Method, NodeKind
from mlgraph_queries.entries import Finding, Inventory, PackageEntry, ReferenceEntry, ServiceEntry
from mlgraph_queries.stated import Sighting
from mlgraph_queries.weight_files import weight_sets

_CODE = (".py", ".ipynb")
_UNREAD = "not read by this version: "
_NO_MANIFEST = ("*", "Dockerfile", "Modelfile")
"""Of the formats that are not read, those that say nothing of Python packages."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report says comes from here."""

    inventory: Inventory
    findings: tuple[Finding, ...]
    generated_at: datetime | None
    tool_version: str
    paths: Paths
    anchors: Mapping[str, str]
    """From what a finding is about, as printed, to the place in the page where that is described."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, ready for its template."""

    key: str
    """Names its anchor and its template."""
    title: str
    count: str | None
    """What stands beside the title, as a number or `unknown`; None: nothing is counted."""
    body: object


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a chapter lists nothing: because there is nothing, or because nobody could look."""

    is_known: bool
    """Whether it was looked for, so that the absence is a finding and no gap."""
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in which something was found, as it is shown."""

    where: str
    how: Method
    rule: str


@dataclass(frozen=True, slots=True)
class Spots:
    """Where something was found: the first places, and the others folded away."""

    first: tuple[Spot, ...]
    rest: tuple[Spot, ...]


def counted(number: int, absence: Absence | None) -> str:
    """What stands beside a chapter's title: a zero only where it was looked for."""
    return "unknown" if absence and not absence.is_known else f"{number:,}"


def spots(paths: Paths, sightings: Sequence[Sighting], shown: int = 2) -> Spots:
    """The places of some sightings, each once, in their order."""
    every = tuple(dict.fromkeys(Spot(paths.place(s.where), s.method, s.rule) for s in sightings))
    return Spots(every[:shown], every[shown:])


def places(paths: Paths, wheres: Sequence[str], shown: int = 3) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places as they are shown: the first, and the rest."""
    every = tuple(dict.fromkeys(map(paths.place, wheres)))
    return every[:shown], every[shown:]


def material_of(
    inventory: Inventory, findings: Sequence[Finding], generated_at: datetime | None, tool_version: str
) -> Material:
    """What a report of an inventory and its findings is made from."""
    paths = Paths.of(inventory.project)
    return Material(inventory, tuple(findings), generated_at, tool_version, paths, _anchors(inventory))


def _anchors(inventory: Inventory) -> dict[str, str]:
    """Where in the page each thing is described, by every name that a finding may give it."""
    found: dict[str, str] = {}
    for number, package in enumerate(inventory.packages, start=1):
        for name in names_of(package):
            found.setdefault(name, f"package-{number}")
    kinds: tuple[tuple[str, Sequence[ReferenceEntry | ServiceEntry]], ...] = (
        ("model", inventory.models),
        ("dataset", inventory.datasets),
        ("service", inventory.services),
    )
    for kind, entries in kinds:
        for number, entry in enumerate(entries, start=1):
            found.setdefault(entry.id.key, f"{kind}-{number}")
    for number, whole in enumerate(weight_sets(inventory.files), start=1):
        for name in (*(file.id.key for file in whole.files), whole.path, *(file.path for file in whole.files)):
            found.setdefault(name, f"file-{number}")
    return found


def names_of(package: PackageEntry) -> tuple[str, str, str]:
    """What a finding may call a package."""
    return package.id.key, package.package.key, package.name


def slug(text: str) -> str:
    """A word as an anchor: letters, digits and hyphens.

    >>> slug("Several versions!")
    'several-versions'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "other"


def unread(inventory: Inventory, suffixes: tuple[str, ...]) -> int:
    """How many files with such an ending were seen and not read."""
    return sum(count for reason, count in inventory.excluded if reason.lower().endswith(suffixes))


def unread_formats(inventory: Inventory) -> dict[str, int]:
    """What was seen in the project and is not read by this version, the most frequent first."""
    found = {r.removeprefix(_UNREAD): count for r, count in inventory.excluded if r.startswith(_UNREAD)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def unread_manifests(inventory: Inventory) -> list[str]:
    """Which of them declare or lock packages."""
    return sorted(name.partition(" ")[0] for name in unread_formats(inventory) if not name.startswith(_NO_MANIFEST))


def has_read_code(inventory: Inventory) -> bool:
    """Whether any file was read in which code could name something."""
    return any(title.endswith(_CODE) for title, _ in inventory.documents)


def absence_in_code(material: Material, kind: NodeKind, noun: str) -> Absence:
    """What it means that no model, dataset or service is listed."""
    inventory = material.inventory
    if inventory.listing is not None:
        text = f"The bill of materials lists no {noun}. This is not a statement that there are none."
        return Absence(is_known=False, text=text)
    read = sum(title.endswith(_CODE) for title, _ in inventory.documents)
    if not read:
        text = (
            f"Unknown: no Python file and no notebook was read, so nobody looked for {noun} there. "
            "This is not a statement that there are none."
        )
        return Absence(is_known=False, text=text)
    looked = f"Looked at: {count_of(read, 'Python file or notebook', 'Python files and notebooks')}."
    unresolved = sum(entry.kind is kind for entry in inventory.unresolved)
    skipped = unread(inventory, _CODE)
    if unresolved:
        text = (
            f"None whose name is known. {count_of(unresolved, 'reference')} to {noun} "
            f"{'was' if unresolved == 1 else 'were'} seen without a readable name; see “What is unknown”. {looked}"
        )
    elif skipped:
        text = f"None in what was read, but {count_of(skipped, 'such file')} could not be looked at. {looked}"
    else:
        text = f"None found. {looked}"
    return Absence(is_known=not (unresolved or skipped), text=text)


def files_label(inventory: Inventory) -> str:
    """What to call the files of an inventory: a bill of materials lists files of any kind, a scan looks for weights."""
    return "Files" if inventory.listing is not None else "Weight files"
