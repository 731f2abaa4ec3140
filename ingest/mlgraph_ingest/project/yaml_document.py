"""Opens a YAML file of a project: plain texts, lists and tables, each entry with its line.

A document is built from the events of the parser, never by constructing objects. What a scalar is taken for by other
readers (number, date, truth value) depends on them, so each stays the text that is written: `1.10` is not 1.1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

import yaml

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.tree import SourceFile

VALUE_LIMIT = 2_000_000
"""Values of one document at most, those counted again that an alias repeats."""
DEPTH_LIMIT = 200
"""Lists and tables within each other at most."""
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = {f"{_CORE}{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")} | {"!"}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class YamlTable(dict[str, Any]):
    """A mapping, in the order of the document."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}

    def line(self, key: str) -> int:
        """The line on which a key stands; 1 for one that is not there."""
        return self.lines.get(key, 1)


class YamlList(list[Any]):
    """A sequence."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []

    def line(self, index: int) -> int:
        """The line on which an item begins."""
        return self.lines[index]


_Value: TypeAlias = "YamlTable | YamlList | str | None"


def read_yaml(file: SourceFile) -> YamlTable:
    """What a YAML file holds, which must be a mapping."""
    return parse_yaml(file.read_text(), file.relative)


def parse_yaml(text: str, shown: str) -> YamlTable:
    """The mapping that a YAML text holds; FormatError names the file and the line."""
    root = _built(_Builder(text, shown))[0]
    if not isinstance(root, YamlTable):
        raise FormatError(f"{shown}: it holds no mapping of names to values; not read")
    return root


def parse_yaml_documents(text: str, shown: str) -> list[YamlTable | YamlList | str | None]:
    """The documents of a YAML text as programs read them that know more of YAML than manifests need.

    Merge keys are followed, of a key that stands twice the last counts, one that is no text is empty, and a value with a tag of the program's own
    (`!Ref`, `!include`) is None: what it stands for is not known. Tags that make objects are refused as ever.
    """
    return _built(_Builder(text, shown, is_lenient=True))


def _built(builder: _Builder) -> list[_Value]:
    try:
        return builder.roots()
    except yaml.YAMLError as error:
        raise FormatError(_not_yaml(error, builder.text, builder.shown)) from error


def _not_yaml(error: yaml.YAMLError, text: str, shown: str) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    problem = without_secrets(str(getattr(error, "problem", None) or "characters that YAML does not allow"))
    lines = text.split("\n")
    is_template = any("{%" in one or "{{" in one for one in lines[max(line - 2, 0) : line + 1])
    advice = "it is a template (Jinja), which only rendering makes YAML" if is_template else "correct it there"
    return f"{shown}:{line}: not YAML: {problem}; {advice}"


@dataclass(slots=True)
class _Open:
    """A list or table that is not closed yet."""

    value: YamlTable | YamlList
    anchor: str | None
    key: str | None = None
    key_line: int = 0
    size: int = 1
    """Values in it so far, itself included."""


@dataclass(slots=True)
class _Builder:
    text: str
    shown: str
    is_lenient: bool = False
    _open: list[_Open] = field(default_factory=list)
    _anchors: dict[str, tuple[_Value, int] | None] = field(default_factory=dict)
    """What each anchor stands for, and its size; None: it is not closed yet."""
    _roots: list[_Value] = field(default_factory=list)

    def roots(self) -> list[_Value]:
        for event in yaml.parse(self.text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                if self._roots and not self.is_lenient:
                    self._refuse(event, "a second document in it")
                self._roots.append(None)
                self._anchors.clear()
            self._take(event)
        return self._roots or [None]

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            is_null = event.implicit[0] and event.value in _NULLS
            value = None if is_null or self._is_foreign(event.tag) else event.value
            self._anchor(event.anchor, value, 1)
            self._put(value, 1, event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            closed = self._open.pop()
            if self.is_lenient and isinstance(closed.value, YamlTable):
                _merge(closed.value)
            self._anchor(closed.anchor, closed.value, closed.size)
            if self._open:
                self._count(closed.size - 1, event)
                self._open[-1].size += closed.size - 1
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        if len(self._open) >= DEPTH_LIMIT:
            self._refuse(event, f"more than {DEPTH_LIMIT} lists and tables within each other")
        value = YamlTable() if isinstance(event, yaml.MappingStartEvent) else YamlList()
        self._put(value, 1, event)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._open.append(_Open(value, event.anchor))

    def _alias(self, event: yaml.AliasEvent) -> None:
        anchor = event.anchor or ""
        if anchor not in self._anchors:
            self._refuse(event, "an alias of an anchor that is not there")
        known = self._anchors[anchor]
        if known is None:
            self._refuse(event, "an anchor that holds itself")
        self._put(*known, event)

    def _anchor(self, anchor: str | None, value: _Value, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)

    def _put(self, value: _Value, size: int, event: yaml.Event) -> None:
        if not self._open:
            self._roots[-1] = value
            return
        into = self._open[-1]
        into.size += size
        if into.size > VALUE_LIMIT:
            self._refuse(event, f"more than {VALUE_LIMIT:,} values, those counted again that aliases repeat")
        line = _line(event)
        if isinstance(into.value, YamlList):
            into.value.append(value)
            into.value.lines.append(line)
        elif into.key is None:
            self._key(into, value, event)
        else:
            into.value[into.key] = value
            into.value.lines[into.key] = into.key_line
            into.key = None

    def _key(self, into: _Open, key: _Value, event: yaml.Event) -> None:
        if self.is_lenient:
            into.key, into.key_line = key if isinstance(key, str) else "", _line(event)
            return
        if not isinstance(key, str):
            self._refuse(event, "a key that is no text")
        if key in into.value:
            self._refuse(event, f"the key {without_secrets(key)!r} a second time in one mapping")
        if key == "<<":
            self._refuse(event, "a merge key (<<), which is not read; write the keys out")
        into.key, into.key_line = key, _line(event)

    def _count(self, size: int, event: yaml.Event) -> None:
        if self._open[-1].size + size > VALUE_LIMIT:
            self._refuse(event, f"more than {VALUE_LIMIT:,} values, those counted again that aliases repeat")

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None and event.tag not in _PLAIN_TAGS and not self._is_foreign(event.tag):
            self._refuse(event, f"the tag {without_secrets(event.tag)!r}, which asks for more than plain values")

    def _is_foreign(self, tag: str | None) -> bool:
        """Whether a tag is one of the program's own, whose meaning nobody else knows."""
        return self.is_lenient and tag is not None and tag not in _PLAIN_TAGS and not tag.startswith(_CORE)

    def _refuse(self, event: yaml.Event, what: str) -> NoReturn:
        raise FormatError(f"{self.shown}:{_line(event)}: {what}; not read")


def _merge(into: YamlTable) -> None:
    """Follow a merge key (YAML 1.1 language-independent type `merge`): keys that are there already stay."""
    value: _Value = into.pop("<<", None)
    tables = value if isinstance(value, YamlList) else [value]
    for table in (table for table in tables if isinstance(table, YamlTable)):
        for key, merged in table.items():
            if key not in into:
                into[key] = merged
                into.lines[key] = table.line(key)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
