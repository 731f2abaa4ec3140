"""What a TFLite file says: its version and description, and the shapes and types of its tensors.

The format: FlatBuffers internals, and tensorflow/compiler/mlir/lite/schema/schema.fbs: of Model the fields version,
operator_codes, subgraphs, description, buffers; of SubGraph tensors; of Tensor shape, type, buffer; of Buffer data.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.window import Window

MAGIC = b"TFL3"
"""The file identifier, at byte 4."""
VECTOR_LIMIT = 100_000
"""Entries of a vector at most."""
TENSOR_LIMIT = 200_000
"""Entries of all vectors of tables together at most."""
TEXT_LIMIT = 2**16
"""Bytes of a text that are read."""
DIMENSION_LIMIT = 16
_VERSION, _SUBGRAPHS, _DESCRIPTION, _BUFFERS = 0, 2, 3, 4
_TENSORS, _SHAPE, _TYPE, _BUFFER, _DATA = 0, 0, 1, 2, 0
_TYPES = (
    *("F32", "F16", "I32", "U8", "I64", "STRING", "BOOL", "I16", "C64", "I8", "F64", "C128", "U64", "RESOURCE"),
    *("VARIANT", "U32", "U16", "I4", "BF16"),
)
"""TensorType, by number, in the words that the other formats use."""


def read_tflite(window: Window) -> Header:
    """The header of a TFLite file. Raises FormatError where it does not fit the file."""
    if window.size < 8 or window.at(4, 4) != MAGIC:
        raise FormatError(f"{window.shown}: no TFLite file: TFL3 does not stand at byte 4; no verdict on it")
    flat = _Flat(window)
    model = flat.number(0, 4)
    filled = {index for index, place in enumerate(flat.tables(model, _BUFFERS)) if flat.length(place, _DATA)}
    weights = [
        tensor
        for graph in flat.tables(model, _SUBGRAPHS)
        for tensor in flat.tables(graph, _TENSORS)
        if flat.scalar(tensor, _BUFFER, 4) in filled
    ]
    parameters = sum(flat.elements(tensor) for tensor in weights)
    if parameters >= 2**63:
        raise FormatError(f"{window.shown}: tensors of more than 2^63 elements; no verdict on it")
    told = [("tflite.version", str(flat.scalar(model, _VERSION, 4))), ("description", flat.text(model, _DESCRIPTION))]
    return Header(
        format="tflite",
        tensor_count=len(weights),
        parameter_count=parameters,
        dtypes=tuple(sorted({_type(flat.scalar(tensor, _TYPE, 1)) for tensor in weights})),
        metadata=kept_all(told),
    )


def _type(number: int) -> str:
    return _TYPES[number] if number < len(_TYPES) else f"type {number}"


class _Flat:
    """Tables and vectors of a FlatBuffers file."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._seen = 0

    def number(self, place: int, width: int) -> int:
        return int.from_bytes(self._window.at(place, width), "little")

    def scalar(self, table: int, field: int, width: int) -> int:
        place = self._field(table, field)
        return self.number(place, width) if place else 0

    def tables(self, table: int, field: int) -> Iterator[int]:
        """The places of the tables in a vector."""
        begin, count = self._vector(table, field)
        self._seen += count
        if self._seen > TENSOR_LIMIT:
            raise FormatError(f"{self._window.shown}: more than {TENSOR_LIMIT:,} tables; no verdict on it")
        for place in range(begin, begin + 4 * count, 4):
            yield place + self.number(place, 4)

    def length(self, table: int, field: int) -> int:
        """Entries of a vector; of a vector of bytes, their number."""
        place = self._field(table, field)
        return self.number(place + self.number(place, 4), 4) if place else 0

    def text(self, table: int, field: int) -> str:
        place = self._field(table, field)
        if not place:
            return ""
        begin = place + self.number(place, 4)
        return self._window.at(begin + 4, min(self.number(begin, 4), TEXT_LIMIT)).decode("utf-8", "replace")

    def elements(self, tensor: int) -> int:
        begin, count = self._vector(tensor, _SHAPE)
        if count > DIMENSION_LIMIT:
            raise FormatError(f"{self._window.shown}: a tensor of {count:,} dimensions; no verdict on it")
        return math.prod(self.number(place, 4) for place in range(begin, begin + 4 * count, 4))

    def _vector(self, table: int, field: int) -> tuple[int, int]:
        place = self._field(table, field)
        if not place:
            return 0, 0
        begin = place + self.number(place, 4)
        count = self.number(begin, 4)
        if count > VECTOR_LIMIT:
            raise FormatError(f"{self._window.shown}: a vector of {count:,} entries; no verdict on it")
        return begin + 4, count

    def _field(self, table: int, field: int) -> int:
        """The place of a field of a table; 0 where it is not stated."""
        index = table - int.from_bytes(self._window.at(table, 4), "little", signed=True)
        slot = 4 + 2 * field
        offset = self.number(index + slot, 2) if slot + 2 <= self.number(index, 2) else 0
        return table + offset if offset else 0
