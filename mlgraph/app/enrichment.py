"""Ask a package index about what a project is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mlgraph.app.connection import can_answer, is_offline, open_door
from mlgraph.app.ingest import Ingested, ingest
from mlgraph.model import ids
from mlgraph.model.errors import SourceError
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_queries.entries import Inventory, PackageEntry


def enrich(
    inventories: Iterable[Inventory], *, store: Store, offline: bool, python: Path | None, report: Reporter
) -> Ingested:
    """Add to a graph what the package index that pip is configured with says of the packages of some projects.

    Packages from elsewhere (version control, an archive, a path) are not asked for. Without an index, or offline with
    nothing kept, all that it would have said stays unknown, and the report says so; that stops nothing.
    """
    wanted = packages_of(inventories)
    if not wanted or not can_answer(offline=offline):
        return Ingested(not_asked=sorted(wanted))
    from mlgraph_ingest.pypi import WIDTH, PypiRequest, read

    with open_door(offline=offline, report=report) as door:
        try:
            request = PypiRequest(wanted, python=python, width=1 if is_offline(offline=offline) else WIDTH)
            readings = read(request, http=door, report=report)
        except SourceError as error:
            report.warn(str(error))
            return Ingested(failed=[("package index", str(error))])
        done = ingest(store, readings, report)
        report.note(f"{door.requests:,} requests, {door.answered_from_cache:,} answers from the cache")
        return done


def packages_of(inventories: Iterable[Inventory]) -> dict[str, set[str]]:
    """Name -> versions in use, of the packages that an index can have."""
    wanted: dict[str, set[str]] = {}
    for entry in _of_an_index(inventories):
        versions = wanted.setdefault(ids.purl_parts(entry.package).name, set())
        if entry.version is not None:
            versions.add(entry.version)
    return wanted


def _of_an_index(inventories: Iterable[Inventory]) -> Iterator[PackageEntry]:
    for inventory in inventories:
        for entry in inventory.packages:
            is_python = ids.purl_parts(entry.package).type == "pypi"
            if is_python and not any(place.is_direct for place in entry.origins):
                yield entry
