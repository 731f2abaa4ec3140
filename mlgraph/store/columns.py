"""Columns of the database as arrays."""

from __future__ import annotations

from typing import Any


def plain(column: Any) -> Any:  # noqa: ANN401 - numpy's masked and plain arrays share no precise type
    """The array under a masked one: the columns asked for hold no NULL."""
    return column.data if hasattr(column, "mask") else column
