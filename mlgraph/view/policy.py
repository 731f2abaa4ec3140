"""The policy that settles conflicts: which of several statements a view shows first. All are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from mlgraph.view.statements import Edge, Property, Source
from mlgraph_ontology.kinds import Method

POLICY = "observed > resolved > declared > curated > inferred, then the later observed_at, then the document's locator"
_RANK = {method: rank for rank, method in enumerate(Method)}
_FEW = 20
"""Statements of which a table of their sources saves nothing."""

AnyStatement = TypeVar("AnyStatement", bound=Property | Edge)


def strongest_first(statements: Iterable[AnyStatement]) -> list[AnyStatement]:
    """Order statements by POLICY, and then so that the order never depends on how they were stored."""
    found = list(statements)
    if len(found) < 2:
        return found
    if _is_of_one_kind(found):
        return sorted(found, key=_place_key)
    if len(found) < _FEW:
        return sorted(found, key=lambda said: (_source_key(said.source), *_own_key(said)))
    places = {id(said.source): said.source for said in found}
    keys = {number: _source_key(source) for number, source in places.items()}
    return sorted(found, key=lambda said: (keys[id(said.source)], *_own_key(said)))


def _is_of_one_kind(found: Sequence[Property | Edge]) -> bool:
    """Whether one document says all of it in one way and at one time, so that only the places are to be compared."""
    first = found[0].source
    document, day, method = first.document, first.observed_at, first.evidence.method
    sources = [said.source for said in found]
    return all(s.document == document and s.evidence.method is method and s.observed_at == day for s in sources)


def _source_key(source: Source) -> tuple[object, ...]:
    locator = source.evidence.locator
    return (
        _RANK[source.evidence.method],
        -source.observed_at.timestamp(),
        source.document,
        _numbers(locator),
        locator,
    )


def _place_key(said: Property | Edge) -> tuple[object, ...]:
    locator = said.source.evidence.locator
    return (_numbers(locator), locator, *_own_key(said))


def _numbers(locator: str) -> list[int]:
    """A line or a cell and its line as numbers, so that 9 comes before 10; a pointer has none."""
    return [-1] if locator[:1] == "#" else [int(part) if part.isdecimal() else -1 for part in locator.split(":")]


def _own_key(statement: Property | Edge) -> tuple[str, str, str]:
    if isinstance(statement, Edge):
        said = repr(sorted(statement.qualifiers.items())) if statement.qualifiers else "[]"
        return (statement.kind, statement.object.key, said)
    return (statement.kind, repr(statement.value), "")
