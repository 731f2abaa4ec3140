"""What a model card or a configuration says of the weight files beside it: derived from, trained on, licensed."""

from __future__ import annotations

import os
import re

from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.tree import SourceFile

_WEIGHTS = re.compile(
    r"(?:(?:pytorch_model|diffusion_pytorch_model|adapter_model|tf_model|flax_model)[\w.-]*\.(?:bin|h5|msgpack)"
    r"|.*\.(?:safetensors|gguf|onnx|pt|pth|ckpt|keras))"
)
"""Names of files that hold weights beyond doubt."""
FILE_LIMIT = 200
"""Weight files of one folder that something is said of at most."""


def weights_beside(file: SourceFile) -> list[NodeId]:
    """The weight files in the folder of a file, sorted, at most `FILE_LIMIT`; links are left out."""
    try:
        with os.scandir(file.path.parent) as listing:
            names = sorted(entry.name for entry in listing if _WEIGHTS.fullmatch(entry.name) and _is_file(entry))
    except OSError:
        return []
    return [ids.file(file.path.parent / name) for name in names[:FILE_LIMIT]]


def shown_beside(file: SourceFile) -> str:
    """What of the folder of a file its assertions depend on."""
    return "\n".join(node.key for node in weights_beside(file))


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)
