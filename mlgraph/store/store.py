"""The embedded store: a graph file, what it knows of its documents, and views of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from mlgraph.model.errors import QueryError, StoreError
from mlgraph.store.connection import first_line, reading
from mlgraph.store.snapshot import StoreSnapshot, document_states
from mlgraph.store.writer import Writer, publishing
from mlgraph.view.documents import DocumentState
from mlgraph.view.graph import GraphView
from mlgraph_ontology.kinds import EdgeKind, NodeKind


@dataclass(frozen=True, slots=True)
class Size:
    """How much a graph holds."""

    nodes_by_kind: Mapping[str, int]
    edges_by_kind: Mapping[str, int]
    properties: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What a graph holds of a document, to tell whether it has to be read again."""

    reader: str
    fingerprint: str | None
    """None: it could not be read the last time."""
    observed_at: datetime | None
    """When its source said what it says; None: it was never read."""


class Store:
    """A graph file on disk. Opening costs nothing until something is read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        """Whether there is a graph file yet."""
        return self.path.exists()

    def writing(self, *, wait_seconds: float = 10.0) -> AbstractContextManager[Writer]:
        """Open the graph for writing; what was written is published when the block ends without an error."""
        return publishing(self.path, wait_seconds=wait_seconds)

    @contextmanager
    def view(self, as_of: date | None = None) -> Iterator[GraphView]:
        """Show the graph as it holds on a day (default: today, UTC), in the state published now."""
        day = as_of or datetime.now(UTC).date()
        with reading(self.path) as connection:
            yield GraphView(StoreSnapshot(connection, day), as_of=day)

    def documents(self, collection: str | None = None) -> list[DocumentState]:
        """List the documents that were read, or tried, by title; of one collection or of all."""
        with reading(self.path) as connection:
            return document_states(connection, collection)

    def known(self) -> dict[str, dict[str, KnownDocument]]:
        """What is known of all documents: of each collection, by locator."""
        found: dict[str, dict[str, KnownDocument]] = {}
        if not self.exists():
            return found
        rows = self._rows(
            "SELECT collection, locator, reader, CASE WHEN error IS NULL THEN fingerprint END, observed_at FROM document",
            {},
        )
        for collection, locator, reader, fingerprint, observed_at in rows:
            at = observed_at.replace(tzinfo=UTC) if observed_at is not None else None
            found.setdefault(collection, {})[locator] = KnownDocument(reader, fingerprint, at)
        return found

    def nested(self) -> dict[str, set[str]]:
        """The keys of the projects that each project was last said to contain, by its own."""
        found: dict[str, set[str]] = {}
        if not self.exists():
            return found
        rows = self._rows(
            "SELECT DISTINCT s.key, o.key FROM assertion a JOIN node o ON o.node = a.object JOIN node s ON s.node = a.subject "
            "WHERE s.kind = $kind AND o.kind = $kind AND a.predicate = $contains",
            {"kind": NodeKind.PROJECT, "contains": EdgeKind.CONTAINS},
        )
        for project, key in rows:
            found.setdefault(project, set()).add(key)
        return found

    def size(self) -> Size:
        """Count what the graph holds."""
        nodes = self._rows("SELECT kind, count(*) FROM node GROUP BY kind ORDER BY kind", {})
        edges = self._rows(
            "SELECT predicate, count(*) FROM assertion WHERE object IS NOT NULL GROUP BY ALL ORDER BY ALL", {}
        )
        ((properties,),) = self._rows("SELECT count(*) FROM assertion WHERE object IS NULL", {})
        return Size(dict(nodes), dict(edges), properties, self.path.stat().st_size)

    def sql(self, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Answer a read-only SQL query: column names and rows. Nothing outside of the graph can be reached.

        Raises QueryError where the query is wrong or would write.
        """
        import duckdb

        with reading(self.path) as connection:
            try:
                result = connection.execute(text)
                return [column[0] for column in result.description or []], result.fetchall()
            except duckdb.Error as error:
                raise QueryError(f"the query failed: {first_line(error)}") from error

    def backup(self, target: Path) -> None:
        """Copy the graph as it was last published; a file that is there already is not overwritten."""
        if target.exists():
            raise StoreError(f"{target} is there already; name another file, or remove it first")
        with reading(self.path):
            pass  # a file that is no graph is refused before anything is copied
        part = target.with_name(target.name + ".part")
        try:
            shutil.copyfile(self.path, part)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(f"could not write {target}: {error.strerror or error}") from error

    def _rows(self, query: str, parameters: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        with reading(self.path) as connection:
            return connection.execute(query, dict(parameters)).fetchall()
