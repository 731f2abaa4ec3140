"""Progress through large files, in megabytes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from mlgraph.model.reporter import Reporter

_UNIT = 10**6


class Meter:
    """Tells a reporter how much of some files was read, and moves on by a whole file where it was not read at all."""

    def __init__(self, report: Reporter) -> None:
        self._report = report
        self._sizes: deque[int] = deque()
        self._before = 0
        """Bytes of the files that are done."""
        self._counted = 0
        self._told = 0

    def begin(self, text: str, sizes: Iterable[int]) -> None:
        """Begin a step through files of these sizes, in bytes."""
        self._sizes = deque(sizes)
        self._before = self._counted = self._told = 0
        if self._sizes:
            self._report.step(f"{text} (MB)", total=max(1, sum(self._sizes) // _UNIT))

    def count(self, count: int) -> None:
        """So many bytes of the file that is being read were read."""
        self._counted += count
        self._tell()

    def end(self) -> None:
        """The next file is done, whether it was read or not."""
        if self._sizes:
            self._before += self._sizes.popleft()
        self._counted = self._before
        self._tell()

    def _tell(self) -> None:
        steps = self._counted // _UNIT - self._told
        if steps > 0:
            self._report.advance(steps)
            self._told += steps
