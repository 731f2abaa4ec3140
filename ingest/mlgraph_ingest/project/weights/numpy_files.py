"""What files of NumPy say: type and shape of an array, or of several in a zip archive.

The format: numpy.lib.format. An array of objects is a pickle, and is judged as one.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.header import Header, kept_all
from mlgraph_ingest.project.weights.pickle_files import checked
from mlgraph_ingest.project.weights.pickles import Pickles, read_pickles
from mlgraph_ingest.project.weights.window import Window
from mlgraph_ingest.project.weights.zip_members import Archive, Member

MAGIC = b"\x93NUMPY"
HEADER_LIMIT = 2**16
"""Bytes of the header of an array at most."""
OBJECTS_LIMIT = 64 * 2**20
"""Bytes of a packed array of objects that are unpacked and looked at."""
ARRAYS_LIMIT = 10_000
"""Arrays of an archive that are looked at."""
_TYPE = re.compile(rb"'descr'\s*:\s*'([^']{1,40})'")
_SHAPE = re.compile(rb"'shape'\s*:\s*\(([\d, ]*)\)")
_KINDS = {"f": "F", "i": "I", "u": "U", "c": "C", "b": "BOOL", "?": "BOOL"}


@dataclass(frozen=True, slots=True)
class _Array:
    dtype: str
    elements: int
    begin: int
    """Where its values lie."""
    width: int | None
    """Bytes of a value, where it is a number."""
    is_objects: bool


def read_npy(window: Window) -> Header:
    """What a file with one array says. Raises FormatError where it is none, or truncated."""
    array = _array(window)
    if array.is_objects:
        scan, problems = checked([read_pickles(window.part(array.begin, window.size - array.begin))])
        return Header("numpy", 1, array.elements, (array.dtype,), pickle=scan, problems=problems)
    if array.width is not None and array.begin + array.elements * array.width > window.size:
        raise window.truncated()
    return Header("numpy", 1, array.elements, (array.dtype,))


def read_npz(archive: Archive) -> Header:
    """What an archive of arrays says. Raises FormatError where one of them cannot be read."""
    names = [member for member in archive.members if member.name.endswith(".npy")]
    arrays: list[_Array] = []
    objects: list[Pickles] = []
    for member in names[:ARRAYS_LIMIT]:
        raw = archive.content(member, HEADER_LIMIT)
        array = _array(Window(io.BytesIO(raw), len(raw), f"{archive.window.shown}: {member.name[:80]!r}"))
        arrays.append(array)
        if array.is_objects:
            objects.append(_objects(archive, member, array, objects[-1].opcodes if objects else 0))
    scan, problems = checked(objects) if objects else (None, ())
    return Header(
        format="numpy-archive",
        tensor_count=len(names),
        parameter_count=sum(array.elements for array in arrays) if len(names) == len(arrays) else None,
        dtypes=tuple(sorted({array.dtype for array in arrays})),
        metadata=kept_all([("arrays", ", ".join(member.name.removesuffix(".npy") for member in names[:20]))]),
        pickle=scan,
        problems=problems,
    )


def _objects(archive: Archive, member: Member, array: _Array, spent: int) -> Pickles:
    shown = f"{archive.window.shown}: {member.name[:80]!r}"
    raw = archive.content(member, OBJECTS_LIMIT)
    if len(raw) >= OBJECTS_LIMIT:
        raise FormatError(f"{shown} unpacks to more than {OBJECTS_LIMIT:,} bytes; no verdict on it")
    window = Window(io.BytesIO(raw), len(raw), shown)
    return read_pickles(window.part(array.begin, len(raw) - array.begin), spent=spent)


def _array(window: Window) -> _Array:
    if window.head(6) != MAGIC:
        raise FormatError(f"{window.shown}: no array of NumPy; no verdict on it")
    version = window.at(6, 1)[0]
    width = 2 if version == 1 else 4
    length = int.from_bytes(window.at(8, width), "little")
    if version not in {1, 2, 3} or length > HEADER_LIMIT:
        raise FormatError(f"{window.shown}: an array of NumPy whose header is not known; no verdict on it")
    head = window.at(8 + width, length)
    shape = _SHAPE.search(head)
    if shape is None:
        raise FormatError(f"{window.shown}: an array of NumPy without a shape; no verdict on it")
    stated = _TYPE.search(head)
    code = stated[1].decode("ascii", "replace") if stated else ""
    elements = math.prod(int(number[:20]) for number in shape[1].replace(b" ", b"").split(b",") if number)
    if elements >= 2**63:
        raise FormatError(f"{window.shown}: an array of more than 2^63 elements; no verdict on it")
    is_objects = code.endswith("O") or (not code and b"O'" in head)
    return _Array(_dtype(code), elements, 8 + width + length, _width(code), is_objects)


def _dtype(code: str) -> str:
    """Its type in the words that the other formats use; else as NumPy writes it.

    >>> _dtype("<f4"), _dtype("|b1"), _dtype("<U10"), _dtype("")
    ('F32', 'BOOL', 'U10', 'structured')
    """
    plain = code.lstrip("<>|=")
    kind = _KINDS.get(plain[:1])
    if kind == "BOOL":
        return kind
    if kind is not None and plain[1:].isdecimal():
        return f"{kind}{8 * int(plain[1:])}"
    return "objects" if plain == "O" else plain or "structured"


def _width(code: str) -> int | None:
    plain = code.lstrip("<>|=")
    return int(plain[1:]) if plain[:1] in _KINDS and plain[1:].isdecimal() else None
