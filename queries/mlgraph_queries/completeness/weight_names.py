"""Which files of a bill of materials are the weights of a model, by their names and by what mlgraph notes on them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mlgraph_queries.weight_files import MODEL_FORMATS

_SUFFIXES = (".safetensors", ".gguf", ".onnx", ".ckpt", ".pt", ".pth", ".keras", ".tflite")
"""Of formats that hold models and little else; what ends in `.bin` or `.npy` may be anything."""
_OURS = frozenset({"format", "size-bytes"})
"""What mlgraph notes on every weight file, as far as it is known."""
_PART = re.compile(r"(?P<stem>.+)-\d{5}-of-\d{5}(?P<suffix>\.\w+)")
"""How the hub names the files that a large model is split into."""


def is_weight_file(name: str) -> bool:
    """Whether a file is one of weights, as far as its name tells.

    >>> is_weight_file("models/adapter_model.safetensors"), is_weight_file("README.md")
    (True, False)
    """
    return name.lower().endswith(_SUFFIXES)


def is_model_file(name: str, notes: Iterable[str]) -> bool:
    """Whether a file is a model: by the format that mlgraph notes on it (`format: gguf`), else by its name.

    >>> is_model_file("a.safetensors", ["size-bytes: 8"]), is_model_file("a.bin", ["format: pytorch"])
    (False, True)
    """
    noted = dict(line.partition(": ")[::2] for line in notes)
    if _OURS.isdisjoint(noted):
        return is_weight_file(name)
    is_empty = noted.get("tensor-count") == "0" or noted.get("header", "").startswith("holds=")
    return noted.get("format") in MODEL_FORMATS and not is_empty


def whole_name(name: str) -> str:
    """What the model is called that a file is a part of; of a file that is none, its own name.

    >>> whole_name("chat/model-00001-of-00002.safetensors"), whole_name("model.gguf")
    ('chat/model.safetensors', 'model.gguf')
    """
    match = _PART.fullmatch(name)
    return match["stem"] + match["suffix"] if match else name
