"""Shows what a run is doing while it does it: a bar in a terminal, lines in a log, and how long each source took."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

from mlgraph.cli.log import LogForm, log_form, say
from mlgraph.model.reporter import Reporter, Spent


class TerminalReporter(Reporter):
    """Shows a progress bar while something is done, where stderr is a terminal; warnings always."""

    def __init__(self, *, is_quiet: bool, verbosity: int = 0) -> None:
        self._progress: Any = None
        self._task: Any = None
        self._is_json = log_form() is LogForm.JSON
        self._shows = not is_quiet and not self._is_json and sys.stderr.isatty()
        self._tells = self._is_json or (verbosity > 0 and not is_quiet)
        self._began = time.perf_counter()

    def __enter__(self) -> TerminalReporter:
        if self._shows:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()
        if self._tells and kind is None:
            seconds = time.perf_counter() - self._began
            say("done", f"done in {seconds:.2f} s", seconds=round(seconds, 3))

    def step(self, text: str, total: int | None = None) -> None:
        """Begin a step: the bar starts again."""
        if self._progress is not None:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(text, total=total)
        elif self._is_json:
            say("step", text, total=total)

    def advance(self, count: int = 1) -> None:
        """Move the bar."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, count)

    def warn(self, text: str) -> None:
        """Print a warning above the bar."""
        say("warning", text, level="warning")

    def note(self, text: str) -> None:
        """Tell a detail, where those were asked for."""
        if self._tells:
            say("note", text)

    def spent(self, source: str, spent: Spent) -> None:
        """Tell how long a source took, where that was asked for."""
        if self._tells:
            say(
                "timing",
                _words(source, spent),
                source=source,
                seconds=round(spent.seconds, 3),
                documents=spent.documents,
                unchanged=spent.unchanged,
                assertions=spent.assertions,
            )


def _words(source: str, spent: Spent) -> str:
    if not spent.documents:
        return f"{source}: {spent.seconds:.2f} s"
    documents = f"{spent.documents:,} document{'s' if spent.documents != 1 else ''}"
    counted = f"{documents} ({spent.unchanged:,} unchanged), {spent.assertions:,} assertions"
    return f"{source}: {counted} in {spent.seconds:.2f} s"
