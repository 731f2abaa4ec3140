"""Calls that stand for something that they are given: `os.getenv("MODEL", "acme/base")`, `Field(default=...)`."""

from __future__ import annotations

import ast
from dataclasses import replace

from mlgraph_ingest.project.code.options import declared
from mlgraph_ingest.project.code.rules import DEFAULTS, OPTIONS, Argument
from mlgraph_ingest.project.code.scopes import Place, module_of, start_of
from mlgraph_ingest.project.code.secrets import is_secret_word
from mlgraph_ingest.project.code.things import (
    NOTHING_KNOWN,
    Evaluator,
    Own,
    Target,
    Text,
    Thing,
    Things,
    followed,
    limited,
    merged,
)

_FACTORY = "default_factory"
_CONTENT = ".__dict__"


def outcome(values: Evaluator, callee: Target, call: ast.Call, place: Place, depth: int) -> Things | None:
    """What a call of a library stands for; None: for what the library makes."""
    argument = DEFAULTS.get(callee.path)
    if callee.path == "builtins.getattr" and len(call.args) > 1:
        return _attribute_named(values, call, place, depth)
    if callee.path == "builtins.super" and not call.args:
        return _super(values, place, depth)
    if argument is None or any(isinstance(arg, ast.Constant) and is_secret_word(arg.value) for arg in call.args[:1]):
        return None
    given = _given(call, argument)
    if given is not None:
        return followed(values.things(given, place, depth))
    factory = next((keyword.value for keyword in call.keywords if keyword.arg == _FACTORY), None)
    return None if factory is None else followed(_produced(values, factory, place, depth))


def option(values: Evaluator, owner: Target, name: str, depth: int) -> Things | None:
    """The default of an option that is read from what a parser of the command line returned; None: it is no such thing."""
    if owner.path not in OPTIONS:
        return None
    if name == _CONTENT[1:]:
        return (owner,)
    origin = owner.origin_place
    module = values.module if origin is None else module_of(origin.scope)
    found = [values.things(default, place, depth) for default, place in declared(module, name)] if module else []
    return followed(merged(found))


def is_options(thing: Thing) -> bool:
    """Whether a thing is what a parser of the command line returned, as an object or (by `vars`) as a dict."""
    return isinstance(thing, Target) and thing.path in OPTIONS


def entry(values: Evaluator, owner: Target, key: Thing, depth: int) -> Things:
    """What `vars(args)["model"]` and `library.__dict__["model"]` lead to."""
    if not isinstance(key, Text) or not key.value.isidentifier():
        return NOTHING_KNOWN
    if is_options(owner):
        return option(values, owner, key.value, depth) or NOTHING_KNOWN
    if not owner.path.endswith(_CONTENT):
        return NOTHING_KNOWN
    return limited([replace(owner, path=f"{owner.path.removesuffix(_CONTENT)}.{key.value}", is_certain=False)])


def _attribute_named(values: Evaluator, call: ast.Call, place: Place, depth: int) -> Things:
    """What `getattr` returns, of each name that its second argument may be."""
    found: list[Things] = []
    for name in values.things(call.args[1], place, depth):
        if isinstance(name, Text) and name.value.isidentifier():
            attribute = ast.Attribute(call.args[0], name.value, ast.Load(), lineno=call.lineno)
            things = values.things(attribute, place, depth)
            found.append(things if name.is_literal else _uncertain(things))
    given = merged(found)
    return given if given != NOTHING_KNOWN or len(call.args) < 3 else values.things(call.args[2], place, depth)


def _uncertain(things: Things) -> Things:
    return tuple(replace(thing, is_certain=False) if isinstance(thing, Target) else thing for thing in things)


def _super(values: Evaluator, place: Place, depth: int) -> Things:
    from mlgraph_ingest.project.code.types import bases

    scope = place.scope
    while scope.parent is not None and scope.kind != "class":
        scope = scope.parent
    if scope.definition is None:
        return NOTHING_KNOWN
    return merged((_made(thing),) for thing in bases(values, scope.definition, depth))


def _made(thing: Thing) -> Thing:
    """A base as `super()` leads to it; of a library's, the constructor is what counts."""
    return replace(thing, is_instance=True) if isinstance(thing, Own) else thing


def _produced(values: Evaluator, factory: ast.expr, place: Place, depth: int) -> Things:
    module = module_of(place.scope)
    if isinstance(factory, ast.Lambda) and module is not None:
        inner = Place(module.inner[factory], (), start_of(factory.body))
        return values.things(factory.body, inner, depth)
    made = ast.Call(factory, [], [], lineno=factory.lineno, col_offset=factory.col_offset)
    return values.things(made, place, depth)


def _given(call: ast.Call, argument: Argument) -> ast.expr | None:
    named = next((k.value for k in call.keywords if k.arg in argument.keywords), None)
    if named is not None or argument.position is None or len(call.args) <= argument.position:
        return named
    value = call.args[argument.position]
    return None if isinstance(value, ast.Starred) or _is_ellipsis(value) else value


def _is_ellipsis(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is Ellipsis
