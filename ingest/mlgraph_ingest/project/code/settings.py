"""The defaults of a program's settings, as its code declares them: fields of configuration classes, constants that are dicts.

The same names count as in configuration files, so that a project says the same in either place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from mlgraph_ingest.project.code.calls import Reference
from mlgraph_ingest.project.code.names import Folders
from mlgraph_ingest.project.code.scopes import Defined, Module, Place, Valued, last_name
from mlgraph_ingest.project.code.things import Evaluator, Spot
from mlgraph_ingest.project.code.variables import is_read, said_by
from mlgraph_ingest.project.config.hosted_names import provider_of

_CLASS = re.compile(r"\w*(?:BaseModel|Settings|Config|Configuration|Configurable|Args|Arguments|Options|Params)")
"""Names of classes, or of those that they inherit from, whose fields are settings."""
_CONSTANT = re.compile(r"\w*(?:config|settings|defaults)", re.IGNORECASE)
_FIELD = re.compile(r"\w*(?:model|dataset|tokenizer|embed|llm)\w*", re.IGNORECASE)
_CLASS_LIMIT = 500
"""Classes of a file that are looked at at most."""


def settings_of(module: Module, values: Evaluator, folders: Folders) -> Iterator[Reference]:
    """The models and datasets that settings stand for where nobody changes them."""
    for name, bindings in list(module.scope.names.items())[:_CLASS_LIMIT]:
        for binding in bindings:
            meaning = binding.meaning
            if (
                isinstance(meaning, Defined)
                and isinstance(meaning.node, ast.ClassDef)
                and _holds_settings(meaning.node)
            ):
                fields = _fields(meaning.node)
                yield from _said(fields, Place(meaning.inner, (), (meaning.node.lineno, 0)), values, folders)
            elif isinstance(meaning, Valued) and isinstance(meaning.expression, ast.Dict) and _CONSTANT.fullmatch(name):
                entries = _entries(meaning.expression, _provider_in(name))
                yield from _said(entries, meaning.place, values, folders)


def _said(fields: Mapping[str, ast.expr], place: Place, values: Evaluator, folders: Folders) -> Iterator[Reference]:
    for name, value in fields.items():
        if _FIELD.fullmatch(name) and not is_read(value):
            yield from said_by(name, Spot(value, place), values, folders, "settings")


def _holds_settings(node: ast.ClassDef) -> bool:
    decorators = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    names = [node.name, *(last_name(base) for base in node.bases)]
    return any(last_name(each) in {"dataclass", "define", "frozen"} for each in decorators) or any(
        _CLASS.fullmatch(name) for name in names
    )


def _fields(node: ast.ClassDef) -> dict[str, ast.expr]:
    """The fields that are annotated and have a default."""
    return {
        each.target.id: each.value
        for each in node.body
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and each.value is not None
    }


def _provider_in(name: str) -> str:
    """What the name of a dict of settings puts before its keys: the provider that all of it is about."""
    head = name.lower().rpartition("_")[0]
    return f"{head}_" if provider_of(head) else ""


def _entries(node: ast.Dict, prefix: str) -> dict[str, ast.expr]:
    return {
        f"{prefix}{key.value}": value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
