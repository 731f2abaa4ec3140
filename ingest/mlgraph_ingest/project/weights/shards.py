"""How the parts of a model are told from the names of its files: `model-00002-of-00003.safetensors`.

The names: huggingface_hub, serialization/_base.py (also pytorch_model-...-of-....bin); ggml, docs/gguf.md, "Shard";
tensorflow/core/util/tensor_bundle (`NAME.data-00000-of-00002`, from 0).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(r"(?P<stem>.+)-(?P<index>\d{5})-of-(?P<count>\d{5})(?P<suffix>(?:\.\w{1,20}){1,2})")
_DATA = re.compile(r"(?P<stem>.+)\.data-(?P<index>\d{5})-of-(?P<count>\d{5})")
COUNT_LIMIT = 10_000
"""Parts of a model at most."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of what a file is."""

    index: int
    """From 1."""
    count: int
    of: str
    """Name that the whole would have, in the same folder."""


def shard_of(name: str) -> Shard | None:
    """Which part a file of this name is; None where it is whole.

    >>> shard_of("model-00002-of-00003.safetensors")
    Shard(index=2, count=3, of='model.safetensors')
    """
    numbered = _NUMBERED.fullmatch(name)
    if numbered is not None:
        return _checked(int(numbered["index"]), int(numbered["count"]), numbered["stem"] + numbered["suffix"])
    data = _DATA.fullmatch(name)
    return _checked(int(data["index"]) + 1, int(data["count"]), data["stem"]) if data is not None else None


def _checked(index: int, count: int, whole: str) -> Shard | None:
    return Shard(index, count, whole) if 1 <= index <= count and 1 < count <= COUNT_LIMIT else None
