"""What a value of a configuration stands for, where it refers to another one or to a variable that has a default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mlgraph_ingest.project.yaml_document import YamlTable

TEXT_LIMIT = 2000
"""Characters of a text whose variables are followed, and of what one of them stands for, at most."""
_DEPTH = 8
"""References that lead to references at most."""
_WITH_DEFAULT = re.compile(
    r"\$\{(?:(?:oc\.env|env):([A-Za-z_]\w*)\s*[,:]|([A-Za-z_]\w*):?-)\s*([^{}$]*)\}",
)
"""`${oc.env:NAME,default}` (OmegaConf), `${env:NAME,default}`, `${NAME:-default}` (shell, compose)."""
_PLAIN = re.compile(r"\$\{\s*\.?([A-Za-z_][\w.-]*)\s*\}|\$([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Value:
    """A text and how it was found."""

    text: str
    is_inferred: bool = False
    """Whether variables were followed."""


def value_of(text: str, root: object, variables: Mapping[str, str] | None = None) -> Value:
    """A text with the variables replaced that are known; what is not known stays as it is written.

    >>> value_of("${oc.env:MODEL,org/name}", None)
    Value(text='org/name', is_inferred=True)
    """
    if "$" not in text or len(text) > TEXT_LIMIT:
        return Value(text)
    found = text
    for _ in range(_DEPTH):
        expanded = _PLAIN.sub(lambda match: _known(match, root, variables or {}), found)
        expanded = _WITH_DEFAULT.sub(lambda match: _or_default(match, variables or {}), expanded)
        if expanded == found or len(expanded) > TEXT_LIMIT:
            break
        found = expanded
    return Value(found, is_inferred=found != text)


def _known(match: re.Match[str], root: object, variables: Mapping[str, str]) -> str:
    name = match[1] or match[2]
    if name in variables:
        return variables[name]
    value = root if match[1] else None
    for key in name.split("."):
        value = value.get(key) if isinstance(value, YamlTable) else None
    return value if isinstance(value, str) and len(value) <= TEXT_LIMIT else match[0]


def _or_default(match: re.Match[str], variables: Mapping[str, str]) -> str:
    return variables.get(match[1] or match[2]) or match[3].strip("'\" ") or match[0]
