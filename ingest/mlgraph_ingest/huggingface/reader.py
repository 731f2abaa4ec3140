"""The source `huggingface`: what the Hugging Face hub says of models and datasets, and of what lies behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from mlgraph.model.assertions import Reading
from mlgraph.model.errors import SourceError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.answers.ahead import ahead
from mlgraph_ingest.huggingface.desk import Desk
from mlgraph_ingest.huggingface.endpoint import endpoint, is_hub_offline
from mlgraph_ingest.huggingface.fetched import fetch, fetch_account
from mlgraph_ingest.huggingface.wanted import Wanted, wanted_node, wanted_of

WIDTH = 8
"""Repositories that are asked for side by side."""
FOLLOWED_LIMIT = 1_000
"""Repositories that one run asks for at most, those included that others come from."""
ALL = 100
"""Steps from a model to what it comes from, where all are wanted; the longest chains on the hub have some 20."""
_OPTIONS = frozenset({"depth"})


@dataclass(frozen=True, slots=True)
class HuggingFaceRequest:
    """Which models and datasets to ask for, and how far to follow what they come from."""

    repositories: Mapping[NodeId, AbstractSet[str]] = field(default_factory=dict)
    """Model or dataset, as a whole -> the commits of it in use; none: its newest state."""
    depth: int = ALL
    """How far base models and training data are followed; 0: only the repositories themselves are asked for."""
    limit: int = FOLLOWED_LIMIT
    """Repositories that are asked for at most."""


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `huggingface`: locators are `NS/NAME`, `NS/NAME@REVISION`, `datasets/NS/NAME`, pages or package URLs.

    Option: `depth` (how many steps base models and training data are followed; all unless it is given). The hub is the
    one of HF_ENDPOINT, the token that of HF_TOKEN or of `hf auth login`; HF_HUB_OFFLINE is obeyed.
    """
    unknown = sorted(set(request.options) - _OPTIONS)
    if unknown:
        raise UsageError(f"the source huggingface has no option {unknown[0]!r}; it has: {', '.join(sorted(_OPTIONS))}")
    if not request.locators:
        raise UsageError(
            "the source huggingface needs to be told what to ask for; give the name of a model or a dataset"
        )
    depth = request.options.get("depth", str(ALL))
    if not (depth.isascii() and depth.isdigit() and len(depth) < 4):
        raise UsageError(f"depth {depth[:80]!r} is no number of steps; give 0, 1, 2, ...")
    if is_hub_offline():
        raise SourceError("the Hugging Face hub was not asked, as HF_HUB_OFFLINE is set; unset it to ask")
    return _read(wanted_of(request.locators, report), HuggingFaceRequest(depth=int(depth)), http, report)


def read(request: HuggingFaceRequest, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The documents of models and datasets, in the order asked, then of what they come from, step by step to the root.

    Up to `WIDTH` repositories are asked for ahead. One that the hub does not have is a document that says so; one that
    cannot be read raises when its assertions are asked for. Raises UsageError where HF_ENDPOINT makes no sense, SourceError
    without a connection.
    """
    wanted: dict[Wanted, None] = {}
    for node, revisions in request.repositories.items():
        found = wanted_node(node)
        if found is not None:
            states: list[str | None] = [*sorted(revisions)]
            for revision in states or [found.revision]:
                wanted[Wanted(found.kind, found.repo_id, revision)] = None
    return _read(list(wanted), request, http, report)


def _read(
    wanted: Sequence[Wanted], request: HuggingFaceRequest, http: Http | None, report: Reporter
) -> Iterator[Reading]:
    if http is None:
        raise SourceError("the Hugging Face hub cannot be asked without a connection; allow one")
    stopped = Event()
    return _Run(Desk(endpoint(), http, stopped), report, stopped, request.limit).readings(wanted, request.depth)


class _Run:
    """One reading of the hub: what was asked for, and what was handed out."""

    def __init__(self, desk: Desk, report: Reporter, stopped: Event, limit: int) -> None:
        self._desk = desk
        self._report = report
        self._stopped = stopped
        self._limit = limit
        self._asked: set[NodeId] = set()
        self._given: set[str] = set()
        self._publishers: dict[NodeId, None] = {}

    def readings(self, wanted: Sequence[Wanted], depth: int) -> Iterator[Reading]:
        """Repository by repository, step by step into what they come from, then their publishers, each once."""
        self._asked |= {one.node for one in wanted}
        try:
            for step in range(depth + 1):
                origins: dict[NodeId, None] = {}
                self._report.step(f"asking {self._desk.endpoint.host}", total=len(wanted))
                for fetched in ahead(wanted, partial(fetch, self._desk, is_named=step == 0), width=WIDTH):
                    yield from self._new(fetched.readings)
                    self._report.advance()
                    self._asked.update([fetched.node] if fetched.node is not None else [])
                    origins.update(dict.fromkeys(fetched.origins))
                    self._publishers.update(dict.fromkeys(fetched.publishers))
                wanted = self._next(origins) if step < depth else []
                if not wanted:
                    break
            self._report.step(f"asking {self._desk.endpoint.host} who publishes", total=len(self._publishers))
            for fetched in ahead(self._publishers, partial(fetch_account, self._desk), width=WIDTH):
                yield from self._new(fetched.readings)
                self._report.advance()
        finally:
            self._stopped.set()

    def _new(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """The readings of documents that were not handed out before: two names may stand for one repository."""
        for reading in readings:
            if reading.document.locator not in self._given:
                self._given.add(reading.document.locator)
                yield reading

    def _next(self, origins: Iterable[NodeId]) -> list[Wanted]:
        """What to ask for next; what was asked for before is not asked again, so that a circle ends."""
        fresh = [node for node in origins if node not in self._asked]
        room = max(self._limit - len(self._asked), 0)
        if len(fresh) > room:
            self._report.warn(
                f"more than {self._limit:,} models and datasets; what else they come from was not asked for"
            )
        self._asked.update(fresh[:room])
        return [one for node in fresh[:room] if (one := wanted_node(node)) is not None]
