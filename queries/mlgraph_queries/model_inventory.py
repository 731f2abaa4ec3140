"""What one published model is: what is known of it, of the models that it came from, and of the data behind them."""

from __future__ import annotations

from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph_queries.artifacts import artifacts, documents_of, lineage_links, related
from mlgraph_queries.entries import Artifact, Inventory, Problem


def model_inventory(view: GraphView, model: NodeId) -> Inventory:
    """The inventory of a published model, whoever uses it: what projects say of it in their own files counts nothing.

    Raises QueryError where nothing is known of it.
    """
    subject = artifacts(view, [model])[model]
    if not _is_known(subject):
        why = f": {subject.failure}" if subject.failure else ""
        raise QueryError(f"nothing is known of the model {subject.name}{why}")
    behind = related(view, [model])
    documents = documents_of(view, [subject, *behind])
    failed = tuple(Problem(document.title, document.error) for document in documents if document.error is not None)
    return Inventory(
        project=model,
        name=subject.name,
        version=None,
        description=None,
        licenses=subject.licenses,
        python_version=None,
        platform=None,
        packages=(),
        direct=(),
        projects=(),
        models=(),
        datasets=(),
        related=behind,
        services=(),
        files=(),
        unresolved=(),
        problems=failed,
        failed=failed,
        excluded=(),
        documents=tuple((document.title, document.reader) for document in documents if document.error is None),
        subject=subject,
    )


def _is_known(subject: Artifact) -> bool:
    return bool(subject.facts or subject.licenses or subject.publishers or lineage_links(subject) or subject.files)
