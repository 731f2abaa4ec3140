"""Check BOM files."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError, SourceError

if TYPE_CHECKING:
    from mlgraph_queries.validation import Violation

_MAX_MODEL_BYTES = 64 * 1024**2
"""The SHACL model of SPDX 3.0.1 has 0.2 MB; a compressed one may not grow without limit."""


def validate_file(path: Path, *, shacl: bytes | None = None) -> list[Violation]:
    """Everything that is wrong with a BOM; empty: it is valid. Raises MlgraphError where it cannot be read.

    `shacl` is the SHACL model, as `shacl_model` reads it, that SPDX 3.0.1 documents are held against besides.
    """
    from mlgraph_queries.validation import validate
    from mlgraph_queries.validation_parsing import MAX_BYTES

    return validate(read_file(path, MAX_BYTES), name=str(path), shacl=shacl)


def shacl_model(path: Path) -> bytes:
    """The SHACL model in a file, Turtle, by its name compressed by gzip or not. Raises MlgraphError where it is none."""
    content = read_file(path, _MAX_MODEL_BYTES)
    if path.suffix != ".gz":
        return content
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        plain = unpacker.decompress(content, _MAX_MODEL_BYTES + 1)
    except zlib.error as error:
        raise FormatError(f"{path} is not compressed by gzip: {error}") from error
    if len(plain) > _MAX_MODEL_BYTES:
        raise FormatError(f"{path} has more than {_MAX_MODEL_BYTES:,} bytes; it is not read")
    return plain


def read_file(path: Path, limit: int) -> bytes:
    """What a file holds. Raises MlgraphError where it cannot be read, or has more bytes than the limit."""
    try:
        if path.stat().st_size > limit:
            raise FormatError(f"{path} has more than {limit:,} bytes; it is not read")
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
