"""Opens weight files: regular files only, links not followed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile, open_regular
from mlgraph_ingest.project.weights.window import Window

_BLOCK = 2**20


@contextmanager
def opened(file: SourceFile) -> Iterator[tuple[BinaryIO, Window]]:
    """A file to read from, as a stream and as a window. Raises SourceError where it cannot be read."""
    with open_regular(file.path, file.relative) as (stream, size):
        yield stream, Window(stream, size, file.relative)


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
