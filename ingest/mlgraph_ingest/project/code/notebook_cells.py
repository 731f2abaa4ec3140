"""Opens a notebook and makes Python of its code cells: what IPython adds to the language becomes commands of their own.

Formats: nbformat 3 (`worksheets`, `input`) and 4 (`cells`, `source`); magics as the IPython documentation has them
("Built-in magic commands", "IPython reference").
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile

NOTEBOOK_LIMIT = 32 * 2**20
"""Bytes of a notebook at most; pictures in its outputs are most of it."""
_MAGIC = re.compile(
    r"(?P<indent>\s*)(?:(?P<mark>!!?|%)(?P<rest>.*)|(?P<auto>(?:pip|conda|uv pip)\s+install\s.*)|(?P<help>\?\S.*|[\w.]+\?\??))\s*",
    re.DOTALL,
)
_ASSIGNED = re.compile(
    r"(?P<indent>\s*)(?P<name>[A-Za-z_(][\w., \[\]'\"]*?)\s*=\s*(?P<mark>!|%)(?P<rest>[^\s=].*)", re.DOTALL
)
_SHELL_CELLS = frozenset({"bash", "sh", "script", "system", "sx", "!"})
_PYTHON_CELLS = frozenset(
    {"time", "timeit", "capture", "prun", "python", "python3", "memit", "mprun", "debug", "wandb"}
)
"""Magics of a whole cell whose rest is still Python that runs in the notebook, or as it."""
_WRITING = re.compile(r"\s*%%(?:writefile|file)[ \t]+(?:-a[ \t]+|--append[ \t]+)?(\S+)[ \t]*(?=\n|$)")
_LINE_LIMIT = 2_000
"""Characters of a line with a magic at most."""
_LINES_LIMIT = 10_000
"""Lines of a cell in which magics are looked for at most."""


@dataclass(frozen=True, slots=True)
class ShellLine:
    """A command that a cell gives to the shell, or a magic that installs."""

    cell: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file that a cell writes: `%%writefile config.yaml`."""

    cell: int
    name: str
    text: str
    """As it stands in the cell; the first line is that of the magic, and empty."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The code of a notebook."""

    source: str
    """Python: the cells one after the other."""
    places: tuple[tuple[int, int], ...]
    """Of each line of the source the cell, counted from 1 over all cells, and the line in it."""
    commands: tuple[ShellLine, ...]
    written: tuple[WrittenFile, ...]
    problems: tuple[tuple[str, str], ...]
    """(cell and line, why that cell is not read)."""


def cells_of(file: SourceFile) -> Cells | None:
    """The code of a notebook; None where it is written in another language than Python.

    Raises FormatError where it is no notebook that can be read.
    """
    said = _loaded(file)
    language = _language(said)
    if language not in {"python", "ipython", ""}:
        return None
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    commands: list[ShellLine] = []
    written: list[WrittenFile] = []
    problems: list[tuple[str, str]] = []
    for number, source in _code_cells(said):
        if (file_written := _written(source, number)) is not None:
            written.append(file_written)
            continue
        python, shell = _python_of(source, number)
        commands.extend(shell)
        problem = _problem(python)
        if problem is not None:
            line, why = problem
            problems.append((f"{number}:{line}", f"a cell that is not Python 3 ({why}); what it uses is unknown"))
            continue
        own = python.split("\n")
        lines.extend(own)
        places.extend((number, index) for index in range(1, len(own) + 1))
    return Cells("\n".join(lines), tuple(places), tuple(commands), tuple(written), tuple(problems))


def _loaded(file: SourceFile) -> dict[str, Any]:
    text = file.read_text(NOTEBOOK_LIMIT)
    try:
        said = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise FormatError(f"{file.relative}:{line}: not JSON, so no notebook; save it again with Jupyter") from error
    except RecursionError as error:
        raise FormatError(f"{file.relative}: nested too deeply to be a notebook; it was not read") from error
    if not isinstance(said, dict) or not isinstance(said.get("cells", said.get("worksheets")), list):
        raise FormatError(f"{file.relative}: JSON without a list of cells, so no notebook; it was not read")
    return said


def _language(said: dict[str, Any]) -> str:
    metadata = said.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    for table, key in (("language_info", "name"), ("kernelspec", "language")):
        found = metadata.get(table)
        name = found.get(key) if isinstance(found, dict) else None
        if isinstance(name, str):
            return name.lower()
    return ""


def _code_cells(said: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The code cells with their numbers among all cells."""
    sheets = said.get("worksheets")
    listed = (
        [said.get("cells")] if not isinstance(sheets, list) else [s.get("cells") for s in sheets if isinstance(s, dict)]
    )
    cells = [cell for some in listed if isinstance(some, list) for cell in some]
    for number, cell in enumerate(cells, start=1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input"))
        if isinstance(source, list):
            source = "".join(part for part in source if isinstance(part, str))
        if isinstance(source, str):
            yield number, source.replace("\r\n", "\n").replace("\r", "\n")


def _written(source: str, cell: int) -> WrittenFile | None:
    """The file that a whole cell is written to; None where the cell is no such cell."""
    found = _WRITING.match(source)
    return found and WrittenFile(
        cell, found[1].strip("\"'"), "\n" * source[: found.end()].count("\n") + source[found.end() :]
    )


def _python_of(source: str, cell: int) -> tuple[str, list[ShellLine]]:
    """The Python of a cell, line for line, and its commands."""
    lines = source.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].lstrip().startswith("%%"):
        name, _, _ = lines[first].lstrip()[2:].strip().partition(" ")
        lines[first] = ""
        if name in _SHELL_CELLS:
            rest = "\n".join(lines[first + 1 :])
            return "\n" * (len(lines) - 1), [ShellLine(cell, first + 2, rest)] if rest.strip() else []
        if name not in _PYTHON_CELLS:
            return "\n" * (len(lines) - 1), []
    python = "\n".join(lines)
    if len(lines) > _LINES_LIMIT or not _has_magic(lines) or _problem(python) is None:
        return python, []
    return _without_magics(lines, cell)


def _has_magic(lines: list[str]) -> bool:
    return any(_magic(line) for line in lines)


def _magic(line: str) -> re.Match[str] | None:
    return (_MAGIC.fullmatch(line) or _ASSIGNED.fullmatch(line)) if len(line) <= _LINE_LIMIT else None


def _without_magics(lines: list[str], cell: int) -> tuple[str, list[ShellLine]]:
    commands: list[ShellLine] = []
    index = 0
    while index < len(lines):
        end = index + 1
        while lines[end - 1].rstrip().endswith("\\") and end < len(lines):
            end += 1
        match = _magic(lines[index])
        if match is None:
            index += 1
            continue
        found = match.groupdict()
        rest = "\n".join([found.get("rest") or found.get("auto") or "", *lines[index + 1 : end]])
        if (found.get("mark") or "").startswith("!"):
            commands.append(ShellLine(cell, index + 1, rest))
        elif rest.split(None, 1)[:1] in (["pip"], ["conda"], ["uv"], ["sx"], ["system"]):
            commands.append(ShellLine(cell, index + 1, re.sub(r"^\s*(?:sx|system)\s", "", rest)))
        name = found.get("name")
        lines[index] = f"{found['indent']}{name} = ()" if name else f"{found['indent']}pass"
        lines[index + 1 : end] = [""] * (end - index - 1)
        index = end
    return "\n".join(lines), commands


def _problem(source: str) -> tuple[int, str] | None:
    """Where and why a cell is no Python; None where it is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 1, str(error.msg)
    except (ValueError, RecursionError, MemoryError):
        return 1, "it cannot be parsed"
    return None
