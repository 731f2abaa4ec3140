"""Looks into what a card or the hub says, of whatever type it comes: one value or many, numbers as numbers or as words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from mlgraph.model.hub_names import is_hub_id
from mlgraph_ingest.answers.json_values import Table
from mlgraph_ingest.huggingface.ledger import Ledger, plain, quoted

Key: TypeAlias = str | int
LIST_LIMIT = 2_000
"""Entries of one list that are read."""
_PAGE = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?(datasets/)?([^?#]+?)/?")
_NUMBER_LIMIT = 40
"""Characters of a number that are read at most."""
_INTEGER_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Said:
    """A table of a document, and how a place in it is called."""

    table: Table
    at: Callable[..., str]
    """The place of a value, given the keys that lead to it."""
    rule: str

    def __bool__(self) -> bool:
        return bool(self.table)

    def get(self, key: str) -> object:
        """A member; None where there is none."""
        return self.table.get(key)


def entries(value: object) -> Iterator[tuple[tuple[Key, ...], object]]:
    """The values of a field that holds one or a list of them, each with the keys that lead to it within the field."""
    if isinstance(value, list):
        yield from (((number,), one) for number, one in enumerate(value[:LIST_LIMIT]))
    elif value is not None:
        yield (), value


def words(said: Said, key: str, ledger: Ledger) -> Iterator[tuple[str, str]]:
    """The texts of a field, each with its place; what is no text is a problem."""
    value = said.get(key)
    for path, one in entries(value):
        place = said.at(key, *path)
        if isinstance(one, str):
            if word := plain(one):
                yield word, place
        elif isinstance(one, int | float):  # `language: no` is the word for Norwegian, and false in YAML 1.1
            ledger.problem(place, f"{key}: {quoted(one)} is no text; it is left out")
        elif one is not None:
            ledger.problem(place, f"{key}: a {type(one).__name__} where a text belongs; it is left out")
    if isinstance(value, list) and len(value) > LIST_LIMIT:
        ledger.problem(said.at(key), f"{key}: {len(value) - LIST_LIMIT:,} more entries were not read")


def text(value: object) -> str | None:
    """A value that is a text and says something."""
    return plain(value) or None if isinstance(value, str) else None


def whole(value: object) -> int | None:
    """A value that is a whole number and not negative, also where it is written as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19:
        return int(value)
    if isinstance(value, float) and value.is_integer() and 0 <= value < 1e18:
        return int(value)
    return value if isinstance(value, int) and 0 <= value < 10**18 else None


def number(value: object) -> int | float | None:
    """A value that is a finite number, also where it is written as a text."""
    if isinstance(value, str) and len(value) <= _NUMBER_LIMIT:
        try:
            value = float(value) if not value.lstrip("-").isdigit() else int(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value if abs(value) < _INTEGER_LIMIT else float(value)
    return value if math.isfinite(value) else None


def moment(value: object) -> str | None:
    """A point in time as ISO 8601 in UTC; a time without a zone is taken for UTC, which is what the hub gives."""
    if not isinstance(value, str) or len(value) > _NUMBER_LIMIT:
        return None
    try:
        found = datetime.fromisoformat(value)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.isoformat(timespec="seconds")


def repository_id(value: object) -> tuple[str, bool] | None:
    """The id of a repository, and whether its page says that it is a dataset; None where a value names none.

    >>> repository_id("https://huggingface.co/datasets/stanfordnlp/imdb"), repository_id("../x")
    (('stanfordnlp/imdb', True), None)
    """
    if not isinstance(value, str):
        return None
    found, is_dataset = value.strip(), False
    if page := _PAGE.fullmatch(found):
        is_dataset, found = bool(page[1]), "/".join(page[2].split("/")[:2])
    return (found, is_dataset) if is_hub_id(found) else None
