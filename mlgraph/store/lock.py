"""One writer at a time: an advisory lock beside the graph file, released by the system when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlgraph.model.errors import StoreError


@contextmanager
def only_writer(graph: Path, *, wait_seconds: float) -> Iterator[None]:
    """Hold the right to write a graph file.

    Raises StoreError, naming the process that holds it, where it is not free within `wait_seconds`.
    """
    path = graph.with_name(graph.name + ".lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"cannot write beside {graph}: {error.strerror}; check the folder's permissions") from error
    try:
        _acquire(handle, graph, wait_seconds)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, graph: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            holder = os.pread(handle, 20, 0).decode(errors="replace") or "unknown"
            raise StoreError(
                f"another mlgraph (process {holder}) is writing {graph}; wait for it to end, or use another --graph"
            ) from error
        else:
            return
