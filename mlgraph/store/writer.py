"""The one writer: it works on a private copy and publishes it whole.

Readers keep the file they opened; whoever opens after the publication sees the new one. A process that is killed,
or a disk that is full, leaves the published file as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain, count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.assertions import Assertion, Document
from mlgraph.model.errors import StoreError
from mlgraph.store import schema
from mlgraph.store.batches import Pack, in_batches, packed, with_documents
from mlgraph.store.connection import attach, first_line, version_of
from mlgraph.store.lock import only_writer

if TYPE_CHECKING:
    import duckdb
    from arro3.core import Table

_NEW_NODES = """
INSERT INTO node
SELECT (SELECT coalesce(max(node) + 1, 0) FROM node) + row_number() OVER () - 1, kind, key
FROM (SELECT subject_kind AS kind, subject AS key FROM batch
      UNION SELECT object_kind, object FROM batch WHERE object IS NOT NULL)
ANTI JOIN node USING (kind, key)
"""
_NEW_ASSERTIONS = """
INSERT INTO assertion
SELECT b.document, s.node, b.predicate, o.node, b.value, b.qualifiers, b.valid_from::DATE, b.valid_to::DATE,
       b.locator, b.method, b.rule, b.confidence
FROM batch b JOIN node s ON s.key = b.subject AND s.kind = b.subject_kind
LEFT JOIN node o ON o.key = b.object AND o.kind = b.object_kind
"""


class Writer:
    """Writes documents into a private copy of a graph; `publishing` opens one and publishes what it wrote."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._has_removed = False

    def write(self, document: Document, assertions: Iterable[Assertion]) -> int:
        """Replace what a document says, in one transaction, and return how many assertions it now makes.

        Whatever `assertions` raises undoes the replacement and is raised again.
        """
        return self.write_batches(document, in_batches(assertions))

    def write_batches(self, document: Document, batches: Iterable[Table]) -> int:
        """Replace what a document says by Arrow tables with the columns of `mlgraph.store.batches`."""
        with self._transaction():
            (number,) = self._own([document])
            return sum(self._insert(with_documents(batch, number)) for batch in batches)

    def write_all(self, readings: Sequence[tuple[Document, Sequence[Assertion]]]) -> None:
        """Replace what many small documents say, all in one transaction: much faster than one after the other."""
        if readings:
            self.write_pack(packed(readings))

    def write_pack(self, pack: Pack) -> None:
        """Replace what many small documents say, packed before, all in one transaction."""
        with self._transaction():
            numbers = self._own(pack.documents)
            if pack.table is not None:
                rows = chain.from_iterable(map(repeat, numbers, pack.counts))
                self._insert(with_documents(pack.table, list(rows)))

    def confirm(self, seen: Collection[Document]) -> None:
        """Note that documents were looked at again and had not changed, and when their sources said so."""
        self._connection.execute(
            "UPDATE document SET observed_at = seen.at, error = NULL, error_at = NULL FROM (SELECT unnest($1::VARCHAR[]) "
            "AS locator, unnest($2::VARCHAR[]) AS collection, unnest($3::TIMESTAMP[]) AS at) AS seen "
            "WHERE document.locator = seen.locator AND document.collection = seen.collection",
            [[d.locator for d in seen], [d.collection for d in seen], [_utc(d.observed_at) for d in seen]],
        )

    def fail(self, document: Document, reason: str) -> None:
        """Note that a document could not be read; what it said before stays."""
        self.fail_all([(document, reason)])

    def fail_all(self, failures: Sequence[tuple[Document, str]]) -> None:
        """Note why some documents could not be read, all in one transaction; the last reason of each counts."""
        last = {_identity(document): (document, reason) for document, reason in failures}
        if not last:
            return
        with self._transaction():
            known = self._numbers([document for document, _ in last.values()])
            new = [document for identity, (document, _) in last.items() if identity not in known]
            if new:
                numbers = self._own(new)
                known |= zip(map(_identity, new), numbers, strict=True)
                self._connection.execute(
                    "UPDATE document SET observed_at = NULL WHERE document IN (SELECT unnest($1::INTEGER[]))", [numbers]
                )
            rows = [(known[of], reason, _utc(document.observed_at)) for of, (document, reason) in last.items()]
            self._connection.execute(
                "UPDATE document SET error = failed.reason, error_at = failed.at, fingerprint = NULL FROM (SELECT "
                "unnest($1::INTEGER[]) AS number, unnest($2::VARCHAR[]) AS reason, unnest($3::TIMESTAMP[]) AS at) "
                "AS failed WHERE document.document = failed.number",
                [*map(list, zip(*rows, strict=True))],
            )

    def retire(self, documents: Collection[tuple[str, str]]) -> list[str]:
        """Remove documents that collections no longer have, each as (locator, collection); returns their locators."""
        rows = self._connection.execute(
            "SELECT document, locator FROM document WHERE (locator, collection) IN "
            "(SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[]))) ORDER BY collection, locator",
            [[locator for locator, _ in documents], [collection for _, collection in documents]],
        ).fetchall()
        self._remove([number for number, _ in rows])
        return [locator for _, locator in rows]

    def remove(self, locator: str) -> bool:
        """Take out a document and all that it says, for whichever collections it was read; False where there is none."""
        rows = self._connection.execute("SELECT document FROM document WHERE locator = ?", [locator]).fetchall()
        self._remove([number for (number,) in rows])
        return bool(rows)

    def finish(self) -> None:
        """Drop the nodes of which nothing is said any more, and bring all into the one file."""
        if self._has_removed:
            self._connection.execute(
                "DELETE FROM node WHERE node NOT IN (SELECT subject FROM assertion "
                "UNION SELECT object FROM assertion WHERE object IS NOT NULL)"
            )
        self._connection.execute("CHECKPOINT graph")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _own(self, documents: Sequence[Document]) -> list[int]:
        """Number documents, new or known, and forget what they said before; all at once, for there may be thousands."""
        numbers = self._numbers(documents)
        # before anything is deleted, or a new document is given the number of a known one that had the highest
        (highest,) = self._connection.execute("SELECT coalesce(max(document), -1) FROM document").fetchone() or (-1,)
        self._delete(numbers.values())
        fresh = count(int(highest) + 1)
        unique = {_identity(document): document for document in documents}
        numbers |= {identity: next(fresh) for identity in unique if identity not in numbers}
        recorded = _utc(datetime.now(UTC))
        rows = [
            (numbers[identity], d.locator, d.title, d.reader, d.fingerprint, _utc(d.observed_at), d.collection)
            for identity, d in unique.items()
        ]
        self._connection.execute(
            "INSERT INTO document SELECT unnest($1::INTEGER[]), unnest($2), unnest($3), unnest($4), unnest($5), "
            "unnest($6::TIMESTAMP[]), $8, unnest($7), NULL, NULL",
            [*map(list, zip(*rows, strict=True)), recorded],
        )
        return [numbers[_identity(document)] for document in documents]

    def _insert(self, batch: Table) -> int:
        """Insert a batch; the queries read it by the name that it has here."""
        self._connection.execute(_NEW_NODES)
        self._connection.execute(_NEW_ASSERTIONS)
        return batch.num_rows

    def _remove(self, numbers: Collection[int]) -> None:
        with self._transaction():
            self._delete(numbers)

    def _delete(self, numbers: Collection[int]) -> None:
        some = {"numbers": list(numbers)}
        self._connection.execute("DELETE FROM assertion WHERE document IN (SELECT unnest($numbers::INTEGER[]))", some)
        self._connection.execute("DELETE FROM document WHERE document IN (SELECT unnest($numbers::INTEGER[]))", some)
        self._has_removed = self._has_removed or bool(numbers)

    def _numbers(self, documents: Sequence[Document]) -> dict[tuple[str, str], int]:
        """The numbers of those documents that are known; a file of two projects is a document of each."""
        rows = self._connection.execute(
            "SELECT locator, collection, document FROM document WHERE locator IN (SELECT unnest($1::VARCHAR[]))",
            [[document.locator for document in documents]],
        ).fetchall()
        wanted = set(map(_identity, documents))
        return {(locator, of): number for locator, of, number in rows if (locator, of) in wanted}


@contextmanager
def publishing(path: Path, *, wait_seconds: float = 10.0) -> Iterator[Writer]:
    """Open a graph file for writing (a new one where there is none) and publish what was written at the end.

    Raises StoreError where another process is writing, the file is no graph, or the disk fails; the published file
    is then as it was, and so it is when the block raises.
    """
    import duckdb

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {path.parent}: {error.strerror}") from error
    with only_writer(path, wait_seconds=wait_seconds):
        draft = path.with_name(path.name + ".draft")
        connection = None
        try:
            _discard(draft)
            connection = _open_draft(path, draft)
            writer = Writer(connection)
            yield writer
            writer.finish()
            connection.close()
            _publish(draft, path)
        except duckdb.Error as error:
            raise StoreError(f"could not write {path}: {first_line(error)}; the graph is as it was") from error
        except OSError as error:
            raise StoreError(f"could not write {path}: {error.strerror or error}; the graph is as it was") from error
        finally:
            if connection is not None:
                connection.close()
            _discard(draft)


def _open_draft(path: Path, draft: Path) -> duckdb.DuckDBPyConnection:
    if not path.exists():
        connection = attach(draft, read_only=False)
        connection.execute(schema.TABLES)
        connection.execute("INSERT INTO meta VALUES ('schema_version', ?)", [str(schema.VERSION)])
        return connection
    shutil.copyfile(path, draft)
    connection = attach(draft, read_only=False)
    for version in range(version_of(connection, path), schema.VERSION):
        connection.execute(schema.MIGRATIONS[version])
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(version + 1)])
    return connection


def _publish(draft: Path, path: Path) -> None:
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _discard(draft: Path) -> None:
    for leftover in (draft, draft.with_name(draft.name + ".wal")):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(draft.with_name(draft.name + ".spill"), ignore_errors=True)


def _identity(document: Document) -> tuple[str, str]:
    return document.locator, document.collection


def _utc(moment: datetime) -> datetime:
    """A moment as the store keeps it: UTC, without saying so again in each row."""
    return moment.astimezone(UTC).replace(tzinfo=None)
