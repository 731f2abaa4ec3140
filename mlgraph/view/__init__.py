"""The graph as it is seen: one snapshot, at one date, as arrays and as statements."""

from mlgraph.view.graph import GraphView

__all__ = ["GraphView"]
