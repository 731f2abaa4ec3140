"""The ids of models and datasets that are published elsewhere than on the Hugging Face hub, and of parts of documents."""

from __future__ import annotations

from urllib.parse import quote

from mlgraph.model import registries
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind


def registry_model(registry: str, name: str) -> NodeId:
    """A model in a registry.

    >>> str(registry_model("torch-hub", "pytorch/vision/resnet18"))
    'pkg:generic/torch-hub/pytorch/vision/resnet18'
    """
    return NodeId(NodeKind.MODEL, registries.model_key(registry, name))


def registry_dataset(registry: str, name: str) -> NodeId:
    """A dataset of a registry, by the page on which that describes it.

    >>> str(registry_dataset("sklearn", "load_iris"))
    'https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_iris.html'
    """
    return NodeId(NodeKind.DATASET, registries.dataset_page(registry, name))


def part_of_document(kind: NodeKind, locator: str, name: str) -> NodeId:
    """What only its document names: a file, a model or data in a bill of materials, without a name of its own.

    >>> part_of_document(NodeKind.MODEL, "file:///boms/chat.cdx.json", "model-1").key
    'file:///boms/chat.cdx.json#model-1'
    """
    return NodeId(kind, f"{locator}#{quote(name.removeprefix('#'), safe='/', errors='backslashreplace')}")
