"""A model, a dataset or an account as one document describes it: all that is said, and what to ask for next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from mlgraph.model import locators
from mlgraph.model.assertions import Assertion
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table
from mlgraph_ingest.huggingface.account import read_account
from mlgraph_ingest.huggingface.card import Card
from mlgraph_ingest.huggingface.card_texts import read_dataset_texts, read_model_texts
from mlgraph_ingest.huggingface.config_file import read_config
from mlgraph_ingest.huggingface.croissant import read_croissant
from mlgraph_ingest.huggingface.dataset_document import read_dataset, read_dataset_metadata
from mlgraph_ingest.huggingface.ledger import Ledger
from mlgraph_ingest.huggingface.model_document import read_model, read_model_metadata
from mlgraph_ontology.kinds import EdgeKind, NodeKind


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says of a node."""

    node: NodeId
    locator: str
    """Of the document."""
    assertions: tuple[Assertion, ...]
    origins: tuple[NodeId, ...] = ()
    """The models and datasets that it was made from or trained on, in the order of the document."""
    publishers: tuple[NodeId, ...] = ()


def describe_model(said: Table, node: NodeId) -> Description:
    """What an answer of the hub (`/api/models/...`) says of a model."""
    return _described(node, locators.index_document(node), partial(read_model, said))


def describe_dataset(said: Table, node: NodeId) -> Description:
    """What an answer of the hub (`/api/datasets/...`) says of a dataset."""
    return _described(node, locators.index_document(node), partial(read_dataset, said))


def describe_account(said: Table, node: NodeId) -> Description:
    """What an answer of the hub (`/api/organizations/...`) says of an organization."""
    return _described(node, locators.index_document(node), partial(read_account, said))


def describe_card(card: Card, node: NodeId, *, has_metadata: bool) -> Description:
    """What a card says of a model or a dataset: its text, and its metadata unless the hub's answer had them."""
    return _described(node, locators.part_document(node, "card"), partial(_read_card, card, has_metadata=has_metadata))


def describe_config(said: Table, node: NodeId) -> Description:
    """What the configuration file of a model says."""
    return _described(node, locators.part_document(node, "config"), partial(read_config, said))


def describe_croissant(said: Table, node: NodeId) -> Description:
    """What a description in Croissant says of a dataset."""
    return _described(node, locators.part_document(node, "croissant"), partial(read_croissant, said))


def _read_card(card: Card, ledger: Ledger, *, has_metadata: bool) -> None:
    is_model = ledger.node.kind is NodeKind.MODEL
    if not has_metadata:
        (read_model_metadata if is_model else read_dataset_metadata)(card.metadata, ledger)
    (read_model_texts if is_model else read_dataset_texts)(card, ledger)
    if card.problem is not None:
        ledger.problem(*card.problem)


def _described(node: NodeId, locator: str, read: Callable[[Ledger], None]) -> Description:
    ledger = Ledger(node, locator)
    read(ledger)
    return Description(
        node,
        locator,
        tuple(ledger.assertions()),
        ledger.targets(EdgeKind.DERIVED_FROM, EdgeKind.TRAINED_ON),
        ledger.targets(EdgeKind.PUBLISHED_BY),
    )
