"""Looks into JSON whose shape nobody promises: a member of the type that is expected, or none."""

from __future__ import annotations

from typing import TypeAlias

import orjson

from mlgraph.model.errors import FormatError

Table: TypeAlias = dict[str, object]
_BEGINNING = 20
"""Bytes of a document that is none, as a message quotes them."""


def load_table(content: bytes, shown: str) -> Table:
    """The JSON object that a document is; FormatError where it is none."""
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        what = "its JSON is broken or cut off" if is_json(content) else f"no JSON: it begins with {_start(content)}"
        raise FormatError(f"{shown}: {what}; is this the address of a package index?") from error
    if not isinstance(said, dict):
        raise FormatError(f"{shown}: a JSON {type(said).__name__} where an object belongs; is it a package index?")
    return said


def is_json(content: bytes) -> bool:
    """Whether a document looks like a JSON object or list, whole or not."""
    return content.lstrip()[:1] in {b"{", b"["}


def table(said: object, key: str) -> Table:
    """A member that is an object; an empty one where there is none."""
    found = said.get(key) if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}


def items(said: object, key: str) -> list[object]:
    """A member that is a list; an empty one where there is none."""
    found = said.get(key) if isinstance(said, dict) else None
    return found if isinstance(found, list) else []


def text(said: object, key: str) -> str | None:
    """A member that is a text and not empty."""
    found = said.get(key) if isinstance(said, dict) else None
    return found if isinstance(found, str) and found else None


def pointer(*parts: str | int) -> str:
    """A JSON pointer as a URI fragment (RFC 6901, section 6, without its percent-encoding).

    >>> pointer("releases", "1.0", 3)
    '#/releases/1.0/3'
    """
    return "#/" + "/".join([str(part).replace("~", "~0").replace("/", "~1") for part in parts])


def _start(content: bytes) -> str:
    return repr(content.lstrip()[:_BEGINNING].decode("utf-8", "replace")) if content.strip() else "nothing"
