"""The source `croissant`: descriptions of datasets in files on disk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.answers.json_values import load_table
from mlgraph_ingest.huggingface.croissant import dataset_of, read_croissant
from mlgraph_ingest.huggingface.ledger import Ledger
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.tree import printable, read_regular

READER = "croissant/1"
_LIMIT = 64 * 1024 * 1024


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `croissant`: locators are files in JSON-LD. Nothing is asked, and no option is known."""
    del http, report
    if request.options:
        raise UsageError(f"the source croissant has no option {min(request.options)!r}; it has none")
    if not request.locators:
        raise UsageError("the source croissant needs to be told what to read; give a file")
    return (_reading(Path(locator)) for locator in request.locators)


def _reading(path: Path) -> Reading:
    shown = printable(str(path))
    locator = ids.file_uri(path)
    try:
        content = read_regular(path, shown, limit=_LIMIT)
    except (SourceError, FormatError) as error:
        return _made(locator, shown, str(error).encode(), partial(_raise, error))
    return _made(locator, shown, content, partial(_assertions, content, shown, locator))


def _made(locator: str, shown: str, content: bytes, assertions: partial[Iterator[Assertion]]) -> Reading:
    return Reading(Document(locator, shown, READER, digest(READER, content), datetime.now(UTC)), assertions)


def _assertions(content: bytes, shown: str, locator: str) -> Iterator[Assertion]:
    said = load_table(content, shown)
    ledger = Ledger(_named(dataset_of(said, shown), shown), locator)
    read_croissant(said, ledger)
    yield from ledger.assertions()


def _named(node: NodeId | None, shown: str) -> NodeId:
    if node is None:
        raise FormatError(
            f"{shown}: it does not say where its dataset is (no `url`), so it names none; add the address"
        )
    return node


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error
