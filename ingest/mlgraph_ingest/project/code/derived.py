"""The classes of a project that inherit from one of its classes, and what they say of an attribute that it only names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from mlgraph_ingest.project.code.callers import callers_of
from mlgraph_ingest.project.code.scopes import Annotated, Binding, Defined, Valued
from mlgraph_ingest.project.code.things import Evaluator, Own, Things
from mlgraph_ingest.project.code.types import bases

CLASS_LIMIT = 200
"""Classes that inherit from one and are looked into at most."""


def classes(values: Evaluator, definition: Defined, word: str, depth: int) -> Iterator[Defined]:
    """The classes that inherit from a class, directly or through others, in files that spell a word."""
    pending, seen = [definition], [definition]
    while pending and len(seen) <= CLASS_LIMIT:
        above = pending.pop(0)
        for below in _directly_below(values, above, word, depth):
            if not any(Own(below).is_of(each.inner) for each in seen):
                seen.append(below)
                pending.append(below)
                yield below


def said_below(values: Evaluator, definition: Defined, name: str, depth: int) -> list[Things]:
    """What the classes that inherit from a class bind an attribute to."""
    found = []
    for below in values.derived(definition, name, depth):
        bindings = [*below.inner.attributes.get(name, ()), *below.inner.names.get(name, ())]
        if bindings and not is_unsaid(bindings):
            found.append(values.of_bindings(bindings, depth))
    return found


def is_unsaid(bindings: list[Binding]) -> bool:
    """Whether a class leaves an attribute to those that inherit from it: no value, None, an empty text, an abstract method.

    >>> is_unsaid([])
    True
    """
    return all(_is_open(binding) for binding in bindings)


def is_declared(bindings: list[Binding]) -> bool:
    """Whether a class gives an attribute a plain text in its body, which those that inherit from it may replace."""
    return any(
        isinstance(each.meaning, Valued)
        and each.meaning.place.scope.kind == "class"
        and isinstance(each.meaning.expression, ast.Constant)
        and isinstance(each.meaning.expression.value, str)
        for each in bindings
    )


def _is_open(binding: Binding) -> bool:
    meaning = binding.meaning
    if isinstance(meaning, Valued):
        return isinstance(meaning.expression, ast.Constant) and meaning.expression.value in {None, ""}
    if isinstance(meaning, Defined):
        return not isinstance(meaning.node, ast.ClassDef) and not meaning.inner.returns
    return isinstance(meaning, Annotated)


def _directly_below(values: Evaluator, definition: Defined, word: str, depth: int) -> Iterator[Defined]:
    for module in callers_of(values, definition, word):
        for bindings in list(module.scope.names.values()):
            for binding in bindings:
                meaning = binding.meaning
                if (
                    isinstance(meaning, Defined)
                    and isinstance(meaning.node, ast.ClassDef)
                    and meaning is not definition
                ):
                    above = bases(values, meaning, depth)
                    if any(isinstance(base, Own) and base.is_of(definition.inner) for base in above):
                        yield meaning
