"""Say what changed between two bills of materials, two projects that were read, or one of each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.app.project import look
from mlgraph.model import ids
from mlgraph.model.errors import FormatError, SourceError, UsageError
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_ontology.kinds import PropertyKind

if TYPE_CHECKING:
    from mlgraph_queries.diff import Difference, Side


def diff(
    old: Path, new: Path, *, store: Store, as_of: date | None = None, report: Reporter | None = None
) -> Difference:
    """Say what changed from one side to the other.

    Each is a bill of materials in a file, which is read into a graph of its own that is thrown away, the folder of a
    project that was read into the graph, or a graph file that holds one project. Raises UsageError, QueryError or
    FormatError where one of them is none.
    """
    from mlgraph_queries.diff import difference

    with _aside() as own:
        return difference(*(_side(path, store, own, as_of, report or Reporter()) for path in (old, new)))


def _side(path: Path, store: Store, own: Store, as_of: date | None, report: Reporter) -> Side:
    from mlgraph_queries.diff import side

    if path.is_dir():
        return side(str(path), *look(path, store=store, as_of=as_of))
    if not path.exists():
        raise UsageError(f"{path} is neither a bill of materials nor a project's folder; there is no such file")
    if _is_graph(path):
        return side(str(path), *look(_only_project(path), store=Store(path), as_of=as_of))
    return side(str(path), *look(_read(path, own, report), store=own))


def _is_graph(path: Path) -> bool:
    """Whether a file is one of the database (its storage format begins with a checksum and this word)."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error


def _only_project(path: Path) -> Path:
    with Store(path).view() as view:
        projects = sorted(view.portfolio.said(PropertyKind.NAME))
    if len(projects) != 1:
        raise UsageError(f"{path} holds {len(projects):,} projects; name the folder or the bill of materials of one")
    return ids.path_of(projects[0])


def _read(path: Path, own: Store, report: Reporter) -> Path:
    """Read a document into a graph; returns the path that it has there."""
    from mlgraph.app.ingest import ingest
    from mlgraph.model.request import Request
    from mlgraph_ingest.bom import source

    done = ingest(own, source(Request((str(path),), {}), http=None, report=report), report)
    for _, reason in done.failed:
        raise FormatError(reason)
    return path.resolve()


@contextmanager
def _aside() -> Iterator[Store]:
    """A graph that nobody else sees, for as long as it is used."""
    with tempfile.TemporaryDirectory(prefix="mlgraph-diff-") as folder:
        yield Store(Path(folder) / "graph.duckdb")
