"""vulnerabilities: what documents say of weaknesses of their parts, and of what these mean there."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_queries.listing import Listing


def vulnerabilities(listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """A row per vulnerability and assessment."""
    del listing, names
    return []
