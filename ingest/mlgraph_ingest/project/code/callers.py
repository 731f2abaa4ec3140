"""Who calls a function or makes instances of a class of the project, and with what."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mlgraph_ingest.project.code.scopes import Defined, Module, Place, Scope, module_of
from mlgraph_ingest.project.code.tests import is_test
from mlgraph_ingest.project.code.things import NOTHING_KNOWN, Evaluator, Mapping, Own, Passed, Spot, Things
from mlgraph_ingest.project.code.types import bases

_IMPORTER_LIMIT = 50
"""Files that import a function and are looked into for its calls at most."""


def argument_for(values: Evaluator, call: Spot, name: str, position: int | None, depth: int) -> Things | None:
    """What a call gives for a parameter; None: nothing."""
    made = call.expression
    if not isinstance(made, ast.Call):
        return None
    for keyword in made.keywords:
        if keyword.arg == name:
            return values.things(keyword.value, call.place, depth)
    before = made.args[: position + 1] if position is not None else []
    if any(isinstance(value, ast.Starred) for value in before):
        return NOTHING_KNOWN
    if position is not None and len(before) == position + 1:
        return values.things(before[position], call.place, depth)
    return _spread(values, call, [k.value for k in made.keywords if k.arg is None], name, depth)


def _spread(values: Evaluator, call: Spot, mappings: list[ast.expr], name: str, depth: int) -> Things | None:
    """What `**options` gives for a parameter."""
    for mapping in mappings:
        for thing in values.things(mapping, call.place, depth):
            if isinstance(thing, Passed):
                given = values.passed(thing.function, name, depth)
                if given is not None:
                    return given
                continue
            if not isinstance(thing, Mapping):
                return NOTHING_KNOWN
            for key, value in thing.items:
                if isinstance(key.expression, ast.Constant) and key.expression.value == name:
                    return values.things(value.expression, value.place, depth)
    return None


def constructions(values: Evaluator, definition: Defined, depth: int) -> Iterator[tuple[ast.Call, Place]]:
    """The calls in the project that make an instance of a class."""
    for module in callers_of(values, definition):
        names = [definition.node.name, *_subclasses(values, module, definition, depth)]
        for name in names:
            for call, place in values.calls_named(module, name):
                for thing in values.things(call.func, place, depth):
                    if isinstance(thing, Own) and thing.is_class and not thing.is_instance:
                        is_direct = thing.is_of(definition.inner)
                        if is_direct or (name != definition.node.name and initializer(thing.definition.inner) is None):
                            yield call, place


def initializer(scope: Scope) -> Defined | None:
    """The `__init__` that a class itself defines."""
    bindings = scope.names.get("__init__", [])
    return next((b.meaning for b in bindings if isinstance(b.meaning, Defined)), None)


def callers_of(values: Evaluator, definition: Defined, also: str = "") -> Iterator[Module]:
    """The files that may call what is defined: its own, and those that import it and spell its name. Tests call for tests.

    `also` is another word that they have to spell.
    """
    own = module_of(definition.inner)
    if own is None:
        return
    yield own
    owner = definition.inner.parent
    name = definition.node.name
    word = owner.definition.node.name if owner is not None and owner.definition is not None else name
    for relative in values.sources.importers(own.relative)[:_IMPORTER_LIMIT]:
        is_heard = is_test(own.relative) or not is_test(relative)
        if is_heard and values.sources.may_use(relative, word, name, also):
            module = values.module if relative == values.module.relative else values.sources.module(relative)
            if module is not None:
                yield module


def _subclasses(values: Evaluator, module: Module, definition: Defined, depth: int) -> Iterator[str]:
    for name, bindings in module.scope.names.items():
        for binding in bindings:
            meaning = binding.meaning
            if isinstance(meaning, Defined) and isinstance(meaning.node, ast.ClassDef) and meaning is not definition:
                above = bases(values, meaning, depth)
                if any(isinstance(base, Own) and base.is_of(definition.inner) for base in above):
                    yield name
