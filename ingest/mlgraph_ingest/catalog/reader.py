"""The source `catalog`: what documents say of widely used models and datasets, read once by us and packaged.

It needs no network, so that a scan without one still says something true and dated of the usual suspects. Whatever is
observed, resolved or declared outranks it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import partial

from mlgraph.model.assertions import Document, Reading
from mlgraph.model.errors import FormatError, UsageError
from mlgraph.model.http import Http
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.catalog.entries import Statement, entry_keys, entry_of, names_of, node_of, statements_of
from mlgraph_ingest.catalog.statements import statement_assertions, targets

READER = "catalog/1"


def source(request: Request, *, http: Http | None, report: Reporter) -> Iterator[Reading]:
    """The source `catalog`: locators are ids of models, datasets, services and organizations; none means all.

    An entry brings along what it leads to: base models, datasets, publishers. An id that the catalog does not have is
    warned of. It never asks `http`.
    """
    del http
    if request.options:
        raise UsageError(f"the source catalog has no option {min(request.options)!r}; it has none")
    return _readings(_reached(_known(request.locators, report)) if request.locators else entry_keys())


def catalog_readings(nodes: Iterable[NodeId]) -> Iterator[Reading]:
    """What the catalog has on some nodes and on what they lead to: a reading for each entry and document.

    Other names of an entry and single states of a model lead to the entry. A node that the catalog does not have
    yields nothing. The documents belong to no collection: what a newer catalog no longer cites stays in a graph until
    its document is removed by name.
    """
    return _readings(_reached(key for node in nodes if (key := entry_of(node)) is not None))


def _known(locators: Iterable[str], report: Reporter) -> Iterator[str]:
    for locator in locators:
        try:
            key = entry_of(node_of(locator))
        except FormatError as error:
            raise UsageError(f"{error}; give ids such as pkg:huggingface/openai-community/gpt2") from error
        if key is None:
            report.warn(f"{locator}: the catalog has no entry of that id; what it would say is unknown")
        else:
            yield key


def _reached(starts: Iterable[str]) -> list[str]:
    """The entries themselves and those that they lead to, through all steps, with their other names, sorted."""
    seen: set[str] = set()
    frontier = set(starts)
    while frontier:
        seen |= frontier
        led = (target for key in frontier for said in statements_of(key) for target in targets(said.fields))
        frontier = {key for target in led if (key := entry_of(target)) is not None} - seen
    return sorted({name for key in seen for name in (key, *names_of(key))})


def _readings(keys: Iterable[str]) -> Iterator[Reading]:
    for key in keys:
        node = node_of(key)
        for statement in statements_of(key):
            yield Reading(_document(node, statement), partial(statement_assertions, node, statement.fields))


def _document(node: NodeId, statement: Statement) -> Document:
    """The cited document as far as it speaks of one node, so that reading one entry leaves the others alone."""
    content = json.dumps([node.key, statement.url, statement.said_at.isoformat(), statement.fields], sort_keys=True)
    return Document(
        locator=f"{statement.url}#{node.key}",
        title=statement.url,
        reader=READER,
        fingerprint=f"sha256:{hashlib.sha256(content.encode()).hexdigest()}",
        observed_at=statement.said_at,
    )
