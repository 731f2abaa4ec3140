"""Which documents list a part, where several were brought together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from mlgraph.bom.cyclonedx.metadata import TOOL_REF
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_queries.listing import Account, Listing


def source_notes(listing: Listing, account: Account) -> Iterator[tuple[str, str]]:
    """A property per document that lists the part; none where there is one document alone."""
    if len(listing.documents) > 1:
        yield from (("listed", text) for text in listed_in(account))


def listed_in(account: Account) -> list[str]:
    """The documents that list a part, by the last part of their names, each with the place in it, sorted."""
    return sorted({_short(sighting.where) for sighting in account.sightings})


def citations(
    listing: Listing, names: Mapping[NodeId, str], components: JsonValue, created: datetime
) -> list[JsonValue]:
    """A citation per component that says which documents list it (CycloneDX 1.7)."""
    if len(listing.documents) < 2:
        return []
    by_ref = {ref: node for node, ref in names.items()}
    found: list[JsonValue] = []
    for index, each in enumerate(components if isinstance(components, list) else ()):
        node = by_ref.get(str(each.get("bom-ref"))) if isinstance(each, dict) else None
        told = listed_in(listing.accounts[node]) if node in listing.accounts and node is not None else []
        if told:
            said: JsonValue = {
                "pointers": [f"/components/{index}"],
                "timestamp": created.isoformat(),
                "attributedTo": TOOL_REF,
                "note": shown("; ".join(told)),
            }
            found.append(said)
    return found


def _short(where: str) -> str:
    """A place without the folders of this machine."""
    title, sign, pointer = where.partition("#")
    return title.replace("\\", "/").rpartition("/")[2] + sign + pointer
