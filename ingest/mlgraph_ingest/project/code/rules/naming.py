"""What names stand for in the registries of single libraries."""

from __future__ import annotations

import re
from collections.abc import Callable

from mlgraph.model import ids
from mlgraph.model.artifact_ids import registry_dataset, registry_model
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code.rules.rule import Named

FASTER_WHISPER = {
    "large": "Systran/faster-whisper-large-v3",
    "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""Sizes that are not `Systran/faster-whisper-SIZE` (faster_whisper 1.2.1, utils._MODELS)."""
WHISPER_SIZES = frozenset(
    {
        *("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "medium.en"),
        *("large", "large-v1", "large-v2", "large-v3", "large-v3-turbo", "turbo"),
    }
)
"""Sizes of whisper and faster_whisper; any other name is a path (openai-whisper 20250625, whisper._MODELS)."""
_WEIGHTS = re.compile(r"[\w-]+\.pt")
_SPACY = re.compile(r"[a-z]{2,3}_[a-z0-9]+_[a-z0-9]+_(?:sm|md|lg|trf)")
"""Names of spaCy's packages: language, type, genre, size (spaCy, "Package naming conventions")."""
_NLTK_MODELS = re.compile(r"punkt(?:_tab)?|averaged_perceptron_tagger\w*|maxent_\w+|bllip_wsj_no_aux|word2vec_sample")
"""The packages of nltk_data in its folders taggers, tokenizers, chunkers and models."""
_NLTK_COLLECTIONS = frozenset({"all", "all-corpora", "all-nltk", "book", "popular", "tests", "third-party"})
_GITHUB = re.compile(r"([\w-]+)/([\w.-]+?)(?::([\w./-]+))?")
_HOSTED = re.compile(r"https?://(?:www\.)?(tfhub\.dev|kaggle\.com/models)/([\w./-]+)")


def model_of(registry: str) -> Callable[[str], Named | None]:
    """Names that are taken as they are; a path is none."""

    def named(name: str) -> Named | None:
        try:
            return Named(registry_model(registry, name))
        except FormatError:
            return None

    return named


def dataset_of(registry: str, *, pattern: str = "{}") -> Callable[[str], Named | None]:
    """Names of datasets that are taken as they are."""

    def named(name: str) -> Named | None:
        try:
            return Named(registry_dataset(registry, pattern.format(name)))
        except FormatError:
            return None

    return named


def keras_model(name: str) -> Named | None:
    """A class of `keras.applications`: the functions of its modules are no models."""
    return model_of("keras-applications")(name) if name[:1].isupper() else None


def torchvision_model(name: str) -> Named | None:
    """A function of `torchvision.models`, or its name."""
    return model_of("torchvision")(name) if name == name.lower() else None


def torchaudio_model(name: str) -> Named | None:
    """A bundle of weights among `torchaudio.pipelines`; its classes are spelled otherwise."""
    return model_of("torchaudio")(name) if name == name.upper() else None


def ollama_model(name: str) -> Named | None:
    """A model of Ollama's registry with its tag, or of the hub (`hf.co/...`)."""
    path, _, tag = name.partition(":")
    for host in ("hf.co/", "huggingface.co/"):
        if path.startswith(host):
            return _on_hub(path.removeprefix(host), tag or None)
    found = model_of("ollama")(path)
    return found and Named(found.node, tag or None)


def spacy_model(name: str) -> Named | None:
    """A package with a pipeline of spaCy; any other name may be a folder."""
    return model_of("spacy")(name) if _SPACY.fullmatch(name) else None


def nltk_model(name: str) -> Named | None:
    """A trained model among NLTK's data."""
    return model_of("nltk")(name) if _NLTK_MODELS.fullmatch(name) else None


def nltk_dataset(name: str) -> Named | None:
    """A corpus or word list among NLTK's data; a collection of them is none."""
    is_other = name in _NLTK_COLLECTIONS or _NLTK_MODELS.fullmatch(name)
    return None if is_other else dataset_of("nltk")(name)


def tfds_dataset(name: str) -> Named | None:
    """A dataset of TensorFlow Datasets: `name`, `name/config`, `name:1.0.0`, `huggingface:namespace__name`."""
    if name.startswith("huggingface:"):
        return _dataset_on_hub(name.removeprefix("huggingface:").partition("/")[0].replace("__", "/"))
    base, _, version = name.partition(":")
    found = dataset_of("tfds")(base.partition("/")[0])
    return found and Named(found.node, version or None)


def tensorflow_hub_model(url: str) -> Named | None:
    """A model at tfhub.dev or among Kaggle's models, by its address; the last part is its version."""
    found = _HOSTED.fullmatch(url.partition("?")[0].rstrip("/"))
    if found is None:
        return None
    *path, last = found[2].split("/")
    name, version = ("/".join(path), last) if last.isdecimal() and path else (found[2], None)
    named = model_of("tfhub" if found[1] == "tfhub.dev" else "kaggle")(name)
    return named and Named(named.node, version)


def torch_hub_model(name: str) -> Named | None:
    """An entry of a repository on GitHub: `owner/repository:branch` and, after a line break, the entry."""
    repository, _, entry = name.partition("\n")
    found = _GITHUB.fullmatch(repository)
    if found is None or not entry:
        return None
    named = model_of("torch-hub")(f"{found[1]}/{found[2]}/{entry}")
    return named and Named(named.node, found[3])


def whisper_model(name: str) -> Named | None:
    """A size of whisper; anything else is a path."""
    return model_of("whisper")(name) if name in WHISPER_SIZES else None


def faster_whisper_model(name: str) -> Named | None:
    """The repository that a size of whisper stands for, or one that is named in full."""
    if name in FASTER_WHISPER or name in WHISPER_SIZES:
        return _on_hub(FASTER_WHISPER.get(name, f"Systran/faster-whisper-{name}"), is_completed=True)
    return _on_hub(name) if "/" in name and not name.startswith((".", "/")) else None


def ultralytics_model(name: str) -> Named | None:
    """Weights that ultralytics downloads by their file name; a path is a file of the project's own."""
    is_released = _WEIGHTS.fullmatch(name) and re.match(r"yolo|sam|mobile_sam|rtdetr|FastSAM|sam2|yoloe", name)
    return model_of("ultralytics")(name.removesuffix(".pt")) if is_released else None


def hub_path(url: str) -> Named | None:
    """The dataset or model that a path of the hub's file system leads into: `hf://datasets/acme/rows@main/a.csv`."""
    path = url.removeprefix("hf://")
    is_dataset = path.startswith("datasets/")
    if path.startswith(("spaces/", "buckets/")) or (path == url and not is_dataset):
        return None
    parts = path.removeprefix("datasets/").split("/")
    repository, _, revision = "/".join(parts[:2]).partition("@")
    found = _dataset_on_hub(repository) if is_dataset else _on_hub(repository)
    return found and Named(found.node, revision or None)


def _on_hub(repository: str, revision: str | None = None, *, is_completed: bool = False) -> Named | None:
    try:
        return Named(ids.model(repository), revision, is_completed)
    except FormatError:
        return None


def _dataset_on_hub(repository: str) -> Named | None:
    try:
        return Named(ids.hub_dataset(repository))
    except FormatError:
        return None
