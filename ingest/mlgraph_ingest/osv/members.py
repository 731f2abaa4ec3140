"""The files in a folder or an archive, one after the other, within limits; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from mlgraph.model.errors import FormatError, MlgraphError
from mlgraph_ingest.project.tree import open_regular, printable, read_regular

SUFFIXES = (".json", ".yaml", ".yml")
RECORD_LIMIT = 16 * 2**20
"""Bytes of one record at most: of those in public databases the largest have some 3 MB."""
TOTAL_LIMIT = 8 * 10**9
"""Bytes that an archive may unpack to: all of OSV's own dump of all ecosystems, several times."""
MEMBER_LIMIT = 1_000_000
"""Files of an archive or a folder."""
DIRECTORY_LIMIT = 256 * 2**20
"""Bytes of a zip directory at most, which has to be in memory as a whole."""
DEPTH_LIMIT = 50
"""Folders within folders."""
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_TAIL = 2**16 + 22 + 20 + 56


@dataclass(frozen=True, slots=True)
class Member:
    """One file; what could not be read has a reason instead of its content."""

    name: str
    """Its path within the whole, printable."""
    content: bytes
    problem: str | None = None


def folder_files(root: Path) -> list[Path]:
    """The records in a folder, sorted; hidden folders are left out and no link is followed.

    Raises FormatError where there are more than the limit.
    """
    found: list[Path] = []
    for path, folders, files in os.walk(root):
        depth = len(Path(path).relative_to(root).parts)
        folders[:] = sorted(name for name in folders if not name.startswith(".")) if depth < DEPTH_LIMIT else []
        found.extend(Path(path, name) for name in sorted(files) if _is_record(name))
        if len(found) > MEMBER_LIMIT:
            raise FormatError(f"{printable(str(root))}: more than {MEMBER_LIMIT:,} files; not read")
    return [path for path in found if not path.is_symlink()]


def of_folder(root: Path, files: list[Path]) -> Iterator[Member]:
    """The records in a folder, each read when it is asked for."""
    for path in files:
        name = printable(path.relative_to(root).as_posix())
        try:
            yield Member(name, read_regular(path, name, limit=RECORD_LIMIT))
        except MlgraphError as error:
            yield Member(name, b"", str(error))


def of_zip(path: Path, shown: str) -> Iterator[Member]:
    """The records in a zip archive. Raises FormatError where the archive is damaged or beyond the limits."""
    with open_regular(path, shown) as (stream, size):
        _check_directory(stream, size, shown)
        try:
            with zipfile.ZipFile(stream) as archive:
                yield from _zipped(archive, shown)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise FormatError(f"{shown}: a damaged zip archive ({error}); fetch it again") from error


def of_tar(path: Path, shown: str, *, is_packed: bool) -> Iterator[Member]:
    """The records in a tar archive, with gzip around it or without. Raises FormatError as `of_zip` does."""
    with open_regular(path, shown) as (stream, _):
        bounded = _Bounded(gzip.GzipFile(fileobj=stream) if is_packed else stream, shown)
        try:
            with tarfile.open(fileobj=bounded, mode="r:") as archive:
                yield from _tarred(archive, shown)
        except (tarfile.TarError, zlib.error, EOFError, OSError, ValueError) as error:
            raise FormatError(f"{shown}: a damaged tar archive ({error}); fetch it again") from error


class _Seekable(Protocol):
    """What a file and an unpacked one have in common."""

    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...


class _Bounded:
    """A stream of which nobody reads more than the limit, in all or at once; tarfile reads headers as large as they say."""

    def __init__(self, stream: _Seekable, shown: str) -> None:
        self._stream, self._shown = stream, shown

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > 2 * RECORD_LIMIT:
            raise FormatError(f"{self._shown}: a member or header of {size:,} bytes; not read")
        if self._stream.tell() > TOTAL_LIMIT:
            raise FormatError(f"{self._shown}: it unpacks to more than {TOTAL_LIMIT:,} bytes; not read")
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence == 0 and offset > TOTAL_LIMIT:
            raise FormatError(f"{self._shown}: it unpacks to more than {TOTAL_LIMIT:,} bytes; not read")
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def write(self, content: bytes) -> int:
        raise FormatError(f"{self._shown}: only read, and {len(content):,} bytes were to be written")

    def close(self) -> None:
        """Leave it to whoever opened the file."""


def _zipped(archive: zipfile.ZipFile, shown: str) -> Iterator[Member]:
    total = 0
    for count, info in enumerate(archive.infolist(), start=1):
        if count > MEMBER_LIMIT:
            raise FormatError(f"{shown}: more than {MEMBER_LIMIT:,} files; not read")
        name = printable(info.filename)
        if info.is_dir() or not _is_record(info.filename):
            continue
        if info.flag_bits & 1:
            yield Member(name, b"", f"{name}: encrypted; not read")
            continue
        with archive.open(info) as packed:
            content = packed.read(RECORD_LIMIT + 1)
        total += len(content)
        if total > TOTAL_LIMIT:
            raise FormatError(f"{shown}: it unpacks to more than {TOTAL_LIMIT:,} bytes; not read")
        yield _member(name, content)


def _tarred(archive: tarfile.TarFile, shown: str) -> Iterator[Member]:
    known: list[tarfile.TarInfo] = vars(archive)["members"]  # what it has met, which it would keep
    count = 0
    while (info := archive.next()) is not None:
        known.clear()  # an archive may list millions
        count += 1
        if count > MEMBER_LIMIT:
            raise FormatError(f"{shown}: more than {MEMBER_LIMIT:,} files; not read")
        if not info.isreg() or not _is_record(info.name):
            continue
        name = printable(info.name)
        if info.size > RECORD_LIMIT:
            yield _member(name, None)
            continue
        packed = archive.extractfile(info)
        yield _member(name, packed.read(RECORD_LIMIT + 1) if packed is not None else b"")


def _member(name: str, content: bytes | None) -> Member:
    if content is None or len(content) > RECORD_LIMIT:
        return Member(name, b"", f"{name}: larger than the limit of {RECORD_LIMIT:,} bytes; not read")
    return Member(name, content)


def _is_record(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.lower().endswith(SUFFIXES) and not last.startswith(".")


def _check_directory(stream: BinaryIO, size: int, shown: str) -> None:
    """Refuse a directory that would fill the memory, before anybody reads it (PKWARE, APPNOTE.TXT 6.3.10, 4.3)."""
    begin = max(0, size - _TAIL)
    stream.seek(begin)
    tail = stream.read(_TAIL)
    stream.seek(0)
    where = tail.rfind(_END)
    if where < 0 or len(tail) - where < 22:
        raise FormatError(f"{shown}: a zip archive without its end; fetch it again")
    (stated,) = struct.unpack("<L", tail[where + 12 : where + 16])
    wide = tail.rfind(_END_64, 0, where)
    if wide >= 0 and len(tail) - wide >= 56 and tail.find(_LOCATOR_64, wide, where) >= 0:
        (stated,) = struct.unpack("<Q", tail[wide + 40 : wide + 48])
    elif stated == 2**32 - 1:
        raise FormatError(f"{shown}: a zip archive whose directory cannot be found; fetch it again")
    if stated > min(size, DIRECTORY_LIMIT):
        raise FormatError(f"{shown}: a zip directory of {stated:,} bytes; the limit is {DIRECTORY_LIMIT:,}")
