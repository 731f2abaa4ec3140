"""What an ONNX file says of itself: who made it, its operator sets and metadata, the shapes and types of its tensors.

The format: onnx, onnx.proto. Of the graph only the initializers' shapes are read; tensors that lie in files of their
own are counted, and those files named.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.protobuf import Field, Walk
from mlgraph_ingest.project.weights.window import Window

DIMENSION_LIMIT = 64
"""Dimensions of a tensor at most."""
_IR_VERSION, _PRODUCER, _PRODUCER_VERSION, _DOMAIN, _VERSION, _GRAPH, _OPSET, _METADATA = 1, 2, 3, 4, 5, 7, 8, 14
_GRAPH_NODE, _GRAPH_NAME, _INITIALIZER, _SPARSE = 1, 2, 5, 15
_DIMS, _DATA_TYPE, _EXTERNAL = 1, 2, 13
_TYPES = (
    *("UNDEFINED", "F32", "U8", "I8", "U16", "I16", "I32", "I64", "STRING", "BOOL", "F16", "F64", "U32", "U64"),
    *("C64", "C128", "BF16", "F8_E4M3FN", "F8_E4M3FNUZ", "F8_E5M2", "F8_E5M2FNUZ", "U4", "I4", "F4_E2M1", "F8_E8M0"),
    *("U2", "I2"),
)
"""TensorProto.DataType, by number, in the words that the other formats use."""


@dataclass(slots=True)
class _Model:
    told: dict[str, str] = field(default_factory=dict)
    metadata: list[tuple[str, str]] = field(default_factory=list)
    opsets: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    external: set[str] = field(default_factory=set)
    tensors: int = 0
    parameters: int = 0
    nodes: int = 0
    is_complete: bool = True
    """Whether the shape of each tensor is known."""


def read_onnx(window: Window) -> Header:
    """The header of an ONNX file. Raises FormatError where it is none, or does not fit the file."""
    walk, model, has_graph = Walk(), _Model(), False
    for found in walk.fields(window):
        if found.number == _GRAPH and found.content is not None:
            has_graph = True
            _read_graph(walk, found.content, model)
        else:
            _read_field(walk, found, model)
    if not has_graph or "ir_version" not in model.told:
        raise FormatError(f"{window.shown}: no ONNX model: it has no graph or no version; no verdict on it")
    return _header(model)


def _header(model: _Model) -> Header:
    told = [*model.told.items(), ("opset", ", ".join(sorted(set(model.opsets)))), ("nodes", str(model.nodes))]
    if model.external:
        told.append(("external_data", ", ".join(sorted(model.external))))
    stated = {key.lower(): value for key, value in model.metadata}
    return Header(
        format="onnx",
        tensor_count=model.tensors,
        parameter_count=model.parameters if model.is_complete else None,
        dtypes=tuple(sorted(model.types)),
        metadata=kept_all([*told, *model.metadata]),
        license=stated.get("license"),
        base_models=(stated["base_model"],) if "base_model" in stated else (),
        origin="metadata_props",
    )


def _read_field(walk: Walk, found: Field, model: _Model) -> None:
    names = {
        _IR_VERSION: "ir_version",
        _PRODUCER: "producer_name",
        _PRODUCER_VERSION: "producer_version",
        _DOMAIN: "domain",
        _VERSION: "model_version",
    }
    if found.number in names:
        model.told[names[found.number]] = found.text() if found.value is None else str(found.value)
    elif found.number == _OPSET and found.content is not None:
        said = {part.number: part for part in walk.fields(found.content)}
        domain, version = said.get(1), said.get(2)
        if version is not None and version.value is not None:
            model.opsets.append(f"{(domain and domain.text()) or 'ai.onnx'} {version.value}")
    elif found.number == _METADATA and found.content is not None:
        model.metadata.append(_pair(walk, found.content))


def _pair(walk: Walk, content: Window) -> tuple[str, str]:
    said = {part.number: part.text() for part in walk.fields(content)}
    return said.get(1, ""), said.get(2, "")


def _read_graph(walk: Walk, graph: Window, model: _Model) -> None:
    for found in walk.fields(graph):
        if found.number == _GRAPH_NODE:
            model.nodes += 1
        elif found.number == _GRAPH_NAME:
            model.told["graph"] = found.text()
        elif found.number == _INITIALIZER and found.content is not None:
            _read_tensor(walk, found.content, model)
        elif found.number == _SPARSE:
            model.is_complete = False


def _read_tensor(walk: Walk, tensor: Window, model: _Model) -> None:
    """Shape and type; the values are passed over."""
    dimensions: list[int] = []
    for found in walk.fields(tensor):
        if found.number == _DIMS:
            dimensions += found.numbers()
        elif found.number == _DATA_TYPE and found.value is not None:
            model.types.add(_TYPES[found.value] if found.value < len(_TYPES) else f"type {found.value}")
        elif found.number == _EXTERNAL and found.content is not None:
            model.external.update(_location(walk, found.content))
    if len(dimensions) > DIMENSION_LIMIT or any(number >= 2**63 for number in dimensions):
        raise FormatError(f"{tensor.shown}: a tensor of impossible dimensions; no verdict on it")
    model.tensors += 1
    model.parameters += math.prod(dimensions)
    if model.parameters >= 2**63:
        raise FormatError(f"{tensor.shown}: tensors of more than 2^63 elements; no verdict on it")


def _location(walk: Walk, content: Window) -> Iterator[str]:
    key, value = _pair(walk, content)
    if key == "location" and value:
        yield value
