"""Read documents into a graph: only what has changed, each document whole or not at all."""

from __future__ import annotations

import gc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from time import perf_counter
from urllib.parse import urlsplit

from mlgraph.app.backlog import ROWS_IN_MEMORY, Backlog
from mlgraph.model.assertions import Document, Reading
from mlgraph.model.errors import FormatError, NotCachedError, SourceError
from mlgraph.model.reporter import Reporter, Spent
from mlgraph.store import KnownDocument, Store, Writer

_OBJECTS = 200_000
"""New objects after which the collector looks for cycles: a third of the time of reading a large document went there."""

WARNINGS_OF_A_HOST = 3
"""Failures of one server that are warned of one by one."""


@dataclass(slots=True)
class Ingested:
    """What became of the documents of one run, by title."""

    read: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    """(title, reason)."""
    retired: list[str] = field(default_factory=list)
    """Locators of documents that are no longer there."""
    not_asked: list[str] = field(default_factory=list)
    """Titles of documents that would have needed the network, which was not to be used: nobody knows what they say."""

    def add(self, other: Ingested) -> Ingested:
        """Both runs together."""
        return Ingested(
            self.read + other.read,
            self.unchanged + other.unchanged,
            self.failed + other.failed,
            self.retired + other.retired,
            self.not_asked + other.not_asked,
        )


def ingest(store: Store, readings: Iterable[Reading], report: Reporter) -> Ingested:
    """Bring a graph up to date with a stream of readings.

    Documents that are known and unchanged are not read again; one that cannot be read keeps what it said before and
    is noted as failed; what a collection had before and the stream no longer has is removed, and so are the projects
    that lay in a project and no longer do. The graph is written in few, short steps, between which everything
    published is whole.
    """
    with _patient_collector():
        return _Run(store, report).take(readings)


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Let the collector of cycles look less often: assertions come in millions, hold no cycles, and are let go at once."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@dataclass(slots=True)
class _Run:
    store: Store
    report: Reporter
    result: Ingested = field(default_factory=Ingested)
    locators: dict[str, set[str]] = field(default_factory=dict)
    """Of each collection that was met: the documents it has now."""
    confirmed: list[Document] = field(default_factory=list)
    """Documents that are unchanged, but whose source said so at another time than the graph has it."""
    backlog: Backlog = field(default_factory=Backlog)
    failures: list[tuple[Document, str]] = field(default_factory=list)
    hosts: Counter[str | None] = field(default_factory=Counter)
    """How many documents of each server could not be read."""
    spent: defaultdict[str, Spent] = field(default_factory=lambda: defaultdict(Spent))
    """By reader."""

    def take(self, readings: Iterable[Reading]) -> Ingested:
        known = self.store.known()
        for reading in self._timed(readings):
            document = reading.document
            self.locators.setdefault(document.collection, set()).add(document.locator)
            before = known.get(document.collection, {}).get(document.locator)
            if before is not None and (before.reader, before.fingerprint) == (document.reader, document.fingerprint):
                if before.observed_at != document.observed_at:
                    self.confirmed.append(document)
                self.result.unchanged.append(document.title)
                self.spent[document.reader].unchanged += 1
            else:
                began = perf_counter()
                self._read(reading)
                self.spent[document.reader].seconds += perf_counter() - began
        for host, count in self.hosts.items():
            if host is not None and count > WARNINGS_OF_A_HOST:
                more = count - WARNINGS_OF_A_HOST
                self.report.warn(f"{host}: {more:,} more documents could not be read; what they say is unknown")
        began = perf_counter()
        self._finish(self._gone(known))
        for source, spent in sorted(self.spent.items()):
            self.report.spent(source, spent)
        self.report.spent("writing the graph", Spent(seconds=perf_counter() - began))
        return self.result

    def _timed(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """The readings, each with the time that its source took to find or fetch it."""
        began = perf_counter()
        for reading in readings:
            spent = self.spent[reading.document.reader]
            spent.documents += 1
            spent.seconds += perf_counter() - began
            yield reading
            began = perf_counter()

    def _gone(self, known: Mapping[str, Mapping[str, KnownDocument]]) -> list[tuple[str, str]]:
        """The documents, each with its collection, that collections had and no longer have.

        So are those of the projects that a project was said to contain and that were not met.
        """
        met = {collection for collection in self.locators if collection}
        nested = self.store.nested() if met else {}
        lost = set[str]().union(*(nested.get(collection, ()) for collection in met)) - met
        return [
            (locator, collection)
            for collection in sorted(met | lost)
            for locator in known.get(collection, ())
            if locator not in self.locators.get(collection, ())
        ]

    def _finish(self, gone: Sequence[tuple[str, str]]) -> None:
        """Write what is pending, and take out what is no longer there."""
        if not (self.backlog or self.failures or self.confirmed or gone or not self.store.exists()):
            return
        with self.store.writing() as writer:
            self._flush(writer)
            if self.confirmed:
                writer.confirm(self.confirmed)
            if gone:
                self.result.retired += writer.retire(gone)

    def _read(self, reading: Reading) -> None:
        document = reading.document
        try:
            stream = iter(reading.assertions())
            head = list(islice(stream, ROWS_IN_MEMORY))
            if len(head) == ROWS_IN_MEMORY:
                with self.store.writing() as writer:
                    self._flush(writer)
                    self.spent[document.reader].assertions += writer.write(document, chain(head, stream))
            else:
                self.backlog.add(document, head)
                self.spent[document.reader].assertions += len(head)
        except NotCachedError:
            self.result.not_asked.append(document.title)
            return
        except (SourceError, FormatError) as error:
            self._fail(document, str(error))
            return
        self.result.read.append(document.title)
        if self.backlog.is_full:
            with self.store.writing() as writer:
                self._flush(writer)

    def _fail(self, document: Document, reason: str) -> None:
        """Note a document that could not be read. Of one server that fails for many, the first few are warned of."""
        self.failures.append((document, reason))
        self.result.failed.append((document.title, reason))
        host = urlsplit(document.title).hostname if "://" in document.title else None
        self.hosts[host] += 1
        if host is None or self.hosts[host] <= WARNINGS_OF_A_HOST:
            self.report.warn(reason)

    def _flush(self, writer: Writer) -> None:
        self.backlog.write(writer)
        writer.fail_all(self.failures)
        self.failures.clear()
