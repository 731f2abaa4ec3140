"""Which way a question follows the edges of the graph."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way a lineage is followed."""

    UPSTREAM = "upstream"
    """To what a thing was made from."""
    DOWNSTREAM = "downstream"
    """To what was made from it."""
    BOTH = "both"
