"""The answer to a question: a table whose columns say what they mean, with what it does not cover."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import QueryError

Row = tuple[JsonValue, ...]
"""The cells of one row, in the order of the columns; None: not known."""
_NOTHING: Mapping[str, JsonValue] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells below one heading are."""

    name: str
    """As in a file: `age_days`, with the unit where there is one."""
    unit: str | None
    """`days`, `bytes`, `share`, ...; None: a name, a word or a yes or no."""
    meaning: str
    """One sentence, for somebody who sees the table for the first time."""
    is_detail: bool = False
    """Whether a terminal leaves it out for want of room; every other format has it."""
    is_prose: bool = False
    """Whether a terminal shows no more than its first sentence; every other format has all of it."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a question is answered with. Raises QueryError where rows and columns do not fit."""

    question: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    parameters: Mapping[str, JsonValue] = field(default_factory=lambda: _NOTHING)
    coverage: Mapping[str, JsonValue] = field(default_factory=lambda: _NOTHING)
    """How much of what was asked for is known, by name: `{"packages": 42, "with_version": 40}`."""
    unknown: tuple[str, ...] = ()
    """What could not be answered, one sentence each."""
    as_of: date | None = None
    """The day for which it holds; None: no day was asked for."""
    version: int = 1
    """Of the shape of the answer."""

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise QueryError(f"the answer to {self.question!r} has two columns of one name: {', '.join(names)}")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(names):
                raise QueryError(f"row {number} of {self.question!r} has {len(row)} cells for {len(names)} columns")
            if any(isinstance(cell, float) and not math.isfinite(cell) for cell in row):
                raise QueryError(f"row {number} of {self.question!r} holds a number that is none: unknown is None")

    def records(self) -> tuple[dict[str, JsonValue], ...]:
        """The rows as mappings from column name to cell.

        >>> Table("pets", (Column("name", None, "What it is called."),), (("Rex",),)).records()
        ({'name': 'Rex'},)
        """
        names = [column.name for column in self.columns]
        return tuple(dict(zip(names, row, strict=True)) for row in self.rows)
