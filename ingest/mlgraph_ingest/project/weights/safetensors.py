"""What a safetensors file says in its header: tensors, parameters, types, license and base model.

The format: eight bytes with the length of the header (little endian), the header in JSON, the tensors one after the
other without a gap (huggingface/safetensors, README, "Format"). Only the header is parsed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeGuard

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept
from mlgraph_ingest.project.weights.window import Window

HEADER_LIMIT = 100_000_000
"""Bytes of a header at most, as the format's own reader has it (safetensors, tensor.rs, MAX_HEADER_SIZE)."""
DIMENSION_LIMIT = 64
"""Dimensions of a tensor at most (NumPy's limit)."""
_TYPES_BY_BITS = {
    4: ("F4",),
    6: ("F6_E2M3", "F6_E3M2"),
    8: ("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"),
    16: ("I16", "U16", "F16", "BF16"),
    32: ("I32", "U32", "F32"),
    64: ("I64", "U64", "F64", "C64"),
}
_BITS = {name: bits for bits, names in _TYPES_BY_BITS.items() for name in names}
"""Bits of one element of each type (safetensors, tensor.rs, Dtype)."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    name: str


def read_safetensors(window: Window) -> Header:
    """The header of a safetensors file. Raises FormatError where it does not fit the file."""
    length = int.from_bytes(window.head(8), "little")
    if window.size < 8 or length > window.size - 8:
        size = f"{window.size:,} bytes do not hold its header"
        raise FormatError(f"{window.shown}: truncated, or no safetensors file: {size}")
    if length > HEADER_LIMIT:
        limit = f"larger than the limit of {HEADER_LIMIT:,} bytes"
        raise FormatError(f"{window.shown}: its header is {limit}; it was not read")
    return parse_header(window.at(8, length), window.size - 8 - length, window.shown)


def looks_like_safetensors(window: Window) -> bool:
    """Whether a file begins like one, whatever its name."""
    head = window.head(9)
    return len(head) == 9 and head[8:] == b"{" and 2 <= int.from_bytes(head[:8], "little") <= window.size - 8


def parse_header(header: bytes, data_bytes: int, shown: str) -> Header:
    """What a header says of `data_bytes` bytes of tensors; FormatError where it cannot be true."""
    content = _load(header, shown)
    metadata = content.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise FormatError(f"{shown}: its __metadata__ is no mapping of texts; no verdict on it")
    tensors = {name: _tensor(name, value, shown) for name, value in content.items()}
    _check_layout([span for span, _, _ in tensors.values()], data_bytes, shown)
    said = {str(key): str(value) for key, value in metadata.items()}
    return Header(
        format="safetensors",
        tensor_count=len(tensors),
        parameter_count=sum(elements for _, elements, _ in tensors.values()),
        dtypes=tuple(sorted({dtype for _, _, dtype in tensors.values()})),
        metadata={kept(key): kept(said[key]) for key in sorted(said)},
        license=said.get("license"),
        base_models=(said["base_model"],) if "base_model" in said else (),
        origin="__metadata__",
    )


def _load(header: bytes, shown: str) -> dict[str, object]:
    import orjson

    if not header.startswith(b"{"):
        raise FormatError(f"{shown}: its header is not that of a safetensors file; no verdict on it")
    try:
        content = orjson.loads(header)  # refuses nesting beyond 1,024 by itself
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{shown}: its header is no JSON (byte {8 + error.pos}); no verdict on it") from error
    if not isinstance(content, dict):
        raise FormatError(f"{shown}: its header is no mapping; no verdict on it")
    return content


def _tensor(name: str, value: object, shown: str) -> tuple[_Span, int, str]:
    if not isinstance(value, dict):
        raise FormatError(f"{shown}: tensor {name[:80]!r} is no mapping; no verdict on it")
    dtype, shape, offsets = value.get("dtype"), value.get("shape"), value.get("data_offsets")
    if not isinstance(dtype, str) or dtype not in _BITS:
        raise FormatError(f"{shown}: tensor {name[:80]!r} is of a type that is not known; no verdict on it")
    if not _is_counts(shape) or not _is_counts(offsets) or len(offsets) != 2:
        raise FormatError(f"{shown}: tensor {name[:80]!r} has no shape or no place; no verdict on it")
    elements = math.prod(shape)
    if elements * _BITS[dtype] != (offsets[1] - offsets[0]) * 8:
        raise FormatError(f"{shown}: tensor {name[:80]!r} does not fill its place; no verdict on it")
    return _Span(offsets[0], offsets[1], name), elements, dtype


def _is_counts(value: object) -> TypeGuard[list[int]]:
    """Whether a value is a list of whole numbers from 0, not longer than a tensor has dimensions."""
    return (
        isinstance(value, list)
        and len(value) <= DIMENSION_LIMIT
        and all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in value)
    )


def _check_layout(spans: list[_Span], data_bytes: int, shown: str) -> None:
    """Tensors follow each other without gap or overlap, and fill the file: the format demands it."""
    expected = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.start != expected:
            what = "overlaps another" if span.start < expected else "leaves a gap before it"
            raise FormatError(f"{shown}: tensor {span.name[:80]!r} {what}; no verdict on it")
        expected = span.end
    if expected != data_bytes:
        what = "truncated" if expected > data_bytes else "longer than its tensors"
        raise FormatError(f"{shown}: {what}: {data_bytes:,} bytes of data where its header says {expected:,}")
