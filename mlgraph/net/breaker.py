"""Servers that are not asked any more in this run, and why: a dead network ends a run of many packages in seconds."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from mlgraph.net.limits import Limits


class Breaker:
    """Counts the requests in a row that a server left without any answer, and remembers who wants to be left alone."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._failed: dict[tuple[str, str, int], int] = {}
        self._alone_until: dict[tuple[str, str, int], datetime] = {}
        self._lock = threading.Lock()

    def objection(self, origin: tuple[str, str, int]) -> str | None:
        """Why a server is not to be asked now; None where it may be."""
        with self._lock:
            failed, until = self._failed.get(origin, 0), self._alone_until.get(origin)
        if failed >= self._limits.failures:
            return f"not asked, as {origin[1]} did not answer {failed} requests in a row"
        if until and datetime.now(UTC) < until:
            return f"not asked, as {origin[1]} wants no further requests before {until:%Y-%m-%d %H:%M:%S} UTC"
        return None

    def answered(self, origin: tuple[str, str, int]) -> None:
        """A server answered, whatever it said."""
        with self._lock:
            self._failed.pop(origin, None)

    def failed(self, origin: tuple[str, str, int]) -> None:
        """A request to a server failed with all its attempts, and none of them was answered."""
        with self._lock:
            self._failed[origin] = self._failed.get(origin, 0) + 1

    def leave_alone(self, origin: tuple[str, str, int], until: datetime) -> None:
        """A server asked to be left alone until then."""
        with self._lock:
            self._alone_until[origin] = until
