"""What files of TensorFlow say: SavedModel, and the checkpoints beside it.

The formats: tensorflow/core/protobuf/saved_model.proto and meta_graph.proto; core/util/tensor_bundle (checkpoints: an
index, and `NAME.data-00000-of-00001`, which are numbers and nothing else).
"""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.protobuf import Walk
from mlgraph_ingest.project.weights.window import Window

_META_GRAPH = 2
_INNER = {1: {4: "tags", 5: "tensorflow_version"}, 5: {1: "signatures"}}
"""Fields of MetaGraphDef (meta_info_def, signature_def) -> what of theirs is told."""


def read_saved_model(window: Window) -> Header:
    """What a saved_model.pb says: the version that wrote it, its tags and signatures."""
    walk = Walk()
    graphs = [found.content for found in walk.fields(window) if found.number == _META_GRAPH and found.content]
    if not graphs:
        raise FormatError(f"{window.shown}: no SavedModel of TensorFlow: it has no graph; no verdict on it")
    found = sorted({pair for graph in graphs for pair in _told(walk, graph)})
    told = {key: ", ".join(value for name, value in found if name == key) for key, _ in found}
    return Header("tensorflow-savedmodel", metadata=kept_all(told.items()))


def _told(walk: Walk, graph: Window) -> Iterator[tuple[str, str]]:
    for part in walk.fields(graph):
        if part.content is not None and part.number in _INNER:
            names = _INNER[part.number]
            for said in walk.fields(part.content):
                if said.number in names:
                    yield names[said.number], said.text()


def read_checkpoint(_window: Window) -> Header:
    """What the numbers of a checkpoint say: nothing but that they are there."""
    return Header("tensorflow-checkpoint")
