"""The other projects of the tree: each has an inventory and documents of its own."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from mlgraph.report.sections.section import Absence, Material, Section
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.entries import ProjectEntry


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project as the table shows it."""

    path: str
    page: str | None
    """Its own report, where a scan of the whole writes it; None: it lies elsewhere."""
    name: str
    version: str | None
    scope: Scope | None
    """None: this project does not require it."""
    brings: int
    """Packages that this project has because that one requires them."""


@dataclass(frozen=True, slots=True)
class ProjectsBody:
    """What the template of this chapter shows."""

    rows: tuple[ProjectRow, ...]
    absence: Absence | None


def projects(material: Material) -> Section:
    """Which projects lie in this one, and which ones beside it are required."""
    rows = tuple(map(_row, material.inventory.projects))
    absence = None if rows else Absence(is_known=True, text="None: the tree holds this one project.")
    return Section("projects", "Other projects in the tree", f"{len(rows):,}", ProjectsBody(rows, absence))


def _row(entry: ProjectEntry) -> ProjectRow:
    page = f"{quote(entry.path, errors='backslashreplace')}/report.html" if entry.is_nested else None
    return ProjectRow(entry.path, page, entry.name, entry.version, entry.scope, len(entry.depends_on))
