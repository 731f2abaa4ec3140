"""Reads small documents in memory, and says what they say as sets of tuples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.bom.content import content_of
from mlgraph_ingest.bom.forms import form_of
from mlgraph_ingest.bom.statements import Statements

PATH = Path("/boms/x.json")
PROJECT = ids.project(PATH).key
DOCUMENT = ids.file_uri(PATH)
Facts: TypeAlias = set[tuple[str, str, Any]]


def assertions(document: Mapping[str, Any] | str | bytes) -> list[Assertion]:
    """What a document says; raises FormatError where it is none."""
    data = document if isinstance(document, str | bytes) else json.dumps(document)
    content = content_of(data.encode() if isinstance(data, str) else data, "x.json")
    form = form_of(content)
    assert form is not None
    return list(Statements(ids.project(PATH), ids.file_uri(PATH), form.rule).of(form.read(content)))


def bom(**members: Any) -> dict[str, Any]:
    """A document of CycloneDX 1.6 with these members."""
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", **members}


def component(**members: Any) -> dict[str, Any]:
    """A document with one library of these members, `lib 1.0` unless they say otherwise."""
    return bom(components=[{"type": "library", "name": "lib", "version": "1.0", "bom-ref": "lib", **members}])


def facts(document: Mapping[str, Any] | str | bytes, *kinds: str) -> Facts:
    """(subject, kind, value as text) of the facts of some kinds, or of all."""
    return {
        (short(a.subject.key), str(a.predicate), plain(a.value))
        for a in assertions(document)
        if a.object is None and (not kinds or a.predicate in kinds)
    }


def values(document: Mapping[str, Any] | str | bytes, kind: str) -> list[Any]:
    """The values of a kind, in the order of the document."""
    return [a.value for a in assertions(document) if a.predicate == kind]


def edges(document: Mapping[str, Any] | str | bytes, *kinds: str) -> set[tuple[str, str, str, str]]:
    """(subject, kind, object, qualifiers as text) of the edges of some kinds."""
    return {
        (short(a.subject.key), str(a.predicate), short(a.object.key), plain(dict(a.qualifiers)))
        for a in assertions(document)
        if a.object is not None and a.predicate in kinds
    }


def problems(document: Mapping[str, Any] | str | bytes) -> list[tuple[str, str]]:
    """(place, text) of what could not be read."""
    return [(a.evidence.locator, str(a.value)) for a in assertions(document) if a.predicate == "problem"]


def short(key: str) -> str:
    """A node's key with `P` for the project and `D` for the document."""
    return "P" if key == PROJECT else "D" + key.removeprefix(DOCUMENT) if key.startswith(DOCUMENT) else key


def plain(value: Any) -> Any:
    """A value that can be an element of a set."""
    return value if isinstance(value, str | int | float | None) else json.dumps(value, sort_keys=True)
