"""The classes that annotations name and that classes of the project are derived from."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from mlgraph_ingest.project.code.scopes import Defined, Place
from mlgraph_ingest.project.code.things import NOTHING_KNOWN, UNKNOWN, Evaluator, Own, Target, Thing, Things, merged

_NESTING_LIMIT = 20
"""Annotations within annotations that are taken apart at most."""
_FORWARD = re.compile(r"\w+(?:\.\w+)*(?:\s*\|\s*None)?")


def of_type(values: Evaluator, annotation: ast.expr, place: Place, depth: int) -> Things:
    """Instances of the class that an annotation names: `OpenAI`, `OpenAI | None`, `Optional[OpenAI]`, `"OpenAI"`."""
    if isinstance(annotation, ast.BinOp):
        sides = [of_type(values, side, place, depth + 1) for side in (annotation.left, annotation.right)]
        return merged(side for side in sides if side != NOTHING_KNOWN) if depth < _NESTING_LIMIT else NOTHING_KNOWN
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        width = (annotation.end_col_offset or 0) - annotation.col_offset
        is_plain = width == len(annotation.value) + 2 and len(annotation.value) < 200
        quoted = annotation.value if is_plain and _FORWARD.fullmatch(annotation.value) else "None"
        return of_type(values, ast.parse(quoted, mode="eval").body, place, depth + 1)
    if isinstance(annotation, ast.Subscript):
        generic = annotation.value
        name = generic.attr if isinstance(generic, ast.Attribute) else getattr(generic, "id", None)
        inner = annotation.slice
        if name == "Annotated" and isinstance(inner, ast.Tuple) and inner.elts:
            inner = inner.elts[0]
        return of_type(values, inner, place, depth + 1) if name in {"Optional", "Annotated"} else NOTHING_KNOWN
    if not isinstance(annotation, ast.Name | ast.Attribute):
        return NOTHING_KNOWN
    return merged((_instance(thing),) for thing in values.things(annotation, place, depth))


def bases(values: Evaluator, definition: Defined, depth: int) -> Iterator[Thing]:
    """What a class of the project is derived from."""
    node = definition.node
    for base in node.bases if isinstance(node, ast.ClassDef) else ():
        expression = base.value if isinstance(base, ast.Subscript) else base
        yield from values.things(expression, definition.place, depth)


def _instance(thing: Thing) -> Thing:
    if isinstance(thing, Own) and thing.is_class:
        return replace(thing, is_instance=True)
    if isinstance(thing, Target) and not thing.is_instance:
        path = f"{thing.path}()"
        return Target(path, is_certain=False, foreign=path if thing.foreign else "")
    return UNKNOWN
