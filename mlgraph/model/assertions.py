"""The one unit of fact: an assertion with its evidence and its period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
NO_QUALIFIERS: Mapping[str, JsonValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Period:
    """When an assertion holds in the world (valid time), from the first day to before the last."""

    start: date | None = None
    """None: not known."""
    end: date | None = None
    """None: still holds."""


ALWAYS = Period()


class Evidence(NamedTuple):
    """Where in its document an assertion was read, and how. A tuple, for a large document has millions."""

    locator: str
    """Line number (`12`, `3:12` for cell 3 of a notebook) or JSON pointer (`#/packages/0`); empty: all of it."""
    method: Method
    rule: str = ""
    """The rule that recognised it, where the document's reader has several."""
    confidence: float | None = None
    """In [0, 1]; None where nobody measured it."""


class Assertion(NamedTuple):
    """One statement: an edge (`object` is set) or a property (`value` is set). A tuple, as its evidence is."""

    subject: NodeId
    predicate: EdgeKind | PropertyKind
    object: NodeId | None
    value: JsonValue
    evidence: Evidence
    qualifiers: Mapping[str, JsonValue] = NO_QUALIFIERS
    period: Period = ALWAYS


def edge(
    subject: NodeId,
    predicate: EdgeKind,
    object: NodeId,  # noqa: A002 - the word of RDF, used by position
    evidence: Evidence,
    **qualifiers: JsonValue,
) -> Assertion:
    """Link two nodes. A qualifier that is None says nothing and is left out."""
    if None in qualifiers.values():
        qualifiers = {name: value for name, value in qualifiers.items() if value is not None}
    return Assertion(subject, predicate, object, None, evidence, qualifiers or NO_QUALIFIERS)


def fact(subject: NodeId, predicate: PropertyKind, value: JsonValue, evidence: Evidence) -> Assertion:
    """Say something of one node."""
    return Assertion(subject, predicate, None, value, evidence)


@dataclass(frozen=True, slots=True)
class Document:
    """What facts are read in, and owned by: reading it again replaces all that it said before."""

    locator: str
    """URI that identifies it within its collection."""
    title: str
    """What is shown of it: its path in the project, its URL."""
    reader: str
    """Which reader made its assertions, with its version (`requirements/1`): another version reads again."""
    fingerprint: str
    """Digest of all that its assertions depend on; equal means that there is nothing to read."""
    observed_at: datetime
    """When its source said it, in UTC: for a file, when it was read; for a dump, the date of the snapshot."""
    collection: str = ""
    """Key of what it belongs to (a project), whose other documents a reading brings along: what it no longer brings is
    removed. Empty: it belongs to nothing, and stays until it is removed by name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and, when they are asked for, its assertions.

    `assertions` is called at most once, and not at all where the document is known and unchanged. It raises
    SourceError or FormatError where the document cannot be read; what it said before then stays.
    """

    document: Document
    assertions: Callable[[], Iterable[Assertion]]
