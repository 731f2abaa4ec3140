"""What an expression of a Python file may stand for: a thing of a library, a text, or something of the project's own."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from mlgraph_ingest.project.code.scopes import (
    Binding,
    Defined,
    Imported,
    Module,
    Place,
    Scope,
    Valued,
    is_same,
    module_of,
)
from mlgraph_ingest.project.code.sources import Sources

PATH_LIMIT = 200
"""Characters of a path into a library at most."""
TEXT_LIMIT = 1000
"""Characters of a text at most: none of what is looked for is longer."""
CHOICE_LIMIT = 64
"""Things that one expression may stand for at most."""


@dataclass(frozen=True, slots=True)
class Target:
    """A thing of a library: `transformers.AutoModel`, or an instance: `openai.OpenAI()`."""

    path: str
    origin: ast.Call | None = None
    """The call that made the instance, where it is known."""
    origin_place: Place | None = None
    is_certain: bool = True
    """Whether the expression stands for this and nothing else."""
    foreign: str = ""
    """The beginning of the path that another file of the project spells; the rest stands in this one."""

    @property
    def is_instance(self) -> bool:
        """Whether it is the outcome of a call, not something importable."""
        return "()" in self.path


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is known without running the code."""

    value: str
    is_literal: bool
    """Whether it stands where it is used; False: it was followed from elsewhere."""
    place: Place
    line: int

    @property
    def defined_at(self) -> str:
        """File and line where it is written."""
        module = module_of(self.place.scope)
        return f"{module.relative if module else ''}:{self.line}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, None, a truth value: known, and no text."""

    value: object


@dataclass(frozen=True, slots=True)
class Spot:
    """An expression, and where it stands."""

    expression: ast.expr
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, tuple or set whose elements can be seen."""

    parts: tuple[Spot | Sequence, ...]
    is_open: bool = False
    """Whether the parts are not all, or not in this order."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A dict whose items can be seen."""

    items: tuple[tuple[Spot, Spot], ...]
    is_open: bool = False
    """Whether it holds more than that."""


@dataclass(frozen=True, slots=True)
class Own:
    """A function or class of the project, or (`call` or `is_instance`) an instance of one."""

    definition: Defined
    receiver: Scope | None = None
    """Of a method: the class that it is bound to."""
    is_instance: bool = False
    call: ast.Call | None = None
    call_place: Place | None = None

    @property
    def is_class(self) -> bool:
        """Whether it is a class or an instance of one."""
        return isinstance(self.definition.node, ast.ClassDef)

    def is_of(self, scope: Scope) -> bool:
        """Whether this is the function or class of a scope."""
        return is_same(self.definition.inner, scope)


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A file of the project, as its importers see it."""

    module: Module


@dataclass(frozen=True, slots=True)
class Passed:
    """`**kwargs` of a function of the project, which its callers fill."""

    function: Scope


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something else, of which reading the code does not tell what."""


Thing: TypeAlias = "Target | Text | Literal | Sequence | Mapping | Own | OwnModule | Passed | Unknown"
Things: TypeAlias = "tuple[Thing, ...]"
"""The alternatives; never empty."""
UNKNOWN = Unknown()


class Evaluator(Protocol):
    """What finds out what expressions stand for, as its parts see it."""

    @property
    def module(self) -> Module:
        """The file that is read."""

    @property
    def sources(self) -> Sources:
        """The files of the project."""

    def things(self, expression: ast.expr, place: Place, depth: int) -> Things:
        """What an expression may stand for."""

    def of_bindings(self, bindings: Iterable[Binding], depth: int) -> Things:
        """What a name with these bindings may stand for."""

    def stored(self, valued: Valued, depth: int) -> Things:
        """What an assignment to an item of a container stores there."""

    def derived(self, definition: Defined, word: str, depth: int) -> tuple[Defined, ...]:
        """The classes of the project that inherit from one, in files that spell a word."""

    def passed(self, function: Scope, name: str, depth: int) -> Things | None:
        """What the callers of a function give it by a name that it does not list; None: nothing."""

    def import_of(self, imported: Imported, depth: int) -> Things:
        """What an import leads to."""

    def returns_of(self, scope: Scope, depth: int) -> Things:
        """What a function of the project returns."""

    def calls_named(self, module: Module, name: str) -> tuple[tuple[ast.Call, Place], ...]:
        """The calls in a file whose last name this is."""


def entry_of(mapping: Mapping, name: str) -> Spot | None:
    """What stands in a dict at a key; the last of several counts."""
    found = (value for key, value in reversed(mapping.items) if getattr(key.expression, "value", None) == name)
    return next(found, None)


NOTHING_KNOWN: Things = (UNKNOWN,)
NONE = Literal(None)


def merged(each: Iterable[Things]) -> Things:
    """All alternatives of several expressions, each once; targets among several are uncertain."""
    found = list(dict.fromkeys(thing for things in each for thing in things))
    if len(found) > CHOICE_LIMIT:
        found = [*found[:CHOICE_LIMIT], UNKNOWN]
    if not found:
        return NOTHING_KNOWN
    if len(found) > 1:
        found = [replace(thing, is_certain=False) if isinstance(thing, Target) else thing for thing in found]
    return tuple(found)


def followed(things: Things) -> Things:
    """The same, reached through a name or a default: a text is no longer written where it is used."""
    return tuple(replace(thing, is_literal=False) if isinstance(thing, Text) else thing for thing in things)


def without_none(things: Things) -> Things:
    """The alternatives that are something, where there are any."""
    return tuple(thing for thing in things if thing != NONE) or things


def limited(targets: Iterable[Target]) -> Things:
    """Targets of a path that is not too long."""
    return tuple(target for target in targets if len(target.path) <= PATH_LIMIT) or NOTHING_KNOWN
