"""Opens weight files: regular files only, links not followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from mlgraph.model.errors import FormatError, SourceError
from mlgraph_ingest.project.tree import SourceFile, reason
from mlgraph_ingest.project.weights.window import Window

_BLOCK = 2**20


@contextmanager
def opened(file: SourceFile) -> Iterator[tuple[BinaryIO, Window]]:
    """A file to read from, as a stream and as a window. Raises SourceError where it cannot be read."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with open(os.open(file.path, flags), "rb", buffering=0) as stream:  # noqa: PTH123 - a descriptor, links not followed
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise SourceError(f"{file.relative}: not a regular file; it was not read")
            yield stream, Window(stream, status.st_size, file.relative)
    except OSError as error:
        raise SourceError(f"{file.relative}: cannot be read ({reason(error)}); check that it is readable") from error


def sha256(stream: BinaryIO, size: int, shown: str, advance: Callable[[int], None]) -> str:
    """The hash of a whole file, read block by block. Raises FormatError where its size is no longer what it was."""
    stream.seek(0)
    total, digest = 0, hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
        total += len(block)
        advance(len(block))
    if total != size:
        raise FormatError(f"{shown}: changed while it was read; read it again")
    return digest.hexdigest()
