"""How the library says what it is doing: an argument, silent unless a caller gives one that speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Spent:
    """What one source or one part of a run took so far."""

    documents: int = 0
    unchanged: int = 0
    """Of the documents, those that were known already."""
    assertions: int = 0
    seconds: float = 0.0
    """By the clock on the wall, of this process."""


class Reporter:
    """Receives progress and warnings; this one drops them."""

    def step(self, text: str, total: int | None = None) -> None:
        """Begin a step of `total` units (None: not known)."""

    def advance(self, count: int = 1) -> None:
        """So many units of the step are done."""

    def warn(self, text: str) -> None:
        """Something went wrong that does not stop the run: what, on what, and what to do."""

    def note(self, text: str) -> None:
        """Something that those may want to know who asked for details."""

    def spent(self, source: str, spent: Spent) -> None:
        """A source is done: what it took."""
