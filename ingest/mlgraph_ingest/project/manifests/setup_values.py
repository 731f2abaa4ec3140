"""What an expression in a setup.py stands for, as far as it is written there; nothing is executed."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from mlgraph_ingest.project.manifests.setup_files import files_in
from mlgraph_ingest.project.manifests.setup_names import SetupNames

DEPTH_LIMIT = 50
"""Expressions within each other, names followed included, at most."""
STEP_LIMIT = 100_000
"""Expressions of one file that are looked at in all: names that use names twice can multiply."""
TEXT_LIMIT = 100_000
"""Characters of one text at most."""
ITEM_LIMIT = 20_000
"""Items of one list at most: lists that repeat lists can multiply."""
_CONTAINERS = frozenset({"list", "tuple", "set", "sorted", "frozenset"})


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is known."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Computed:
    """Something that only running the code would tell."""

    line: int
    file: str | None = None
    """The one text file that it is made from, where that is evident, by its path from the folder of the code."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list, tuple or set; some of its items may be computed."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A dictionary whose keys are known; what it holds beside, under keys that are not, is in `rest`."""

    entries: tuple[tuple[Text, Value], ...]
    rest: tuple[Computed, ...] = ()


Value: TypeAlias = "Text | Items | Table | Computed"


@dataclass(slots=True)
class SetupValues:
    """Evaluates the expressions of one file."""

    names: SetupNames
    _steps: int = 0

    def value(self, expression: ast.expr, depth: int = 0) -> Value:
        """What an expression stands for; a name counts where it is bound once in the whole file."""
        self._steps += 1
        if depth > DEPTH_LIMIT or self._steps > STEP_LIMIT:
            return Computed(expression.lineno)
        found = self._known(expression, depth + 1)
        if found is None:
            found = Computed(expression.lineno, files_in(expression, self.names.bound))
        return found

    def _known(self, expression: ast.expr, depth: int) -> Value | None:
        found: Value | None = None
        if isinstance(expression, ast.Constant):
            found = _constant(expression)
        elif isinstance(expression, ast.JoinedStr):
            found = self._joined(expression, depth)
        elif isinstance(expression, ast.List | ast.Tuple | ast.Set):
            found = self._items(expression.elts, depth)
        elif isinstance(expression, ast.Dict):
            found = self._table(expression, depth)
        elif isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            found = _sum(self.value(expression.left, depth), self.value(expression.right, depth))
        elif isinstance(expression, ast.Name):
            found = self._named(expression, depth)
        elif isinstance(expression, ast.Subscript):
            found = self._subscript(expression, depth)
        elif isinstance(expression, ast.Call):
            found = self._call(expression, depth)
        return found

    def _joined(self, expression: ast.JoinedStr, depth: int) -> Text | None:
        parts = []
        for part in expression.values:
            is_plain = isinstance(part, ast.FormattedValue) and part.format_spec is None and part.conversion == -1
            value = self.value(part.value if is_plain and isinstance(part, ast.FormattedValue) else part, depth)
            if not isinstance(value, Text):
                return None
            parts.append(value.value)
        return _text("".join(parts), expression.lineno)

    def _items(self, elements: Iterable[ast.expr], depth: int) -> Items:
        found: list[Value] = []
        for element in elements:
            value = self.value(element.value if isinstance(element, ast.Starred) else element, depth)
            is_spliced = isinstance(element, ast.Starred) and isinstance(value, Items)
            found.extend(value.items if is_spliced and isinstance(value, Items) else [value])
        return _limited(found)

    def _table(self, expression: ast.Dict, depth: int) -> Table:
        entries: dict[str, tuple[Text, Value]] = {}
        rest: list[Computed] = []
        for key, item in zip(expression.keys, expression.values, strict=True):
            value = self.value(item, depth)
            name = self.value(key, depth) if key is not None else None
            if isinstance(name, Text):
                entries[name.value] = (name, value)
            elif key is None and isinstance(value, Table):
                entries.update({inner.value: (inner, held) for inner, held in value.entries})
                rest.extend(value.rest)
            else:
                rest.append(Computed(item.lineno))
        return Table(tuple(entries.values()), tuple(rest))

    def _named(self, expression: ast.Name, depth: int) -> Value | None:
        value = self._bound(expression.id, depth)
        entries = self.names.entries.get(expression.id, [])
        if isinstance(value, Table):
            value = self._entered(value, entries, depth)
        elif entries and value is not None:
            value = Computed(entries[0][0].lineno)
        line = self.names.changed.get(expression.id)
        if line is not None and isinstance(value, Items):
            return Items((*value.items, Computed(line)))
        if line is not None and isinstance(value, Table):
            return Table(value.entries, (*value.rest, Computed(line)))
        return value if line is None or isinstance(value, Computed) else Computed(line)

    def _bound(self, name: str, depth: int) -> Value | None:
        bound = self.names.bound.get(name, [])
        return self.value(bound[0], depth) if len(bound) == 1 and isinstance(bound[0], ast.expr) else None

    def _entered(self, table: Table, entries: Iterable[tuple[ast.expr, ast.expr]], depth: int) -> Table:
        """A dictionary with what is set in it later."""
        known = {key.value: (key, value) for key, value in table.entries}
        rest = list(table.rest)
        for key, value in entries:
            name = self.value(key, depth)
            if isinstance(name, Text):
                known[name.value] = (name, self.value(value, depth))
            else:
                rest.append(Computed(key.lineno))
        return Table(tuple(known.values()), tuple(rest))

    def _subscript(self, expression: ast.Subscript, depth: int) -> Value | None:
        """An entry of a dictionary as it is at that place: what is set further down does not count yet."""
        key = self.value(expression.slice, depth)
        if isinstance(expression.value, ast.Name):
            name = expression.value.id
            table = self._bound(name, depth) if name not in self.names.changed else None
            entries = [entry for entry in self.names.entries.get(name, []) if entry[0].lineno < expression.lineno]
            for stated, value in reversed(entries):
                stated_key = self.value(stated, depth)
                if not isinstance(stated_key, Text) or not isinstance(key, Text):
                    return None
                if stated_key.value == key.value:
                    return self.value(value, depth)
        else:
            table = self.value(expression.value, depth)
        if not isinstance(table, Table) or not isinstance(key, Text) or table.rest:
            return None
        return next((value for stated, value in table.entries if stated.value == key.value), None)

    def _call(self, call: ast.Call, depth: int) -> Value | None:
        name = call.func.id if isinstance(call.func, ast.Name) else None
        if name in _CONTAINERS and len(call.args) == 1 and name not in self.names.bound:
            inner = self.value(call.args[0], depth)
            return inner if isinstance(inner, Items) else None
        if name == "dict" and not call.args and name not in self.names.bound:
            pairs = [(Text(k.arg, k.value.lineno), self.value(k.value, depth)) for k in call.keywords if k.arg]
            rest = [Computed(k.value.lineno) for k in call.keywords if not k.arg]
            return Table(tuple(pairs), tuple(rest))
        return None


def _constant(expression: ast.Constant) -> Value | None:
    if isinstance(expression.value, str):
        return Text(expression.value, expression.lineno)
    return Items(()) if expression.value is None else None


def _sum(left: Value, right: Value) -> Value | None:
    if isinstance(left, Text) and isinstance(right, Text):
        return _text(left.value + right.value, left.line)
    if isinstance(left, Text | Table) or isinstance(right, Text | Table):
        return None
    sides = (side.items if isinstance(side, Items) else (side,) for side in (left, right))
    return _limited([item for side in sides for item in side])


def _text(value: str, line: int) -> Text | None:
    return Text(value, line) if len(value) <= TEXT_LIMIT else None


def _limited(items: list[Value]) -> Items:
    if len(items) <= ITEM_LIMIT:
        return Items(tuple(items))
    return Items((Computed(items[0].line if isinstance(items[0], Text | Computed) else 1),))
