"""A model as a whole, and its state at one commit."""

from __future__ import annotations

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind


def whole_of(node: NodeId) -> NodeId:
    """Of a model at a commit, the model as a whole; any other node is that already."""
    if node.kind is not NodeKind.MODEL or not node.key.startswith("pkg:huggingface/"):
        return node
    parts = ids.purl_parts(node)
    return ids.model(f"{parts.namespace}/{parts.name}" if parts.namespace else parts.name)
