"""Text that any JSON reader accepts and anybody may see."""

from __future__ import annotations

import re

from mlgraph.model.assertions import JsonValue
from mlgraph.model.urls import without_credentials

_SPACES = re.compile(r"(\s+)")


def legal(value: JsonValue) -> JsonValue:
    r"""A JSON value with all its strings printable as UTF-8 and without credentials in URLs.

    A byte of a file name that was no UTF-8 (a lone surrogate in Python) is written as its escape, `\udcff`.
    """
    if isinstance(value, str):
        return _legal(value)
    if isinstance(value, list):
        return [legal(item) for item in value]
    if isinstance(value, dict):
        return {_legal(key): legal(item) for key, item in value.items()}
    return value


def _legal(text: str) -> str:
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if "://" not in whole:
        return whole
    return "".join(without_credentials(word) if "://" in word else word for word in _SPACES.split(whole))
