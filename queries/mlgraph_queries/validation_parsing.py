"""Whether a document is JSON at all, and within the limits that keep a hostile one from exhausting the machine."""

from __future__ import annotations

from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH, is_deeper

MAX_BYTES = 2 * 1024**3
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
