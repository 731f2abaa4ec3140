"""Bills of materials of any tool as what they are about: read, brought together, written again, reported."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from mlgraph.app.ingest import Ingested, ingest
from mlgraph.app.project import REPORT_NAME, Scanned, documents, write_files
from mlgraph.model import ids
from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.garbage import without_collection
from mlgraph.model.reporter import Reporter, Spent
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_queries.entries import Finding, Inventory


def read_bills(paths: Sequence[Path], *, store: Store, report: Reporter | None = None) -> Ingested:
    """Read bills of materials into a graph. Raises FormatError where one of them cannot be read."""
    from mlgraph_ingest.bom import source

    reporter = _Deferring(report or Reporter())
    done = ingest(store, source(Request(tuple(map(str, paths)), {}), http=None, report=reporter), reporter)
    if done.failed:
        raise FormatError(done.failed[0][1])
    return done


class _Deferring(Reporter):
    """Passes everything on but warnings: what cannot be read is told once, by the error that ends the run."""

    def __init__(self, report: Reporter) -> None:
        self._report = report

    def step(self, text: str, total: int | None = None) -> None:
        """Begin a step."""
        self._report.step(text, total=total)

    def advance(self, count: int = 1) -> None:
        """Say that some of it is done."""
        self._report.advance(count)

    def note(self, text: str) -> None:
        """Say something."""
        self._report.note(text)

    def spent(self, source: str, spent: Spent) -> None:
        """Say what a source took."""
        self._report.spent(source, spent)


def look_at_bills(
    paths: Sequence[Path], *, store: Store, as_of: date | None = None
) -> tuple[Inventory, tuple[Finding, ...]]:
    """Say what the thing is made of that some bills of materials, which were read, are about."""
    from mlgraph_queries.findings import findings

    found = _inventory(paths, store, as_of)
    return found, findings(found)


def _inventory(paths: Sequence[Path], store: Store, as_of: date | None) -> Inventory:
    from mlgraph_queries.merging import merged_inventory

    with store.view(as_of) as view:
        return merged_inventory(view, [ids.project(path.resolve()) for path in paths])


def rewrite(
    paths: Sequence[Path],
    *,
    store: Store,
    form: str = "cyclonedx",
    spec_version: str | None = None,
    reproducible: bool = False,
    report: Reporter | None = None,
) -> tuple[bytes, Ingested]:
    """Write what some bills of materials of one thing say as one document, in a format.

    Nobody is asked about anything. Raises FormatError where one cannot be read, UsageError for a format that is not
    written, or where one of the paths is a folder.
    """
    from mlgraph.bom.formats import choose, write

    choose(form, spec_version)  # what is not written is refused before anything is read
    folder = next((path for path in paths if path.is_dir()), None)
    if folder is not None:
        raise UsageError(f"{folder} is a folder: name the bills of materials in it, or the folder of one project alone")
    ingested = read_bills(paths, store=store, report=report)
    with without_collection():
        found = _inventory(paths, store, None)
        return write(found, form=form, spec_version=spec_version, reproducible=reproducible), ingested


def scan_bill(
    path: Path,
    *,
    store: Store,
    out: Path,
    spec_version: str | None = None,
    reproducible: bool = False,
    offline: bool = False,
    report: Reporter | None = None,
) -> Scanned:
    """Read a bill of materials, ask about what it lists unless `offline`, and write its BOMs and a report into `out`."""
    from mlgraph import __version__
    from mlgraph.app.enrichment import consult, enrich, named_in
    from mlgraph.bom.formats import choose
    from mlgraph.report.html import render

    choose("cyclonedx", spec_version)
    reporter = report or Reporter()
    ingested = read_bills([path], store=store, report=reporter)
    inventory, _ = look_at_bills([path], store=store)
    asked = enrich([inventory], store=store, offline=offline, python=None, report=reporter)
    curated = consult(named_in(inventory), store=store, report=reporter)
    inventory, findings = look_at_bills([path], store=store)
    now = datetime.now(UTC)
    page = render(inventory, findings, generated_at=None if reproducible else now, tool_version=__version__)
    files = documents(inventory, findings, spec_version=spec_version, reproducible=reproducible, now=now)
    written = write_files(out, [*files, (REPORT_NAME, page.encode("utf-8", "backslashreplace"))])
    return Scanned(ingested.add(asked).add(curated), inventory, findings, written)
