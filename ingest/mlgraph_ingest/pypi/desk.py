"""Asks an index, and stops asking for what it was found not to have."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from threading import Event, Lock

from mlgraph.model.errors import NotFoundError, SourceError
from mlgraph.model.http import Answer, Http
from mlgraph_ingest.pypi.index import Index

_TRIES = 3
"""So often in vain, and never with success: then an index is taken not to offer a kind of document in this run."""


class Offer(StrEnum):
    """Kinds of documents that an index may have or not."""

    PROJECT = "project documents"
    RELEASE = "documents of single releases"
    METADATA = "metadata of single files"
    DETAILS = "provenance and status"


class Desk:
    """Where one index is asked, in one run; safe to use from several threads."""

    def __init__(self, index: Index, http: Http, stopped: Event) -> None:
        self.index = index
        self._http = http
        self._stopped = stopped
        self._lock = Lock()
        self._found: Counter[Offer] = Counter()
        self._missed: Counter[Offer] = Counter()

    def get(self, url: str, *, accept: str = "application/json") -> Answer | None:
        """The answer to a question; None where there is no such thing."""
        if self._stopped.is_set():
            raise SourceError(f"{self.index.host}: not asked any more, the run was stopped")
        try:
            return self._http.get(url, accept=accept, route=self.index.route)
        except NotFoundError:
            return None

    def is_offered(self, offer: Offer) -> bool:
        """Whether it is worth asking for a kind of document."""
        with self._lock:
            return self._found[offer] > 0 or self._missed[offer] < _TRIES

    def is_known(self, offer: Offer) -> bool:
        """Whether the index was found to have a kind of document."""
        with self._lock:
            return self._found[offer] > 0

    def learn(self, offer: Offer, *, is_there: bool) -> None:
        """Note whether the index had a document of a kind where it would have one."""
        with self._lock:
            (self._found if is_there else self._missed)[offer] += 1
