"""The two sides of a comparison, and whether what one of them does not list is gone or was only not seen."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.compositions import ListState, list_state
from mlgraph_queries.entries import Finding, Inventory

OURS = "mlgraph"
"""What stands for the tool that read a project's folder."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that are compared."""

    title: str
    inventory: Inventory
    findings: tuple[Finding, ...]
    state: ListState
    """Whether it says that it lists everything."""
    tools: frozenset[str]
    """Names of the tools that made it, without their versions; empty: it names none."""
    lifecycles: frozenset[str]


def side(title: str, inventory: Inventory, findings: tuple[Finding, ...]) -> Side:
    """What is compared, with what it says of itself."""
    listing = inventory.listing
    if listing is None:
        return Side(title, inventory, findings, ListState.UNSAID, frozenset({OURS}), frozenset())
    facts = [document.facts for document in listing.documents]
    if inventory.project in listing.accounts:
        facts.append(listing.accounts[inventory.project].facts)

    def values(kind: PropertyKind) -> list[JsonValue]:
        return [stated.value for found in facts for stated in found.get(kind, ())]

    tools = frozenset(_tool(value) for value in values(PropertyKind.TOOL))
    lifecycles = frozenset(str(value) for value in values(PropertyKind.LIFECYCLE))
    return Side(title, inventory, findings, list_state(values(PropertyKind.COMPOSITION)), tools, lifecycles)


def is_telling(silent: Side, other: Side) -> bool:
    """Whether what `silent` does not list, and `other` does, is not there.

    So it is where it says that its list is complete, and where the same tools looked at the same stage of life and could
    read everything; otherwise it was only not seen.
    """
    if silent.inventory.failed or silent.state is ListState.INCOMPLETE:
        return False
    looked_alike = bool(silent.tools) and silent.tools == other.tools and silent.lifecycles == other.lifecycles
    return silent.state is ListState.COMPLETE or looked_alike


def _tool(value: JsonValue) -> str:
    """A tool without its version: `syft 1.0.1`, `syft-1.0.1` and `{"name": "syft", "version": "1.0.1"}` are one."""
    name = value.get("name") if isinstance(value, dict) else value
    words = [word for word in str(name).replace("-", " ").split() if not word.lstrip("vV")[:1].isdigit()]
    return " ".join(words).lower()
