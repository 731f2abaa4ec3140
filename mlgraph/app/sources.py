"""Which sources there are: those of mlgraph, and those that other distributions bring."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from mlgraph.app.connection import open_door
from mlgraph.app.ingest import Ingested, ingest
from mlgraph.model.errors import UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request, Source
from mlgraph.store import Store

GROUP = "mlgraph.ingestors"
"""The entry point group in which a distribution names its sources."""


def ingest_source(
    name: str, request: Request, *, store: Store, offline: bool = False, report: Reporter | None = None
) -> Ingested:
    """Read what a source has on a request into a graph. Raises UsageError where there is no source of that name.

    Offline, a source is only given answers that were kept before.
    """
    source: Source = _entry_point(name).load()
    reporter = report or Reporter()
    with open_door(offline=offline, report=reporter) as door:
        return ingest(store, source(request, http=door, report=reporter), reporter)


def source_names() -> list[str]:
    """The names of all sources that are installed, sorted."""
    return sorted(entry_points(group=GROUP).names)


def _entry_point(name: str) -> EntryPoint:
    found = entry_points(group=GROUP)
    if name not in found.names:
        raise UsageError(f"there is no source {name!r}; there is: {', '.join(source_names())}")
    return found[name]
