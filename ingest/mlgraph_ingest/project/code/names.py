"""What a text that a call is given names: something on the Hugging Face hub, something local, or nothing we know."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from mlgraph.model.hub_names import is_hub_id
from mlgraph_ontology.kinds import NodeKind


class Naming(StrEnum):
    """What a text was recognized as."""

    HUB = "hub"
    LOCAL = "local"
    UNKNOWN = "unknown"


# fmt: off
LOCAL_BUILDERS = frozenset({
    "arrow", "audiofolder", "cache", "conll", "csv", "eval", "fasta", "fastq", "genbank", "generator", "harbor",
    "hdf5", "iceberg", "imagefolder", "json", "lance", "meshfolder", "mmcif", "niftifolder", "pandas", "parquet",
    "pdb", "pdffolder", "spark", "sql", "text", "tsfile", "vortex", "videofolder", "webdataset", "xml",
})
"""Names that load_dataset reads files with (datasets.packaged_modules, release 5.2)."""
# fmt: on
EARLY_MODELS = re.compile(
    r"albert-(?:base|large|xlarge|xxlarge)-v[12]"
    r"|(?:distil)?bert-(?:base|large)-(?:cased|uncased|chinese|multilingual|german)[a-z0-9-]*"
    r"|(?:distil)?roberta-(?:base|large)(?:-mnli|-openai-detector)?"
    r"|(?:distil)?gpt2(?:-medium|-large|-xl)?|openai-gpt|t5-(?:small|base|large|3b|11b)"
    r"|camembert-base|ctrl|transfo-xl-wt103|xlnet-(?:base|large)-cased"
    r"|xlm-(?:clm|mlm)-[a-z0-9-]+|xlm-roberta-(?:base|large)(?:-finetuned-conll0[23]-[a-z]+)?"
)
"""Models from before the hub had namespaces, the only ones whose name has none (sentence_transformers 6.2,
util.misc.ORIGINAL_TRANSFORMER_MODELS)."""
# fmt: off
_LOCAL_FOLDERS = frozenset({
    "artifacts", "assets", "cache", "checkpoint", "checkpoints", "ckpt", "ckpts", "data", "dataset", "datasets",
    "log", "logs", "model", "models", "out", "output", "outputs", "pretrained", "pretrained_models", "result",
    "results", "run", "runs", "save", "saved", "saved_model", "saved_models", "saves", "src", "temp", "test",
    "tests", "tmp", "trained_models", "weights",
})
"""First parts of paths that people save models and data under; the hub reserves or nobody uses them as namespaces."""
# fmt: on
_PREFIX = re.compile(r"hf[-_]hub:")
"""What timm and open_clip write before an id of the hub."""
# fmt: off
_FILE_ENDINGS = (
    ".arrow", ".bin", ".ckpt", ".csv", ".gguf", ".gz", ".h5", ".json", ".jsonl", ".onnx", ".parquet", ".pkl",
    ".pt", ".pth", ".py", ".safetensors", ".tar", ".tsv", ".txt", ".yaml", ".yml", ".zip",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Folders:
    """Where a text may be a path from."""

    root: Path
    """Of the project."""
    nearby: Path
    """Of the file that the text stands in."""

    def hold(self, path: str) -> bool:
        """Whether something has that path."""
        return os.path.lexists(self.root / path) or os.path.lexists(self.nearby / path)


@dataclass(frozen=True, slots=True)
class Recognized:
    """What a text names."""

    naming: Naming
    name: str
    """Its id on the hub, where it has one."""
    is_completed: bool = False
    """Whether the library puts a namespace before it."""


def recognize(text: str, kind: NodeKind, namespace: str | None, folders: Folders) -> Recognized:
    """What a text is, that was given where a model or a dataset is expected.

    `namespace` is what the library puts before a name that has none.
    """
    name = _PREFIX.sub("", text).partition("@")[0] if _PREFIX.match(text) else text
    if _is_path(name) or (kind is NodeKind.DATASET and name in LOCAL_BUILDERS):
        return Recognized(Naming.LOCAL, name)
    if not is_hub_id(name):
        return Recognized(Naming.UNKNOWN, name)
    if folders.hold(name):
        return Recognized(Naming.LOCAL, name)
    if "/" in name or kind is NodeKind.DATASET or (namespace != "timm" and EARLY_MODELS.fullmatch(name.lower())):
        return Recognized(Naming.HUB, name)
    if namespace:
        return Recognized(Naming.HUB, f"{namespace}/{name}", is_completed=True)
    return Recognized(Naming.LOCAL, name)


def _is_path(text: str) -> bool:
    if text.startswith((".", "/", "~", "file:", "local-dir:")) or "\\" in text or re.match(r"[A-Za-z]:", text):
        return True
    if ":" in text:
        return False
    first, _, rest = text.partition("/")
    return "/" in rest or text.endswith(("/", *_FILE_ENDINGS)) or first.lower() in _LOCAL_FOLDERS


def is_service_name(text: str) -> bool:
    """Whether a text can be the name of a hosted model: one word of printable characters, at most 200.

    `default` is what servers of one model call it, whichever it is.
    """
    return text != "default" and 0 < len(text) <= 200 and text.isprintable() and not any(c.isspace() for c in text)
