"""Walks messages of the protobuf wire format without their schema, passing over what is not wanted.

The format: protobuf.dev, "Encoding".
"""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.window import Cursor, Window

FIELD_LIMIT = 1_000_000
"""Fields of one file that are walked at most."""
TEXT_LIMIT = 2**16
"""Bytes of one text that are read at most."""
_NUMBER, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5
_FIXED = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}
_KINDS = frozenset({_NUMBER, _BYTES, *_FIXED})


class Field:
    """A field of a message."""

    __slots__ = ("_length", "_place", "_window", "number", "value")

    def __init__(self, number: int, value: int | None, window: Window, place: int, length: int) -> None:
        self.number = number
        self.value = value
        """Of a number; None: it is a text, a message or bytes."""
        self._window = window
        self._place = place
        self._length = length

    @property
    def content(self) -> Window | None:
        """Of a text, a message or bytes: where it lies; it has not been read."""
        return self._window.part(self._place, self._length) if self.value is None else None

    def text(self) -> str:
        """Its content as text; empty where it is none or too long."""
        if self.value is not None or self._length > TEXT_LIMIT:
            return ""
        return self._window.at(self._place, self._length).decode("utf-8", "replace")

    def numbers(self) -> list[int]:
        """The numbers that it holds: one, or several that are packed."""
        if self.value is not None:
            return [self.value]
        if self._length > TEXT_LIMIT:
            return []
        cursor, found = self._window.part(self._place, self._length).cursor(), list[int]()
        while cursor.left:
            found.append(_varint(cursor))
        return found


class Walk:
    """Walks the messages of one file, so many fields at most."""

    def __init__(self) -> None:
        self._fields = 0

    def fields(self, window: Window) -> Iterator[Field]:
        """The fields of a message in order. Raises FormatError where it is none."""
        cursor = window.cursor()
        while cursor.left:
            self._fields += 1
            if self._fields > FIELD_LIMIT:
                raise FormatError(f"{window.shown}: more than {FIELD_LIMIT:,} fields; no verdict on it")
            tag = _varint(cursor)
            yield _field(cursor, tag >> 3, tag & 7)


def _field(cursor: Cursor, number: int, kind: int) -> Field:
    if number == 0 or kind not in _KINDS:
        raise FormatError(f"{cursor.window.shown}: no message at byte {cursor.position:,}; no verdict on it")
    if kind == _NUMBER:
        return Field(number, _varint(cursor), cursor.window, 0, 0)
    length = _varint(cursor) if kind == _BYTES else _FIXED[kind]
    start = cursor.position
    cursor.skip(length)
    return Field(number, None, cursor.window, start, length)


def _varint(cursor: Cursor) -> int:
    found = 0
    for shift in range(0, 70, 7):
        byte = cursor.byte()
        found |= (byte & 0x7F) << shift
        if byte < 0x80:
            return found & (2**64 - 1)
    raise FormatError(f"{cursor.window.shown}: no number at byte {cursor.position:,}; no verdict on it")
