"""The answer as tables: every judgement with its source, and a summary of each list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.assertions import JsonValue
from mlgraph_queries.checklists import Checklist, Element
from mlgraph_queries.completeness.judging import Judged, Judgement, State, counted, judge
from mlgraph_queries.completeness.subjects import SubjectKind, Witness
from mlgraph_queries.table import Column, Row, Table

_COLUMNS = (
    Column("list", None, "The checklist, as --list or --role calls it."),
    Column("cluster", None, "The group of elements in the text."),
    Column("element", None, "What the text asks for, in short."),
    Column("id", None, "The element's id, which stays.", is_detail=True),
    Column("section", None, "Where in the text it stands.", is_detail=True),
    Column("subject_kind", None, "What it is asked of: document, system, package, model or dataset."),
    Column("subject", None, "The id of the component; unknown where there is none."),
    Column("name", None, "What the subject is called.", is_detail=True),
    Column("state", None, "stated, unknown, only the provider can say, or not applicable."),
    Column("value", None, "What is stated, in short; unknown: nothing is."),
    Column("source", None, "The document and the place that the value was read in."),
    Column("method", None, "How it is known; unknown: as a document states it that does not tell.", is_detail=True),
    Column("reason", None, "Why it does not apply or is not known, where more can be said than that.", is_detail=True),
    Column("asks_for", None, "The facts that count as a value.", is_detail=True),
)
_KINDS = tuple(
    Column(kind.value, None, f"Values that are stated of each {kind}, of how many that are asked for; -: none are.")
    for kind in SubjectKind
)
_SUMMARY = (
    Column("list", None, "The checklist, as --list or --role calls it."),
    *_KINDS,
    Column("stated", None, "Values that are stated, with a source."),
    Column("asked", None, "Values that are asked for: each element of each subject that it applies to."),
    Column("share", "share", "The one as a share of the other."),
    Column("whole", None, "Elements that are stated of every subject.", is_detail=True),
    Column("elements", None, "Elements of the list.", is_detail=True),
)
_ELEMENTS = (
    Column("element", None, "What the text asks for, in short."),
    Column("known", None, "For how many of the subjects it is stated."),
    Column("value", None, "What is stated of the first, or why nothing is."),
    Column("source", None, "Where the value was read, and how it is known."),
)


@dataclass(frozen=True, slots=True)
class Completeness:
    """Some checklists held against one project, model or document."""

    title: str
    form: str
    lists: tuple[Judged, ...]
    remarks: tuple[str, ...]


def completeness(checklists: Sequence[Checklist], witness: Witness) -> Completeness:
    """Which elements of some checklists have a value with a source, and what the form of the document costs."""
    lists = judge(checklists, witness)
    return Completeness(witness.title, witness.form, lists, (*witness.remarks, *_costs(lists, witness)))


def as_table(found: Completeness) -> Table:
    """Every judgement, element by element and subject by subject, as one table."""
    rows = tuple(_row(judged.checklist, each) for judged in found.lists for each in judged.judgements)
    unknown = (*found.remarks, *(sentence for judged in found.lists for sentence in notes(judged)))
    parameters: Mapping[str, JsonValue] = {
        "of": found.title,
        "form": found.form,
        "lists": [judged.checklist.key for judged in found.lists],
    }
    coverage: dict[str, JsonValue] = {judged.checklist.key: _coverage(judged) for judged in found.lists}
    return Table("completeness", _COLUMNS, rows, parameters=parameters, coverage=coverage, unknown=unknown)


def summary_table(found: Completeness) -> Table:
    """How much of each list is stated, one row a list."""
    return Table("completeness", _SUMMARY, tuple(map(_summary_row, found.lists)))


def model_table(found: Completeness) -> Table | None:
    """How much is stated of each model, list by list; None where no list asks of a model."""
    asking = [judged for judged in found.lists if judged.by_subject(SubjectKind.MODEL)]
    columns = [Column("model", None, "What the model is called.")]
    cells: dict[str, list[JsonValue]] = {}
    for judged in asking:
        key, points = judged.checklist.key, judged.points()
        columns.append(Column(key, None, f"Values of {judged.checklist.title} that are stated, of how many."))
        if points:
            columns.append(Column(f"{key}_points", "of 100", "The same by the weights of the list."))
        for each in judged.by_subject(SubjectKind.MODEL):
            row = cells.setdefault(each.subject, [each.name])
            row += [_of(each.stated, each.asked), *([points[each.subject]] if points else [])]
    return Table("completeness", tuple(columns), tuple(map(tuple, cells.values()))) if cells else None


def element_table(judged: Judged) -> Table:
    """The elements of a list for people: one row each, below a row for their cluster."""
    by_element = judged.by_element()
    rows: list[Row] = []
    for cluster in judged.checklist.clusters:
        those = [(element, found) for element, found in by_element.items() if element.cluster == cluster]
        stated, asked = counted([each for _, found in those for each in found])
        reason = "" if asked else f"{State.NOT_APPLICABLE}: {those[0][1][0].reason}"
        rows.append((f"- {cluster} -", _of(stated, asked), reason, ""))
        rows += [_element_row(element, found) for element, found in those] if asked else []
    return Table("completeness", _ELEMENTS, tuple(rows))


def notes(judged: Judged) -> tuple[str, ...]:
    """What somebody has to know of a list: where its elements are from, what is left out of it, what it is not."""
    found = judged.checklist
    return tuple(
        filter(None, (f"{found.key}: {found.text}; {found.encoded}; its text was read in: {found.read_in}", found.note))
    )


def _summary_row(judged: Judged) -> Row:
    by_kind = judged.by_kind()
    kinds = (_of(*by_kind[kind]) if kind in by_kind else "-" for kind in SubjectKind)
    share = round(judged.stated / judged.asked, 3) if judged.asked else None
    whole = (judged.whole, len(judged.checklist.elements))
    return (judged.checklist.key, *kinds, judged.stated, judged.asked, share, *whole)


def _of(stated: int, asked: int) -> str:
    return f"{stated:,} of {asked:,}" if asked else "-"


def _row(checklist: Checklist, found: Judgement) -> Row:
    element = found.element
    return (
        checklist.key,
        element.cluster,
        element.name,
        element.id,
        element.section,
        found.kind.value,
        found.subject or None,
        found.name or None,
        found.state.value,
        found.value,
        found.where,
        found.method.value if found.method else None,
        found.reason or None,
        " or ".join(element.facts) or None,
    )


def _coverage(judged: Judged) -> JsonValue:
    kinds: dict[str, JsonValue] = {
        kind.value: {"stated": stated, "asked": asked} for kind, (stated, asked) in judged.by_kind().items()
    }
    models: list[JsonValue] = [
        {"id": each.subject, "name": each.name, "stated": each.stated, "asked": each.asked}
        for each in judged.by_subject(SubjectKind.MODEL)
    ]
    said: dict[str, JsonValue] = {
        "stated": judged.stated,
        "asked": judged.asked,
        "elements_stated_of_all": judged.whole,
        "elements": len(judged.checklist.elements),
        "by_kind": kinds,
        "by_model": models,
    }
    return said | ({"points_by_model": dict(judged.points())} if judged.checklist.weights else {})


def _element_row(element: Element, found: Sequence[Judgement]) -> Row:
    asked = [each for each in found if each.state is not State.NOT_APPLICABLE]
    stated = [each for each in asked if each.state is State.STATED]
    if stated:
        first = stated[0]
        more = len({each.value for each in stated} - {first.value})
        value = f"{first.value} and {more:,} more" if more else first.value
        how = f" ({first.method})" if first.method else ""
        return element.name, _of(len(stated), len(asked)), value, f"{first.where}{how}"
    state = found[0].state.value + (f": {found[0].reason}" if found[0].reason else "")
    return element.name, _of(0, len(asked)), state, "-"


def _costs(lists: Sequence[Judged], witness: Witness) -> Iterator[str]:
    """What the format of a document has no place for, by kind of subject."""
    asked: dict[SubjectKind, dict[str, None]] = {}
    for judged in lists:
        for found in judged.judgements:
            facts, unsayable = found.element.facts, witness.unsayable.get(found.kind, frozenset())
            if found.state is not State.STATED and facts and unsayable.issuperset(facts):
                asked.setdefault(found.kind, {})[found.element.name] = None
    for kind, names in asked.items():
        yield f"{witness.form} has no place, of a {kind}, for: {', '.join(names)}"
