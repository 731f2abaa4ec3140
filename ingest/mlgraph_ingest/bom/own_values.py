"""The values of mlgraph's own properties, as they were in the graph before they were written as texts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind

_P = PropertyKind
_DOWNLOADS = re.compile(r"(?P<count>\d+) in (?:all|(?P<days>\d+) days)")
_UNRESOLVED = re.compile(r"(?P<kind>\w+) (?P<callable>[^(]*)\((?P<expression>.*)\) at (?P<where>.*)", re.DOTALL)
_SLICE = re.compile(r"(task|dataset|config|split|revision|name|verified): (.*)", re.DOTALL)
_EXCLUDED = re.compile(r"(?P<reason>.*): (?P<count>\d+)", re.DOTALL)


def text(said: str) -> JsonValue:
    """A text as it is."""
    return said


def number(said: str) -> JsonValue:
    """A whole number; None where it is none."""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else None


def truth(said: str) -> JsonValue:
    """true, false, or a word besides them."""
    return {"true": True, "false": False}.get(said, said)


def table(said: str) -> JsonValue:
    """A JSON object; None where it is none."""
    try:
        found: JsonValue = json.loads(said)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def setting(said: str) -> JsonValue:
    """A hyperparameter, `name=value`."""
    name, sign, value = said.partition("=")
    return {"name": name, "value": scalar(value)} if sign and name else None


def scalar(said: str) -> JsonValue:
    """A JSON number, truth, list or object where the text is exactly one, else the text."""
    try:
        found: JsonValue = json.loads(said)
    except ValueError:
        return said
    return said if isinstance(found, str) or json.dumps(found, ensure_ascii=False) != said else found


def words(said: str) -> JsonValue:
    """One word, or several with commas between them."""
    found: list[JsonValue] = [*said.split(", ")]
    return found if len(found) > 1 else said


def measured(said: str) -> JsonValue:
    """A measurement without a figure: an object, or what it was made on."""
    found = table(said)
    return measured_on(said) if found is None else found


def measured_on(said: str) -> JsonValue:
    """What a measurement was made on, as mlgraph says it in one line; None where it is no such line."""
    found: dict[str, JsonValue] = {}
    for part in said.split("; "):
        match = _SLICE.fullmatch(part)
        if match is None:
            return None
        found[match[1]] = scalar(match[2])
    return found


def downloads(said: str) -> JsonValue:
    """`120 in 30 days`, `120 in all`."""
    found = _DOWNLOADS.fullmatch(said)
    return {"count": int(found["count"]), "days": int(found["days"]) if found["days"] else None} if found else None


def status(said: str) -> JsonValue:
    """The status of a package on its index, with a reason or without."""
    name, sign, reason = said.partition(": ")
    return {"status": name, "reason": reason if sign else None}


def yanked(said: str) -> JsonValue:
    """That a release was withdrawn, and why."""
    return {"reason": None if said == "no reason given" else said}


def unresolved(said: str) -> JsonValue:
    """A reference in the code whose value is not known."""
    found = _UNRESOLVED.fullmatch(said)
    return {name: found[name] for name in ("kind", "callable", "expression")} if found else None


def excluded(said: str) -> JsonValue:
    """What was not read, and how much."""
    found = _EXCLUDED.fullmatch(said)
    return {"reason": found["reason"], "count": int(found["count"])} if found else None


_READ: Mapping[PropertyKind, Callable[[str], JsonValue]] = {
    **dict.fromkeys(
        (
            _P.PARAMETER_COUNT, _P.TENSOR_COUNT, _P.SIZE_BYTES, _P.ROW_COUNT, _P.CONTEXT_LENGTH, _P.OWNER_COUNT,
            _P.MAINTAINER_COUNT,
        ),
        number,
    ),
    **dict.fromkeys((_P.GATED, _P.DISABLED, _P.CUSTOM_CODE), truth),
    **dict.fromkeys((_P.QUANTIZATION, _P.STATISTICS, _P.EMISSIONS, _P.SHARD), table),
    _P.HYPERPARAMETER: setting,
    _P.DTYPE: words,
    _P.INDEX_STATUS: status,
    _P.YANKED: yanked,
}  # fmt: skip
_NAMES: Mapping[str, tuple[PropertyKind, Callable[[str], JsonValue]]] = {
    "current-commit": (_P.VERSION, text),
    "downloads": (_P.DOWNLOAD_COUNT, downloads),
    "metric": (_P.METRIC, measured),
    "problem": (_P.PROBLEM, text),
    "unresolved": (_P.UNRESOLVED, unresolved),
    "excluded": (_P.EXCLUDED, excluded),
}
_NOT_FACTS = frozenset({
    _P.ANNOTATION, _P.UNMAPPED, _P.NAME, _P.DESCRIPTION, _P.HOMEPAGE, _P.COMPOSITION, _P.COMPONENT_TYPE, _P.IDENTIFIER,
    _P.NOT_AUDITED, _P.PICKLE_SCAN, _P.LICENSE_TEXT,
})  # fmt: skip
"""Kinds that have a field of their own, so that a property of that name is none of ours."""


def value_of(name: str, said: str) -> tuple[PropertyKind, JsonValue] | None:
    """What a property of ours (its name without `mlgraph:`) says as a fact; None where it is no fact by itself."""
    if name in _NAMES:
        kind, read = _NAMES[name]
    else:
        try:
            kind = PropertyKind(name.replace("-", "_"))
        except ValueError:
            return None
        if kind in _NOT_FACTS:
            return None
        read = _READ.get(kind, text)
    value = read(said)
    return None if value is None else (kind, value)
