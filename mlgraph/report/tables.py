"""A table as a terminal, a program, a spreadsheet or a document wants it. What is not known says so in each."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping

import orjson

from mlgraph.model.assertions import JsonValue
from mlgraph.report.shown import count_of, visible
from mlgraph_queries.table import Column, Table

UNKNOWN = "unknown"
_PROSE_LIMIT = 160
"""Characters of a sentence in a table."""
_SENTENCE_END = re.compile(r"(?<=[^.\s]{2}[.!?])\s+(?=[A-Z])")
"""Not after an initial or `e.g.`: a sentence goes on there."""
_FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a spreadsheet run a cell as a formula (OWASP, CSV Injection), with the full-width forms."""
_MARKDOWN = str.maketrans(
    {**{mark: f"\\{mark}" for mark in "\\`*_[]|~#!"}, "<": "&lt;", ">": "&gt;", "&": "&amp;"},
)


def as_table(table: Table, *, width: int, is_terminal: bool = False) -> str:
    """The table for a terminal of so many columns; without color and with plain lines where it is none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD if is_terminal else box.ASCII2, pad_edge=False, header_style="bold")
    shown = [place for place, column in enumerate(table.columns) if not column.is_detail]
    for column in (table.columns[place] for place in shown):
        is_number = _is_numeric(table, column)
        grid.add_column(Text(_heading(column)), justify="right" if is_number else "left", overflow="fold")
    for row in table.rows:
        cells = [_short(row[place]) if table.columns[place].is_prose else row[place] for place in shown]
        grid.add_row(*[Text(_words(cell), style="dim" if cell is None else "") for cell in cells])
    sink = io.StringIO()
    console = Console(
        file=sink,
        width=width,
        force_terminal=is_terminal,
        color_system="standard" if is_terminal else None,
        legacy_windows=False,
    )
    if table.rows:
        console.print(grid)
    left_out = [column.name for column in table.columns if column.is_detail]
    more = [f"--format json also has: {', '.join(left_out)}"] if left_out else []
    for note in ([] if table.rows else ["no rows"]) + _notes(table) + more:
        console.print(Text(note), soft_wrap=not is_terminal)
    return "".join(f"{line.rstrip()}\n" for line in sink.getvalue().splitlines())


def as_json(table: Table) -> str:
    """The table as a JSON object of a documented, versioned shape; null: unknown."""
    shape = {
        "question": table.question,
        "as_of": None if table.as_of is None else table.as_of.isoformat(),
        "parameters": dict(table.parameters),
        "coverage": dict(table.coverage),
        "columns": [{"name": c.name, "unit": c.unit, "meaning": c.meaning} for c in table.columns],
        "rows": list(table.records()),
        "unknown": list(table.unknown),
        "version": table.version,
    }
    try:
        return orjson.dumps(shape, option=orjson.OPT_INDENT_2).decode() + "\n"
    except TypeError:  # half a surrogate pair, or a number of more than 64 bits
        return json.dumps(shape, indent=2, allow_nan=False) + "\n"


def as_csv(table: Table) -> str:
    """The table as RFC 4180 has it, a heading first; text that a spreadsheet would run begins with an apostrophe."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow([_harmless(column.name) for column in table.columns])
    writer.writerows([[_csv_cell(cell) for cell in row] for row in table.rows])
    return sink.getvalue()


def as_markdown(table: Table) -> str:
    """The table as GitHub Flavored Markdown has it, with the notes on what it covers below."""
    lines = [
        _markdown_row([_heading(column) for column in table.columns]),
        "|" + "|".join(" ---: " if _is_numeric(table, column) else " --- " for column in table.columns) + "|",
        *[_markdown_row([_words(cell) for cell in row]) for row in table.rows],
    ]
    notes = [f"- {escaped(note.strip())}" for note in _notes(table)]
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def escaped(text: str) -> str:
    """A text as Markdown shows it, letter by letter."""
    return text.translate(_MARKDOWN)


def _markdown_row(cells: list[str]) -> str:
    return "| " + " | ".join(escaped(visible(cell)) for cell in cells) + " |"


def _short(value: JsonValue) -> JsonValue:
    """The first sentence of a text, or what of it fits."""
    if not isinstance(value, str):
        return value
    sentence = _SENTENCE_END.split(value.strip(), maxsplit=1)[0]
    return sentence if len(sentence) <= _PROSE_LIMIT else sentence[: _PROSE_LIMIT - 3].rstrip() + "..."


def _heading(column: Column) -> str:
    return visible(column.name if column.unit is None else f"{column.name} [{column.unit}]")


def _is_numeric(table: Table, column: Column) -> bool:
    place = table.columns.index(column)
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def _words(value: JsonValue) -> str:
    """A cell for people: four significant digits of a fraction, yes and no, lists with commas."""
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return visible(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value))


def _csv_cell(value: JsonValue) -> str:
    """A cell for programs: every digit of a number; only text can be a formula."""
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return _harmless(value)
    return json.dumps(value)


def _harmless(text: str) -> str:
    shown = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{shown}" if shown.startswith(_FORMULA_STARTS) else shown


def _notes(table: Table) -> list[str]:
    """What belongs below the rows: the day, the parameters, the coverage, what is unknown."""
    return [
        *([f"as of: {table.as_of.isoformat()}"] if table.as_of else []),
        *([f"parameters: {_pairs(table.parameters)}"] if table.parameters else []),
        *([f"coverage: {_pairs(table.coverage)}"] if table.coverage else []),
        *([f"unknown ({count_of(len(table.unknown), 'entry', 'entries')}):"] if table.unknown else []),
        *[f"  {visible(sentence)}" for sentence in table.unknown],
    ]


def _pairs(mapping: Mapping[str, JsonValue]) -> str:
    return ", ".join(f"{visible(name)}={_words(value)}" for name, value in mapping.items())
