"""What an expression of a Python file stands for: a path into a library, or a text that is known."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mlgraph_ingest.project.code_scopes import (
    Annotated,
    Binding,
    Imported,
    Module,
    Opaque,
    Place,
    Receiver,
    Scope,
    Valued,
    receiver_of,
)
from mlgraph_ingest.project.rules import FLUENT, TRANSPARENT

DEPTH_LIMIT = 40
"""Steps from name to value that are followed at most."""
PATH_LIMIT = 200
"""Characters of a path into a library at most."""
TEXT_LIMIT = 1000
"""Characters of a text at most: none of what is looked for is longer."""
CHOICE_LIMIT = 8
"""Things that one expression may stand for at most."""
BINDING_LIMIT = 100
"""Bindings of one name that are looked into at most; a name that is bound more often stands for nothing known."""


@dataclass(frozen=True, slots=True)
class Target:
    """A thing of a library: `transformers.AutoModel`, or an instance: `openai.OpenAI()`."""

    path: str
    origin: ast.Call | None = None
    """The call that made the instance, where it is known."""
    origin_place: Place | None = None
    is_certain: bool = True
    """Whether the expression stands for this and nothing else."""

    @property
    def is_instance(self) -> bool:
        """Whether it is the outcome of a call, not something importable."""
        return "()" in self.path


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is known without running the code."""

    value: str
    is_literal: bool
    """Whether it stands where it is used; False: it was followed through a constant."""


Targets = tuple[Target, ...]


@dataclass(slots=True)
class Values:
    """Evaluates the expressions of one module, each binding once."""

    module: Module
    _targets: dict[Binding, Targets] = field(default_factory=dict)
    _texts: dict[Binding, Text | None] = field(default_factory=dict)
    _settings: dict[tuple[str, ...], Valued | None] = field(default_factory=dict)

    def targets(self, expression: ast.expr, place: Place, depth: int = 0) -> Targets:
        """The things of libraries that an expression may stand for; empty: none that is known."""
        found: Targets = ()
        if depth > DEPTH_LIMIT:
            return found
        depth += 1
        if isinstance(expression, ast.Name):
            found = self._of_name(expression.id, place, depth)
        elif isinstance(expression, ast.Attribute):
            found = self._of_attribute(expression, place, depth)
        elif isinstance(expression, ast.Call):
            found = self._of_call(expression, place, depth)
        elif isinstance(expression, ast.Await | ast.NamedExpr):
            found = self.targets(expression.value, place, depth)
        elif isinstance(expression, ast.IfExp):
            found = self._of_any([expression.body, expression.orelse], place, depth)
        elif isinstance(expression, ast.BoolOp):
            found = self._of_any(expression.values, place, depth)
        return found

    def text(self, expression: ast.expr, place: Place, depth: int = 0) -> Text | None:
        """The text of a literal, of literals put together, or of a name that is bound exactly once, to such a text."""
        found: Text | None = None
        if depth > DEPTH_LIMIT:
            return found
        depth += 1
        if isinstance(expression, ast.Constant) and isinstance(expression.value, str):
            found = Text(expression.value, is_literal=True)
        elif isinstance(expression, ast.JoinedStr):
            found = _join([self.text(part, place, depth) for part in expression.values])
        elif isinstance(expression, ast.FormattedValue):
            is_plain = expression.format_spec is None and expression.conversion in {-1, ord("s")}
            found = self.text(expression.value, place, depth) if is_plain else None
        elif isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Add):
            found = _join([self.text(side, place, depth) for side in (expression.left, expression.right)])
        elif isinstance(expression, ast.Name):
            found = self._text_of_name(expression.id, place, depth)
        return found

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

    def _text_of_name(self, name: str, place: Place, depth: int) -> Text | None:
        found = _find(name, place.scope)
        if found is None or len(found[1]) != 1:
            return None
        binding = found[1][0]
        if binding not in self._texts:
            self._texts[binding] = None
            if isinstance(binding.meaning, Valued):
                text = self.text(binding.meaning.expression, binding.meaning.place, depth)
                self._texts[binding] = text and replace(text, is_literal=False)
        return self._texts[binding]

    def _of_name(self, name: str, place: Place, depth: int) -> Targets:
        found = _find(name, place.scope)
        if found is None:
            stars = self.module.scope.stars
            return (Target(f"{stars[0]}.{name}"),) if len(stars) == 1 else ()
        scope, bindings = found
        reaching = _reaching(bindings, place) if scope is place.scope else bindings
        targets = self._of_bindings(reaching, depth)
        if not targets:
            return ()
        is_shadowed = any(isinstance(binding.meaning, Opaque | Receiver) for binding in reaching)
        return tuple(target for target in targets if target.is_instance) if is_shadowed else targets

    def _of_bindings(self, bindings: list[Binding], depth: int) -> Targets:
        if len(bindings) > BINDING_LIMIT:
            return ()
        bindings = [binding for binding in bindings if not _is_none(binding)]
        return _choices([self._of_binding(binding, depth) for binding in bindings])

    def _of_binding(self, binding: Binding, depth: int) -> Targets:
        if binding not in self._targets:
            self._targets[binding] = ()
            meaning = binding.meaning
            if isinstance(meaning, Imported):
                self._targets[binding] = (Target(meaning.path),)
            elif isinstance(meaning, Valued):
                self._targets[binding] = self.targets(meaning.expression, meaning.place, depth)
            elif isinstance(meaning, Annotated):
                self._targets[binding] = self._of_type(meaning.annotation, meaning.place, depth)
        return self._targets[binding]

    def _of_type(self, annotation: ast.expr, place: Place, depth: int) -> Targets:
        """Instances of the class that an annotation names: `OpenAI`, `OpenAI | None`, `Optional[OpenAI]`."""
        if depth > DEPTH_LIMIT:
            return ()
        if isinstance(annotation, ast.BinOp):
            sides = [self._of_type(side, place, depth + 1) for side in (annotation.left, annotation.right)]
            return _choices(sides)
        if isinstance(annotation, ast.Subscript):
            generic = annotation.value
            name = generic.attr if isinstance(generic, ast.Attribute) else getattr(generic, "id", None)
            return self._of_type(annotation.slice, place, depth + 1) if name == "Optional" else ()
        classes = self.targets(annotation, place, depth)
        return tuple(Target(f"{c.path}()", is_certain=False) for c in classes if not c.is_instance)

    def _of_attribute(self, expression: ast.Attribute, place: Place, depth: int) -> Targets:
        owner = receiver_of(expression.value, place.scope)
        if owner is not None:
            each = owner.attributes.get(expression.attr, ()), owner.names.get(expression.attr, ())
            bindings = [binding for some in each for binding in some[: BINDING_LIMIT + 1]]
            return tuple(target for target in self._of_bindings(bindings, depth) if target.is_instance)
        bases = self.targets(expression.value, place, depth)
        if expression.attr in TRANSPARENT:
            return bases
        return _limited(replace(base, path=f"{base.path}.{expression.attr}") for base in bases)

    def _of_call(self, call: ast.Call, place: Place, depth: int) -> Targets:
        made = []
        for callee in self.targets(call.func, place, depth):
            base, _, method = callee.path.rpartition(".")
            if method in FLUENT and base.endswith("()"):
                made.append(replace(callee, path=base))
            elif callee.origin is None and not callee.is_instance:
                made.append(Target(f"{callee.path}()", call, place, callee.is_certain))
            else:
                made.append(replace(callee, path=f"{callee.path}()"))
        return _limited(made)

    def _of_any(self, expressions: list[ast.expr], place: Place, depth: int) -> Targets:
        each = [self.targets(expression, place, depth) for expression in expressions]
        certain = _choices([targets for targets in each if targets])
        return certain if all(each) else tuple(replace(target, is_certain=False) for target in certain)


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


def _choices(each: list[Targets]) -> Targets:
    merged = tuple(dict.fromkeys(target for targets in each for target in targets))[:CHOICE_LIMIT]
    if len(merged) > 1 or not all(each):
        return tuple(replace(target, is_certain=False) for target in merged)
    return merged


def _limited(targets: Iterable[Target]) -> Targets:
    return tuple(target for target in targets if len(target.path) <= PATH_LIMIT)


def _is_none(binding: Binding) -> bool:
    expression = binding.meaning.expression if isinstance(binding.meaning, Valued) else None
    return isinstance(expression, ast.Constant) and expression.value is None


def _join(parts: list[Text | None]) -> Text | None:
    known = [part for part in parts if part is not None]
    value = "".join(part.value for part in known)
    if len(known) < len(parts) or len(value) > TEXT_LIMIT:
        return None
    return Text(value, is_literal=all(part.is_literal for part in known))
