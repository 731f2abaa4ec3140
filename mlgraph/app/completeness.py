"""Hold a project, a model or a bill of materials against checklists."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import QueryError, UsageError
from mlgraph.model.ids import NodeId
from mlgraph.store import Store
from mlgraph.view import GraphView
from mlgraph_ontology.kinds import NodeKind

if TYPE_CHECKING:
    from mlgraph_queries.completeness import Completeness, DocumentPlan, Witness


def completeness(
    target: Path = Path(),
    *,
    store: Store,
    model: str | None = None,
    lists: Sequence[str] = (),
    roles: Sequence[str] = (),
    reproducible: bool = False,
    as_of: date | None = None,
) -> Completeness:
    """Say which elements of some checklists have a value with a source, and which have none.

    `target` is the folder of a project that was read, or a BOM, which is judged by what it states itself; of a `model`,
    by id or short name, what the graph knows is judged. Without `lists` and `roles`, all lists that hold for everybody
    are taken. Raises UsageError, QueryError or FormatError where one of them is none.
    """
    from mlgraph_queries.checklists import chosen
    from mlgraph_queries.completeness import completeness as judged

    checklists = chosen(lists, roles)
    if model is not None:
        with store.view(as_of) as view:
            return judged(checklists, _of_model(view, model, plan(reproducible=reproducible)))
    if target.is_dir():
        return judged(checklists, _of_project(target, store, plan(reproducible=reproducible), as_of))
    return judged(checklists, _of_bom(target))


def plan(*, reproducible: bool) -> DocumentPlan:
    """How mlgraph would write the document."""
    from mlgraph import __version__
    from mlgraph_queries.completeness import DocumentPlan

    is_dated = bool(os.environ.get("SOURCE_DATE_EPOCH"))
    return DocumentPlan(__version__, is_reproducible=reproducible or is_dated, is_dated=is_dated)


def _of_project(root: Path, store: Store, written: DocumentPlan, as_of: date | None) -> Witness:
    from mlgraph.app.project import look
    from mlgraph_queries.completeness import project_witness

    return project_witness(look(root, store=store, as_of=as_of)[0], written)


def _of_model(view: GraphView, name: str, written: DocumentPlan) -> Witness:
    from mlgraph_queries.artifacts import artifacts, related
    from mlgraph_queries.completeness import artifact_witness

    node = _model(view, name)
    return artifact_witness(artifacts(view, [node])[node], related(view, [node]), written)


def _model(view: GraphView, name: str) -> NodeId:
    node = view.named(name)
    if node.kind not in {NodeKind.MODEL, NodeKind.DATASET}:
        raise QueryError(f"{node.key} is a {node.kind}, no model and no dataset")
    return node


def _of_bom(path: Path) -> Witness:
    from mlgraph.app.validation import read_file
    from mlgraph_queries.completeness import document_witness
    from mlgraph_queries.validation_parsing import MAX_BYTES

    if not path.exists():
        raise UsageError(f"{path} is neither a folder of a project nor a BOM; there is no such file")
    return document_witness(read_file(path, MAX_BYTES), name=str(path))
