"""Whether a document is JSON at all, and within the limits that keep a hostile one from exhausting the machine."""

from __future__ import annotations

import re

from mlgraph.model.errors import FormatError

MAX_BYTES = 2 * 1024**3
MAX_DEPTH = 200
_STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
"""A JSON string, closed or running to the end, so that one pass over any bytes takes linear time."""
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"{}", b"[]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse(document: bytes, *, name: str) -> dict[str, object]:
    """The JSON object that a document holds.

    Raises FormatError, naming the document and the place, where it is larger than 2 GB, nested deeper than 200
    levels, no JSON, or no object.
    """
    import orjson

    if len(document) > MAX_BYTES:
        raise FormatError(f"{name}: {len(document)} bytes, more than the limit of {MAX_BYTES}")
    if is_deeper(document, MAX_DEPTH):
        raise FormatError(f"{name}: nested deeper than the limit of {MAX_DEPTH} levels")
    try:
        value = orjson.loads(document.removeprefix(_BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"{name}: no JSON at {place}: {error.msg}") from error
    if not isinstance(value, dict):
        raise FormatError(f"{name}#: no JSON object, so no BOM")
    return value


def is_deeper(document: bytes, depth: int) -> bool:
    """Whether JSON text nests arrays and objects deeper than that, told without parsing it.

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
