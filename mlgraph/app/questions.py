"""The questions of `mlgraph query`, each answered with a table."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.store import Store
from mlgraph_queries.directions import Direction
from mlgraph_queries.table import Table


def lineage(name: str, *, store: Store, direction: Direction = Direction.BOTH, as_of: date | None = None) -> Table:
    """List what a model or a dataset was made from, and what was made from it, with the evidence of every step.

    Raises QueryError where the name is not one thing's, or that of something that has no lineage.
    """
    from mlgraph_queries import lineage as question

    with store.view(as_of) as view:
        return question.lineage(view, name, direction=direction)


def where(text: str, *, store: Store, limit: int | None = None, as_of: date | None = None) -> Table:
    """Say in which projects and documents of the graph a thing is, in which version, by which path and since when.

    `text` is an id (a package without a version means all its releases, a model as a whole its states), a name, a
    vulnerability, or a part of a name; of the places, `limit` are listed.
    """
    from mlgraph_queries import where as question

    with store.view(as_of) as view:
        return question.where(view, text, limit=limit)


def vulnerabilities(target: Path = Path(), *, store: Store, as_of: date | None = None) -> Table:
    """List the known weaknesses of what a project, or a bill of materials that was read, is made of.

    In the same list stand weight files that run code when they are loaded, and models that are not pinned. What was not
    held against any advisory is listed as unknown. Raises QueryError where the graph does not hold the project.
    """
    from mlgraph_queries.inventory import inventory
    from mlgraph_queries.vulnerabilities.table import vulnerabilities as question

    with store.view(as_of) as view:
        return question(inventory(view, project_at(target)))


def project_at(target: Path) -> NodeId:
    """The project that a path names: of a folder the one in it, of a file what that bill of materials is about."""
    return ids.project(Path(os.path.realpath(target)))
