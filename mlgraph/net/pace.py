"""How often a server is asked: so many requests at once, so many a second, whatever number of threads asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from mlgraph.net.limits import Limits

_LOOK_SECONDS = 0.2
"""How often a thread that waits looks whether the run was stopped."""


class StoppedError(Exception):
    """The run was stopped while a thread waited; never leaves mlgraph.net."""


class _Lane:
    """What is going on with one server."""

    def __init__(self) -> None:
        self.free = threading.Condition()
        self.running = 0
        self.next_start = 0.0


class Pace:
    """Lets requests through to their servers one by one, and can be stopped as a whole."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._stop = threading.Event()
        self._lanes: dict[tuple[str, str, int], _Lane] = {}
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, origin: tuple[str, str, int]) -> Iterator[None]:
        """Wait until the server may be asked, and count among those that ask it. Raises StoppedError."""
        with self._lock:
            lane = self._lanes.setdefault(origin, _Lane())
        start = self._enter(lane)
        try:
            self.wait(start - time.monotonic())
            yield
        finally:
            with lane.free:
                lane.running -= 1
                lane.free.notify()

    def _enter(self, lane: _Lane) -> float:
        with lane.free:
            while lane.running >= self._limits.at_once and not self._stop.is_set():
                lane.free.wait(_LOOK_SECONDS)
            lane.running += 1
            start = max(time.monotonic(), lane.next_start)
            lane.next_start = start + 1 / self._limits.per_second
            return start

    def wait(self, seconds: float) -> None:
        """Wait, but not longer than the run goes on. Raises StoppedError."""
        if self._stop.is_set() or (seconds > 0 and self._stop.wait(seconds)):
            raise StoppedError

    def stop(self) -> None:
        """End all waiting, now and later."""
        self._stop.set()
