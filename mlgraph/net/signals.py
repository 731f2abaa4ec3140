"""Ctrl-C and SIGTERM end the waiting of all threads, not only of the one that hears them."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopping(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` when a signal asks the process to end, then whoever handled that signal before.

    Without it, the thread that hears the signal waits for others, who wait for servers. Only the main thread hears
    signals; in others this does nothing. A signal that would kill the process at once still does.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: handler for number in _SIGNALS if callable(handler := signal.getsignal(number))}

    def heard(number: int, frame: FrameType | None) -> None:
        # In a thread of its own, made without any lock that the interrupted code may hold.
        _thread.start_new_thread(stop, ())
        before[signal.Signals(number)](number, frame)

    for number in before:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
