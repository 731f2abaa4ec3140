"""A model, a dataset or an account as one answer of the hub describes it: all that is said, and what to ask for next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.ids import NodeId
from mlgraph_ingest.huggingface.card import Card
from mlgraph_ingest.huggingface.ledger import Ledger
from mlgraph_ingest.huggingface.model_document import read_model
from mlgraph_ingest.huggingface.values import Table
from mlgraph_ontology.kinds import EdgeKind


@dataclass(frozen=True, slots=True)
class Description:
    """What an answer says of a node."""

    node: NodeId
    assertions: tuple[Assertion, ...]
    origins: tuple[NodeId, ...] = ()
    """The models and datasets that it was made from or trained on, in the order of the answer."""
    publishers: tuple[NodeId, ...] = ()


def describe_model(said: Table, node: NodeId, card: Card | None = None) -> Description:
    """What an answer of the hub (`/api/models/...`) and a card say of a model."""
    return _described(node, lambda ledger: read_model(said, card, ledger))


def _described(node: NodeId, read: Callable[[Ledger], None]) -> Description:
    ledger = Ledger(node, ids.index_document(node))
    read(ledger)
    return Description(
        node,
        tuple(ledger.assertions()),
        ledger.targets(EdgeKind.DERIVED_FROM, EdgeKind.TRAINED_ON),
        ledger.targets(EdgeKind.PUBLISHED_BY),
    )
