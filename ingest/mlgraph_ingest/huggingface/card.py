"""Takes a card (README.md) apart: its metadata and the sections of its text. Pure, and of hostile input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model.errors import FormatError
from mlgraph_ingest.huggingface.ledger import CARD
from mlgraph_ingest.huggingface.values import Key, Said
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable, parse_yaml

CARD_LIMIT = 4 * 1024 * 1024
"""Bytes of a card that are read at most; the longest cards, with thousands of metrics, have half of it."""
_METADATA_LIMIT = 1024 * 1024
_LINE_LIMIT = 20_000
_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.{1,300}?)\s*#*\s*")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a card, and what stands below it."""

    level: int
    """1 for the title; 0 for what stands before the first heading."""
    title: str
    line: int
    lines: tuple[str, ...]
    """Up to the next heading of any level."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card, taken apart."""

    url: str
    metadata: Said
    """The front matter; empty where there is none that can be read."""
    sections: tuple[Section, ...]
    problem: tuple[str, str] | None = None
    """Why its metadata could not be read: (place, text)."""

    def at(self, line: int) -> str:
        """The place of a line."""
        return str(line)


def read_card(content: bytes, url: str) -> Card:
    """Take a card apart. Metadata that cannot be read are a problem of it; its text is read all the same."""
    lines = content.decode("utf-8-sig", "replace").splitlines()
    end = _end_of_metadata(lines)
    table: YamlTable | None = None
    problem = None
    try:
        table = _metadata(lines[1:end], url)
    except FormatError as error:
        problem = ("1", f"the metadata of the card could not be read: {error}")
    said = Said(table or {}, lambda *path: str(_line(table, path)), CARD)
    return Card(url, said, tuple(_sections(lines, end + 1 if end else 0)), problem)


def _metadata(lines: list[str], url: str) -> YamlTable | None:
    """The front matter; None where there is none. Raises FormatError where it is no mapping of names to values."""
    text = "\n".join(["", *lines])  # an empty line in place of `---`, so that the lines have their numbers
    if len(text) > _METADATA_LIMIT:
        raise FormatError(f"{url}:1: metadata of more than {_METADATA_LIMIT:,} characters; not read")
    return parse_yaml(text, url) if text.strip() else None


def _end_of_metadata(lines: list[str]) -> int:
    """The index of the line that ends the front matter; 0 where there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    return next((number for number, line in enumerate(lines) if number and line.rstrip() == "---"), 0)


def _line(table: object, path: tuple[Key, ...]) -> int:
    """The line on which a value of the metadata stands."""
    line, at = 1, table
    for key in path:
        found = _member(at, key)
        if found is None:
            break
        line, at = found
    return line


def _member(of: object, key: Key) -> tuple[int, object] | None:
    """A member of a table or a list, with its line; None where there is none."""
    if isinstance(of, YamlTable) and isinstance(key, str) and key in of:
        return of.line(key), of[key]
    if isinstance(of, YamlList) and isinstance(key, int) and key < len(of):
        return of.line(key), of[key]
    return None


def _sections(lines: list[str], start: int) -> Iterator[Section]:
    """The sections of a text in Markdown; what looks like a heading within code is none."""
    level, title, at = 0, "", start + 1
    held: list[str] = []
    fence = ""
    for number, whole in enumerate(lines[start:], start + 1):
        line = whole[:_LINE_LIMIT]
        mark = _FENCE.match(line)
        if mark and (not fence or fence == mark[1]):
            fence = "" if fence else mark[1]
        heading = None if fence or mark else _HEADING.fullmatch(line)
        underline = None if fence or mark or heading else _UNDERLINE.fullmatch(line)
        if heading:
            yield Section(level, title, at, tuple(held))
            level, title, at, held = len(heading[1]), heading[2], number, []
        elif underline and held and _is_title(held):
            above = held.pop().strip()
            yield Section(level, title, at, tuple(held))
            level, title, at, held = 1 if underline[1][0] == "=" else 2, above, number - 1, []
        else:
            held.append(line)
    yield Section(level, title, at, tuple(held))


def _is_title(held: list[str]) -> bool:
    """Whether the last line, which is underlined, is a heading: a line of its own that is no table and no list."""
    before = held[-2].strip() if len(held) > 1 else ""
    last = held[-1].strip()
    return bool(last) and not before and len(last) <= 300 and not re.match(r"[|>*+-]|\d+[.)]", last)
