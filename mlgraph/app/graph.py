"""Look into a graph: what was read, what is in it, why it says so."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

from mlgraph.model.errors import UsageError
from mlgraph.store import Store
from mlgraph_queries.table import Column, Table


def status(*, store: Store) -> Table:
    """List the documents of a graph: when each was read, what failed, and how large the graph is."""
    documents = store.documents()
    size = store.size()
    return Table(
        "status",
        (
            Column("document", None, "What is shown of the document."),
            Column("reader", None, "Which reader read it, in which version."),
            Column("assertions", None, "How many it makes."),
            Column("observed_at", "UTC", "When it was last looked at."),
            Column("failed", None, "Why it could not be read; empty: it was read."),
            Column("locator", None, "What `mlgraph remove` takes.", is_detail=True),
        ),
        tuple(
            (
                d.title,
                d.reader,
                d.assertions,
                d.observed_at.isoformat(timespec="seconds") if d.observed_at else None,
                d.error or "",
                d.locator,
            )
            for d in documents
        ),
        parameters={"graph": str(store.path)},
        coverage={
            "documents": len(documents),
            "failed": sum(d.error is not None for d in documents),
            "nodes": sum(size.nodes_by_kind.values()),
            "edges": sum(size.edges_by_kind.values()),
            "properties": size.properties,
            "file_bytes": size.file_bytes,
        },
    )


def search(text: str, *, store: Store, as_of: date | None = None) -> Table:
    """Find the things whose id holds a text."""
    from mlgraph_queries import explanation

    with store.view(as_of) as view:
        return explanation.search(view, text)


def show(name: str, *, store: Store, as_of: date | None = None) -> Table:
    """Show a thing with its properties and its neighbors. Raises QueryError where the name is not one thing's."""
    from mlgraph_queries import explanation

    with store.view(as_of) as view:
        return explanation.show(view, name)


def explain(name: str, *, store: Store, predicate: str | None = None, as_of: date | None = None) -> Table:
    """List every assertion on a thing with its evidence, or those of one predicate (`depends_on`).

    Raises QueryError where the name is not one thing's, or there is no such predicate.
    """
    from mlgraph_queries import explanation

    with store.view(as_of) as view:
        return explanation.explain(view, name, predicate=predicate)


def sql(text: str, *, store: Store) -> Table:
    """Answer a read-only SQL query on the tables `nodes`, `edges`, `properties` and `documents`."""
    names, rows = store.sql(text)
    seen: dict[str, int] = {}
    columns = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        columns.append(Column(name if seen[name] == 1 else f"{name}_{seen[name]}", None, "As the query names it."))
    return Table("sql", tuple(columns), tuple(tuple(map(_cell, row)) for row in rows), parameters={"query": text})


def remove(document: str, *, store: Store) -> str:
    """Take out a document, by locator or by a title that only one has; returns its locator.

    Raises UsageError where there is none, or more than one.
    """
    known = store.documents()
    named = [d.locator for d in known if d.locator == document] or [d.locator for d in known if d.title == document]
    found = list(dict.fromkeys(named))
    if not found:
        raise UsageError(f"the graph has no document {document!r}; `mlgraph status` lists them")
    if len(found) > 1:
        raise UsageError(f"{document!r} is the title of {len(found)} documents; give a locator: {', '.join(found[:3])}")
    with store.writing() as writer:
        writer.remove(found[0])
    return found[0]


def backup(target: Path, *, store: Store) -> None:
    """Copy the graph as it was last published to a file that is not there yet."""
    store.backup(target)


def _cell(value: object) -> bool | int | float | str | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return value if isinstance(value, bool | int | str) or value is None else str(value)
