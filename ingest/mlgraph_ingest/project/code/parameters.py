"""What the functions of a project are given: their defaults, and what its own code calls them with."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import islice

from mlgraph_ingest.project.code.callers import argument_for, callers_of, constructions
from mlgraph_ingest.project.code.options import dest_of
from mlgraph_ingest.project.code.scopes import Defined, Module, Parameter, Place, Scope, last_name
from mlgraph_ingest.project.code.things import NOTHING_KNOWN, Evaluator, Own, Spot, Target, Things, followed, merged
from mlgraph_ingest.project.code.types import of_type

_HANDING_OVER = ("partial", "to_thread", "submit")
"""Functions that call their first argument with the others (functools, asyncio, concurrent.futures)."""
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


def passed(values: Evaluator, function: Scope, name: str, depth: int) -> Things | None:
    """What the callers of a function give it by a name that it does not list; None: nothing."""
    definition = function.definition
    is_listed = any(isinstance(binding.meaning, Parameter) for binding in function.names.get(name, ()))
    if definition is None or is_listed:
        return None
    found = []
    for call, place in islice(_calls(values, definition, depth), CALLER_LIMIT):
        argument = argument_for(values, Spot(call, place), name, None, depth)
        if argument is not None:
            found.append(argument)
    return followed(merged(found)) if found else None


def returned(values: Evaluator, definition: Defined, call: Spot, depth: int) -> Things:
    """What a call of a function returns: of a parameter that the function hands back, what this call gives for it."""
    function = definition.inner
    names = {handed_back(function, expression): None for expression, _ in function.returns}
    found = []
    for name in filter(None, names):
        given = argument_for(values, call, name, _position(definition, name), depth)
        parameter = function.names[name][0].meaning
        if given is None and isinstance(parameter, Parameter) and parameter.default is not None:
            given = values.things(parameter.default, parameter.place, depth)
        found.append(given or NOTHING_KNOWN)
    if not function.returns or None in names:
        found.append(values.returns_of(function, depth))
    return followed(merged(found))


def handed_back(function: Scope, expression: ast.expr) -> str | None:
    """The parameter that a function returns as it is, or (`.value`) as the member of an enumeration that it may be."""
    if isinstance(expression, ast.Attribute) and expression.attr == "value":
        expression = expression.value
    if not isinstance(expression, ast.Name):
        return None
    bindings = function.names.get(expression.id, [])
    is_parameter = len(bindings) == 1 and isinstance(bindings[0].meaning, Parameter)
    return expression.id if is_parameter else None


def _calls(values: Evaluator, definition: Defined, depth: int) -> Iterator[tuple[ast.Call, Place]]:
    owner = definition.inner.parent
    if definition.node.name == "__init__" and owner is not None and owner.definition is not None:
        yield from constructions(values, owner.definition, depth)
    for module in callers_of(values, definition):
        calls = [*values.calls_named(module, definition.node.name), *_handed_over(values, module, definition)]
        for call, place in calls:
            for thing in values.things(call.func, place, depth):
                if isinstance(thing, Own) and not thing.is_class and thing.is_of(definition.inner):
                    yield call, place


def _handed_over(values: Evaluator, module: Module, definition: Defined) -> Iterator[tuple[ast.Call, Place]]:
    """The calls that another function makes with what it is given: `partial(ask, model="gpt-4o")`."""
    for name in _HANDING_OVER:
        for call, place in values.calls_named(module, name):
            if call.args and last_name(call.args[0]) == definition.node.name:
                made = ast.Call(call.args[0], call.args[1:], call.keywords, lineno=call.lineno)
                yield made, place


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
