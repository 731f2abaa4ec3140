"""Looks into JSON whose shape nobody promises: a member of the type that is expected, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import msgspec
import orjson

from mlgraph.model.errors import FormatError

Table: TypeAlias = Mapping[str, object]
NOTHING = "nothing was taken from it"
_BEGINNING = 20
"""Bytes of a document that is none, as a message quotes them."""


def load_table(content: bytes, shown: str, doubt: str = NOTHING) -> Table:
    """The JSON object that a document is; FormatError where it is none, with a doubt about where it came from."""
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        what = "its JSON is broken or cut off" if is_json(content) else f"no JSON: it begins with {_start(content)}"
        raise FormatError(f"{shown}: {what}; {doubt}") from error
    if not isinstance(said, dict):
        raise FormatError(f"{shown}: a JSON {type(said).__name__} where an object belongs; {doubt}")
    return said


class Parts(Mapping[str, object]):
    """The members of a JSON object of many megabytes, each parsed when it is looked at and not kept.

    Raises FormatError where a member turns out to be none.
    """

    def __init__(self, content: bytes | msgspec.Raw, shown: str, doubt: str = NOTHING) -> None:
        self._members = _members(content, shown, doubt)
        self._shown, self._doubt = shown, doubt

    def __getitem__(self, key: str) -> object:
        """A member, parsed."""
        raw = memoryview(self._members[key])
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise FormatError(f"{self._shown}: the JSON of its member {key[:80]!r} is broken") from error

    def __iter__(self) -> Iterator[str]:
        """The names of the members, in the order of the document."""
        return iter(self._members)

    def __len__(self) -> int:
        """How many members there are."""
        return len(self._members)

    def parts(self, key: str) -> Parts | None:
        """A member that is an object, its own members not yet parsed; None where it is none."""
        raw = self._members.get(key)
        is_object = raw is not None and bytes(memoryview(raw)[:1]) == b"{"
        return Parts(raw, self._shown, self._doubt) if is_object and raw is not None else None


def load_parts(content: bytes, shown: str, *, apart: str, doubt: str = NOTHING) -> Table:
    """The same of a document whose member `apart` may be huge: if that is an object, it becomes its `Parts`."""
    if content.lstrip()[:1] != b"{":
        return load_table(content, shown, doubt)
    document = Parts(content, shown, doubt)
    large = document.parts(apart)
    return {key: large if key == apart and large is not None else document[key] for key in document}


def is_json(content: bytes) -> bool:
    """Whether a document looks like a JSON object or list, whole or not."""
    return content.lstrip()[:1] in {b"{", b"["}


def table(said: object, key: str) -> Table:
    """A member that is an object; an empty one where there is none."""
    found = said.get(key) if isinstance(said, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def items(said: object, key: str) -> list[object]:
    """A member that is a list; an empty one where there is none."""
    found = said.get(key) if isinstance(said, Mapping) else None
    return found if isinstance(found, list) else []


def text(said: object, key: str) -> str | None:
    """A member that is a text and not empty."""
    found = said.get(key) if isinstance(said, Mapping) else None
    return found if isinstance(found, str) and found else None


def pointer(*parts: str | int) -> str:
    """A JSON pointer as a URI fragment (RFC 6901, section 6, without its percent-encoding).

    >>> pointer("releases", "1.0", 3)
    '#/releases/1.0/3'
    """
    return "#/" + "/".join([str(part).replace("~", "~0").replace("/", "~1") for part in parts])


def _members(content: bytes | msgspec.Raw, shown: str, doubt: str) -> dict[str, msgspec.Raw]:
    try:
        return msgspec.json.decode(content, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise FormatError(f"{shown}: its JSON is broken or cut off; {doubt}") from error


def _start(content: bytes) -> str:
    return repr(content.lstrip()[:_BEGINNING].decode("utf-8", "replace")) if content.strip() else "nothing"
