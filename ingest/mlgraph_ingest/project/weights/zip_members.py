"""The members of a zip archive, by its central directory; nothing is unpacked to disk.

The format: PKWARE, APPNOTE.TXT 6.3.10. Deliberately lenient, as the loaders of weights are: checksums, flags and the
names in local headers, with which a file can make strict readers stop, are not looked at.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.weights.window import Window

MAGIC = b"PK\x03\x04"
DIRECTORY_LIMIT = 32 * 2**20
"""Bytes of a central directory at most."""
MEMBER_LIMIT = 200_000
"""Members of an archive at most."""
_TAIL = 2**16 + 22
"""Bytes at the end of an archive in which its end record begins: a comment has at most 65,535."""
_END, _END_64, _LOCATOR_64, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02", b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_FULL_16, _FULL_32 = 2**16 - 1, 2**32 - 1


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an archive, as the directory describes it."""

    name: str
    method: int
    packed: int
    """Bytes in the archive."""
    size: int
    """Bytes as it claims to have unpacked."""
    offset: int
    """Of its local header."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose directory was read."""

    window: Window
    members: tuple[Member, ...]

    def named(self, name: str) -> Member | None:
        """The member of a name; the last where there are several, as loaders take it."""
        return next((member for member in reversed(self.members) if member.name == name), None)

    def content(self, member: Member, limit: int) -> bytes:
        """The unpacked content of a member, at most `limit` bytes of it.

        Raises FormatError where it is packed in a way that is not known, or damaged.
        """
        packed = self.stored(member)
        if member.method == _STORED:
            return packed.at(0, min(packed.size, limit))
        if member.method != _DEFLATED:
            shown = f"{self.window.shown}: {member.name[:80]!r}"
            raise FormatError(f"{shown} is packed by method {member.method}; no verdict on it")
        return inflated(packed, limit, zlib.decompressobj(-zlib.MAX_WBITS))

    def is_stored(self, member: Member) -> bool:
        """Whether it lies in the archive as it is."""
        return member.method == _STORED

    def stored(self, member: Member) -> Window:
        """A member as it lies in the archive."""
        local = self.window.at(member.offset, 30)
        if not local.startswith(_LOCAL):
            raise FormatError(
                f"{self.window.shown}: {member.name[:80]!r} is not where its directory says; no verdict on it"
            )
        name, extra = struct.unpack("<HH", local[26:30])
        return self.window.part(member.offset + 30 + name + extra, member.packed)


def inflated(packed: Window, limit: int, engine: zlib._Decompress) -> bytes:
    """What unpacks to at most `limit` bytes; what is beyond is not unpacked."""
    cursor, found, total = packed.cursor(), [], 0
    try:
        while total < limit and not engine.eof and (cursor.left or engine.unconsumed_tail):
            block = engine.unconsumed_tail or cursor.take(min(2**16, cursor.left))
            found.append(engine.decompress(block, limit - total))
            total += len(found[-1])
    except zlib.error as error:
        raise FormatError(f"{packed.shown}: damaged: it cannot be unpacked; no verdict on it") from error
    return b"".join(found)


def read_archive(window: Window) -> Archive:
    """The directory of an archive. Raises FormatError where it is damaged or beyond the limits."""
    size, offset, end = _place(window)
    if size > DIRECTORY_LIMIT:
        raise FormatError(f"{window.shown}: a zip directory of {size:,} bytes; the limit is {DIRECTORY_LIMIT:,}")
    shift = end - size - offset  # bytes before the archive, which offsets do not count
    raw = window.at(end - size, size) if size <= end else b""
    found, place = [], 0
    while raw[place : place + 4] == _ENTRY:
        member, place = _entry(window, raw, place)
        found.append(Member(member.name, member.method, member.packed, member.size, member.offset + shift))
        if len(found) > MEMBER_LIMIT:
            raise FormatError(f"{window.shown}: a zip archive of more than {MEMBER_LIMIT:,} members; no verdict on it")
    if place < len(raw) or not found:
        raise FormatError(f"{window.shown}: a zip archive without a directory that can be read; no verdict on it")
    return Archive(window, tuple(found))


def _place(window: Window) -> tuple[int, int, int]:
    """Size and stated offset of the directory, and where it really ends."""
    begin = max(0, window.size - _TAIL)
    tail = window.at(begin, window.size - begin)
    where = tail.rfind(_END)
    if where < 0 or len(tail) - where < 22:
        raise FormatError(f"{window.shown}: truncated: a zip archive without its end; no verdict on it")
    count, size, offset = struct.unpack("<HLL", tail[where + 10 : where + 20])
    end = begin + where
    locator = tail[where - 20 : where] if where >= 20 else b""
    if locator.startswith(_LOCATOR_64) and (count == _FULL_16 or _FULL_32 in {size, offset}):
        (place,) = struct.unpack("<Q", locator[8:16])
        record = window.at(place, 56)
        if record.startswith(_END_64):
            size, offset = struct.unpack("<QQ", record[40:56])
            end = place
    return size, offset, end


def _entry(window: Window, raw: bytes, place: int) -> tuple[Member, int]:
    if len(raw) < place + 46:
        raise window.truncated()
    method = struct.unpack_from("<H", raw, place + 10)[0]
    packed, size, name, extra, comment = struct.unpack_from("<LLHHH", raw, place + 20)
    offset = struct.unpack_from("<L", raw, place + 42)[0]
    begin = place + 46
    title = raw[begin : begin + name].decode("utf-8", "replace")
    wide = _wide(raw[begin + name : begin + name + extra])
    size, packed, offset = (wide.pop(0) if value == _FULL_32 and wide else value for value in (size, packed, offset))
    return Member(title, method, packed, size, offset), begin + name + extra + comment


def _wide(extra: bytes) -> list[int]:
    """The numbers of 64 bits in an extra field."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        if kind == 1:
            usable = extra[place + 4 : place + 4 + length]
            return [int.from_bytes(usable[i : i + 8], "little") for i in range(0, len(usable) - 7, 8)]
        place += 4 + length
    return []
