"""Completeness: which elements of the checklists have a value with a source, the missing ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.section import Material, Section
from mlgraph.report.shown import Paths, link
from mlgraph_ontology.kinds import Method
from mlgraph_queries.checklists import Element, chosen
from mlgraph_queries.completeness import (
    Completeness,
    DocumentPlan,
    Judged,
    Judgement,
    State,
    model_table,
    notes,
    project_witness,
)
from mlgraph_queries.completeness import completeness as judged_by

_NAMED = 3
"""Subjects that are named before `and n more`."""


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a list is stated, as a bar."""

    key: str
    title: str
    stated: int
    asked: int
    percent: int


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element as the table shows it."""

    name: str
    section: str
    known: str
    """`3 of 5`; `-`: it does not apply."""
    state: State
    """Of all the subjects: stated only where it is of each."""
    value: str | None
    """What is stated of the first of which it is."""
    where: str | None
    method: Method | None
    reason: str
    lacking: str
    """Of several subjects, those of which it is not stated, by name."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A group of elements, the missing ones first."""

    name: str
    stated: int
    asked: int
    rows: tuple[ElementRow, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """A checklist with its clusters."""

    share: Share
    page: str | None
    notes: tuple[str, ...]
    clusters: tuple[Cluster, ...]


@dataclass(frozen=True, slots=True)
class CompletenessBody:
    """What the template of this chapter shows."""

    lists: tuple[ListRow, ...]
    model_heads: tuple[str, ...]
    model_rows: tuple[tuple[str, ...], ...]
    """How much is stated of each model: its name, then a cell for each head but the first."""
    remarks: tuple[str, ...]


def completeness(material: Material) -> Section:
    """How complete the bill of materials of the project is, list by list."""
    plan = DocumentPlan(material.tool_version, is_reproducible=material.generated_at is None)
    found = judged_by(chosen(), project_witness(material.inventory, plan))
    lists = tuple(_list(judged, material.paths) for judged in found.lists)
    heads, rows = _models(found)
    body = CompletenessBody(lists, heads, rows, found.remarks)
    return Section("completeness", "Completeness", None, body)


def _models(found: Completeness) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    table = model_table(found)
    if table is None:
        return (), ()
    heads = ("Model", *(column.name.upper().replace("_POINTS", " points") for column in table.columns[1:]))
    return heads, tuple(tuple(map(str, row)) for row in table.rows)


def _list(judged: Judged, paths: Paths) -> ListRow:
    checklist = judged.checklist
    by_element = judged.by_element()
    clusters = tuple(
        _cluster(name, [(e, found) for e, found in by_element.items() if e.cluster == name], paths)
        for name in checklist.clusters
    )
    percent = round(100 * judged.stated / judged.asked) if judged.asked else 0
    share = Share(checklist.key, checklist.title, judged.stated, judged.asked, percent)
    return ListRow(share, link(checklist.url), notes(judged), clusters)


def _cluster(name: str, elements: Sequence[tuple[Element, Sequence[Judgement]]], paths: Paths) -> Cluster:
    asked = [each for _, found in elements for each in found if each.state is not State.NOT_APPLICABLE]
    rows = sorted((_row(element, found, paths) for element, found in elements), key=_rank)
    return Cluster(name, sum(each.state is State.STATED for each in asked), len(asked), tuple(rows))


def _rank(row: ElementRow) -> int:
    """Sorts what somebody could still state before what is stated, and what does not apply last."""
    return (State.UNKNOWN, State.OF_PROVIDER, State.STATED, State.NOT_APPLICABLE).index(row.state)


def _row(element: Element, found: Sequence[Judgement], paths: Paths) -> ElementRow:
    asked = [each for each in found if each.state is not State.NOT_APPLICABLE]
    stated = [each for each in asked if each.state is State.STATED]
    missing = [each for each in asked if each.state is not State.STATED]
    first = stated[0] if stated else None
    rest = missing[0] if missing else found[0]
    return ElementRow(
        name=element.name,
        section=element.section,
        known=f"{len(stated):,} of {len(asked):,}" if asked else "-",
        state=rest.state,
        value=first.value if first else None,
        where=paths.place(first.where) if first and first.where else None,
        method=first.method if first else None,
        reason=paths.sentence(rest.reason),
        lacking=_names(missing) if len(asked) > 1 and stated else "",
    )


def _names(missing: Sequence[Judgement]) -> str:
    names = list(dict.fromkeys(each.name for each in missing))
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
