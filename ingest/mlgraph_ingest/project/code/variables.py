"""The models that environment variables stand for where they are not set: `os.getenv("EMBEDDING_MODEL", "acme/base")`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code.calls import Reference
from mlgraph_ingest.project.code.names import Folders
from mlgraph_ingest.project.code.rules import Argument, Rule
from mlgraph_ingest.project.code.scopes import last_name
from mlgraph_ingest.project.code.secrets import looks_like_key
from mlgraph_ingest.project.code.things import Evaluator, Spot, Text
from mlgraph_ingest.project.config.command_mentions import variable_mentions
from mlgraph_ingest.project.config.shell_words import Word
from mlgraph_ingest.project.mentions import Mention, node_of
from mlgraph_ontology.kinds import NodeKind

_RULES = {
    name: Rule(name, call, NodeKind.MODEL, Argument(1, ("default",)))
    for name, call in (("environment", "os.getenv"), ("settings", "dataclasses.field"))
}
_READING = frozenset({"getenv", "os.getenv", "os.environ.get", "environ.get", "os.environ.setdefault"})
_METHODS = frozenset(path.rpartition(".")[2] for path in _READING)
_NAME = re.compile(r"[A-Z0-9_]*(?:MODEL|LLM)[A-Z0-9_]*")


def defaults_of(call: Spot, values: Evaluator, folders: Folders) -> Iterator[Reference]:
    """What a call that reads an environment variable falls back to, where the variable's name says that it is a model.

    The same names count as in environment files, so that a project says the same in either place.
    """
    variable, default = _read(call.expression)
    if variable is None or default is None:
        return
    yield from said_by(variable, Spot(default, call.place), values, folders, "environment")


def said_by(name: str, value: Spot, values: Evaluator, folders: Folders, rule: str) -> Iterator[Reference]:
    """What the texts that a value may be name, where the name of the variable, field or key says that they do."""
    line = value.expression.lineno
    for text in values.things(value.expression, value.place, 0):
        if isinstance(text, Text) and text.value and not looks_like_key(text.value):
            for mention in variable_mentions({name: Word(text.value)}, line, rule):
                yield from _reference(mention, text, line, folders, _RULES[rule])


def is_read(value: ast.expr) -> bool:
    """Whether a value is read from the environment, where it has a name of its own."""
    return isinstance(value, ast.Call) and ast.unparse(value.func) in _READING


def _read(expression: ast.expr) -> tuple[str | None, ast.expr | None]:
    if not isinstance(expression, ast.Call) or not expression.args or last_name(expression.func) not in _METHODS:
        return None, None
    name = expression.args[0]
    if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or not _NAME.fullmatch(name.value):
        return None, None
    if ast.unparse(expression.func) not in _READING:
        return None, None
    named = [keyword.value for keyword in expression.keywords if keyword.arg == "default"]
    return name.value, next(iter([*expression.args[1:2], *named]), None)


def _reference(mention: Mention, text: Text, line: int, folders: Folders, rule: Rule) -> Iterator[Reference]:
    is_here = text.is_literal or text.line == line
    defined_at = None if is_here else text.defined_at
    if mention.kind is NodeKind.SERVICE:
        try:
            node = ids.service(mention.provider or "", mention.text)
        except FormatError:
            return
        named = Reference(node, rule, line, is_literal=False, defined_at=defined_at)
        yield replace(named, provider=mention.provider, name=mention.text)
        return
    found = node_of(mention, folders)
    if found is not None:
        node, revision = found
        said: dict[str, JsonValue] = {"revision": revision} if revision else {}
        yield Reference(node, rule, line, is_literal=False, defined_at=defined_at, qualifiers=said)
