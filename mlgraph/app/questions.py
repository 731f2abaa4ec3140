"""The questions of `mlgraph query`, each answered with a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import QueryError
from mlgraph.store import Store
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.directions import Direction
from mlgraph_queries.table import Table

if TYPE_CHECKING:
    from mlgraph_queries.entries import Inventory


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


def licenses(subject: str = ".", *, store: Store, as_of: date | None = None) -> Table:
    """List which components have which license, which have words only or none, and whose sources disagree.

    `subject` is the folder of a project that was read, a BOM that was read, or the id or short name of a model or a
    dataset. Raises QueryError where the graph does not hold it.
    """
    from mlgraph_queries.licensing import statements

    return statements.licenses(_inventory(subject, store, as_of))


def obligations(subject: str = ".", *, store: Store, as_of: date | None = None) -> Table:
    """List the clauses of licenses that arrive at something, by which path, and those that are dropped on the way.

    `subject` is that of `licenses`. Raises QueryError where the graph does not hold it.
    """
    from mlgraph_queries.licensing import obligations as question

    return question.obligations(_inventory(subject, store, as_of))


def vulnerabilities(subject: str = ".", *, store: Store, as_of: date | None = None) -> Table:
    """List the known weaknesses of what a project, or a bill of materials that was read, is made of.

    `subject` is that of `licenses`. In the same list stand weight files that run code when they are loaded, and models
    that are not pinned. What was not held against any advisory is listed as unknown. Raises QueryError where the graph
    does not hold it.
    """
    from mlgraph_queries.vulnerabilities.table import vulnerabilities as question

    return question(_inventory(subject, store, as_of))


def _inventory(subject: str, store: Store, as_of: date | None) -> Inventory:
    """What a project, a bill of materials, a model or a dataset is made of, as far as it was read."""
    from mlgraph.app.project import look
    from mlgraph.app.published import look_at_model

    if Path(subject).exists():
        return look(Path(subject), store=store, as_of=as_of)[0]
    with store.view(as_of) as view:
        node = view.named(subject)
    if node.kind not in {NodeKind.MODEL, NodeKind.DATASET}:
        raise QueryError(f"{node} is of the kind {node.kind}; name a folder, a BOM, a model or a dataset")
    return look_at_model(node, store=store, as_of=as_of)
