"""The opcodes of a pickle, one after the other; nothing of it is executed.

The table of opcodes is that of the standard library (pickletools); reading them is our own, so that a text of
gigabytes is passed over and not held.
"""

from __future__ import annotations

import pickletools
import re
import struct
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.window import Cursor, Window

LINE_LIMIT = 2**16
"""Bytes of an argument that ends with its line at most."""
KEPT_LIMIT = 2**16
"""Bytes of an argument that are kept; of a longer one only its length is known."""
DIGITS_LIMIT = 4300
"""Characters of a number that is written out at most, as Python has it (sys.int_info)."""
_TEXTS = frozenset({"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "SHORT_BINSTRING", "BINSTRING"})
_BYTES = frozenset({"SHORT_BINBYTES", "BINBYTES", "BINBYTES8", "BYTEARRAY8"})
_PAIRS = frozenset({"GLOBAL", "INST"})
_WHOLE = frozenset({"INT", "LONG", "GET", "PUT"})
_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[^0-7x])")
_WIDE_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})")
_PREFIXES = {
    pickletools.TAKEN_FROM_ARGUMENT1: "<B",
    pickletools.TAKEN_FROM_ARGUMENT4: "<i",
    pickletools.TAKEN_FROM_ARGUMENT4U: "<I",
    pickletools.TAKEN_FROM_ARGUMENT8U: "<Q",
}
_NUMBERS = {
    "BININT": "<i", "BININT1": "<B", "BININT2": "<H", "BINGET": "<B", "LONG_BINGET": "<I", "BINPUT": "<B",
    "LONG_BINPUT": "<I", "PROTO": "<B", "FRAME": "<Q", "EXT1": "<B", "EXT2": "<H", "EXT4": "<i",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    length: int
    """Bytes of the argument, or one of pickletools' signs for where its length stands; 0: it has none."""


_SHAPES = {ord(op.code): _Shape(op.name, op.arg.n if op.arg is not None else 0) for op in pickletools.opcodes}

Argument = str | int | tuple[str, str] | Window | None
"""What an opcode is given; of bytes, where they lie."""


def next_opcode(cursor: Cursor) -> tuple[str, Argument]:
    """The next opcode and its argument; None where it has none, or one that is not kept.

    Raises FormatError where there is no opcode.
    """
    place = cursor.position
    shape = _SHAPES.get(cursor.byte())
    if shape is None:
        raise FormatError(f"{cursor.window.shown}: no pickle at byte {place:,}; no verdict on it")
    if shape.length == 0:
        return shape.name, None
    if shape.length == pickletools.UP_TO_NEWLINE:
        return shape.name, _lines(cursor, shape.name)
    if shape.length > 0:
        raw = cursor.take(shape.length)
        letter = _NUMBERS.get(shape.name)
        return shape.name, struct.unpack(letter, raw)[0] if letter else None
    return shape.name, _counted(cursor, shape)


def _lines(cursor: Cursor, name: str) -> Argument:
    if name in _PAIRS:
        return _line(cursor), _line(cursor)
    line = _line(cursor)
    if name in _WHOLE:
        return _whole(line)
    if name == "STRING":
        return _ESCAPE.sub(_escaped, line.strip("'\""))
    return _WIDE_ESCAPE.sub(_escaped, line) if name == "UNICODE" else line


def _whole(text: str) -> int | None:
    """A number as the unpickler takes it, which lets spaces and underscores pass."""
    try:
        return int(text.removesuffix("L")) if len(text) <= DIGITS_LIMIT else None
    except ValueError:
        return None


def _escaped(match: re.Match[str]) -> str:
    said = match[1]
    if said[0] in "xuU":
        return chr(min(int(said[1:], 16), 0x10FFFF))
    return chr(int(said, 8)) if said[0].isdigit() else said


def _line(cursor: Cursor) -> str:
    block = cursor.window.at(cursor.position, min(LINE_LIMIT, cursor.left))
    length = block.find(b"\n")
    if length < 0:
        raise FormatError(f"{cursor.window.shown}: truncated, or no pickle: a line without an end; no verdict on it")
    cursor.skip(length + 1)
    return block[:length].decode("utf-8", "replace")


def _counted(cursor: Cursor, shape: _Shape) -> Argument:
    letter = _PREFIXES[shape.length]
    length: int = struct.unpack(letter, cursor.take(struct.calcsize(letter)))[0]
    if length < 0:
        raise FormatError(f"{cursor.window.shown}: no pickle: an argument of negative length; no verdict on it")
    if shape.name in _BYTES:
        start = cursor.position
        cursor.skip(length)
        return cursor.window.part(start, length)
    if length > KEPT_LIMIT or not (shape.name in _TEXTS or shape.name.startswith("LONG")):
        cursor.skip(length)
        return None
    raw = cursor.take(length)
    if shape.name in _TEXTS:
        return raw.decode("utf-8", "replace")
    return int.from_bytes(raw, "little", signed=True) if length <= 16 else None
