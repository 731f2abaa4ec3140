"""compositions: how complete each part of the document is, in the standard's words."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.bom.dependencies import Requirements, parts
from mlgraph.bom.refs import root_ref
from mlgraph.model.assertions import JsonValue
from mlgraph_queries.entries import Inventory

_AGGREGATES = ("complete", "incomplete", "unknown")


def compositions(inventory: Inventory, rows: Sequence[Requirements]) -> list[JsonValue]:
    """The project's parts, and everybody's requirements; each reference stands once per list."""
    found: list[JsonValue] = []
    whole = parts(inventory)
    for aggregate in _AGGREGATES:
        row: dict[str, JsonValue] = {"aggregate": aggregate}
        if aggregate == whole:
            row["assemblies"] = [root_ref(inventory)]
        dependencies: list[JsonValue] = [r.ref for r in rows if r.aggregate == aggregate]
        if dependencies:
            row["dependencies"] = dependencies
        if len(row) > 1:
            found.append(row)
    return found
