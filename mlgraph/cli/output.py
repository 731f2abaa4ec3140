"""What a run answers: results on stdout, what went wrong on stderr, nothing that moves a cursor."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from mlgraph.cli.log import say
from mlgraph.cli.options import Format
from mlgraph.model.errors import MlgraphError

if TYPE_CHECKING:
    from mlgraph_queries.table import Table

MIN_WIDTH = 100
"""Columns of a table that is not printed to a terminal, so that ids are not cut."""
_FILE_WIDTH = 240


def print_table(table: Table, form: Format) -> None:
    """Print the answer to a question."""
    write(table_text(table, form))


def table_text(table: Table, form: Format, *, is_terminal: bool | None = None) -> str:
    """The answer to a question in a form; for a terminal, or not, where stdout does not decide that."""
    from mlgraph.report import tables

    is_terminal = sys.stdout.isatty() if is_terminal is None else is_terminal
    if form is Format.JSON:
        text = tables.as_json(table)
    elif form is Format.CSV:
        text = tables.as_csv(table)
    elif form is Format.MARKDOWN:
        text = tables.as_markdown(table)
    else:
        width = shutil.get_terminal_size().columns if is_terminal else _FILE_WIDTH
        text = tables.as_table(table, width=max(width, MIN_WIDTH), is_terminal=is_terminal)
    return text if text.endswith("\n") else text + "\n"


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
    say("error", text, level="error")
