"""The source `bom`: bills of materials in files on disk, in folders of thousands, of every form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.bom.content import DEFAULT_LIMIT, Content, read_content
from mlgraph_ingest.bom.files import Found, files_of
from mlgraph_ingest.bom.forms import Form, form_of, said_at
from mlgraph_ingest.bom.statements import Statements
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import printable

READER = "bom/1"
_OPTIONS = frozenset({"limit"})


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `bom`: locators are files, folders (all that is in them) and patterns such as `boms/*.json`.

    Each document describes a project, named by the path of its file. What is no bill of materials is refused where it
    is named, and left out with a note where it lies in a folder. Nothing is asked of anybody. Option: `limit`, the
    bytes that a document may have (2 GB unless it is given).
    """
    del http
    unknown = sorted(set(request.options) - _OPTIONS)
    if unknown:
        raise UsageError(f"the source bom has no option {unknown[0]!r}; it has: {', '.join(sorted(_OPTIONS))}")
    if not request.locators:
        raise UsageError("the source bom needs to be told what to read; give a file, a folder or a pattern")
    limit = request.options.get("limit", str(DEFAULT_LIMIT))
    if not (limit.isascii() and limit.isdigit() and 0 < len(limit) < 16):
        raise UsageError(f"limit {limit[:80]!r} is no number of bytes")
    return _readings(files_of(request.locators, report), int(limit), report)


def _readings(files: list[Found], limit: int, report: Reporter) -> Iterator[Reading]:
    report.step("reading documents", total=len(files))
    others = 0
    for found in files:
        reading = _reading(found, limit)
        if reading is None:
            others += 1
        else:
            yield reading
        report.advance()
    if others:
        report.note(f"{others:,} files in the folders are no bills of materials; they were left out")


def _reading(found: Found, limit: int) -> Reading | None:
    """The document in a file; None where it is none and nobody said that it is one."""
    shown = printable(str(found.shown))
    try:
        content = read_content(found.path, shown, limit=limit)
    except (SourceError, FormatError) as error:
        return _made(found, shown, str(error).encode(), partial(_raise, error), None)
    try:
        form = form_of(content)
    except FormatError as error:
        return _made(found, shown, content.data, partial(_raise, error), None)
    if form is None and not found.is_named:
        return None
    said = _assertions(found.path, content, form) if form is not None else _raise(_none(content))
    return _made(found, shown, content.data, lambda: said, said_at(content))


def _made(
    found: Found, shown: str, content: bytes, assertions: Callable[[], Iterator[Assertion]], at: datetime | None
) -> Reading:
    project, locator = ids.project(found.path), ids.file_uri(found.path)
    fingerprint = digest(READER, locator, content)
    return Reading(
        Document(locator, shown, READER, fingerprint, at or datetime.now(UTC), collection=project.key), assertions
    )


def _assertions(path: Path, content: Content, form: Form) -> Iterator[Assertion]:
    statements = Statements(ids.project(path), ids.file_uri(path), form.rule)
    yield from statements.of(form.read(content))


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error


def _none(content: Content) -> FormatError:
    start = content.data[:40]
    begins = repr(start.decode("utf-8", "replace")) if start else "nothing"
    return FormatError(f"{content.shown}: no bill of materials of a form that is known; it begins with {begins}")
