"""How deeply JSON text is nested, told without parsing it, so that a hostile document exhausts nothing."""

from __future__ import annotations

import re

MAX_DEPTH = 200
"""Levels of arrays and objects that are read."""
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A JSON string, closed or running to the end, so that one pass over any bytes takes linear time."""
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")


def is_deeper(document: bytes, depth: int) -> bool:
    """Whether JSON text nests arrays and objects deeper than that.

    Each pass takes the innermost pairs away; what is left after `depth` passes lies deeper, or never closes.
    """
    if document.count(b"[") + document.count(b"{") <= depth:
        return False
    rest = _STRING.sub(b"", document).translate(_ONE_KIND, _NOT_BRACKETS)
    for _ in range(depth):
        shorter = rest.replace(b"[]", b"")
        if len(shorter) == len(rest):
            break
        rest = shorter
    return b"[]" in rest or rest.count(b"[") > depth
