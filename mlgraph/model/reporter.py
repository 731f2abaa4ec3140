"""How the library says what it is doing: an argument, silent unless a caller gives one that speaks."""

from __future__ import annotations


class Reporter:
    """Receives progress and warnings; this one drops them."""

    def step(self, text: str, total: int | None = None) -> None:
        """Begin a step of `total` units (None: not known)."""

    def advance(self, count: int = 1) -> None:
        """So many units of the step are done."""

    def warn(self, text: str) -> None:
        """Something went wrong that does not stop the run: what, on what, and what to do."""
