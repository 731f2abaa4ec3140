"""Models and datasets that are published elsewhere than on the Hugging Face hub: how each registry's names become ids.

A model is `pkg:generic/REGISTRY/NAME` (there is no package URL type for these registries), a dataset the page on which
its registry describes it.
"""

from __future__ import annotations

import re

from packageurl import PackageURL

from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials

MODEL_REGISTRIES = frozenset(
    {
        *("clip", "flair", "gensim", "kaggle", "keras-applications", "keras-hub", "modelscope", "ngc", "nltk"),
        *("ollama", "open-clip", "segmentation-models", "spacy", "stanza", "tfhub", "torch-hub", "torchvision"),
        *("ultralytics", "whisper", "coqui", "efficientnet-pytorch", "torchaudio"),
    }
)
"""The registries that models are named by; ollama's hold what its users publish, the others what one library loads."""
DATASET_PAGES = {
    "torchvision": "https://docs.pytorch.org/vision/stable/generated/torchvision.datasets.{}.html",
    "sklearn": "https://scikit-learn.org/stable/modules/generated/sklearn.datasets.{}.html",
    "openml": "https://www.openml.org/d/{}",
    "openml-name": "https://www.openml.org/api/v1/json/data/list/data_name/{}",
    "tfds": "https://www.tensorflow.org/datasets/catalog/{}",
    "keras": "https://keras.io/api/datasets/{}",
    "nltk": "https://www.nltk.org/nltk_data/{}",
    "kaggle": "https://www.kaggle.com/datasets/{}",
    "uci": "https://archive.ics.uci.edu/dataset/{}",
    "seaborn": "https://github.com/mwaskom/seaborn-data/blob/master/{}.csv",
    "modelscope": "https://modelscope.cn/datasets/{}",
    "pyg": "https://pytorch-geometric.readthedocs.io/en/latest/generated/torch_geometric.datasets.{}.html",
    "ogb": "https://ogb.stanford.edu/docs/home/#{}",
}
"""Where each registry describes a dataset of a name; what sklearn asks OpenML for by name is a list of versions."""
_NAME = re.compile(
    r"[A-Za-z0-9_](?:[A-Za-z0-9_.+@-]*[A-Za-z0-9_+])?(?:/[A-Za-z0-9_](?:[A-Za-z0-9_.+@-]*[A-Za-z0-9_+])?)*"
)
_NAME_LIMIT = 200


def model_key(registry: str, name: str) -> str:
    """The package URL of a model in a registry.

    >>> model_key("torchvision", "resnet50")
    'pkg:generic/torchvision/resnet50'
    """
    checked(name)
    if registry not in MODEL_REGISTRIES:
        raise FormatError(f"{registry!r} is no registry of models that is known")
    *folders, last = name.split("/")
    return PackageURL("generic", "/".join([registry, *folders]), last).to_string()


def dataset_page(registry: str, name: str) -> str:
    """The address at which a registry describes a dataset.

    >>> dataset_page("tfds", "mnist")
    'https://www.tensorflow.org/datasets/catalog/mnist'
    """
    return DATASET_PAGES[registry].format(checked(name))


def is_model(parts: PackageURL) -> bool:
    """Whether a package URL names a model of a registry."""
    return parts.type == "generic" and (parts.namespace or "").split("/")[0] in MODEL_REGISTRIES


def key_of(parts: PackageURL) -> str:
    """The key of a model that a package URL names, in canonical spelling; a version is no part of it."""
    registry, *folders = (parts.namespace or "").split("/")
    return model_key(registry, "/".join([*folders, parts.name]))


def checked(name: str) -> str:
    """A name as registries allow it; FormatError for spaces, `..`, control characters, markup and the like."""
    if len(name) > _NAME_LIMIT or not _NAME.fullmatch(name) or ".." in name:
        raise FormatError(f"{without_credentials(name)[:80]!r} is no name in a registry of models or datasets")
    return name
