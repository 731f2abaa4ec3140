"""The report as one HTML page: complete in itself, without script, and without anything to load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from mlgraph.report.sections.completeness import completeness
from mlgraph.report.sections.concerns import findings as findings_chapter
from mlgraph.report.sections.licensing import licenses
from mlgraph.report.sections.lineage import lineage
from mlgraph.report.sections.method import method
from mlgraph.report.sections.overview import masthead, overview
from mlgraph.report.sections.packages import packages
from mlgraph.report.sections.projects import projects
from mlgraph.report.sections.references import datasets, models, services
from mlgraph.report.sections.releases import releases
from mlgraph.report.sections.section import Material, Section, material_of
from mlgraph.report.sections.sources import sources
from mlgraph.report.sections.unknowns import unknowns
from mlgraph.report.sections.weaknesses import weaknesses
from mlgraph.report.sections.weights import weights
from mlgraph.report.shown import Paths, visible
from mlgraph_queries.entries import Finding, Inventory

if TYPE_CHECKING:
    from jinja2 import Environment

CHAPTERS: tuple[Callable[[Material], Section], ...] = (
    overview,
    findings_chapter,
    weaknesses,
    packages,
    projects,
    models,
    datasets,
    services,
    weights,
    lineage,
    licenses,
    releases,
    completeness,
    unknowns,
    sources,
    method,
)
"""The chapters of the report in their order."""


def render(
    inventory: Inventory,
    findings: Sequence[Finding],
    *,
    generated_at: datetime | None,
    tool_version: str,
) -> str:
    """The report of a project: what it is made of, what to look at, what is unknown.

    `generated_at` is aware; None leaves the date out, so that equal input gives an equal page. The place of the
    project on this machine is never shown. The text is meant to be written as UTF-8.
    """
    material = material_of(inventory, findings, generated_at, tool_version)
    page = _environment(material.paths).get_template("page.html")
    return page.render(head=masthead(material), sections=[chapter(material) for chapter in _chapters(inventory)])


def _chapters(inventory: Inventory) -> list[Callable[[Material], Section]]:
    """The chapters that have a place in the report: that on other projects only where there are some."""
    return [chapter for chapter in CHAPTERS if chapter is not projects or inventory.projects]


def _environment(paths: Paths) -> Environment:
    """Templates in which every value, wherever it stands, is made harmless before it is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def harmless(value: object) -> object:
        if value is None:
            return "unknown"
        if isinstance(value, Markup) or not isinstance(value, str):
            return value
        return visible(paths.relative(value))

    return Environment(
        loader=PackageLoader("mlgraph.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
