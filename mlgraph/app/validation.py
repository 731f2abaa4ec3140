"""Check BOM files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError, SourceError

if TYPE_CHECKING:
    from mlgraph_queries.validation import Violation

SIZE_LIMIT = 2_000_000_000
"""Bytes of a document at most (the limit of every document from outside)."""


def validate_file(path: Path) -> list[Violation]:
    """Everything that is wrong with a BOM; empty: it is valid. Raises MlgraphError where it cannot be read."""
    from mlgraph_queries.validation import validate

    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise FormatError(f"{path} has more than {SIZE_LIMIT:,} bytes; it is not read")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    return validate(content, name=str(path))
