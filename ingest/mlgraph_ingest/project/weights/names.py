"""How weight files are named."""

from __future__ import annotations

import re

_NAMES = re.compile(
    r".*\.(?:safetensors|gguf|onnx|pt|pth|ckpt|ptl|pkl|pickle|joblib|dill|pdparams|h5|hdf5|keras|tflite|npy|npz|mlmodel)"
    r"|saved_model\.pb|.+\.data-\d{5}-of-\d{5}",
    re.IGNORECASE,
)
"""Names of weight files."""
_EITHER = re.compile(r".*\.(?:bin|msgpack)", re.IGNORECASE)
"""Names of weight files, and of much else."""


def is_weights(relative: str) -> bool:
    """Whether a path names what is a weight file by its name alone."""
    return bool(_NAMES.fullmatch(relative.rpartition("/")[2]))


def may_be_weights(relative: str) -> bool:
    """Whether a path names what may be a weight file: its first bytes decide."""
    return bool(_EITHER.fullmatch(relative.rpartition("/")[2]))


def is_weight_index(relative: str) -> bool:
    """Whether a path names the list of the files that a model lies in."""
    return relative.rpartition("/")[2].lower().endswith((".safetensors.index.json", ".bin.index.json"))
