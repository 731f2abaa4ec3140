"""Reads notebooks: what the code of their cells names, the packages that they install and what they download."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError, MlgraphError
from mlgraph_ingest.project.code.filter import may_refer
from mlgraph_ingest.project.code.notebook_cells import Cells, ShellLine, WrittenFile, cells_of
from mlgraph_ingest.project.code.notebook_files import written_mentions
from mlgraph_ingest.project.code.reader import read_source
from mlgraph_ingest.project.config.command_mentions import command_mentions, variable_mentions
from mlgraph_ingest.project.config.shell_words import Shell, Word
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.manifests.requirement import depends
from mlgraph_ingest.project.manifests.requirements_file import requirement_of
from mlgraph_ingest.project.manifests.requirements_lines import Wanted
from mlgraph_ingest.project.mentions import Mention, Teller
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, Scope

_PIP = re.compile(r"(?:(?:\S*/)?python[\d.]*\s+-m\s+)?(?:uv\s+)?pip[\d.]*\s+install\s")
_WITH_VALUE = frozenset({
    "-r", "--requirement", "-c", "--constraint", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t",
    "--target", "--platform", "--python-version", "--root", "--prefix", "--src", "--upgrade-strategy", "--only-binary",
    "--no-binary", "--trusted-host", "--progress-bar", "--python", "--index", "--cache-dir", "--timeout",
})  # fmt: skip
"""Options of pip install that have a value of their own (pip documentation, "pip install")."""


def read_notebook(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a notebook names, each with its cell and line; a cell that cannot be read is a problem and costs only itself."""
    cells = cells_of(file)
    if cells is None:
        return
    problems = problems_of(file)
    for place, why in cells.problems:
        problems.add(place, why)
    yield from _of_code(cells, file, context, problems)
    for written in cells.written:
        yield from _of_written(written, file, context, problems)
    teller = Teller(file, context.project)
    for command in cells.commands:
        yield from _of_command(command, file, context, teller)
    yield from problems.assertions()


def modules_of(file: SourceFile, context: Context) -> str:
    """A digest of the modules of the project that a notebook's code depends on."""
    try:
        cells = cells_of(file)
    except MlgraphError:
        return ""
    code = [] if cells is None else [cells.source, *(each.text for each in cells.written if each.name.endswith(".py"))]
    told = "\n".join(source for source in code if may_refer(source))
    return context.sources.fingerprint_of(told, file.relative) if told else ""


def _of_code(cells: Cells, file: SourceFile, context: Context, problems: Problems) -> Iterator[Assertion]:
    if not may_refer(cells.source):
        return
    try:
        yield from read_source(
            cells.source, file, context.project, sources=context.sources, locate=partial(_in_cell, cells)
        )
    except FormatError as error:
        problems.add("", str(error))


def _in_cell(cells: Cells, line: int) -> str:
    """A line of the joined cells, by the cell that has it and the line in that: `3:12`."""
    if not 0 < line <= len(cells.places):
        return str(line)
    cell, within = cells.places[line - 1]
    return f"{cell}:{within}"


def _of_written(written: WrittenFile, file: SourceFile, context: Context, problems: Problems) -> Iterator[Assertion]:
    """What a file names that a cell writes, where it is code, a script or a configuration."""
    place = partial(_within, written.cell)
    try:
        if written.name.endswith(".py") and may_refer(written.text):
            yield from read_source(written.text, file, context.project, sources=context.sources, locate=place)
        elif mentions := written_mentions(written):
            said = (replace(mention, where=place(int(mention.where))) for mention in mentions)
            yield from Teller(file, context.project).assertions(said)
    except FormatError as error:
        problems.add(f"{written.cell}:1", f"a cell that writes {written.name}, which cannot be read ({error})")


def _within(cell: int, line: int) -> str:
    return f"{cell}:{line}"


def _of_command(command: ShellLine, file: SourceFile, context: Context, teller: Teller) -> Iterator[Assertion]:
    for found in Shell().commands(command.text.strip(), command.line):
        where = f"{command.cell}:{found.line}"
        text = " ".join(word.text for word in found.words)
        if _PIP.match(f"{text} "):
            yield from _installed(found.words, where, file, context)
            continue
        mentions: list[Mention] = [
            *command_mentions(found.words, found.line),
            *variable_mentions(found.assigned, found.line, "notebook"),
        ]
        yield from teller.assertions(replace(mention, where=where) for mention in mentions)


def _installed(words: tuple[Word, ...], where: str, file: SourceFile, context: Context) -> Iterator[Assertion]:
    """The packages that a command installs; options, and what a variable would have to say, are passed over."""
    texts = [word.text for word in words]
    rest = iter(texts[texts.index("install") + 1 :])
    for text in rest:
        if text in _WITH_VALUE:
            next(rest, None)
        elif not text.startswith("-") and not re.search(r"[${}]", text) and text not in {".", ".."}:
            try:
                wanted = requirement_of(Wanted(0, text, is_editable=False, hashes=()), file, context)
            except MlgraphError:
                continue  # a folder or an archive beside the notebook, which installs nothing that has a name here
            if wanted is not None and ids.canonical_name(wanted.name) != context.name:
                yield depends(
                    context.project,
                    wanted,
                    Evidence(where, Method.DECLARED, "notebook-pip"),
                    scope=Scope.DEVELOPMENT,
                )
