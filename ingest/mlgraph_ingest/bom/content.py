"""The bytes of a document as its readers want them: unpacked, in UTF-8, within limits."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import open_regular

DEFAULT_LIMIT = 2 * 1024**3
"""Bytes of a document, unpacked, that are read (ARCHITECTURE: default 2 GB)."""
_GZIP = b"\x1f\x8b"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((re.compile(rb"[\t\n\r -~]\0[^\0]"), "utf-16-le"), (re.compile(rb"\0[\t\n\r -~]\0[^\0]"), "utf-16-be"))
"""UTF-16 without its mark: every other byte of ASCII is zero."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds."""

    data: bytes
    """UTF-8, without a byte order mark; not checked yet."""
    shown: str
    """What messages call the file."""


def read_content(path: Path, shown: str, *, limit: int = DEFAULT_LIMIT) -> Content:
    """The content of a regular file, gzip taken off, UTF-16 and UTF-32 as UTF-8.

    Raises SourceError where it cannot be read, FormatError where it has more bytes than the limit or is damaged.
    """
    with open_regular(path, shown) as (stream, size):
        data = stream.read(limit + 1) if size <= limit else None
    if data is None or len(data) > limit:
        raise _too_large(shown, limit)
    return content_of(data, shown, limit=limit)


def content_of(data: bytes, shown: str, *, limit: int = DEFAULT_LIMIT) -> Content:
    """Bytes as a content; see `read_content`."""
    if data.startswith(_GZIP):
        data = _unpacked(data, shown, limit)
    return Content(_as_utf8(data, shown), shown)


def _unpacked(data: bytes, shown: str, limit: int) -> bytes:
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        plain = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise FormatError(f"{shown}: damaged gzip: {error}") from error
    if len(plain) > limit:
        raise _too_large(shown, limit)
    if not unpacker.eof:
        raise FormatError(f"{shown}: its gzip is cut off")
    return plain


def _as_utf8(data: bytes, shown: str) -> bytes:
    encoding = _encoding(data)
    if encoding is None:
        return data
    if encoding == "utf-8":
        return data[len(codecs.BOM_UTF8) :]
    try:
        return data.decode(encoding).encode("utf-8")
    except UnicodeError as error:
        raise FormatError(f"{shown}: damaged {encoding.upper()} text") from error


def _encoding(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return next((encoding for pattern, encoding in _UNMARKED if pattern.match(data)), None)


def _too_large(shown: str, limit: int) -> FormatError:
    return FormatError(f"{shown}: larger than the limit of {limit:,} bytes; it was not read (-O limit=BYTES raises it)")
