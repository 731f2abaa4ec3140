"""What is where: the licenses of a project's parts, what has only words or nothing, and where sources disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Inventory
from mlgraph_queries.licensing.choices import choices
from mlgraph_queries.licensing.clauses import terms_of_statements
from mlgraph_queries.licensing.parts import shown_id
from mlgraph_queries.stated import LicenseStatement
from mlgraph_queries.table import Column, Row, Table

_WORDS = 100
"""Characters of a source's own words that a row shows."""


class State(StrEnum):
    """What is known of a license."""

    STATED = "stated"
    """As an SPDX expression, or in words that stand for one."""
    CONFLICT = "conflict"
    """Sources name licenses of which none is a part of the other."""
    WORDS = "words"
    """Only in words that leave open which license it is."""
    UNKNOWN = "unknown"
    """No source says anything."""


@dataclass(frozen=True, slots=True)
class Licensed:
    """One thing of a project with what its sources say of its license."""

    id: str
    name: str
    kind: str
    statements: tuple[LicenseStatement, ...]

    @property
    def state(self) -> State:
        """What is known of its license."""
        if conflict_of(self.statements):
            return State.CONFLICT
        if any(s.expression for s in self.statements):
            return State.STATED
        return State.WORDS if self.statements else State.UNKNOWN

    @property
    def label(self) -> str | None:
        """The license by which it is counted; None: unknown."""
        terms = terms_of_statements(self.statements)
        if terms is not None:
            return terms.expression
        return next((_line(s.text) for s in self.statements if s.text), None)


def licensed(inventory: Inventory) -> tuple[Licensed, ...]:
    """A project, or a published model, and all that it is made of and that lies behind it, each with its licenses."""
    found = [
        *(Licensed(str(e.id), e.name, "package", e.licenses) for e in inventory.packages),
        *(Licensed(str(e.id), e.name, "model", e.known.licenses) for e in inventory.models),
        *(Licensed(str(e.id), e.name, "dataset", e.known.licenses) for e in inventory.datasets),
        *(Licensed(f.path, f.path, "weight file", f.licenses) for f in inventory.files),
        *(Licensed(str(a.id), a.name, _kind(a.id.kind), a.licenses) for a in inventory.related),
    ]
    kind = "project" if inventory.subject is None else "model"
    return (Licensed(str(inventory.project), inventory.name, kind, inventory.licenses), *found)


def _kind(kind: NodeKind) -> str:
    return "base model" if kind is NodeKind.MODEL else "data behind a model"


def conflict_of(statements: Sequence[LicenseStatement]) -> tuple[LicenseStatement, ...]:
    """The statements that disagree, the strongest first; empty: none does.

    Two disagree where neither names all licenses of the other: `MIT OR Apache-2.0` and `MIT` agree.
    """
    stated = [s for s in statements if s.expression]
    sources = {place: _named([s for s in stated if _source(s) == place]) for place in map(_source, stated)}
    sets = list(sources.values())
    if all(one <= other or other <= one for one in sets for other in sets):
        return ()
    return tuple(stated)


def _source(statement: LicenseStatement) -> tuple[str, str]:
    """What speaks with one voice: the statements of one rule in one document, which may list several licenses."""
    document, pointer, _ = statement.where.partition("#")
    whole = document if pointer or "://" in document else document.rpartition(":")[0] or document
    return whole, statement.rule.partition("/")[0]


def _named(statements: Sequence[LicenseStatement]) -> frozenset[str]:
    return frozenset(str(part) for s in statements for choice in choices(s.expression or "") for part in choice)


def licenses(inventory: Inventory) -> Table:
    """What is where: one row per license, per wording, per conflict, and one for what is unknown."""
    things = licensed(inventory)
    groups: dict[tuple[State, str], list[Licensed]] = {}
    for thing in things:
        groups.setdefault((thing.state, _group(thing)), []).append(thing)
    order = sorted(groups, key=lambda key: (list(State).index(key[0]), -len(groups[key]), key[1]))
    states = [thing.state for thing in things]
    return Table(
        "licenses",
        _COLUMNS,
        tuple(_row(state, label, groups[state, label]) for state, label in order),
        parameters={"subject": str(inventory.project)},
        coverage={"components": len(things), **{str(state): states.count(state) for state in State}},
        unknown=tuple(_unknown(things)),
    )


def _group(thing: Licensed) -> str:
    if thing.state is State.CONFLICT:
        return ", ".join(sorted({s.expression or "" for s in conflict_of(thing.statements)}))
    return thing.label or ""


_COLUMNS = (
    Column("state", None, "stated, conflict (sources disagree), words (no SPDX expression can be read), or unknown."),
    Column("license", None, "SPDX expression, or the source's words; of a conflict all expressions."),
    Column("count", "components", "How many have it."),
    Column("components", None, "Which: packages, models, datasets, weight files, and what models were made from."),
    Column("says", None, "Who says what, where, and how it was recognized.", is_detail=True),
)


def _row(state: State, label: str, things: Sequence[Licensed]) -> Row:
    says = dict.fromkeys(f"{t.name}: {_said(s)}" for t in things for s in t.statements)
    return (str(state), label or None, len(things), [*sorted(shown_id(t.id, t.name) for t in things)], [*says])


def _said(statement: LicenseStatement) -> str:
    words = f" ({_line(statement.text)})" if statement.expression and statement.text else ""
    rule = f", {statement.rule}" if statement.rule else ""
    return (
        f"{statement.expression or _line(statement.text or '')}{words} at {statement.where} ({statement.method}{rule})"
    )


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WORDS else f"{line[:_WORDS].rstrip()}..."


def _unknown(things: Sequence[Licensed]) -> Iterator[str]:
    for state, text in (
        (State.WORDS, "have a license only in words that leave open which"),
        (State.UNKNOWN, "have none that a source names"),
    ):
        count = sum(thing.state is state for thing in things)
        if count:
            yield f"{count:,} of {len(things):,} components {text}: what it asks for is unknown"
