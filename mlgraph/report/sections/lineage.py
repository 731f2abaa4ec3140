"""Lineage: what the models, datasets and weight files of the project were made from, drawn and listed."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.report.sections.licensing import Terms
from mlgraph.report.sections.lineage_drawing import Drawing, draw
from mlgraph.report.sections.lineage_steps import Lineage, Step
from mlgraph.report.sections.section import Absence, Material, Section, counted
from mlgraph.report.shown import Paths, link, page_of
from mlgraph_ontology.kinds import Method
from mlgraph_queries.entries import Inventory


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as the table shows it."""

    made: str
    made_page: str | None
    how: str
    """`finetune`, `trained on`, ...; `derived from` where no source says how."""
    origin: str
    origin_page: str | None
    terms: Terms
    """What the origin is licensed under."""
    method: Method
    where: str
    where_page: str | None


@dataclass(frozen=True, slots=True)
class LineageBody:
    """What the template of this chapter shows."""

    drawing: Drawing | None
    rows: tuple[StepRow, ...]
    ends: tuple[str, ...]
    """Names of what nothing was read about, so that its own origins are unknown."""
    absence: Absence | None


def lineage(material: Material) -> Section:
    """What everything was made from, through all steps that are known."""
    found = Lineage(material)
    rows = tuple(_row(step, found, material.paths) for step in found.steps)
    unread = tuple(found.name(node) for node in found.reached if not found.is_read(node))
    absence = None if rows else _absence(material.inventory)
    body = LineageBody(draw(found) if rows else None, rows, unread, absence)
    return Section("lineage", "Lineage", counted(len(rows), absence), body)


def _absence(inventory: Inventory) -> Absence:
    used = [*inventory.models, *inventory.datasets]
    if not used and not inventory.files:
        return Absence(is_known=True, text="None: the project names no model and no dataset and holds no weight file.")
    return Absence(
        is_known=False,
        text="Unknown: no source that was read says what the models, datasets and weight files were made from.",
    )


def _row(step: Step, found: Lineage, paths: Paths) -> StepRow:
    return StepRow(
        made=found.name(step.made),
        made_page=page_of(step.made),
        how=step.how,
        origin=found.name(step.origin),
        origin_page=page_of(step.origin),
        terms=found.terms(step.origin),
        method=step.method,
        where=paths.place(step.where),
        where_page=link(step.where.partition("#")[0]),
    )
