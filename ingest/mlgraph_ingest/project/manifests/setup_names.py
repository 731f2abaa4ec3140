"""The names of a setup.py: what each is bound to, wherever in the file, and which are changed later."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

_CHANGES = frozenset({"append", "extend", "insert", "remove", "pop", "clear", "update", "add", "setdefault"})
_BRANCHES = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Try,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
)
"""What may not run, or more than once."""


@dataclass(slots=True)
class SetupNames:
    """What the names of one file are bound to, those of its functions included."""

    bound: dict[str, list[ast.AST]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    """Name -> line of the first change that is not an entry of a dictionary, set where it certainly happens."""
    entries: dict[str, list[tuple[ast.expr, ast.expr]]] = field(default_factory=dict)
    """Name -> (key, value) of each `name[key] = value` that certainly happens, in the order of the file."""


def names_of(tree: ast.Module) -> SetupNames:
    """The names that a file binds."""
    names = SetupNames()
    pending: list[tuple[ast.AST, bool]] = [(tree, True)]
    while pending:
        node, is_certain = pending.pop()
        if is_certain and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            _enter(node, node.targets[0], names)
        else:
            _bind(node, names)
        is_certain = is_certain and not isinstance(node, _BRANCHES)
        pending.extend((child, is_certain) for child in reversed(list(ast.iter_child_nodes(node))))
    return names


def _enter(node: ast.Assign, target: ast.Subscript, names: SetupNames) -> None:
    if len(node.targets) == 1 and isinstance(target.value, ast.Name):
        names.entries.setdefault(target.value.id, []).append((target.slice, node.value))
    else:
        _bind(node, names)


def _bind(node: ast.AST, names: SetupNames) -> None:
    for target, value in _assignments(node):
        _assign(target, value, names)
    for changed in _changes(node):
        _change(changed, getattr(node, "lineno", 1), names)
    if isinstance(node, ast.For | ast.AsyncFor):
        _assign(node.target, node.iter, names, is_whole=False)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        names.bound.setdefault(node.name, []).append(node)


def _assignments(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """(target, value) of what a statement binds."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        yield node.optional_vars, node.context_expr


def _changes(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement changes in place."""
    if isinstance(node, ast.AugAssign):
        yield node.target
    elif isinstance(node, ast.Delete):
        yield from node.targets
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
        yield node.func.value


def _assign(target: ast.expr, value: ast.expr, names: SetupNames, *, is_whole: bool = True) -> None:
    if isinstance(target, ast.Name):
        # A loop variable takes many values: it is bound, and to nothing that is one expression.
        names.bound.setdefault(target.id, []).extend([value] if is_whole else [value, value])
    elif isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            _assign(part.value if isinstance(part, ast.Starred) else part, value, names, is_whole=False)
    else:
        _change(target, target.lineno, names)


def _change(target: ast.expr, line: int, names: SetupNames) -> None:
    while isinstance(target, ast.Subscript | ast.Attribute):
        target = target.value
    if isinstance(target, ast.Name):
        names.changed.setdefault(target.id, line)
