"""What a rule can be told, and how what a policy says of it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from mlgraph.model.assertions import JsonValue

Check: TypeAlias = "Callable[[object], str | None]"
"""Says what is wrong with a value; None: nothing."""
_NAMED = 30
"""Of the words that are possible, so many are named."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a rule can be told."""

    name: str
    meaning: str
    check: Check
    default: JsonValue


@dataclass(frozen=True, slots=True)
class Settings:
    """What a rule was told: a value for each of its options."""

    values: Mapping[str, JsonValue]

    def words(self, name: str) -> tuple[str, ...]:
        """The words of an option that is a list."""
        found = self.values[name]
        return tuple(str(word) for word in found) if isinstance(found, list) else ()

    def word(self, name: str) -> str:
        """The word of an option that is one."""
        return str(self.values[name])

    def number(self, name: str) -> float:
        """The number of an option that is one."""
        found = self.values[name]
        return float(found) if isinstance(found, int | float) else 0.0

    def flag(self, name: str) -> bool:
        """The yes or no of an option that is one."""
        return self.values[name] is True


def choice(*possible: str) -> Check:
    """A word out of some.

    >>> choice("low", "high")("hihg")
    "choose one of low, high; did you mean 'high'?"
    """

    def check(value: object) -> str | None:
        return None if isinstance(value, str) and value in possible else among(possible, value)

    return check


def words(wrong: Check = lambda _word: None) -> Check:
    """A list of words, none of which is wrong."""

    def check(value: object) -> str | None:
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            return 'write a list of words: ["...", "..."]'
        return next((f"{word!r}: {text}" for word in value if (text := wrong(word)) is not None), None)

    return check


def share(value: object) -> str | None:
    """A share of a whole."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return None if is_number and 0 <= float(str(value)) <= 1 else "write a share from 0.0 to 1.0"


def flag(value: object) -> str | None:
    """Yes or no."""
    return None if isinstance(value, bool) else "write true or false"


def among(possible: Sequence[str], value: object) -> str:
    """What could have been written instead of a value."""
    known = [str(word) for word in possible]
    near = get_close_matches(str(value)[:100], known, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    named = ", ".join(known[:_NAMED]) + (", ..." if len(known) > _NAMED else "")
    return f"choose one of {named}{hint}"
