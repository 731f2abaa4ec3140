"""On which line of a TOML text something stands, which its parser does not say."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import TypeAlias

Path: TypeAlias = "tuple[str | int, ...]"
"""The keys that lead to a value, places in an array as numbers: `("waivers", 0, "expires")`."""
_HEADER = re.compile(r"\s*(?P<open>\[\[?)\s*(?P<key>[^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_ASSIGNMENT = re.compile(
    r"""\s*(?P<key>(?:[\w-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[\w-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_FENCES = ('"""', "'''")


class Lines:
    """The lines of the tables and keys of a TOML text, as far as they stand at the beginning of one."""

    def __init__(self, text: str) -> None:
        self._known: dict[Path, int] = {(): 1}
        self._counts: Counter[Path] = Counter()
        table: Path = ()
        fence = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if not fence:
                table = self._take(line, number, table)
            fence = _fence_after(line, fence)

    def line(self, path: Path) -> int:
        """The line of a value, or of the innermost table around it that has one."""
        return next(self._known[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self._known)

    def _take(self, line: str, number: int, table: Path) -> Path:
        """Note what a line begins; the table that the next line is in."""
        header = _HEADER.fullmatch(line)
        if header is not None:
            path = self._indexed(_keys(header["key"]))
            if header["open"] == "[[":
                self._counts[path] += 1
                path = (*path, self._counts[path] - 1)
            self._known.setdefault(path, number)
            return path
        assignment = _ASSIGNMENT.match(line)
        if assignment is not None:
            keys = _keys(assignment["key"])
            for end in range(1, len(keys) + 1):
                self._known.setdefault((*table, *keys[:end]), number)
        return table

    def _indexed(self, keys: tuple[str, ...]) -> Path:
        """The path of a table, through the last entry of each array of tables on the way."""
        path: Path = ()
        for key in keys[:-1]:
            path = (*path, key)
            path = (*path, self._counts[path] - 1) if self._counts[path] else path
        return (*path, *keys[-1:])


def _keys(text: str) -> tuple[str, ...]:
    """The parts of a dotted key, as the parser reads them; none where it is no key."""
    if _BARE.fullmatch(text):
        return tuple(text.split("."))
    try:
        found: object = tomllib.loads(f"{text} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        return ()
    keys = []
    while isinstance(found, dict):
        key, found = next(iter(found.items()))
        keys.append(key)
    return tuple(keys)


def _fence_after(line: str, fence: str) -> str:
    """The mark that ends the text of several lines that goes on after a line; empty: there is none."""
    at = 0
    while True:
        marks = [fence] if fence else [mark for mark in _FENCES if mark in line[at:]]
        found = [(place, mark) for mark in marks if (place := line.find(mark, at)) >= 0]
        if not found:
            return fence
        place, mark = min(found)
        at, fence = place + len(mark), "" if fence else mark
