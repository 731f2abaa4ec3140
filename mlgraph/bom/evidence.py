"""Where a component was found: evidence.occurrences, and the words of each source."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import Sighting

_PLACE = re.compile(r"(?P<location>.+?)(?::(?P<cell>\d{1,9}))?:(?P<line>\d{1,9})", re.DOTALL)
"""`train.py:12`, and `notes.ipynb:3:12` for line 12 of cell 3."""


def evidence(sightings: Iterable[Sighting]) -> dict[str, JsonValue]:
    """The evidence of a component; empty where it has none.

    `identity` is not written: its methods demand a confidence between 0 and 1 (schema 1.6 and 1.7,
    componentIdentityEvidence), and nobody measured one. Method and rule stand with each occurrence instead.
    """
    found = {_key(occurrence): occurrence for occurrence in map(_occurrence, sightings) if occurrence["location"]}
    occurrences: list[JsonValue] = [found[key] for key in sorted(found)]
    return {"evidence": {"occurrences": occurrences}} if occurrences else {}


def place(sighting: Sighting) -> str:
    """Where and how something was seen, in one line."""
    return cited(sighting.where, sighting.method, sighting.rule)


def cited(where: str, method: Method, rule: str) -> str:
    """A place, and how it was read there, in one line."""
    return f"{where} ({_how(method, rule)})"


def _occurrence(sighting: Sighting) -> dict[str, JsonValue]:
    match = _PLACE.fullmatch(sighting.where)
    context = _how(sighting.method, sighting.rule)
    if match is None:
        return {"location": sighting.where, "additionalContext": context}
    if match["cell"]:
        context = f"cell {match['cell']}; {context}"
    return {"location": match["location"], "line": int(match["line"]), "additionalContext": context}


def _how(method: Method, rule: str) -> str:
    return f"{method}, {rule}" if rule else str(method)


def _key(occurrence: dict[str, JsonValue]) -> tuple[str, int, str]:
    line = occurrence.get("line")
    return str(occurrence["location"]), line if isinstance(line, int) else -1, str(occurrence["additionalContext"])
