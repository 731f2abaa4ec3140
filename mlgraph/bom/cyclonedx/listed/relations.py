"""dependencies and compositions: who requires whom, and how much of that is known, as documents say."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listed_aggregates import aggregates
from mlgraph_queries.listing import Listing

AGGREGATES = (
    "complete", "incomplete", "incomplete_first_party_only", "incomplete_first_party_proprietary_only",
    "incomplete_first_party_opensource_only", "incomplete_third_party_only", "incomplete_third_party_proprietary_only",
    "incomplete_third_party_opensource_only", "unknown", "not_specified",
)  # fmt: skip
"""Schema 1.6, aggregateType."""
_OF = ("assemblies", "dependencies", "vulnerabilities")


def dependencies(listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """A row for whatever a document says the requirements of, an empty one where it says that there are none."""
    rows: dict[str, set[str]] = {}
    for node, required in listing.requires.items():
        if node in names:
            rows.setdefault(names[node], set()).update(names[each.node] for each in required if each.node in names)
    return [{"ref": ref, "dependsOn": [*sorted(rows[ref] - {ref})]} for ref in sorted(rows)]


def compositions(listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """A row per aggregate, in the order of the standard; each reference once per list."""
    found: dict[str, dict[str, set[str]]] = {}
    for node, account in {**listing.accounts, **listing.mentions}.items():
        if node in names and PropertyKind.COMPOSITION in account.facts:
            for of, aggregate in aggregates(listing, node).items():
                if aggregate in AGGREGATES and of in _OF:
                    found.setdefault(aggregate, {}).setdefault(of, set()).add(names[node])
    return [
        {"aggregate": aggregate, **{of: [*sorted(found[aggregate][of])] for of in _OF if of in found[aggregate]}}
        for aggregate in AGGREGATES
        if aggregate in found
    ]
