"""Where the evidence of a violation is: a file and a line, for tools that show it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from mlgraph.report.shown import Paths

_PLACE = re.compile(r"(?P<file>[^#]*?)(?P<numbers>(?::\d+)*)(?:#(?P<inner>.*))?", re.DOTALL)
_CELLS = ".ipynb"
"""Notebooks: the first number is the cell, the second the line in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file of the project."""

    file: str
    line: int | None
    """None: the source does not say, or the file has no lines."""
    inner: str | None
    """What in the file: a JSON pointer, or a cell and its line."""

    def uri(self, folder: str) -> str:
        """The file as a relative reference (RFC 3986), seen from a folder that is so far above the project."""
        return quote(f"{folder}/{self.file}" if folder else self.file, safe="/~!$&'()*+,;=@")


def place_in(where: str, paths: Paths) -> Place | None:
    """The place in the project that a source names; None: it is an address, or lies elsewhere on the machine.

    >>> place_in("nb/eval.ipynb:3:6", Paths(None)), place_in("https://a.example/x", Paths(None))
    (Place(file='nb/eval.ipynb', line=None, inner='cell 3, line 6'), None)
    """
    found = _PLACE.fullmatch(paths.relative(where).removeprefix("file://"))
    if found is None or ("://" in where and not where.startswith("file://")):
        return None
    file = found["file"]
    if not file or file == "." or file.startswith(("/", "…")) or ".." in file.split("/"):
        return None
    numbers = [int(number) for number in found["numbers"].split(":") if number]
    if file.endswith(_CELLS) and numbers:
        named = zip(("cell", "line"), numbers, strict=False)
        return Place(file, None, ", ".join(f"{name} {number}" for name, number in named))
    line = numbers[0] if numbers and numbers[0] > 0 else None
    return Place(file, line, found["inner"] or None)
