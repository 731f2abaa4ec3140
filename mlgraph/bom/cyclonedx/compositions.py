"""compositions: how complete each part of the document is, in the standard's words."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.bom.dependencies import Requirements, parts
from mlgraph.bom.lineage import incomplete, known_as
from mlgraph.bom.refs import root_ref
from mlgraph.model.assertions import JsonValue
from mlgraph_queries.ancestry import ancestors_only
from mlgraph_queries.entries import Inventory

_AGGREGATES = ("complete", "incomplete", "unknown")


def compositions(inventory: Inventory, rows: Sequence[Requirements]) -> list[JsonValue]:
    """The parts of the whole and of what is known to be incomplete, and everybody's requirements.

    A model or a dataset is incomplete where something is known to be missing of what it came from, as its place gave no
    answer. Each reference stands once per list.
    """
    found: list[JsonValue] = []
    names = known_as(inventory)
    idle = {names[node] for node in ancestors_only(inventory)}
    assemblies = dict.fromkeys(incomplete(inventory) - idle, "incomplete") | {root_ref(inventory): parts(inventory)}
    for aggregate in _AGGREGATES:
        row: dict[str, JsonValue] = {"aggregate": aggregate}
        assembled: list[JsonValue] = [*sorted(ref for ref, known in assemblies.items() if known == aggregate)]
        if assembled:
            row["assemblies"] = assembled
        dependencies: list[JsonValue] = [r.ref for r in rows if r.aggregate == aggregate]
        if dependencies:
            row["dependencies"] = dependencies
        if len(row) > 1:
            found.append(row)
    return found
