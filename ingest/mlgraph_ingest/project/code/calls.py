"""A call that a rule fits, its arguments, and what it turns out to refer to."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.code.rules import Argument, Rule
from mlgraph_ingest.project.code.scopes import Place
from mlgraph_ingest.project.code.secrets import shown
from mlgraph_ingest.project.code.things import Target, Text
from mlgraph_ontology.kinds import NodeKind


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that a call names."""

    node: NodeId
    rule: Rule
    line: int
    is_literal: bool
    """Whether it is written where it is used, and no rule had to complete it."""
    defined_at: str | None = None
    """File and line of the name, where that is not in the call."""
    qualifiers: dict[str, JsonValue] = field(default_factory=dict)
    provider: str | None = None
    """Of a service: who answers."""
    name: str | None = None
    """Of a service: what was asked for."""
    endpoint: str | None = None
    """Of a service: the host that the code sends its client to."""


@dataclass(frozen=True, slots=True)
class UnknownReference:
    """A call that names something, of which reading the file does not tell what."""

    kind: NodeKind
    rule: Rule
    line: int
    path: str
    """The call, as a path from its library."""
    expression: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What may hold an argument without showing it: `*args`, `**kwargs`."""

    expression: ast.expr


@dataclass(frozen=True, slots=True)
class Site:
    """A call that a rule fits."""

    rule: Rule
    call: ast.Call
    place: Place
    target: Target

    def refers_to(self, node: NodeId, name: Text, *, is_literal: bool) -> Reference:
        """The call names this; fields that only some references have are left to `dataclasses.replace`."""
        is_seen = is_literal and self.target.is_certain
        defined_at = None if name.is_literal else name.defined_at
        return Reference(node, self.rule, self.call.lineno, is_seen, defined_at)

    def unknown(self, expression: str, kind: NodeKind | None = None) -> UnknownReference:
        """The call names something that is not known."""
        return UnknownReference(kind or self.rule.kind, self.rule, self.call.lineno, self.target.path, expression)


def argument_of(call: ast.Call, argument: Argument) -> ast.expr | Hidden | None:
    """What a call is given for an argument; None: nothing, or None itself."""
    found: ast.expr | Hidden | None = None
    for keyword in call.keywords:
        if keyword.arg is None:
            found = Hidden(keyword.value)
    if argument.position is not None:
        for index, value in enumerate(call.args[: argument.position + 1]):
            if isinstance(value, ast.Starred) or index == argument.position:
                found = Hidden(value) if isinstance(value, ast.Starred) else value
                break
    for name in reversed(argument.keywords):
        found = next((keyword.value for keyword in call.keywords if keyword.arg == name), found)
    is_none = isinstance(found, ast.Constant) and found.value is None
    return None if is_none else found


def written(argument: ast.expr | Hidden) -> str:
    """An argument as it may be shown."""
    if isinstance(argument, Hidden):
        is_positional = isinstance(argument.expression, ast.Starred)
        return shown(argument.expression) if is_positional else f"**{shown(argument.expression)}"
    return shown(argument)
