"""What a GGUF file says of itself: its metadata, and the shapes and types of its tensors.

The format: ggml, docs/gguf.md. Versions 1 to 3, both byte orders. The values of the tensors are not read, and of the
tokenizer only its template's hash is kept.
"""

from __future__ import annotations

import hashlib
import math
import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.gguf_types import FILE_TYPES, GUESSED, PLAIN_TYPES, TENSOR_TYPES
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.window import CHUNK, Cursor, Window

MAGIC = b"GGUF"
TEXT_LIMIT = 2**20
"""Bytes of one text that are read; of a longer one only its place is passed over."""
COUNT_LIMIT = 2**18
"""Metadata entries, tensors, and lists in lists, at most."""
ITEMS_LIMIT = 2**24
"""Texts in all lists together at most: a tokenizer has some hundred thousand."""
DIMENSION_LIMIT = 8
"""Dimensions of a tensor at most (the format has up to 4, which it says may change)."""
_NESTING_LIMIT = 4
_TEXTS_KEPT = 50
"""Texts of a list (tags, languages, datasets) that are kept."""
_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
"""struct's letter for each type of a metadata value that is a number."""
_TEXT, _LIST = 8, 9
_LISTS_KEPT = frozenset({"general.tags", "general.languages", "general.datasets"})
_TEMPLATE = "tokenizer.chat_template"
_BASE = re.compile(r"general\.(?:base_model\.\d+|source)\.(?:repo_url|huggingface\.repository)")
_HUB = "https://huggingface.co/"

_Value = str | int | float | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class _Tensor:
    elements: int
    type: int
    offset: int


def read_gguf(window: Window) -> Header:
    """The header of a GGUF file. Raises FormatError where it does not fit the file."""
    reader = _Reader(window)
    said = dict(reader.metadata())
    tensors = list(reader.tensors())
    _check_place(tensors, said.get("general.alignment"), reader.cursor)
    family = _text(said, "general.architecture")
    return Header(
        format="gguf",
        tensor_count=len(tensors),
        parameter_count=sum(tensor.elements for tensor in tensors),
        dtypes=tuple(sorted({_type_name(tensor.type) for tensor in tensors})),
        metadata=kept_all([("gguf.version", str(reader.version)), *_shown(said)]),
        architecture_family=family,
        context_length=_number(said, f"{family}.context_length"),
        quantization=_quantization(tensors, _number(said, "general.file_type")),
        chat_template_hash=reader.template_hash,
        license=_license(said),
        base_models=tuple(dict.fromkeys(_base_models(said))),
        shard=_shard(said),
    )


class _Reader:
    def __init__(self, window: Window) -> None:
        self.cursor: Cursor = window.cursor()
        self.shown = window.shown
        self.template_hash: str | None = None
        self._items = 0
        if self.cursor.take(4) != MAGIC:
            raise FormatError(f"{self.shown}: no GGUF file: it does not begin with GGUF; no verdict on it")
        raw = self.cursor.take(4)
        self.order = "<" if int.from_bytes(raw, "little") < 2**16 else ">"
        self.version: int = struct.unpack(f"{self.order}I", raw)[0]
        if not 1 <= self.version <= 3:
            raise FormatError(f"{self.shown}: GGUF of version {self.version}, which is not known; no verdict on it")
        self.tensor_count, self.entry_count = self._size(), self._size()

    def metadata(self) -> Iterator[tuple[str, _Value]]:
        self._check_count("metadata entries", self.entry_count, self._length_bytes + 5)
        for _ in range(self.entry_count):
            key = self._text(self._size()) or ""
            yield key, self._value(key, self._unpack("I"))

    def tensors(self) -> Iterator[_Tensor]:
        self._check_count("tensors", self.tensor_count, self._length_bytes + 16)
        for _ in range(self.tensor_count):
            self.cursor.skip(self._size())
            dimensions = self._unpack("I")
            if dimensions > DIMENSION_LIMIT:
                raise FormatError(f"{self.shown}: a tensor of {dimensions:,} dimensions; no verdict on it")
            elements = math.prod(self._size() for _ in range(dimensions))
            if elements >= 2**63:
                raise FormatError(f"{self.shown}: a tensor of more than 2^63 elements; no verdict on it")
            yield _Tensor(elements, self._unpack("I"), self._unpack("Q"))

    @property
    def _length_bytes(self) -> int:
        return 4 if self.version == 1 else 8

    def _size(self) -> int:
        return self._unpack("I" if self.version == 1 else "Q")

    def _unpack(self, letter: str) -> int:
        found: int = struct.unpack(self.order + letter, self.cursor.take(struct.calcsize(f"={letter}")))[0]
        return found

    def _check_count(self, what: str, count: int, least_bytes: int) -> None:
        if count > COUNT_LIMIT or count * least_bytes > self.cursor.left:
            raise FormatError(
                f"{self.shown}: truncated, or no GGUF file: it announces {count:,} {what}; no verdict on it"
            )

    def _spend(self, count: int, limit: int) -> None:
        self._items += count
        if self._items > limit:
            raise FormatError(f"{self.shown}: lists of more than {limit:,} entries; no verdict on it")

    def _text(self, length: int) -> str | None:
        if length > TEXT_LIMIT:
            self.cursor.skip(length)
            return None
        return self.cursor.take(length).decode("utf-8", "replace")

    def _value(self, key: str, kind: int) -> _Value:
        if kind == _TEXT:
            return self._named_text(key)
        if kind == _LIST:
            return self._list(key, _NESTING_LIMIT)
        return self._scalar(kind)

    def _named_text(self, key: str) -> str | None:
        text = self._text(self._size())
        if key != _TEMPLATE or text is None:
            return text
        self.template_hash = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        return None

    def _scalar(self, kind: int) -> int | float | bool:
        letter = _NUMBERS.get(kind)
        if letter is None:
            raise FormatError(f"{self.shown}: a metadata value of a type that is not known; no verdict on it")
        return self._unpack(letter)

    def _list(self, key: str, depth: int) -> list[str] | None:
        kind, count = self._unpack("I"), self._size()
        if kind == _TEXT and key in _LISTS_KEPT and count <= _TEXTS_KEPT:
            return [self._text(self._size()) or "" for _ in range(count)]
        if kind == _TEXT:
            self._skip_texts(count)
        elif kind == _LIST and depth > 1:
            self._check_count("lists in a list", count, self._length_bytes + 4)
            self._spend(count, COUNT_LIMIT)
            for _ in range(count):
                self._list(key, depth - 1)
        elif kind in _NUMBERS:
            self.cursor.skip(count * struct.calcsize(f"={_NUMBERS[kind]}"))
        else:
            raise FormatError(f"{self.shown}: a list of a type that is not known; no verdict on it")
        return None

    def _skip_texts(self, count: int) -> None:
        """Pass over the words of a tokenizer: a hundred thousand and more, so block by block."""
        width = self._length_bytes
        order: Literal["little", "big"] = "little" if self.order == "<" else "big"
        if count * width > self.cursor.left:
            raise FormatError(f"{self.shown}: truncated: a list of {count:,} texts; no verdict on it")
        self._spend(count, ITEMS_LIMIT)
        while count:
            block = self.cursor.window.at(self.cursor.position, min(CHUNK, self.cursor.left))
            place, end = 0, len(block) - width
            while count and place <= end:
                place += width + int.from_bytes(block[place : place + width], order)
                count -= 1
            self.cursor.skip(place or width)


def _check_place(tensors: list[_Tensor], alignment: _Value, cursor: Cursor) -> None:
    """Whether the tensors lie within the file, each at an aligned place."""
    shown = cursor.window.shown
    step = alignment if isinstance(alignment, int) and alignment > 0 else 32
    begin = -(-cursor.position // step) * step
    for tensor in tensors:
        if tensor.offset % step:
            raise FormatError(f"{shown}: a tensor does not begin at a multiple of {step:,} bytes; no verdict on it")
        end = begin + tensor.offset + (_bytes(tensor) or 0)
        if end > cursor.window.size:
            raise FormatError(
                f"{shown}: truncated: {cursor.window.size:,} bytes where its header says {end:,}; no verdict on it"
            )


def _bytes(tensor: _Tensor) -> int | None:
    if tensor.type not in TENSOR_TYPES:
        return None
    _, block, size = TENSOR_TYPES[tensor.type]
    return -(-tensor.elements // block) * size


def _type_name(number: int) -> str:
    return TENSOR_TYPES[number][0] if number in TENSOR_TYPES else f"type {number}"


def _quantization(tensors: list[_Tensor], file_type: int | None) -> Mapping[str, JsonValue] | None:
    """Method and mean bits of an element; None where no tensor is quantized."""
    weights: Counter[str] = Counter()
    for tensor in tensors:
        weights[_type_name(tensor.type)] += tensor.elements
    quantized = Counter({name: count for name, count in weights.items() if name not in PLAIN_TYPES})
    if not quantized:
        return None
    sizes = [_bytes(tensor) for tensor in tensors]
    elements, known = sum(weights.values()), [size for size in sizes if size is not None]
    bits = round(8 * sum(known) / elements, 2) if elements and len(known) == len(sizes) else None
    stated = FILE_TYPES.get(file_type & ~GUESSED) if file_type is not None else None
    return {"method": stated or max(sorted(quantized), key=lambda name: quantized[name]), "bits": bits}


def _text(said: Mapping[str, _Value], key: str) -> str | None:
    value = said.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _number(said: Mapping[str, _Value], key: str) -> int | None:
    value = said.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _license(said: Mapping[str, _Value]) -> str | None:
    license_id = _text(said, "general.license")
    if license_id in {None, "other", "unknown"}:
        return _text(said, "general.license.name") or _text(said, "general.license.link") or license_id
    return license_id


def _base_models(said: Mapping[str, _Value]) -> Iterator[str]:
    for key in sorted(said):
        value = said[key]
        if isinstance(value, str) and _BASE.fullmatch(key):
            yield value.strip().removeprefix(_HUB).rstrip("/")


def _shard(said: Mapping[str, _Value]) -> tuple[int, int] | None:
    """llama.cpp, tools/gguf-split: `split.no` counts from 0."""
    index, count = _number(said, "split.no"), _number(said, "split.count")
    return (index + 1, count) if index is not None and count is not None and 1 < count > index else None


def _shown(said: Mapping[str, _Value]) -> Iterator[tuple[str, str]]:
    """General metadata before those of the architecture and the tokenizer."""
    for key in sorted(said, key=lambda key: (not key.startswith("general."), key)):
        value = said[key]
        if isinstance(value, list):
            yield key, ", ".join(value)
        elif isinstance(value, bool):
            yield key, "true" if value else "false"
        elif isinstance(value, float):
            yield key, f"{value:.6g}"
        elif value is not None:
            yield key, str(value)
