"""The choices that an SPDX license expression leaves: each a set of licenses that hold together."""

from __future__ import annotations

import re
from dataclasses import dataclass

LIMIT = 64
"""Choices of one expression; one with more is answered as unknown."""
_TOKEN = re.compile(r"[()]|[A-Za-z0-9.:+-]+")
_DEPTH = 50


@dataclass(frozen=True, slots=True, order=True)
class License:
    """One license of an expression, with the exception that stands beside it."""

    id: str
    exception: str | None = None

    def __str__(self) -> str:
        return f"{self.id} WITH {self.exception}" if self.exception else self.id


Choice = tuple[License, ...]


def choices(expression: str) -> tuple[Choice, ...]:
    """The alternatives of an expression, each the licenses that hold together, in the order in which it names them.

    Empty where it is no expression, or leaves more choices than LIMIT. `WITH` binds before `AND`, and that before `OR`
    (SPDX 3.0.1, annex B).

    >>> [" AND ".join(map(str, choice)) for choice in choices("MIT AND (GPL-2.0-only WITH Font-exception-2.0 OR ISC)")]
    ['MIT AND GPL-2.0-only WITH Font-exception-2.0', 'MIT AND ISC']
    """
    tokens = _TOKEN.findall(expression)
    if not tokens or len(tokens) > LIMIT * 8:
        return ()
    reader = _Reader(tokens)
    try:
        found = reader.any_of(0)
    except ValueError:
        return ()
    return tuple(dict.fromkeys(found)) if reader.is_done else ()


class _Reader:
    """Reads tokens from the left; raises ValueError for what is no expression."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._tokens)

    def any_of(self, depth: int) -> list[Choice]:
        found = self._all_of(depth)
        while self._take("OR"):
            found = _limited(found + self._all_of(depth))
        return found

    def _all_of(self, depth: int) -> list[Choice]:
        found = self._one(depth)
        while self._take("AND"):
            right = self._one(depth)
            found = _limited([tuple(dict.fromkeys((*one, *other))) for one in found for other in right])
        return found

    def _one(self, depth: int) -> list[Choice]:
        if depth > _DEPTH:
            raise ValueError("nested too deep")
        if self._take("("):
            found = self.any_of(depth + 1)
            if not self._take(")"):
                raise ValueError("a bracket that is not closed")
            return found
        license_id = self._word()
        return [(License(license_id, self._word() if self._take("WITH") else None),)]

    def _word(self) -> str:
        token = self._tokens[self._at] if not self.is_done else ")"
        if token in {"(", ")", "AND", "OR", "WITH"}:
            raise ValueError(f"{token} where a license was to stand")
        self._at += 1
        return token

    def _take(self, token: str) -> bool:
        is_there = not self.is_done and self._tokens[self._at] == token
        self._at += is_there
        return is_there


def _limited(found: list[Choice]) -> list[Choice]:
    if len(found) > LIMIT:
        raise ValueError(f"more than {LIMIT} choices")
    return found
