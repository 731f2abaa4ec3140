"""What the functions of a project are given: their defaults, and what its own code calls them with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from mlgraph_ingest.project.code.callers import argument_for, callers_of, constructions
from mlgraph_ingest.project.code.options import dest_of
from mlgraph_ingest.project.code.scopes import Defined, Parameter, Place
from mlgraph_ingest.project.code.things import NOTHING_KNOWN, Evaluator, Own, Spot, Target, Things, followed, merged
from mlgraph_ingest.project.code.types import of_type

CALLER_LIMIT = 200
"""Calls of one function that are looked into at most."""


def given(values: Evaluator, parameter: Parameter, depth: int, *, follows_calls: bool) -> Things:
    """What a parameter may be: its default, what decorators of the command line say, and what callers give."""
    found = [] if parameter.default is None else [values.things(parameter.default, parameter.place, depth)]
    definition = parameter.function.definition
    if definition is not None and follows_calls:
        found.extend(_option_defaults(values, definition, parameter.name, depth))
        name, position = parameter.name, _position(definition, parameter.name)
        for call, place in islice(_calls(values, definition, depth), CALLER_LIMIT):
            argument = argument_for(values, Spot(call, place), name, position, depth)
            if argument is not None:
                found.append(argument)
    if parameter.annotation is not None:
        typed = of_type(values, parameter.annotation, parameter.place, depth)
        found.extend([typed] if typed != NOTHING_KNOWN and not _is_plain(typed) else [])
    return followed(merged(found))


def _calls(values: Evaluator, definition: Defined, depth: int) -> Iterator[tuple[ast.Call, Place]]:
    owner = definition.inner.parent
    if definition.node.name == "__init__" and owner is not None and owner.definition is not None:
        yield from constructions(values, owner.definition, depth)
    for module in callers_of(values, definition):
        for call, place in values.calls_named(module, definition.node.name):
            for thing in values.things(call.func, place, depth):
                if isinstance(thing, Own) and not thing.is_class and thing.is_of(definition.inner):
                    yield call, place


def _position(definition: Defined, name: str) -> int | None:
    """Where a parameter stands among the arguments of a call, `self` and `cls` left out; None: by keyword only."""
    arguments = definition.node.args if not isinstance(definition.node, ast.ClassDef) else None
    if arguments is None:
        return None
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    owner = definition.inner.parent
    decorators = {d.id for d in definition.node.decorator_list if isinstance(d, ast.Name)}
    is_bound = owner is not None and owner.kind == "class" and "staticmethod" not in decorators
    return names.index(name) - is_bound if name in names else None


def _option_defaults(values: Evaluator, definition: Defined, name: str, depth: int) -> Iterator[Things]:
    """The defaults that `@click.option("--name", default=...)` and its like give."""
    for decorator in definition.node.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute | ast.Name):
            written = decorator.func.attr if isinstance(decorator.func, ast.Attribute) else decorator.func.id
            if written in {"option", "argument"} and dest_of(decorator) == name:
                for keyword in decorator.keywords:
                    if keyword.arg == "default":
                        yield values.things(keyword.value, definition.place, depth)


def _is_plain(things: Things) -> bool:
    """Whether an annotation only says `str` or the like, which says nothing of the value."""
    return all(isinstance(thing, Target) and thing.path.startswith(("builtins.", "typing.")) for thing in things)
