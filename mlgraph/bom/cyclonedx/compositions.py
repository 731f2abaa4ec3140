"""compositions: how complete each part of the document is, in the standard's words."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.bom.cyclonedx.dependencies import Requirements, has_gaps
from mlgraph.bom.cyclonedx.refs import root_ref
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


def parts(inventory: Inventory) -> str:
    """Whether the list of components is all that the project is made of: `complete`, `incomplete` or `unknown`.

    Incomplete: something is known to be missing. Unknown: nothing is, but a package's own requirements were not
    read, so that there may be more; or nothing was read at all.
    """
    if has_gaps(inventory):
        return "incomplete"
    if not inventory.documents or not all(entry.depends_on_known for entry in inventory.packages):
        return "unknown"
    return "complete"
