"""Rules that a JSON value has to obey, and what is wrong with one that does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlgraph_queries.validation_violations import Violation, pointer, quoted

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string; with a pattern, one that matches it as a whole."""

    pattern: str | None = None
    meaning: str = "a string"
    """What it is, as the message names it."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """A string of a closed list."""

    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Exactly:
    """A value of one type of JSON."""

    type: type
    meaning: str


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    of: Rule
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """An object that has these fields and no others."""

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()


Rule = Text | OneOf | Exactly | Many | Record


def faults(rule: Rule, value: object, path: _Path = ()) -> Iterator[Violation]:
    """What is wrong with a value, in document order; the rules nest no deeper than they are written."""
    if isinstance(rule, Record):
        yield from _of_record(rule, value, path)
    elif isinstance(rule, Many):
        yield from _of_list(rule, value, path)
    elif isinstance(rule, Exactly):
        if not isinstance(value, rule.type) or (rule.type is int and isinstance(value, bool)):
            yield Violation(pointer(path), f"{_shown(value)} is not {rule.meaning}")
    elif not isinstance(value, str):
        yield Violation(pointer(path), f"{_shown(value)} is not a string")
    elif isinstance(rule, OneOf):
        if value not in rule.values:
            yield Violation(pointer(path), f"{quoted(value)} is none of {', '.join(sorted(rule.values))}")
    elif rule.pattern is not None and not re.fullmatch(rule.pattern, value, re.DOTALL):
        yield Violation(pointer(path), f"{quoted(value)} is not {rule.meaning}")


def _of_record(rule: Record, value: object, path: _Path) -> Iterator[Violation]:
    if not isinstance(value, dict):
        yield Violation(pointer(path), f"{_shown(value)} is not an object")
        return
    for name in rule.required:
        if name not in value:
            yield Violation(pointer(path), f"lacks {name}")
    for name, inner in value.items():
        if name in rule.fields:
            yield from faults(rule.fields[name], inner, (*path, name))
        else:
            yield Violation(pointer((*path, name)), "is no field of SPDX here")


def _of_list(rule: Many, value: object, path: _Path) -> Iterator[Violation]:
    if not isinstance(value, list):
        yield Violation(pointer(path), f"{_shown(value)} is not a list")
        return
    if len(value) < rule.at_least:
        yield Violation(pointer(path), f"has fewer than {rule.at_least}")
    for index, inner in enumerate(value):
        yield from faults(rule.of, inner, (*path, index))


def _shown(value: object) -> str:
    """A value of the wrong type by its type, as it may be a whole document."""
    names = {dict: "an object", list: "a list", bool: "a truth value", int: "a number", float: "a number"}
    return "null" if value is None else names.get(type(value), "a string")
