"""What a package or project says of its license, in three forms: an expression, words, classifiers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import mlgraph_ontology
from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

TEXT_LIMIT = 10_000
"""Characters of a license text that are kept."""
_EXPRESSION_LIMIT = 1_000
_NESTING_LIMIT = 50
_PREFIX = "License :: "
_UNSAID = frozenset({"", "unknown", "none", "n/a"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A text and the line on which it stands."""

    text: str
    line: int | str
    """Or where else it stands: a JSON pointer."""


@dataclass(frozen=True, slots=True)
class LicenseFields:
    """The fields of core metadata that speak of the license."""

    expression: Stated | None = None
    """License-Expression, which claims to be SPDX."""
    words: Stated | None = None
    """License, which may be a name, an expression or a whole text."""
    classifiers: tuple[Stated, ...] = ()


def license_assertions(subject: NodeId, fields: LicenseFields, method: Method) -> Iterator[Assertion]:
    """What the fields say, as edges to licenses where that is unambiguous and as the source's words where not."""
    for stated, rule in ((fields.expression, "expression"), (fields.words, "license")):
        if stated is None or stated.text.strip().lower() in _UNSAID:
            continue
        evidence = Evidence(str(stated.line), method, rule)
        license_ = expression(stated.text)
        if license_ is None:
            yield fact(subject, PropertyKind.LICENSE_TEXT, stated.text.strip()[:TEXT_LIMIT], evidence)
        else:
            yield edge(subject, EdgeKind.LICENSED_UNDER, license_, evidence, acknowledgement="declared")
    yield from _classified(subject, [c for c in fields.classifiers if c.text.startswith(_PREFIX)], method)


@lru_cache(maxsize=4_096)
def expression(text: str) -> NodeId | None:
    """The license that an SPDX expression names; None where a text is no expression.

    >>> str(expression("mit"))
    'MIT'
    >>> expression("Apache License, Version 2.0") is None
    True
    """
    if len(text) > _EXPRESSION_LIMIT or text.count("(") > _NESTING_LIMIT:
        return None
    try:
        return ids.license_expression(text.strip())
    except FormatError:
        return None


def _classified(subject: NodeId, classifiers: list[Stated], method: Method) -> Iterator[Assertion]:
    for stated in classifiers:
        evidence = Evidence(str(stated.line), method, "classifier")
        yield fact(subject, PropertyKind.LICENSE_CLASSIFIER, stated.text, evidence)
    for stated in classifiers:
        # PEP 639, appendix "Mapping License Classifiers to SPDX Identifiers". How several classifiers combine (all of
        # them, or a choice) is not said, so each is a statement of its own and none an expression.
        spdx = _spdx_of_classifier().get(stated.text)
        if spdx is not None:
            evidence = Evidence(str(stated.line), method, "classifier")
            target = ids.license_expression(spdx)
            yield edge(subject, EdgeKind.LICENSED_UNDER, target, evidence, acknowledgement="declared")


@lru_cache(maxsize=1)
def _spdx_of_classifier() -> dict[str, str]:
    catalog = Path(mlgraph_ontology.__file__).parent / "catalog" / "license_classifiers.json"
    loaded: dict[str, str] = json.loads(catalog.read_text(encoding="utf-8"))["spdx_of_classifier"]
    return loaded
