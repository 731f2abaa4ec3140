"""Texts that are put together: f-strings, `+`, `%`, `str.format`, and the methods that change one."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import product
from string import Formatter

from mlgraph_ingest.project.code.scopes import Place
from mlgraph_ingest.project.code.things import (
    NOTHING_KNOWN,
    TEXT_LIMIT,
    UNKNOWN,
    Evaluator,
    Literal,
    Spot,
    Text,
    Thing,
    Things,
    followed,
    merged,
    without_none,
)

_PERCENT = re.compile(r"%([sd%])")
_PART_LIMIT = 100
"""Parts that a text is put together from at most."""
_METHODS = frozenset(
    {"format", "lower", "upper", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace"}
)


def joined(values: Evaluator, expression: ast.expr, place: Place, depth: int) -> Things:
    """What an f-string may be."""
    parts = expression.values if isinstance(expression, ast.JoinedStr) else []
    return _joined([values.things(part, place, depth) for part in parts[: _PART_LIMIT + 1]], expression, place)


def formatted(values: Evaluator, expression: ast.expr, place: Place, depth: int) -> Things:
    """What a `{...}` of an f-string may be."""
    if not isinstance(expression, ast.FormattedValue):
        return NOTHING_KNOWN
    is_plain = expression.format_spec is None and expression.conversion in {-1, ord("s")}
    return values.things(expression.value, place, depth) if is_plain else NOTHING_KNOWN


def operated(values: Evaluator, expression: ast.expr, place: Place, depth: int) -> Things:
    """What `a + b` or `template % values` may be."""
    if not isinstance(expression, ast.BinOp):
        return NOTHING_KNOWN
    left = values.things(expression.left, place, depth)
    if isinstance(expression.op, ast.Add):
        return _joined([left, values.things(expression.right, place, depth)], expression, place)
    template = _only_text(left)
    if not isinstance(expression.op, ast.Mod) or template is None:
        return NOTHING_KNOWN
    given = expression.right.elts if isinstance(expression.right, ast.Tuple) else [expression.right]
    fillers = [values.things(each, place, depth) for each in given]
    pieces = _PERCENT.split(template.value)
    filled: list[Things] = []
    for index, piece in enumerate(pieces):
        if index % 2 == 0:
            filled.append((replace(template, value=piece),))
        elif piece == "%":
            filled.append((replace(template, value="%"),))
        else:
            filled.append(fillers.pop(0) if fillers else NOTHING_KNOWN)
    is_whole = not fillers and not any("%" in piece for piece in pieces[::2])
    return _joined(filled, expression, place) if is_whole else NOTHING_KNOWN


def method(values: Evaluator, call: ast.Call, place: Place, depth: int) -> Things | None:
    """What a method of a text returns; None where the call is no such thing."""
    function = call.func
    if not isinstance(function, ast.Attribute) or function.attr not in _METHODS:
        return None
    owners = without_none(values.things(function.value, place, depth))
    if not any(isinstance(owner, Text) for owner in owners):
        return None
    return followed(merged(_changed(values, owner, Spot(call, place), depth) for owner in owners))


def _changed(values: Evaluator, owner: Thing, at: Spot, depth: int) -> Things:
    call = at.expression
    if not isinstance(owner, Text) or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return NOTHING_KNOWN
    if call.func.attr == "format":
        return _format(values, owner, call, at.place, depth)
    given = [_only_text(values.things(argument, at.place, depth)) for argument in call.args]
    arguments = [text.value for text in given if text is not None]
    if len(arguments) < len(given) or call.keywords or len(arguments) > 2:
        return NOTHING_KNOWN
    try:
        changed = getattr(owner.value, call.func.attr)(*arguments)
    except TypeError:
        return NOTHING_KNOWN
    return (replace(owner, value=changed),) if len(changed) <= TEXT_LIMIT else NOTHING_KNOWN


def _format(values: Evaluator, template: Text, call: ast.Call, place: Place, depth: int) -> Things:
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    parts: list[Things] = []
    automatic = 0
    try:
        fields = list(Formatter().parse(template.value))[:_PART_LIMIT]
    except ValueError:
        return NOTHING_KNOWN
    for text, field, spec, conversion in fields:
        parts.append((replace(template, value=text),))
        if field is None:
            continue
        position = str(automatic) if field == "" else field
        automatic += field == ""
        filler = named.get(position)
        if position.isdecimal() and int(position) < len(call.args):
            filler = call.args[int(position)]
        is_plain = filler is not None and not spec and not conversion and not isinstance(filler, ast.Starred)
        parts.append(values.things(filler, place, depth) if filler is not None and is_plain else NOTHING_KNOWN)
    return _joined(parts, call, place)


def _joined(parts: list[Things], expression: ast.expr, place: Place) -> Things:
    """All texts that the parts make up; unknown where several of them have alternatives, which may belong together."""
    if len(parts) > _PART_LIMIT or sum(len(things) > 1 for things in parts) > 1:
        return NOTHING_KNOWN
    return merged((_join(chosen, expression, place),) for chosen in product(*parts))


def _join(chosen: tuple[Thing, ...], expression: ast.expr, place: Place) -> Thing:
    texts = [thing for thing in chosen if isinstance(thing, Text)]
    words = [_word(thing) for thing in chosen]
    if any(word is None for word in words):
        return UNKNOWN
    value = "".join(word for word in words if word is not None)
    if len(value) > TEXT_LIMIT:
        return UNKNOWN
    elsewhere = next((text for text in texts if not text.is_literal), None)
    if elsewhere is not None:
        return replace(elsewhere, value=value)
    return Text(value, is_literal=True, place=place, line=expression.lineno)


def _word(thing: Thing) -> str | None:
    if isinstance(thing, Text):
        return thing.value
    is_number = isinstance(thing, Literal) and isinstance(thing.value, int) and not isinstance(thing.value, bool)
    return str(thing.value) if is_number and isinstance(thing, Literal) else None


def _only_text(things: Things) -> Text | None:
    return things[0] if len(things) == 1 and isinstance(things[0], Text) else None
