"""The source `vex`: OpenVEX documents in files on disk; analyses of CycloneDX come with its documents, by `bom`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.answers.json_values import Table, load_table
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import printable, read_regular
from mlgraph_ingest.vex.openvex import openvex_assertions, said_at

READER = "vex/1"
LIMIT = 64 * 2**20
"""Bytes of a document at most."""


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `vex`: locators are files. Nothing is asked, and no option is known."""
    del http, report
    if request.options:
        raise UsageError(f"the source vex has no option {min(request.options)!r}; it has none")
    if not request.locators:
        raise UsageError("the source vex needs to be told what to read; give a file")
    return (_reading(Path(locator)) for locator in request.locators)


def _reading(path: Path) -> Reading:
    shown, locator = printable(str(path)), ids.file_uri(path)
    title, now = printable(path.resolve().name), datetime.now(UTC)
    try:
        content = read_regular(path, shown, limit=LIMIT)
        said = load_table(content, shown)
    except (SourceError, FormatError) as error:
        return Reading(Document(locator, title, READER, digest(READER, str(error)), now), partial(_raise, error))
    stated = said_at(said)
    document = Document(
        locator, title, READER, digest(READER, content), datetime.fromisoformat(stated) if stated else now
    )
    return Reading(document, partial(_assertions, said, locator, title))


def _assertions(said: Table, locator: str, shown: str) -> Iterator[Assertion]:
    return openvex_assertions(said, ids.document(locator), shown)


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error
