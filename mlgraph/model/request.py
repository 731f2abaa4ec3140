"""What a source is asked for: the one form in which every source, ours or somebody's, is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mlgraph.model.assertions import Reading
from mlgraph.model.http import Http
from mlgraph.model.reporter import Reporter


@dataclass(frozen=True, slots=True)
class Request:
    """What a source is to read, all of it at once, so that the source can ask for several things side by side."""

    locators: tuple[str, ...]
    """Where each is, in the source's own terms: a folder, a name, a URL."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What else the caller says, by the name of the command line's option: `python`."""


class Source(Protocol):
    """What an entry point of the group `mlgraph.ingestors` names."""

    def __call__(self, request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
        """Yield the documents that a request asks for, each with its assertions, lazily.

        Raises UsageError where the request makes no sense, SourceError where the whole source cannot be read.
        """
