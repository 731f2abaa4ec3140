"""What was made from a model or a dataset: what brings it into projects that do not name it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgraph.model.ids import NodeId
from mlgraph.model.states import whole_of
from mlgraph.view.graph import GraphView
from mlgraph_ontology.kinds import NodeKind

_KINDS = (NodeKind.MODEL, NodeKind.DATASET)


def made_from(view: GraphView, things: Iterable[NodeId]) -> Mapping[NodeId, tuple[NodeId, ...]]:
    """What was made from some models and datasets, each with the way back: from its nearest origin to the thing itself.

    A state of a model at a commit comes from what the model as a whole comes from.
    """
    starts = [thing for thing in things if thing.kind in _KINDS]
    if not starts:
        return {}
    from mlgraph_queries.directions import Direction
    from mlgraph_queries.lineage import walk

    ways: dict[NodeId, tuple[NodeId, ...]] = {view.canonical(start): () for start in starts}
    for hop in walk(view, starts, Direction.DOWNSTREAM).hops:
        if hop.near in ways:
            ways.setdefault(hop.far, (hop.near, *ways[hop.near]))
    for node in view.portfolio.of_kinds(_KINDS):
        if whole_of(node) in ways:
            ways.setdefault(node, ways[whole_of(node)])
    return {node: way for node, way in ways.items() if way}
