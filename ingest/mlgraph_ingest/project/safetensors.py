"""What a safetensors file says in its header: tensors, parameters, types, license and base model.

The format: eight bytes with the length of the header (little endian), the header in JSON, the tensors one after the
other without a gap (huggingface/safetensors, README, "Format"). Only the header is parsed; the whole file is hashed.
"""

from __future__ import annotations

import hashlib
import math
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, TypeGuard

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.hub_names import is_hub_id
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code_names import EARLY_MODELS
from mlgraph_ingest.project.code_secrets import without_keys
from mlgraph_ingest.project.tree import SourceFile, reason
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

HEADER_LIMIT = 100_000_000
"""Bytes of a header at most, as the format's own reader has it (safetensors, tensor.rs, MAX_HEADER_SIZE)."""
DIMENSION_LIMIT = 64
"""Dimensions of a tensor at most (NumPy's limit)."""
VALUE_LIMIT = 2000
"""Characters that are kept of one metadata value; training tools write whole logs there."""
_BLOCK = 2**20
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
class Header:
    """What a header says, checked against the size of its file."""

    tensor_count: int
    parameter_count: int
    """Elements of all tensors together."""
    dtypes: tuple[str, ...]
    """Types that occur, sorted."""
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    name: str


def read_safetensors(file: SourceFile, project: NodeId) -> Iterator[Assertion]:
    """The facts of a safetensors file, from its header, its size and its hash.

    Raises FormatError, and says nothing of the file, where the header does not fit the file; SourceError where the
    file cannot be read.
    """
    header, digest, size_bytes = _read(file)
    node = ids.file(file.path)
    seen = Evidence("", Method.OBSERVED, "safetensors")
    yield edge(project, EdgeKind.CONTAINS, node, seen)
    yield fact(node, PropertyKind.FORMAT, "safetensors", seen)
    yield fact(node, PropertyKind.SIZE_BYTES, size_bytes, seen)
    yield fact(node, PropertyKind.HASH, f"sha256:{digest}", seen)
    yield fact(node, PropertyKind.TENSOR_COUNT, header.tensor_count, seen)
    yield fact(node, PropertyKind.PARAMETER_COUNT, header.parameter_count, seen)
    if header.dtypes:
        yield fact(node, PropertyKind.DTYPE, shown_dtype(header.dtypes), seen)
    if header.metadata:
        told: JsonValue = {key: header.metadata[key] for key in sorted(header.metadata)}
        yield fact(node, PropertyKind.HEADER_METADATA, told, Evidence("#/__metadata__", Method.OBSERVED, "safetensors"))
    yield from _read_origin(node, header.metadata)


def shown_dtype(dtypes: tuple[str, ...]) -> str:
    """The type of a file's tensors in one word, or all of them.

    >>> shown_dtype(("F32",))
    'F32'
    >>> shown_dtype(("F16", "I64"))
    'mixed: F16, I64'
    """
    return dtypes[0] if len(dtypes) == 1 else f"mixed: {', '.join(dtypes)}"


def parse_header(header: bytes, data_bytes: int, shown: str) -> Header:
    """What a header says of `data_bytes` bytes of tensors; FormatError where it cannot be true."""
    content = _load(header, shown)
    metadata = content.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(value, str) for value in metadata.values()):
        raise FormatError(f"{shown}: its __metadata__ is no mapping of texts; no verdict on it")
    tensors = {name: _tensor(name, value, shown) for name, value in content.items()}
    _check_layout([span for span, _, _ in tensors.values()], data_bytes, shown)
    return Header(
        tensor_count=len(tensors),
        parameter_count=sum(elements for _, elements, _ in tensors.values()),
        dtypes=tuple(sorted({dtype for _, _, dtype in tensors.values()})),
        metadata={str(key): _kept(str(value)) for key, value in metadata.items()},
    )


def _read(file: SourceFile) -> tuple[Header, str, int]:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with open(os.open(file.path, flags), "rb") as stream:  # noqa: PTH123 - a descriptor, links not followed
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{file.relative}: not a regular file; it was not read")
            return _read_stream(stream, status.st_size, file.relative)
    except OSError as error:
        raise SourceError(f"{file.relative}: cannot be read ({reason(error)}); check that it is readable") from error


def _read_stream(stream: BinaryIO, size_bytes: int, shown: str) -> tuple[Header, str, int]:
    prefix = stream.read(8)
    length = int.from_bytes(prefix, "little")
    if len(prefix) < 8 or length > size_bytes - 8:
        raise FormatError(f"{shown}: truncated, or no safetensors file: {size_bytes:,} bytes do not hold its header")
    if length > HEADER_LIMIT:
        raise FormatError(f"{shown}: its header is larger than the limit of {HEADER_LIMIT:,} bytes; it was not read")
    raw = stream.read(length)
    header = parse_header(raw, size_bytes - 8 - length, shown)
    digest = hashlib.sha256(prefix + raw)
    read_bytes = 8 + len(raw)
    while block := stream.read(_BLOCK):
        digest.update(block)
        read_bytes += len(block)
    if read_bytes != size_bytes:
        raise FormatError(f"{shown}: changed while it was read; read it again")
    return header, digest.hexdigest(), size_bytes


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


def _kept(text: str) -> str:
    shown = without_keys(text[:VALUE_LIMIT])
    return shown if len(text) <= VALUE_LIMIT else f"{shown}... ({len(text):,} characters)"


def _read_origin(node: NodeId, metadata: dict[str, str]) -> Iterator[Assertion]:
    """License and base model, where the header names them."""
    license_text = metadata.get("license", "").strip()
    if license_text:
        seen = Evidence("#/__metadata__/license", Method.OBSERVED, "safetensors")
        try:
            yield edge(node, EdgeKind.LICENSED_UNDER, ids.license_expression(license_text), seen)
        except FormatError:
            yield fact(node, PropertyKind.LICENSE_TEXT, license_text, seen)
    base_model = metadata.get("base_model", "").strip()
    if is_hub_id(base_model) and ("/" in base_model or EARLY_MODELS.fullmatch(base_model.lower())):
        seen = Evidence("#/__metadata__/base_model", Method.OBSERVED, "safetensors")
        yield edge(node, EdgeKind.DERIVED_FROM, ids.model(base_model), seen)
