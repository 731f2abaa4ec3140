"""Text that any JSON reader accepts and anybody may see."""

from __future__ import annotations

import re
import unicodedata

from mlgraph.model.assertions import JsonValue
from mlgraph.model.urls import without_credentials

MAX_TEXT = 2_000
"""Characters of a text from outside that are shown: enough for a section of a model card, too few to swamp a reader."""
PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]*[a-z0-9](?:/[A-Za-z0-9._~-]{0,15})*")
"""Addresses that hold no user, no parameter and no word as long as a token (`mlgraph.model.tokens`), so that nothing in them is to be hidden."""
_SPACES = re.compile(r"(\s+)")
_KEPT = frozenset("\n\t\u200c\u200d")
"""Line ends and tabs, and the joiners that scripts and emoji are written with."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's categories of what nobody sees: controls, marks that turn the order of reading, and halves of characters."""


def shown(text: str, limit: int = MAX_TEXT) -> str:
    r"""A text from outside, fit to be shown: only what can be seen, and not too much of it.

    >>> shown("a\x1b[31m b\u202e", 10)
    'a[31m b'
    >>> shown("abcdefgh", 4)
    'abcd ... (8 characters)'
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text.strip()
    part = text[: 2 * limit]
    seen = "".join(c for c in part if c in _KEPT or unicodedata.category(c) not in _HIDDEN).strip()
    if len(seen) > limit or len(text) > len(part):
        return f"{seen[:limit].rstrip()} ... ({len(text):,} characters)"
    return seen


def legal(value: JsonValue) -> JsonValue:
    r"""A JSON value with all its strings printable as UTF-8 and without credentials in URLs.

    A byte of a file name that was no UTF-8 (a lone surrogate in Python) is written as its escape, `\udcff`.
    """
    if isinstance(value, str):
        return value if value.isascii() and "://" not in value else _legal(value)
    if isinstance(value, list):
        return [legal(item) for item in value]
    if isinstance(value, dict):
        return {key if key.isascii() and "://" not in key else _legal(key): legal(item) for key, item in value.items()}
    return value


def _legal(text: str) -> str:
    if PLAIN_ADDRESS.fullmatch(text):
        return text
    whole = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if "://" not in whole:
        return whole
    return "".join(without_credentials(word) if "://" in word else word for word in _SPACES.split(whole))
