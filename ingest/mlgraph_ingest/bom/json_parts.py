"""JSON of any size, taken apart before it is parsed: a list of a million components is met one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import orjson

from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH, is_deeper


def members(data: bytes | msgspec.Raw, shown: str) -> Mapping[str, msgspec.Raw]:
    """The members of a JSON object, unparsed. Raises FormatError, with the place, where it is none."""
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise FormatError(_reason(bytes(memoryview(data)), shown, str(error))) from error


def elements(raw: msgspec.Raw | None, shown: str, place: str) -> list[msgspec.Raw]:
    """The elements of a JSON list, unparsed; none where it is missing or null. Raises FormatError where it is no list."""
    if raw is None or bytes(memoryview(raw)[:4]) == b"null":
        return []
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError) as error:
        raise FormatError(f"{shown}{place}: no list, where the standard has one") from error


def parsed(raw: msgspec.Raw, shown: str, place: str) -> object:
    """One part, parsed. Raises FormatError where it is nested too deeply or no JSON."""
    text = memoryview(raw)
    if len(text) > MAX_DEPTH and is_deeper(bytes(text), MAX_DEPTH):
        raise FormatError(f"{shown}{place}: nested deeper than the limit of {MAX_DEPTH} levels")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{shown}{place}: its JSON is broken: {error.msg}") from error


def objects(raw: msgspec.Raw | None, shown: str, place: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each object of a list with its place, parsed one by one; what is no object is left out."""
    for index, part in enumerate(elements(raw, shown, place)):
        found = parsed(part, shown, f"{place}/{index}")
        if isinstance(found, dict):
            yield f"{place}/{index}", found


def _reason(data: bytes, shown: str, said: str) -> str:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return f"{shown}:{error.lineno}:{error.colno}: its JSON is broken or cut off: {error.msg}"
    if not isinstance(found, dict):
        return f"{shown}: a JSON {type(found).__name__} where an object belongs"
    return f"{shown}: its JSON cannot be read: {said}"
