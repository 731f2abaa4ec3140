"""The lines of a tag-value document: a tag and its value, which may run over several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content

_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*:\s*(.*)", re.DOTALL)
_OPEN, _CLOSE = "<text>", "</text>"


@dataclass(frozen=True, slots=True)
class Line:
    """A tag with its value."""

    number: int
    """Of its first line, from 1."""
    tag: str
    """Empty: the line is none of tag and value."""
    value: str


def tag_lines(content: Content) -> Iterator[Line]:
    """All tags with their values, in order; comments and empty lines are left out (SPDX 2.3 annex on tag-value).

    Raises FormatError where a text is opened and never closed, as it is where a document was cut off.
    """
    lines = enumerate(TextIOWrapper(BytesIO(content.data), encoding="utf-8", errors="replace", newline=None), 1)
    for number, text in lines:
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        match = _TAG.match(line)
        if match is None:
            yield Line(number, "", line)
            continue
        value = match[2]
        if value.startswith(_OPEN):
            value = _whole(value, lines, number, content.shown)
        yield Line(number, match[1], value)


def _whole(start: str, lines: Iterator[tuple[int, str]], number: int, shown: str) -> str:
    """A text from its opening to its end."""
    parts = [start.removeprefix(_OPEN)]
    while _CLOSE not in parts[-1]:
        following = next(lines, None)
        if following is None:
            raise FormatError(f"{shown}:{number}: a text is opened here and never closed; the document is cut off")
        if len(parts) == 1:
            parts[0] += "\n"
        parts.append(following[1])
    return "".join(parts).partition(_CLOSE)[0]
