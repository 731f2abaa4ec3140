"""Where in a TOML text each value stands: the standard library's parser does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

Place: TypeAlias = "tuple[str | int, ...]"
"""Keys and array indices that lead to a value: `("project", "dependencies", 0)`."""

_TOKEN = re.compile(
    r'''(?P<newline>\n)
    | (?P<space>[ \t\r]+)
    | (?P<comment>\#[^\n]*)
    | (?P<long>"""(?:[^"\\]|\\.|"(?!""))*"{3,5} | \'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5})
    | (?P<string>"(?:[^"\\\n]|\\.)*" | '[^'\n]*')
    | (?P<bare>[A-Za-z0-9_+:-]+)
    | (?P<mark>.)''',
    re.DOTALL | re.VERBOSE,
)


def array_table_lines(text: str, name: str, count: int) -> list[int]:
    """The line of each `[[name]]` of a text that holds `count` of them."""
    header = re.compile(rf"^[ \t]*\[\[[ \t]*{re.escape(name)}[ \t]*\]\]", re.MULTILINE)
    lines: list[int] = []
    line, seen = 1, 0
    for match in header.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        lines.append(line)
    if len(lines) == count:
        return lines
    exact = TomlLines(text)
    return [exact.line(name, index) for index in range(count)]


class TomlLines:
    """Finds the line of a value in a text that is known to be TOML."""

    def __init__(self, text: str) -> None:
        self._lines = _Scan(text.replace("\r\n", "\n")).places()

    def line(self, *place: str | int) -> int:
        """The line on which the value at a place begins; of what surrounds it where the place is not found."""
        for length in range(len(place), 0, -1):
            if place[:length] in self._lines:
                return self._lines[place[:length]]
        return 1


@dataclass(slots=True)
class _Open:
    """An array or inline table that is not closed yet."""

    place: Place
    is_array: bool
    index: int = 0

    def element(self) -> Place:
        return (*self.place, self.index) if self.is_array else self.place


@dataclass(slots=True)
class _Scan:
    text: str
    lines: dict[Place, int] = field(default_factory=dict)
    table: Place = ()
    arrays: dict[Place, int] = field(default_factory=dict)
    """Of each array of tables, the index of the last."""
    open: list[_Open] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    value: Place | None = None
    """Where the value goes that comes next; None while a key is read."""

    def places(self) -> dict[Place, int]:
        line, position, text = 1, 0, self.text
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                break
            position = match.end()
            if match.lastgroup == "newline":
                line += 1
                self._end_line()
            elif match.lastgroup == "mark":
                position = self._mark(match[0], line, position)
            elif match.lastgroup in {"string", "bare", "long"}:
                self._word(match[0], line)
                line += match[0].count("\n")
        return self.lines

    def _end_line(self) -> None:
        if not self.open:
            self.key, self.value = [], None

    def _word(self, word: str, line: int) -> None:
        if self.value is None:
            self.key.append(word.strip("\"'"))
        else:
            self.lines.setdefault(self.value, line)

    def _mark(self, mark: str, line: int, position: int) -> int:
        if mark == "[" and self.value is None and not self.open:
            return self._header(line, position)
        if mark == "=" and self.value is None:
            base = self.open[-1].element() if self.open else self.table
            self.value = (*base, *self.key)
            self.lines.setdefault(self.value, line)
        elif mark in "[{" and self.value is not None:
            self.lines.setdefault(self.value, line)
            self.open.append(_Open(self.value, is_array=mark == "["))
            self._begin_element()
        elif mark == "," and self.open:
            self.open[-1].index += 1
            self._begin_element()
        elif mark in "]}" and self.open:
            self.value = self.open.pop().place
        return position

    def _begin_element(self) -> None:
        self.key = []
        self.value = self.open[-1].element() if self.open[-1].is_array else None

    def _header(self, line: int, position: int) -> int:
        """Read `[a.b]` or `[[a.b]]` from behind its first bracket."""
        is_array = self.text.startswith("[", position)
        position += is_array
        parts: list[str] = []
        while position < len(self.text):
            match = _TOKEN.match(self.text, position)
            if match is None or match[0] in "]\n":
                break
            if match.lastgroup in {"bare", "string"}:
                parts.append(match[0].strip("\"'"))
            position = match.end()
        self.table = self._table(parts, is_array=is_array)
        self.lines.setdefault(self.table, line)
        self.key, self.value = [], None
        newline = self.text.find("\n", position)
        return len(self.text) if newline == -1 else newline

    def _table(self, parts: list[str], *, is_array: bool) -> Place:
        place: Place = ()
        for depth, part in enumerate(parts, start=1):
            place = (*place, part)
            if is_array and depth == len(parts):
                self.arrays[place] = self.arrays.get(place, -1) + 1
            if place in self.arrays:
                place = (*place, self.arrays[place])
        return place
