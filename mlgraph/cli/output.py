"""What is said to the user: results on stdout, progress and warnings on stderr, nothing that moves a cursor."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from mlgraph.cli.options import Format
from mlgraph.model.errors import MlgraphError
from mlgraph.model.reporter import Reporter

if TYPE_CHECKING:
    from mlgraph_queries.table import Table

_MIN_WIDTH = 100
"""Columns of a table that is not printed to a terminal, so that ids are not cut."""
_FILE_WIDTH = 240


def print_table(table: Table, form: Format) -> None:
    """Print the answer to a question."""
    from mlgraph.report import tables

    is_terminal = sys.stdout.isatty()
    if form is Format.JSON:
        text = tables.as_json(table)
    elif form is Format.CSV:
        text = tables.as_csv(table)
    elif form is Format.MARKDOWN:
        text = tables.as_markdown(table)
    else:
        width = shutil.get_terminal_size().columns if is_terminal else _FILE_WIDTH
        text = tables.as_table(table, width=max(width, _MIN_WIDTH), is_terminal=is_terminal)
    write(text if text.endswith("\n") else text + "\n")


def write(text: str) -> None:
    """Write a result to stdout, whatever its encoding can hold. Raises MlgraphError where it takes no more."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise MlgraphError(f"could not write the answer: {error.strerror or error}") from error


def complain(text: str) -> None:
    """Say on stderr what went wrong, in one line."""
    line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
    print(f"mlgraph: {line}", file=sys.stderr, flush=True)


class TerminalReporter(Reporter):
    """Shows a progress bar while something is done, where stderr is a terminal; warnings always."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._progress: Any = None
        self._task: Any = None
        self._shows = not is_quiet and sys.stderr.isatty()

    def __enter__(self) -> TerminalReporter:
        if self._shows:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def step(self, text: str, total: int | None = None) -> None:
        """Begin a step: the bar starts again."""
        if self._progress is not None:
            if self._task is not None:
                self._progress.remove_task(self._task)
            self._task = self._progress.add_task(text, total=total)

    def advance(self, count: int = 1) -> None:
        """Move the bar."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task, count)

    def warn(self, text: str) -> None:
        """Print a warning above the bar."""
        complain(text)
