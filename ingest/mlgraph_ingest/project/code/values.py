"""What the expressions of a Python file stand for, followed through names, calls and other files of the project."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from mlgraph_ingest.project.code import containers as code_containers
from mlgraph_ingest.project.code import derived as code_derived
from mlgraph_ingest.project.code import members as code_members
from mlgraph_ingest.project.code import parameters as code_parameters
from mlgraph_ingest.project.code import stand_ins as code_stand_ins
from mlgraph_ingest.project.code import texts as code_texts
from mlgraph_ingest.project.code.rules import FLUENT, TRANSPARENT
from mlgraph_ingest.project.code.scopes import (
    Annotated,
    Binding,
    Defined,
    Imported,
    Keywords,
    Module,
    Parameter,
    Part,
    Place,
    Receiver,
    Scope,
    Valued,
    enclosing_class,
    last_name,
    module_of,
    remaining,
)
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.code.things import (
    NONE,
    NOTHING_KNOWN,
    Literal,
    Own,
    OwnModule,
    Passed,
    Spot,
    Target,
    Text,
    Thing,
    Things,
    followed,
    limited,
    merged,
    without_none,
)
from mlgraph_ingest.project.code.types import of_type

DEPTH_LIMIT = 40
"""Steps from name to value that are followed at most."""
STEP_LIMIT = 100_000
"""Expressions that are looked at for one file at most."""
BINDING_LIMIT = 100
"""Bindings of one name that are looked into at most; a name that is bound more often stands for nothing known."""


@dataclass(slots=True)
class Values:
    """Evaluates the expressions of a module and of what it imports, each binding once."""

    module: Module
    sources: Sources = field(default_factory=Sources)
    follows_calls: bool = True
    """Whether a parameter stands for what callers give, and a call for what a function returns."""
    _steps: int = 0
    _bound: dict[Binding, Things] = field(default_factory=dict)
    _returned: dict[Scope, Things] = field(default_factory=dict)
    _settings: dict[tuple[str, ...], Valued | None] = field(default_factory=dict)
    _stored: dict[Valued, Things] = field(default_factory=dict)
    _assigned: dict[Module, dict[str, list[tuple[ast.Attribute, Valued]]]] = field(default_factory=dict)
    _passed: dict[tuple[Scope, str], Things | None] = field(default_factory=dict)
    _derived: dict[tuple[Scope, str], tuple[Defined, ...]] = field(default_factory=dict)
    _calls: dict[Module, dict[str, list[tuple[ast.Call, Place]]]] = field(default_factory=dict)

    def things(self, expression: ast.expr, place: Place, depth: int = 0) -> Things:
        """What an expression may stand for."""
        handler = _HANDLERS.get(type(expression))
        self._steps += 1
        if handler is None or depth > DEPTH_LIMIT or self._steps > STEP_LIMIT:
            return NOTHING_KNOWN
        return handler(self, expression, place, depth + 1)

    def targets(self, expression: ast.expr, place: Place) -> tuple[Target, ...]:
        """The things of libraries that an expression may stand for; empty: none that is known."""
        found: list[Target] = []
        for thing in without_none(self.things(expression, place)):
            if isinstance(thing, Target):
                found.append(thing)
            elif isinstance(thing, Own):
                found.extend(code_members.constructed(self, thing))
        return tuple(found)

    def texts(self, expression: ast.expr, place: Place) -> tuple[tuple[Text, ...], bool]:
        """The texts that an expression may stand for, and whether it stands for nothing else."""
        things = without_none(self.things(expression, place))
        distinct: dict[str, Text] = {}
        for thing in things:
            if isinstance(thing, Text):
                distinct.setdefault(thing.value, thing)
        return tuple(distinct.values()), all(isinstance(thing, Text) for thing in things)

    def text(self, expression: ast.expr, place: Place) -> Text | None:
        """The one text that an expression stands for; None where it may stand for another, or for none."""
        texts, is_all = self.texts(expression, place)
        return texts[0] if is_all and len(texts) == 1 else None

    def setting(self, paths: tuple[str, ...]) -> Valued | None:
        """What an attribute of a library is set to, under one of several paths; the last of several counts."""
        if paths not in self._settings:
            set_here = (
                valued
                for attribute, valued in reversed(self.module.settings)
                if any(target.path in paths for target in self.targets(attribute, valued.place))
            )
            self._settings[paths] = next(set_here, None)
        return self._settings[paths]

    def of_bindings(self, bindings: Iterable[Binding], depth: int) -> Things:
        """What a name with these bindings may stand for; of None and something, something."""
        several = list(bindings)
        if len(several) > BINDING_LIMIT:
            return NOTHING_KNOWN
        each = [self._of_binding(binding, depth) for binding in several]
        return merged([things for things in each if things != (NONE,)] or each)

    def stored(self, valued: Valued, depth: int) -> Things:
        """What an assignment to an item of a container stores there; an item that is made of itself adds nothing."""
        if valued not in self._stored:
            self._stored[valued] = NOTHING_KNOWN
            self._stored[valued] = self.things(valued.expression, valued.place, depth)
        return self._stored[valued]

    def assigned(self, attribute: ast.Attribute, place: Place, depth: int) -> list[Things]:
        """What the class that a place is in assigns to an attribute of what it holds: `self.config.model = "acme/a"`."""
        module = module_of(place.scope)
        owner = enclosing_class(place.scope)
        if module is None or owner is None:
            return []
        if module not in self._assigned:
            named: dict[str, list[tuple[ast.Attribute, Valued]]] = {}
            for target, valued in module.settings:
                if isinstance(target, ast.Attribute):
                    named.setdefault(ast.unparse(target), []).append((target, valued))
            self._assigned[module] = named
        found = self._assigned[module].get(ast.unparse(attribute), []) if self._assigned[module] else []
        within = [valued for _, valued in found if enclosing_class(valued.place.scope) is owner]
        return [followed(self.stored(valued, depth)) for valued in within[:BINDING_LIMIT]]

    def derived(self, definition: Defined, word: str, depth: int) -> tuple[Defined, ...]:
        """The classes of the project that inherit from one, in files that spell a word."""
        key = definition.inner, word
        if key not in self._derived:
            self._derived[key] = ()
            self._derived[key] = tuple(code_derived.classes(self, definition, word, depth))
        return self._derived[key]

    def passed(self, function: Scope, name: str, depth: int) -> Things | None:
        """What the callers of a function give it by a name that it does not list; None: nothing."""
        key = function, name
        if key not in self._passed:
            self._passed[key] = None
            self._passed[key] = code_parameters.passed(self, function, name, depth) if self.follows_calls else None
        return self._passed[key]

    def import_of(self, imported: Imported, depth: int) -> Things:
        """What an import leads to: a file of the project and what it binds, or a library."""
        found = self.sources.find(imported.path, imported.level, imported.importer)
        if found is not None:
            things = code_members.of_file(self, imported, *found, depth)
            if things is not None:
                return things
        if imported.level:
            return NOTHING_KNOWN
        return (Target(imported.path, foreign="" if imported.importer == self.module.relative else imported.path),)

    def returns_of(self, scope: Scope, depth: int) -> Things:
        """What a function of the project returns."""
        if not self.follows_calls:
            return NOTHING_KNOWN
        if scope not in self._returned:
            self._returned[scope] = NOTHING_KNOWN
            own = [each for each in scope.returns if code_parameters.handed_back(scope, each[0]) is None]
            each = [self.things(expression, place, depth) for expression, place in own[:BINDING_LIMIT]]
            self._returned[scope] = followed(merged(each))
        return self._returned[scope]

    def calls_named(self, module: Module, name: str) -> tuple[tuple[ast.Call, Place], ...]:
        """The calls in a file whose last name this is."""
        if module not in self._calls:
            named: dict[str, list[tuple[ast.Call, Place]]] = {}
            for call, place in module.calls:
                named.setdefault(last_name(call.func), []).append((call, place))
            self._calls[module] = named
        return tuple(self._calls[module].get(name, ()))

    def _of_binding(self, binding: Binding, depth: int) -> Things:
        if binding not in self._bound:
            self._bound[binding] = NOTHING_KNOWN
            self._bound[binding] = followed(self._meant(binding, depth))
        return self._bound[binding]

    def _meant(self, binding: Binding, depth: int) -> Things:
        meaning = binding.meaning
        found = NOTHING_KNOWN
        if isinstance(meaning, Imported):
            found = self.import_of(meaning, depth)
        elif isinstance(meaning, Valued):
            found = self.things(meaning.expression, meaning.place, depth)
        elif isinstance(meaning, Part):
            found = code_containers.part(self, meaning, depth)
        elif isinstance(meaning, Parameter):
            found = code_parameters.given(self, meaning, depth, follows_calls=self.follows_calls)
        elif isinstance(meaning, Keywords):
            found = (Passed(meaning.function),)
        elif isinstance(meaning, Defined):
            found = (Own(meaning),)
        elif isinstance(meaning, Annotated):
            found = of_type(self, meaning.annotation, meaning.place, depth)
        elif isinstance(meaning, Receiver) and meaning.owner.definition is not None:
            found = (Own(meaning.owner.definition, is_instance=not meaning.is_class),)
        return found


Handler: TypeAlias = "Callable[[Values, ast.expr, Place, int], Things]"


def _constant(_values: Values, expression: ast.expr, place: Place, _depth: int) -> Things:
    value = expression.value if isinstance(expression, ast.Constant) else None
    if isinstance(value, str):
        return (Text(value, is_literal=True, place=place, line=expression.lineno),)
    return (Literal(value),)


def _name(values: Values, expression: ast.expr, place: Place, depth: int) -> Things:
    if not isinstance(expression, ast.Name):
        return NOTHING_KNOWN
    found = _find(expression.id, place.scope)
    if found is None:
        return code_members.of_star(values, module_of(place.scope), expression.id, depth) or (
            Target(f"builtins.{expression.id}"),
        )
    scope, bindings = found
    own = place.scope
    while own.kind == "comprehension" and own is not scope and own.parent is not None:
        own = own.parent
    reaching = _reaching(bindings, place) if scope is own else remaining(bindings)
    return values.of_bindings(reaching, depth)


def _attribute(values: Values, expression: ast.expr, place: Place, depth: int) -> Things:
    if not isinstance(expression, ast.Attribute):
        return NOTHING_KNOWN
    owners = without_none(values.things(expression.value, place, depth))
    found = merged(_attribute_of(values, owner, expression.attr, depth) for owner in owners)
    if isinstance(expression.value, ast.Attribute):
        found = without_none(merged([found, *values.assigned(expression, place, depth)]))
    return _spelled(values, found, place)


def _attribute_of(values: Values, owner: Thing, name: str, depth: int) -> Things:
    found: Things | None = None
    if isinstance(owner, Target):
        found = code_stand_ins.option(values, owner, name, depth)
        if found is None:
            path = owner.path if name in TRANSPARENT else f"{owner.path}.{name}"
            found = limited([replace(owner, path=path)])
    elif isinstance(owner, Own):
        found = code_members.of_own(values, owner, name, depth)
    elif isinstance(owner, OwnModule):
        found = code_members.of_module(values, owner.module, name, depth)
    elif isinstance(owner, Text) and name == "value":
        found = followed((owner,))  # a member of an enumeration
    return found or NOTHING_KNOWN


def _call(values: Values, expression: ast.expr, place: Place, depth: int) -> Things:
    if not isinstance(expression, ast.Call):
        return NOTHING_KNOWN
    of_text = code_texts.method(values, expression, place, depth) or code_containers.method(
        values, expression, place, depth
    )
    if of_text is not None:
        return of_text
    callees = without_none(values.things(expression.func, place, depth))
    return _spelled(values, merged(_outcome(values, callee, expression, place, depth) for callee in callees), place)


def _outcome(values: Values, callee: Thing, call: ast.Call, place: Place, depth: int) -> Things:
    found: Things = NOTHING_KNOWN
    if isinstance(callee, Target):
        stands_for = code_stand_ins.outcome(values, callee, call, place, depth)
        found = stands_for or limited([_made(callee, call, place)])
    elif isinstance(callee, Own) and callee.is_class and not callee.is_instance:
        found = (replace(callee, is_instance=True, call=call, call_place=place),)
    elif isinstance(callee, Own) and not callee.is_class:
        found = code_parameters.returned(values, callee.definition, Spot(call, place), depth)
    return found


def _made(callee: Target, call: ast.Call, place: Place) -> Target:
    base, _, method = callee.path.rpartition(".")
    if method in FLUENT and base.endswith("()"):
        return replace(callee, path=base)
    path = f"{callee.path}()"
    if callee.origin is None and not callee.is_instance:
        return replace(callee, path=path, origin=call, origin_place=place)
    return replace(callee, path=path)


def _spelled(values: Values, things: Things, place: Place) -> Things:
    """What stands at a place: in this file, or in another one, which then spells the whole path of a target."""
    if module_of(place.scope) is values.module:
        return things
    return tuple(replace(thing, foreign=thing.path) if isinstance(thing, Target) else thing for thing in things)


def _either(values: Values, expression: ast.expr, place: Place, depth: int) -> Things:
    sides: list[ast.expr] = []
    if isinstance(expression, ast.IfExp):
        sides = [expression.body, expression.orelse]
    elif isinstance(expression, ast.BoolOp) and isinstance(expression.op, ast.Or):
        sides = expression.values
    elif isinstance(expression, ast.BoolOp):
        sides = expression.values[-1:]
    each = [without_none(values.things(side, place, depth)) for side in sides]
    if isinstance(expression, ast.BoolOp):  # a variable that is not set leaves what comes after `or`
        each = [things for things in each if not _is_of_environment(things)] or each
    return followed(merged([things for things in each if things != (NONE,)] or each))


def _is_of_environment(things: Things) -> bool:
    return all(isinstance(thing, Target) and thing.path in {"os.getenv()", "os.environ.get()"} for thing in things)


def _same(values: Values, expression: ast.expr, place: Place, depth: int) -> Things:
    if isinstance(expression, ast.NamedExpr | ast.Await | ast.Starred):
        return values.things(expression.value, place, depth)
    return NOTHING_KNOWN


_HANDLERS: dict[type[ast.expr], Handler] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.IfExp: _either,
    ast.BoolOp: _either,
    ast.NamedExpr: _same,
    ast.Await: _same,
    ast.JoinedStr: code_texts.joined,
    ast.FormattedValue: code_texts.formatted,
    ast.BinOp: code_texts.operated,
    ast.List: code_containers.listed,
    ast.Tuple: code_containers.listed,
    ast.Set: code_containers.listed,
    ast.Dict: code_containers.mapped,
    ast.ListComp: code_containers.generated,
    ast.SetComp: code_containers.generated,
    ast.GeneratorExp: code_containers.generated,
    ast.Subscript: code_containers.item,
}


def _find(name: str, scope: Scope | None) -> tuple[Scope, list[Binding]] | None:
    """The scope that a name is looked up in, as Python does it, and its bindings there."""
    is_own = True
    while scope is not None:
        if name in scope.names and (is_own or scope.kind != "class"):
            return scope, scope.names[name]
        is_own = is_own and scope.kind == "comprehension"
        scope = scope.parent
    return None


def _reaching(bindings: list[Binding], place: Place) -> list[Binding]:
    """The bindings that may hold at a place of their own scope: the last that certainly ran, and those since."""
    count = bisect_right(bindings, place.start, key=lambda binding: binding.end)
    for index in range(count - 1, max(count - 1 - BINDING_LIMIT, -1), -1):
        if bindings[index].blocks == place.blocks[: len(bindings[index].blocks)]:
            return bindings[index:count]
    return bindings[:count] if 0 < count <= BINDING_LIMIT else bindings
