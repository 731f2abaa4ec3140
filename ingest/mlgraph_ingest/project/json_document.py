"""Opens a JSON file of a project: the texts, lists and tables of it, each entry with its line.

Comments and commas before a closing bracket are passed over, which editors and agents write into their settings
("JSON with comments"). Numbers and truth values stay the text that is written, as in the reader of YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn, TypeAlias

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.yaml_document import DEPTH_LIMIT, YamlList, YamlTable

_Value: TypeAlias = "YamlTable | YamlList | str | None"
_SPACE = re.compile(r"(?:[ \t\r\n]+|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_WORD = re.compile(r"[-+A-Za-z0-9_.]+")
_LITERALS = frozenset({"true", "false", "NaN", "Infinity", "-Infinity"})
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_STRINGS = JSONDecoder(strict=False)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_json(text: str, shown: str) -> YamlTable | YamlList | str | None:
    """What a JSON text holds; FormatError names the file and the line where it is no JSON."""
    scan = _Scan(text, shown)
    scan.skip()
    root = scan.value()
    scan.skip()
    if scan.position < len(text):
        scan.refuse("something behind its end")
    return root


@dataclass(slots=True)
class _Scan:
    text: str
    shown: str
    position: int = 0
    line: int = 1
    depth: int = 0
    _counted: int = field(default=0)
    """How far lines were counted."""

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.position)
        if match:
            self.position = match.end()

    def here(self) -> int:
        """The line of the place that is read now."""
        self.line += self.text.count("\n", self._counted, self.position)
        self._counted = self.position
        return self.line

    def refuse(self, what: str) -> NoReturn:
        raise FormatError(f"{self.shown}:{self.here()}: not JSON: {what}; correct it there")

    def value(self) -> _Value:
        mark = self.text[self.position : self.position + 1]
        if mark == '"':
            return self._string()
        if mark in {"{", "["}:
            self.depth += 1
            if self.depth > DEPTH_LIMIT:
                self.refuse(f"more than {DEPTH_LIMIT} lists and tables within each other")
            self.position += 1
            found: _Value = self._table() if mark == "{" else self._list()
            self.depth -= 1
            return found
        return self._word()

    def _table(self) -> YamlTable:
        table = YamlTable()
        while not self._closes("}", is_first=not table):
            line = self.here()
            if not self.text.startswith('"', self.position):
                self.refuse("a key in quotes is expected")
            key = self._string()
            self.skip()
            if not self.text.startswith(":", self.position):
                self.refuse("a colon is expected behind a key")
            self.position += 1
            self.skip()
            table[key] = self.value()
            table.lines[key] = line
        return table

    def _list(self) -> YamlList:
        items = YamlList()
        while not self._closes("]", is_first=not items):
            items.lines.append(self.here())
            items.append(self.value())
        return items

    def _closes(self, bracket: str, *, is_first: bool) -> bool:
        """Go on to the next entry, or past the closing bracket."""
        self.skip()
        if not is_first and self.text.startswith(",", self.position):
            self.position += 1
            self.skip()
        elif not is_first and not self.text.startswith(bracket, self.position):
            self.refuse("a comma or a closing bracket is expected")
        if self.text.startswith(bracket, self.position):
            self.position += 1
            return True
        return False

    def _string(self) -> str:
        try:
            found, self.position = _STRINGS.raw_decode(self.text, self.position)
        except JSONDecodeError as error:
            self.position = min(error.pos, len(self.text))
            self.refuse("a text that does not end or has an unknown escape")
        return _SURROGATE.sub("\ufffd", str(found))

    def _word(self) -> str | None:
        match = _WORD.match(self.text, self.position)
        word = match[0] if match else ""
        if word == "null":
            self.position += len(word)
            return None
        if word not in _LITERALS and not _NUMBER.fullmatch(word):
            self.refuse("a value is expected")
        self.position += len(word)
        return word
