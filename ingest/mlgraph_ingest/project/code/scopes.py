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
    level: int = 0
    """Dots before the path: how many folders up it begins; 0: it is absolute."""
    importer: str = ""
    """Path in the project of the file that imports."""


@dataclass(frozen=True, slots=True)
class Valued:
    """Bound by an assignment (or `with ... as`) to an expression."""

    expression: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Part:
    """Bound to a part of what an expression stands for: a loop variable, a target of `a, b = ...`."""

    expression: ast.expr
    place: Place
    steps: tuple[int | None, ...]
    """From the outside in: an index, or None for any element."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function is given: its default, or what its callers say."""

    name: str
    function: Scope
    annotation: ast.expr | None
    default: ast.expr | None
    place: Place
    """Of the function's definition, where annotation and default are evaluated."""


@dataclass(frozen=True, slots=True)
class Keywords:
    """`**kwargs` of a function: what its callers give it by names that it does not list."""

    function: Scope


@dataclass(frozen=True, slots=True)
class Defined:
    """A function or class of the project."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    inner: Scope
    place: Place


@dataclass(frozen=True, slots=True)
class Annotated:
    """A field of which only the type is known."""

    annotation: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Receiver:
    """`self` or `cls` of a method."""

    owner: Scope
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Opaque:
    """Bound to something that is not looked into: what an exception handler or a pattern captures, ..."""


Meaning: TypeAlias = Imported | Valued | Part | Parameter | Keywords | Defined | Annotated | Receiver | Opaque
ELSEWHERE: Blocks = (-1,)
"""The branch of a binding that another function makes (`global`): it may run at any time, or never."""


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
    stars: list[Imported] = field(default_factory=list)
    """Of a module: the modules it imports `*` from."""
    definition: Defined | None = None
    """Of a function or class: where and how it is defined."""
    returns: list[tuple[ast.expr, Place]] = field(default_factory=list)
    """Of a function: what it returns."""
    module: Module | None = None
    """Of a module: the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    """The scopes of a file and all its calls."""

    scope: Scope
    calls: tuple[tuple[ast.Call, Place], ...]
    """In the order of the file."""
    settings: tuple[tuple[ast.Attribute | ast.Subscript, Valued], ...]
    """Assignments to attributes and items of anything but `self`: `openai.api_base = ...`, `config["model"] = ...`."""
    inner: dict[ast.AST, Scope]
    """The scopes of its comprehensions and lambdas."""
    relative: str = ""
    """Its path in the project."""
    scopes: tuple[Scope, ...] = ()
    """All its scopes."""

    def release(self) -> None:
        """Forget what the names are bound to, so that the memory of its syntax tree is free at once: it is not used again.

        Scopes and what they hold refer to each other; found in the search for garbage only, trees would pile up.
        """
        for scope in self.scopes:
            for content in (scope.names, scope.attributes, scope.returns, scope.stars):
                content.clear()
            scope.parent = scope.definition = scope.module = None


def start_of(node: ast.expr | ast.stmt) -> Position:
    """Line and column in which a node begins."""
    return node.lineno, node.col_offset


def end_of(node: ast.expr | ast.stmt | ast.excepthandler | ast.pattern) -> Position:
    """Line and column after the end of a node."""
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def last_name(expression: ast.expr) -> str:
    """The name that an expression ends with: `create` of `client.chat.completions.create`."""
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def receiver_of(expression: ast.expr, scope: Scope | None) -> Scope | None:
    """The class whose method's `self` (or `cls`) an expression is."""
    while scope is not None and isinstance(expression, ast.Name):
        for binding in scope.names.get(expression.id, ()):
            return binding.meaning.owner if isinstance(binding.meaning, Receiver) else None
        scope = scope.parent
    return None


def enclosing_class(scope: Scope | None) -> Scope | None:
    """The class whose code a scope is in; None where it is in none."""
    while scope is not None and scope.kind != "class":
        scope = scope.parent
    return scope


def module_of(scope: Scope) -> Module | None:
    """The file that a scope is in."""
    while scope.parent is not None:
        scope = scope.parent
    return scope.module


def is_same(one: Scope, other: Scope) -> bool:
    """Whether two scopes are the same function or class, also where its file was read twice."""
    if one is other:
        return True
    here, there = module_of(one), module_of(other)
    if here is None or there is None or one.definition is None or other.definition is None:
        return False
    return here.relative == there.relative and start_of(one.definition.node) == start_of(other.definition.node)


def remaining(bindings: list[Binding]) -> list[Binding]:
    """The bindings that may hold once a scope has run: the last that certainly ran, those since, and `global` ones."""
    last = next((index for index in range(len(bindings) - 1, -1, -1) if not bindings[index].blocks), 0)
    return [each for index, each in enumerate(bindings) if index >= last or each.blocks == ELSEWHERE]
