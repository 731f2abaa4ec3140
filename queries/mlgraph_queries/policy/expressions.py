"""Judges SPDX license expressions: a choice (OR) passes with any alternative that does, AND needs all of its parts.

The grammar is that of the SPDX specification 2.3, annex D, "SPDX license expressions".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mlgraph.model.errors import FormatError

_TOKEN = re.compile(r"[()]|[^\s()]+")
_MAX_DEPTH = 50
"""Of parentheses, as where licenses are read."""


def refused_parts(expression: str, refuses: Callable[[str], bool]) -> tuple[str, ...]:
    """The licenses that make an expression fail, in order; none where it passes.

    A license with an exception (`A WITH B`) is judged as one. Raises FormatError where a text is no expression.

    >>> refused_parts("MIT OR GPL-3.0-only", lambda part: part.startswith("GPL"))
    ()
    >>> refused_parts("MIT AND (GPL-2.0-only OR GPL-3.0-only)", lambda part: part.startswith("GPL"))
    ('GPL-2.0-only', 'GPL-3.0-only')
    """
    judging = _Judging(expression, refuses)
    found = judging.choice(0)
    judging.end()
    return tuple(dict.fromkeys(found))


class _Judging:
    """Walks once over the words of an expression."""

    def __init__(self, expression: str, refuses: Callable[[str], bool]) -> None:
        self._words = _TOKEN.findall(expression)
        self._at = 0
        self._shown = expression[:200]
        self._refuses = refuses

    def choice(self, depth: int) -> list[str]:
        """What fails a choice: all that fails its alternatives, unless one of them passes."""
        found = [self._together(depth)]
        while self._take("OR"):
            found.append(self._together(depth))
        return [] if any(not part for part in found) else [name for part in found for name in part]

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self._at < len(self._words):
            raise self._broken()

    def _together(self, depth: int) -> list[str]:
        found = self._one(depth)
        while self._take("AND"):
            found = found + self._one(depth)
        return found

    def _one(self, depth: int) -> list[str]:
        if self._take("("):
            if depth >= _MAX_DEPTH:
                raise self._broken()
            found = self.choice(depth + 1)
            if not self._take(")"):
                raise self._broken()
            return found
        name = self._name()
        if self._take("WITH"):
            name = f"{name} WITH {self._name()}"
        return [name] if self._refuses(name) else []

    def _name(self) -> str:
        word = self._words[self._at] if self._at < len(self._words) else ")"
        if word in {"(", ")"} or word.upper() in {"AND", "OR", "WITH"}:
            raise self._broken()
        self._at += 1
        return word

    def _take(self, word: str) -> bool:
        is_next = self._at < len(self._words) and self._words[self._at].upper() == word
        self._at += is_next
        return is_next

    def _broken(self) -> FormatError:
        return FormatError(f"{self._shown!r} is no SPDX license expression")
