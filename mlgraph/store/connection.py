"""Opening a graph file: each time on its own, read-only or as the one writer, its version checked first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import StoreError
from mlgraph.store import schema

if TYPE_CHECKING:
    import duckdb


@contextmanager
def reading(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Read the graph as it was last published; what the database cannot read is a StoreError."""
    import duckdb

    connection = open_for_reading(path)
    try:
        yield connection
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise StoreError(f"{path} could not be read: {first_line(error)}; restore it from a backup") from error
    finally:
        connection.close()


def open_for_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the graph as it was last published; later writes do not show in it, and it does not hinder them."""
    if not path.is_file():
        raise StoreError(f"there is no graph at {path}; `mlgraph scan PATH` makes one, --graph names another")
    connection = attach(path, read_only=True)
    found = version_of(connection, path)
    if found < schema.VERSION:
        connection.close()
        raise StoreError(f"{path} is of an older version ({found}); the next `mlgraph scan` brings it up to date")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def attach(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Connect to a file in a database instance of its own, so that no two connections share a stale snapshot."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(min(4, os.cpu_count() or 1)),
        "temp_directory": f"{path}.spill",
    }
    connection = duckdb.connect(":memory:", config=config)
    quoted = str(path).replace("'", "''")
    try:
        connection.execute(f"ATTACH '{quoted}' AS graph{' (READ_ONLY)' if read_only else ''}")
        connection.execute("USE graph")
    except duckdb.Error as error:
        connection.close()
        raise StoreError(
            f"{path} cannot be opened as a graph ({first_line(error)}); move it away, or name another with --graph"
        ) from error
    return connection


def version_of(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Which version of the tables a file has. Raises StoreError where it is no graph, or of a version to come."""
    import duckdb

    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
        found = int(row[0]) if row else 0
    except (duckdb.Error, ValueError) as error:
        connection.close()
        raise StoreError(
            f"{path} is a database, but no mlgraph graph; move it away, or name another with --graph"
        ) from error
    if found > schema.VERSION:
        connection.close()
        raise StoreError(
            f"{path} was written by a newer mlgraph (tables of version {found}, this one knows {schema.VERSION}); "
            "upgrade mlgraph, or name another with --graph"
        )
    return found


def first_line(error: Exception) -> str:
    """The first line of a database's message, which often runs on with advice for its own users."""
    return str(error).partition("\n")[0]
