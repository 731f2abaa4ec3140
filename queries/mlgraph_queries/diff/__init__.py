"""What changed between two bills of materials, two scans of a project, or one of each."""

from __future__ import annotations

from mlgraph_queries.diff.changes import Change, What
from mlgraph_queries.diff.difference import Difference, difference
from mlgraph_queries.diff.sides import Side, side

__all__ = ["Change", "Difference", "Side", "What", "difference", "side"]
