"""How the documents are called in which a place that publishes something describes it."""

from __future__ import annotations

from mlgraph.model.ids import NodeId

INDEX_DOCUMENT = "#index"
"""How the locator ends of a document in which an index describes something."""
PARTS = ("card", "config", "croissant")
"""Further documents in which the place that publishes a model or a dataset describes it."""


def index_document(node: NodeId) -> str:
    """The locator of the document in which an index describes a package, or one release of it.

    >>> from mlgraph.model import ids
    >>> index_document(ids.package("torch"))
    'pkg:pypi/torch#index'
    """
    return node.key + INDEX_DOCUMENT


def part_document(node: NodeId, part: str) -> str:
    """The locator of a document on a model or dataset besides what an index says: its `card`, `config`, `croissant`.

    >>> from mlgraph.model import ids
    >>> part_document(ids.model("acme/tiny"), "card")
    'pkg:huggingface/acme/tiny#card'
    """
    return f"{node.key}#{part}"
