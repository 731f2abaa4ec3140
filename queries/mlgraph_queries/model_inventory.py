"""What one published model is: what is known of it, of the models that it came from, and of the data behind them."""

from __future__ import annotations

from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.artifacts import artifacts, documents_of, is_known, related
from mlgraph_queries.entries import Artifact, Inventory, Problem


def model_inventory(view: GraphView, model: NodeId) -> Inventory:
    """The inventory of a published model, whoever uses it: what projects say of it in their own files counts nothing.

    Raises QueryError where nothing is known of it.
    """
    subject = artifacts(view, [model])[model]
    if not is_known(subject):
        raise QueryError(f"nothing is known of the model {subject.name}: {_why(subject)}")
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


def _why(subject: Artifact) -> str:
    hosts = subject.values(PropertyKind.ABSENT_FROM)
    if subject.failure is None and hosts:
        return f"{', '.join(map(str, hosts))} has none of that name that may be seen"
    return subject.failure or "the graph holds nothing about it, and no place that publishes models has told of it"
