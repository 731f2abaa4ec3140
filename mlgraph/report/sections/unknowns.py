"""What is unknown, and why: a report that does not say so cannot be trusted on the rest."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.report.sections.licensing import terms
from mlgraph.report.sections.section import Absence, Material, Section
from mlgraph.report.shown import count_of
from mlgraph_queries.entries import Inventory


@dataclass(frozen=True, slots=True)
class UnresolvedRow:
    """A reference without a readable name, as the table shows it."""

    kind: str
    callable: str
    expression: str
    where: str


@dataclass(frozen=True, slots=True)
class UnknownsBody:
    """What the template of this chapter shows."""

    gaps: tuple[str, ...]
    """Sentences on what was not read at all."""
    unresolved: tuple[UnresolvedRow, ...]
    problems: tuple[tuple[str, str], ...]
    """(where, what could not be read)."""
    excluded: tuple[tuple[str, int], ...]
    versionless: tuple[tuple[str, str, str], ...]
    """(package, anchor, declared ranges) of those without a known version."""
    absence: Absence | None


def unknowns(material: Material) -> Section:
    """What the report cannot say of the project."""
    inventory, paths = material.inventory, material.paths
    unresolved = tuple(
        UnresolvedRow(entry.kind.value, entry.callable, entry.expression, paths.place(entry.where))
        for entry in inventory.unresolved
    )
    problems = tuple((paths.place(problem.where), paths.sentence(problem.text)) for problem in inventory.problems)
    versionless = tuple(
        (entry.name, f"package-{number}", ", ".join(entry.specifiers))
        for number, entry in enumerate(inventory.packages, start=1)
        if entry.version is None
    )
    gaps = _gaps(inventory)
    is_nothing = not (gaps or unresolved or problems or inventory.excluded or versionless)
    text = "Nothing: everything that was looked at could be read, and every reference has a name and a version."
    absence = Absence(is_known=True, text=text) if is_nothing else None
    body = UnknownsBody(gaps, unresolved, problems, inventory.excluded, versionless, absence)
    return Section("unknown", "What is unknown, and why", None, body)


def _gaps(inventory: Inventory) -> tuple[str, ...]:
    unread = sum(not entry.depends_on_known for entry in inventory.packages)
    unlicensed = sum(terms(entry.licenses) == terms(()) for entry in inventory.packages)
    gaps = []
    if not inventory.documents:
        gaps.append("No document of the project was read.")
    if inventory.python_version is None:
        gaps.append(
            "No environment was read: what is really installed is unknown, and conditions on the Python version or "
            "the platform could not be decided."
        )
    if unread:
        gaps.append(f"What {count_of(unread, 'package')} in turn require could not be read; the list may lack those.")
    if unlicensed:
        gaps.append(f"The license of {count_of(unlicensed, 'package')} is stated nowhere that was read.")
    return tuple(gaps)
