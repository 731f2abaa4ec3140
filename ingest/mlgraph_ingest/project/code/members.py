"""The attributes of what a project defines itself: its classes, their instances and its files."""

from __future__ import annotations

import ast
from dataclasses import replace

from mlgraph_ingest.project.code.callers import argument_for, constructions, initializer
from mlgraph_ingest.project.code.derived import is_declared, is_unsaid, said_below
from mlgraph_ingest.project.code.rules import KNOWN_ROOTS
from mlgraph_ingest.project.code.scopes import (
    Annotated,
    Binding,
    Defined,
    Imported,
    Module,
    remaining,
)
from mlgraph_ingest.project.code.things import (
    NOTHING_KNOWN,
    Evaluator,
    Own,
    OwnModule,
    Spot,
    Target,
    Text,
    Thing,
    Things,
    followed,
    limited,
    merged,
)
from mlgraph_ingest.project.code.types import bases

_BASES_LIMIT = 20
"""Classes that a class inherits from and that are looked into at most."""


def of_file(values: Evaluator, imported: Imported, relative: str, rest: str, depth: int) -> Things | None:
    """What an import of a file of the project leads to; None where it means a library of that name.

    A library that mlgraph knows is meant, unless the file defines the name itself: a library's own project, and a
    folder of installed packages, hold it under its own name.
    """
    is_known = not imported.level and imported.path.partition(".")[0] in KNOWN_ROOTS
    first = rest.partition(".")[0]
    if is_known and not (first and values.sources.may_define(relative, first)):
        return None
    module = values.sources.module(relative)
    if module is None:
        return None
    if is_known and not any(isinstance(each.meaning, Defined) for each in module.scope.names.get(first, ())):
        return None
    found: Things = (OwnModule(module),)
    for name in filter(None, rest.split(".")):
        found = merged(_next(values, thing, name, depth) for thing in found)
    return found


def of_module(values: Evaluator, module: Module, name: str, depth: int) -> Things | None:
    """What a file of the project calls by a name, or the file below it of that name."""
    bindings = module.scope.names.get(name)
    if bindings is not None:
        return values.of_bindings(remaining(bindings), depth)
    below = values.sources.find(name, 1, module.relative) if module.relative.endswith("__init__.py") else None
    if below is not None and not below[1] and (inner := values.sources.module(below[0])) is not None:
        return (OwnModule(inner),)
    return of_star(values, module, name, depth)


def of_star(values: Evaluator, module: Module | None, name: str, depth: int) -> Things | None:
    """What `from somewhere import *` binds a name to; None where nothing says so."""
    stars = module.scope.stars if module is not None and depth < _BASES_LIMIT else []
    libraries = []
    for star in stars:
        found = values.sources.find(star.path, star.level, star.importer)
        inner = values.sources.module(found[0]) if found is not None and not found[1] else None
        if inner is None:
            libraries.extend([] if star.level else [star])
        elif inner is not module and (things := of_module(values, inner, name, depth + 1)) is not None:
            return things
    if len(libraries) == 1:
        path = f"{libraries[0].path}.{name}"
        return (Target(path, foreign="" if module is values.module else path),)
    return None


def of_own(values: Evaluator, own: Own, name: str, depth: int) -> Things:
    """What an attribute of a class of the project, or of an instance of one, may be."""
    if not own.is_class:
        return NOTHING_KNOWN
    given = _given(values, own, name, depth)
    if given is not None:
        return given
    lineage, libraries = _lineage(values, own.definition, depth)
    for each in lineage:
        bindings = [*each.inner.attributes.get(name, ()), *each.inner.names.get(name, ())]
        if bindings:
            return _with_those_below(values, own, bindings, name, depth)
    below = said_below(values, own.definition, name, depth) if not libraries and own.call is None else []
    if below:
        return followed(merged(below))
    mark = "()" if own.is_instance else ""
    return limited(replace(base, path=f"{base.path}{mark}.{name}", is_certain=False) for base in libraries)


def constructed(values: Evaluator, own: Own) -> list[Target]:
    """The classes of libraries whose constructor a call of a class of the project is: those that it inherits it from."""
    if not own.is_class or own.is_instance:
        return []
    lineage, libraries = _lineage(values, own.definition, 0)
    is_own = any(initializer(each.inner) is not None or "__new__" in each.inner.names for each in lineage)
    return [] if is_own else [replace(base, is_certain=False) for base in libraries]


def _lineage(values: Evaluator, definition: Defined, depth: int) -> tuple[list[Defined], list[Target]]:
    """A class and the classes of the project that it inherits from, in that order; and those of libraries."""
    lineage: list[Defined] = []
    libraries: list[Target] = []
    pending = [definition]
    while pending and len(lineage) < _BASES_LIMIT:
        current = pending.pop(0)
        lineage.append(current)
        for base in bases(values, current, depth):
            if isinstance(base, Own) and base.is_class and all(base.definition is not each for each in lineage):
                pending.append(base.definition)
            elif isinstance(base, Target) and not base.path.startswith("builtins."):
                libraries.append(base)
    return lineage, libraries


def _with_those_below(values: Evaluator, own: Own, bindings: list[Binding], name: str, depth: int) -> Things:
    """What the bindings of an attribute say, and what the classes say that inherit it, where `self` may be of those."""
    is_unsaid_here = is_unsaid(bindings)
    if own.call is not None or not (is_unsaid_here or is_declared(bindings)):
        return _bound(values, own, bindings, name, depth)
    below = [_read(values, things, depth) for things in said_below(values, own.definition, name, depth)]
    if not below:
        return _bound(values, own, bindings, name, depth)
    here = _bound(values, own, bindings, name, depth)
    if is_unsaid_here:  # what those say who make instances of it
        here = tuple(thing for thing in here if isinstance(thing, Text) and thing.value)
    return followed(merged([here, *below]))


def _read(values: Evaluator, things: Things, depth: int) -> Things:
    """What an attribute is when it is read: of a property, what that returns."""
    return merged(
        values.returns_of(thing.definition.inner, depth)
        if isinstance(thing, Own) and _is_property(thing.definition)
        else (thing,)
        for thing in things
    )


def _bound(values: Evaluator, own: Own, bindings: list[Binding], name: str, depth: int) -> Things:
    """What the bindings of an attribute say, and what those who make instances give for it."""
    found = [values.of_bindings(bindings, depth)]
    if any(isinstance(thing, Own) and _is_property(thing.definition) for thing in found[0]):
        return _read(values, found[0], depth)
    is_only_typed = all(isinstance(binding.meaning, Annotated) for binding in bindings)
    if own.is_instance and own.call is None and initializer(own.definition.inner) is None:
        position = _fields(own.definition).get(name)
        made = constructions(values, own.definition, depth) if position is not None else ()
        for call, place in made:
            given = argument_for(values, Spot(call, place), name, position, depth)
            if given is not None:
                found.append(followed(given))
    return merged(found[1:] if is_only_typed and len(found) > 1 else found)


def _given(values: Evaluator, own: Own, name: str, depth: int) -> Things | None:
    """What the call that made an instance gives for a field (of a dataclass or model: a class without `__init__`)."""
    if own.call is None or own.call_place is None or initializer(own.definition.inner) is not None:
        return None
    position = _fields(own.definition).get(name)
    if position is None:
        return None
    found = argument_for(values, Spot(own.call, own.call_place), name, position, depth)
    if found == NOTHING_KNOWN and any(keyword.arg is None for keyword in own.call.keywords):
        return None  # of `**options` that are not known, the default is what counts
    return None if found is None else followed(found)


def _fields(definition: Defined) -> dict[str, int]:
    """The fields that a class annotates, with their places."""
    body = definition.node.body if isinstance(definition.node, ast.ClassDef) else []
    names = [each.target.id for each in body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)]
    return {name: index for index, name in enumerate(names)}


def _next(values: Evaluator, thing: Thing, name: str, depth: int) -> Things:
    found: Things | None = None
    if isinstance(thing, OwnModule):
        found = of_module(values, thing.module, name, depth)
    elif isinstance(thing, Own):
        found = of_own(values, thing, name, depth)
    elif isinstance(thing, Target):
        path = f"{thing.path}.{name}"
        found = limited([replace(thing, path=path, foreign=path)])
    return found or NOTHING_KNOWN


def _is_property(definition: Defined) -> bool:
    named = {d.id for d in definition.node.decorator_list if isinstance(d, ast.Name)}
    return not isinstance(definition.node, ast.ClassDef) and bool(
        named & {"property", "cached_property", "computed_field"}
    )
