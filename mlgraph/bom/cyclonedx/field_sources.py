"""Where each field of a model or a dataset was read: as citations (CycloneDX 1.7), else as properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from mlgraph.bom.refs import TOOL_REF
from mlgraph.model.assertions import JsonValue

_OUR = "mlgraph:"
_Cited = Mapping[str, Mapping[str, str]]
"""JSON pointer of a component -> path of a field of it, or name of a property -> where that was read."""


def of_fields(document: dict[str, JsonValue], cited: _Cited, created: datetime) -> Iterator[JsonValue]:
    """One citation per field and source."""
    for at, sources in cited.items():
        component = _component(document, at)
        for field, note in sorted(sources.items()):
            pointers: list[JsonValue] = [f"{at}/{path}" for path in _paths(component, field)]
            if pointers:
                yield {
                    "pointers": pointers,
                    "timestamp": created.isoformat(),
                    "attributedTo": TOOL_REF,
                    "note": note,
                }


def put_sources(document: dict[str, JsonValue], cited: _Cited) -> None:
    """Add to each component a property per field that says where it was read: `mlgraph:source:modelCard.task`."""
    for at, sources in cited.items():
        component = _component(document, at)
        rows = [
            {"name": source_name(field), "value": note}
            for field, note in sorted(sources.items())
            if any(True for _ in _paths(component, field))
        ]
        if rows:
            component["properties"] = [*component.get("properties", ()), *rows]


def source_name(field: str) -> str:
    """The name of the property that says where a field was read."""
    return f"{_OUR}source:{field.removeprefix(_OUR).replace('/', '.')}"


def _component(document: dict[str, JsonValue], pointer: str) -> dict[str, Any]:
    found = _found(document, pointer)
    return found if isinstance(found, dict) else {}


def _paths(component: dict[str, Any], field: str) -> Iterator[str]:
    """Where in a component a field is; nowhere, where it turned out to be none."""
    if field.startswith(_OUR):
        for index, each in enumerate(component.get("properties", ())):
            if each["name"] == field:
                yield f"properties/{index}"
    elif _found(component, f"/{field}") is not None:
        yield field


def _found(value: JsonValue, pointer: str) -> JsonValue:
    """What a pointer leads to; None where that is nothing."""
    for step in pointer.split("/")[1:]:
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value
