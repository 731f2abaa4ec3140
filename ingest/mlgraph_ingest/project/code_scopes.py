"""What every name of a Python file is bound to, scope by scope; nothing is executed."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TypeAlias

Position: TypeAlias = "tuple[int, int]"
Blocks: TypeAlias = "tuple[int, ...]"
"""The branches (of `if`, `for`, `try`, ...) that a statement stands in, from the outermost, within its scope."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands, which decides what its names mean."""

    scope: Scope
    blocks: Blocks
    start: Position


@dataclass(frozen=True, slots=True)
class Imported:
    """Bound by an import to a path such as `transformers.AutoModel`."""

    path: str


@dataclass(frozen=True, slots=True)
class Valued:
    """Bound by an assignment (or `with ... as`) to an expression."""

    expression: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Annotated:
    """A parameter or field of which only the type is known."""

    annotation: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Receiver:
    """`self` or `cls` of a method."""

    owner: Scope


@dataclass(frozen=True, slots=True)
class Opaque:
    """Bound to something that is not looked into: a function, a class, a loop variable, a parameter, ..."""


Meaning: TypeAlias = Imported | Valued | Annotated | Receiver | Opaque


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """One binding of one name."""

    meaning: Meaning
    end: Position
    """Where its statement ends: it holds for what comes after."""
    blocks: Blocks


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class, function, lambda or comprehension, and what its names are bound to."""

    kind: str
    """`module`, `class`, `function` or `comprehension`."""
    parent: Scope | None = None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)
    """Of a class: what its methods assign to `self.name`."""
    outer: dict[str, str] = field(default_factory=dict)
    """Names declared `global` or `nonlocal` here."""
    stars: list[str] = field(default_factory=list)
    """Of a module: the modules it imports `*` from."""


@dataclass(frozen=True, slots=True)
class Module:
    """The scopes of a file and all its calls."""

    scope: Scope
    calls: tuple[tuple[ast.Call, Place], ...]
    """In the order of the file."""
    settings: tuple[tuple[ast.Attribute, Valued], ...]
    """Assignments to attributes of anything but `self`: `openai.api_base = ...`."""


def start_of(node: ast.expr | ast.stmt) -> Position:
    """Line and column in which a node begins."""
    return node.lineno, node.col_offset


def end_of(node: ast.expr | ast.stmt | ast.excepthandler | ast.pattern) -> Position:
    """Line and column after the end of a node."""
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def receiver_of(expression: ast.expr, scope: Scope) -> Scope | None:
    """The class whose method's `self` (or `cls`) an expression is."""
    while isinstance(expression, ast.Name):
        for binding in scope.names.get(expression.id, ()):
            return binding.meaning.owner if isinstance(binding.meaning, Receiver) else None
        if scope.parent is None:
            return None
        scope = scope.parent
    return None
