"""Check BOM files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError, SourceError

if TYPE_CHECKING:
    from mlgraph_queries.validation import Violation


def validate_file(path: Path) -> list[Violation]:
    """Everything that is wrong with a BOM; empty: it is valid. Raises MlgraphError where it cannot be read."""
    from mlgraph_queries.validation import validate
    from mlgraph_queries.validation_parsing import MAX_BYTES

    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormatError(f"{path} has more than {MAX_BYTES:,} bytes; it is not read")
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    return validate(content, name=str(path))
