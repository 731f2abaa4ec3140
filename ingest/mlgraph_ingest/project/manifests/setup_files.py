"""Which text file an expression in a setup.py is made from, where that is evident."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Mapping

_STEP_LIMIT = 5_000
_DEPTH_LIMIT = 20
_SUFFIXES = (".txt", ".in")


def files_in(expression: ast.expr, bound: Mapping[str, list[ast.AST]]) -> str | None:
    """The one text file that an expression names, itself or through names and functions of its file; else None.

    `open("requirements.txt").read().splitlines()` and its like name one. Of an expression that names several, or
    none, it is not evident what becomes of them.
    """
    found: set[str] = set()
    pending: list[ast.AST] = [expression]
    followed: set[str] = set()
    for _ in range(_STEP_LIMIT):
        if not pending:
            break
        node = pending.pop()
        if isinstance(node, ast.List | ast.Set | ast.Dict) and list(ast.iter_child_nodes(node))[1:]:
            return None  # it is put together from more than lines of a file
        path = _path(node)
        if path is not None and path.endswith(_SUFFIXES):
            found.add(path)
            continue
        if isinstance(node, ast.Name) and node.id not in followed:
            followed.add(node.id)
            pending.extend(bound.get(node.id, []))
        pending.extend(ast.iter_child_nodes(node))
    return found.pop() if len(found) == 1 and not pending else None


def _path(node: ast.AST, depth: int = 0) -> str | None:
    """A path from the folder of the code: whatever stands before the parts that are known is taken for that folder."""
    if depth > _DEPTH_LIMIT:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value.strip()
        return posixpath.normpath(text) if text and "\n" not in text and len(text) < 200 else None
    parts: list[ast.expr] = []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts = [node.left, node.right]
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"join", "joinpath"}
    ) or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Path", "str"}):
        parts = node.args
    if not parts:
        return None
    known = [_path(part, depth + 1) for part in parts]
    while known and known[0] is None:
        known.pop(0)
    texts = [part for part in known if part is not None]
    return posixpath.normpath(posixpath.join(*texts)) if texts and len(texts) == len(known) else None
