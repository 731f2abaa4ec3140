"""By what a breach of a rule is known again: nothing in it moves when lines above it are added."""

from __future__ import annotations

import hashlib
import re

_LINE = re.compile(r"(?::\d+)+$|#.*$", re.DOTALL)
_DIGITS = 32
"""Hexadecimal digits: 128 bits are enough to tell any two apart."""


def fingerprint(rule: str, subject: str, about: str = "", *, folder: str = "", is_known: bool = True) -> str:
    """What stands for a breach of a rule, whatever its line, its wording and the version of its subject.

    `folder` is the nested project that it was found in; `is_known` is false where nobody could judge.
    """
    parts = [rule, folder, subject, about, "" if is_known else "unknown"]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def file_of(where: str) -> str:
    """A place without its line, its cell or the pointer into its document.

    >>> file_of("notebooks/eval.ipynb:3:6"), file_of("model.safetensors#/__metadata__/license")
    ('notebooks/eval.ipynb', 'model.safetensors')
    """
    return _LINE.sub("", where)
