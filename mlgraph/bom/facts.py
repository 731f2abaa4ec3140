"""What is known of a model or a dataset as a document says it: bounded, fit to be shown, with where it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from mlgraph.bom.evidence import cited
from mlgraph.bom.text import MAX_TEXT, shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import FUNCTIONAL, Method, PropertyKind
from mlgraph_queries.artifacts import is_known, lineage_links
from mlgraph_queries.entries import Artifact
from mlgraph_queries.stated import Stated

MAX_VALUES = 100
"""Values of one kind that are shown: languages, measurements; the count of the others is told."""
_MAX_PLACES = 3
"""Places that are named for one field; it has the value from any of them."""


class Sourced(Protocol):
    """Whatever says where it was read, and how."""

    @property
    def where(self) -> str:
        """The document and the place in it."""

    @property
    def method(self) -> Method:
        """How it was read."""

    @property
    def rule(self) -> str:
        """By which rule."""


def statements(artifact: Artifact, kind: PropertyKind) -> Sequence[Stated]:
    """The statements of a property that a document shows: of one that has one value the strongest, else one per value."""
    found = artifact.facts.get(kind, ())
    if kind in FUNCTIONAL:
        return found[:1]
    each: dict[str, Stated] = {}
    for stated in found:
        each.setdefault(plain(stated.value), stated)
    return list(each.values())[:MAX_VALUES]


def values(artifact: Artifact, kind: PropertyKind) -> list[JsonValue]:
    """The values of those statements, the strongest first."""
    return [stated.value for stated in statements(artifact, kind)]


def texts(artifact: Artifact, kind: PropertyKind) -> list[str]:
    """The same as texts that can be shown, each once; a text of nothing is left out."""
    found = (shown(plain(value)) for value in values(artifact, kind))
    return [text for text in dict.fromkeys(found) if text]


def text(artifact: Artifact, kind: PropertyKind) -> str | None:
    """The first of those texts; None where there is none."""
    return next(iter(texts(artifact, kind)), None)


def value(artifact: Artifact, kind: PropertyKind) -> JsonValue:
    """The first of those values; None where there is none."""
    return next(iter(values(artifact, kind)), None)


def untold(artifact: Artifact, kind: PropertyKind) -> int:
    """How many values of a property there are beyond those that are shown."""
    if kind in FUNCTIONAL:
        return 0
    return max(0, len({plain(stated.value) for stated in artifact.facts.get(kind, ())}) - MAX_VALUES)


def mappings(artifact: Artifact, kind: PropertyKind) -> list[Mapping[str, JsonValue]]:
    """The values of a property that are mappings; what is of another shape has no place in a field."""
    return [value for value in values(artifact, kind) if isinstance(value, dict)]


def plain(value: JsonValue) -> str:
    """A value in one text: a text as it is, a list of texts with commas, anything else as compact JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(", ", ": "))


def source(*said: Sourced) -> str:
    """Where statements were read, in one line."""
    return places(cited(each.where, each.method, each.rule) for each in said)


def source_of(artifact: Artifact, *kinds: PropertyKind) -> str:
    """Where the values of some properties were read, in one line."""
    return source(*(stated for kind in kinds for stated in statements(artifact, kind)))


def places(found: Iterable[str]) -> str:
    """Some places in one line, each once, in order of strength; of many the first few and their number."""
    each = [shown(place, MAX_TEXT // 4) for place in dict.fromkeys(found)]
    more = f"; {len(each) - _MAX_PLACES:,} more places" if len(each) > _MAX_PLACES else ""
    return "; ".join(each[:_MAX_PLACES]) + more


def last_read(artifact: Artifact) -> str | None:
    """When the newest of what is known of it was said, by its sources."""
    times = [each.observed_at for found in artifact.facts.values() for each in found]
    times += [link.observed_at for link in (*artifact.publishers, *lineage_links(artifact), *artifact.runs_with)]
    return max(times).isoformat(timespec="seconds") if times else None


def why_unknown(artifact: Artifact) -> str | None:
    """Why something of it is not known; None: its place told of it."""
    if artifact.failure is not None:
        return shown(artifact.failure)
    hosts = texts(artifact, PropertyKind.ABSENT_FROM)
    if hosts:
        return f"{', '.join(hosts)} has none of that name that may be seen"
    return None if is_known(artifact) else "nothing was read about it"
