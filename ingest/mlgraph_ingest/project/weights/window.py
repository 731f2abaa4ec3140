"""Reads a file that may be huge, or lie about itself, in small pieces and never beyond its end."""

from __future__ import annotations

from typing import BinaryIO

from mlgraph.model.errors import FormatError

CHUNK = 2**16
"""Bytes that are read at once."""


class _Source:
    """The file behind all windows on it, and the piece of it that was read last."""

    __slots__ = ("cache", "start", "stream")

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.cache = b""
        self.start = 0

    def read(self, offset: int, count: int) -> bytes:
        if count > CHUNK:
            return self._fetch(offset, count)
        place = offset - self.start
        if not 0 <= place <= place + count <= len(self.cache):
            self.cache, self.start, place = self._fetch(offset, CHUNK), offset, 0
        return self.cache[place : place + count]

    def _fetch(self, offset: int, count: int) -> bytes:
        self.stream.seek(offset)
        return self.stream.read(count)


class Window:
    """A part of a file, by default all of it, of which any bytes can be had."""

    __slots__ = ("_source", "base", "shown", "size")

    def __init__(self, source: BinaryIO | _Source, size: int, shown: str, base: int = 0) -> None:
        self.size = size
        """In bytes."""
        self.shown = shown
        """What messages call it."""
        self._source = source if isinstance(source, _Source) else _Source(source)
        self.base = base
        """Where in the file it begins."""

    def at(self, offset: int, count: int) -> bytes:
        """So many bytes from an offset. Raises FormatError where the file ends before."""
        if not 0 <= offset <= offset + count <= self.size:
            raise self.truncated()
        found = self._source.read(self.base + offset, count)
        if len(found) < count:
            raise FormatError(f"{self.shown}: truncated, or changed while it was read; no verdict on it")
        return found

    def head(self, count: int) -> bytes:
        """The first bytes, fewer where there are no more."""
        return self.at(0, min(count, self.size))

    def part(self, offset: int, count: int, shown: str | None = None) -> Window:
        """A part of it. Raises FormatError where the file ends before."""
        if not 0 <= offset <= offset + count <= self.size:
            raise self.truncated()
        return Window(self._source, count, shown or self.shown, self.base + offset)

    def cursor(self) -> Cursor:
        """Reads it from its beginning."""
        return Cursor(self)

    def truncated(self) -> FormatError:
        """That it ends too early."""
        return FormatError(f"{self.shown}: truncated: it ends before what its header announces; no verdict on it")


class Cursor:
    """Reads a window from front to back."""

    __slots__ = ("_begin", "_block", "position", "window")

    def __init__(self, window: Window) -> None:
        self.window = window
        self.position = 0
        """Bytes that were read or passed over."""
        self._block = b""
        self._begin = 0

    @property
    def left(self) -> int:
        """Bytes that remain."""
        return self.window.size - self.position

    def take(self, count: int) -> bytes:
        """The next bytes. Raises FormatError where there are not so many."""
        place = self.position - self._begin
        end = place + count
        if end > len(self._block):
            if count > CHUNK:
                found = self.window.at(self.position, count)
                self.position += count
                return found
            self._fill(count)
            place, end = 0, count
        self.position += count
        return self._block[place:end]

    def byte(self) -> int:
        """The next byte, as a number. Raises FormatError where there is none."""
        place = self.position - self._begin
        if place >= len(self._block):
            self._fill(1)
            place = 0
        self.position += 1
        return self._block[place]

    def skip(self, count: int) -> None:
        """Pass over bytes. Raises FormatError where there are not so many."""
        if not 0 <= count <= self.left:
            raise self.window.truncated()
        self.position += count

    def _fill(self, least: int) -> None:
        if least > self.left:
            raise self.window.truncated()
        self._block = self.window.at(self.position, min(CHUNK, self.left))
        self._begin = self.position
