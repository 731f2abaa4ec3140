"""The lines in which mlgraph writes a link that the standard has no field for, read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind

_HUB = "https://huggingface.co/"
_LINE = re.compile(r"(?P<said>.*) at (?P<where>.*?) \((?P<how>[^()]*)\)", re.DOTALL)
"""What is said, where that was read, and how: `org/corpus; split train at README.md:4 (declared, front matter)`."""


@dataclass(frozen=True, slots=True)
class Line:
    """Such a line, taken apart."""

    said: str
    method: str
    """`declared`, `inferred`, ... as the line says."""


def line_of(text: str) -> Line | None:
    """A line taken apart; None where it is none."""
    found = _LINE.fullmatch(text)
    return Line(found["said"], found["how"].partition(",")[0].strip()) if found else None


def part_of(text: str) -> tuple[str, dict[str, JsonValue]] | None:
    """The reference of the part of the same document that a link's line names, `#ref`, and its qualifiers."""
    line = line_of(text)
    if line is None or not line.said.startswith("#"):
        return None
    name, *details = line.said.split("; ")
    return unquote(name[1:]), _qualifiers(details)


def linked(text: str, kind: NodeKind) -> tuple[NodeId, dict[str, JsonValue]] | None:
    """The node that a link's line names, and its qualifiers; None where it names none of that kind."""
    line = line_of(text)
    if line is None:
        return None
    name, *details = line.said.split("; ")
    node = node_of(name, kind)
    if node is None:
        return None
    return node, _qualifiers(details)


def _qualifiers(details: Iterable[str]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for detail in details:
        key, _, value = detail.partition(" ")
        if key and value:
            found[key] = _value(value)
    return found


def node_of(key: str, kind: NodeKind) -> NodeId | None:
    """The node of a printed id; a web address names whatever is looked for."""
    try:
        if kind is NodeKind.DATASET and key.startswith("https://"):
            return ids.dataset(key)
        if kind is NodeKind.ORGANIZATION and key.startswith(_HUB):
            return ids.hub_account(key.removeprefix(_HUB))
        node = ids.parse(key)
    except FormatError:
        return None
    is_wanted = node.kind is kind or (kind is NodeKind.PACKAGE and node.kind is NodeKind.RELEASE)
    return node if is_wanted else None


def _value(text: str) -> JsonValue:
    """A value as it was before it was written in one line: a number, a truth, an object, else a text."""
    if text in {"true", "false", "null"} or text[:1] in {"{", "["} or re.fullmatch(r"-?\d+(?:\.\d+)?", text):
        try:
            found: JsonValue = json.loads(text)
        except ValueError:
            return text
        return found
    return text
