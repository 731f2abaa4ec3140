"""The source `bom`: bills of materials in files on disk, in folders of thousands, of every form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.bom.attestations import Unwrapped, unwrapped
from mlgraph_ingest.bom.content import DEFAULT_LIMIT, Content, read_content
from mlgraph_ingest.bom.files import Found, files_of
from mlgraph_ingest.bom.forms import Form, form_of, said_at
from mlgraph_ingest.bom.statements import Statements
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import printable
from mlgraph_ingest.signatures.documents import facts_of_document, signed_state
from mlgraph_ingest.signatures.trust import OPTIONS as TRUST_OPTIONS
from mlgraph_ingest.signatures.trust import Trust, trust_from

READER = "bom/1"
_OPTIONS = frozenset({"limit", *TRUST_OPTIONS})


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `bom`: locators are files, folders (all that is in them) and patterns such as `boms/*.json`.

    Each document describes a project, named by the path of its file. What is no bill of materials is refused where it
    is named, and left out with a note where it lies in a folder. Nothing is asked of anybody. Options: `limit`, the
    bytes that a document may have (2 GB unless it is given), and those of `trust_from`, which signatures are checked with.
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
    trust = trust_from(request.options)
    return _readings(files_of(request.locators, report), int(limit), trust, report)


def _readings(files: list[Found], limit: int, trust: Trust, report: Reporter) -> Iterator[Reading]:
    report.step("reading documents", total=len(files))
    others = 0
    for found in files:
        reading = _reading(found, limit, trust)
        if reading is None:
            others += 1
        else:
            yield reading
        report.advance()
    if others:
        report.note(f"{others:,} files in the folders are no bills of materials; they were left out")


def _reading(found: Found, limit: int, trust: Trust) -> Reading | None:
    """The document in a file; None where it is none and nobody said that it is one."""
    shown = printable(str(found.shown))
    try:
        content = read_content(found.path, shown, limit=limit)
    except (SourceError, FormatError) as error:
        return _made(found, shown, [str(error)], partial(_raise, error), None)
    try:
        document = _recognized(content)
    except FormatError as error:
        return _made(found, shown, [content.data], partial(_raise, error), None)
    if document is None and not found.is_named:
        return None
    if document is None:
        return _made(found, shown, [content.data], partial(_raise, _none(content)), None)
    inner, form = document
    said = partial(_assertions, found.path, inner, form, trust)
    signed = signed_state(found.path, inner.content.data, trust=trust)
    return _made(found, shown, [content.data, *signed], said, said_at(inner.content))


def _recognized(content: Content) -> tuple[Unwrapped, Form] | None:
    """A document and its form, out of the attestation that it may be in; None where it is none."""
    form = form_of(content)
    if form is not None:
        return Unwrapped(content), form
    inner = unwrapped(content)
    form = form_of(inner.content) if inner.content is not content else None
    return None if form is None else (inner, form)


def _made(
    found: Found,
    shown: str,
    parts: Iterable[str | bytes],
    assertions: Callable[[], Iterator[Assertion]],
    at: datetime | None,
) -> Reading:
    """The reading of a document whose assertions depend on `parts`."""
    project, locator = ids.project(found.path), ids.file_uri(found.path)
    fingerprint = digest(READER, locator, *parts)
    return Reading(
        Document(locator, shown, READER, fingerprint, at or datetime.now(UTC), collection=project.key), assertions
    )


def _assertions(path: Path, document: Unwrapped, form: Form, trust: Trust) -> Iterator[Assertion]:
    """What the document says; a signature of an attestation around it is one of the file."""
    locator = ids.file_uri(path)
    statements = Statements(ids.project(path), locator, form.rule)
    yield from statements.of(chain(document.said, form.read(document.content)))
    yield from facts_of_document(ids.document(locator), path, document.content.data, trust=trust)


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error


def _none(content: Content) -> FormatError:
    start = content.data[:40]
    begins = repr(start.decode("utf-8", "replace")) if start else "nothing"
    return FormatError(f"{content.shown}: no bill of materials of a form that is known; it begins with {begins}")
