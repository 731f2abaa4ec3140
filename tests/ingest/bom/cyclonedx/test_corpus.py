"""Every CycloneDX document of the corpora: what is read is what is in it, counted straight from the document.

The counters below know nothing of the reader: they walk plain JSON and plain elements.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import read_content
from mlgraph_ingest.bom.forms import form_of
from mlgraph_ingest.bom.things import Component, OfDocument, Problem, Relation
from mlgraph_ontology.kinds import EdgeKind

FOLDERS = ("cyclonedx", "bom-shelter", "sbom-fixtures", "ai-bom-examples")
OBEYING = (
    "invalidComponent",
    "invalidMetadata",  # break BSI TR-03183, not CycloneDX
    "cdx-invalid-licenses",  # ids that the SPDX list calls deprecated
    "distroless-cyclonedx-invalid-version",  # the version of an image, of which nothing is wrong in CycloneDX
)
"""Begins of the names of documents that are called invalid, though the standard allows all that is in them."""
COUNTED = ("components", "services", "licenses", "dependencies")


def documents(root: Path) -> Iterator[Path]:
    """The CycloneDX documents, told by a word that only they have."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "schema" not in path.parts:
                data = data_of(path)
                if b'"CycloneDX"' in data[:65536] or b"cyclonedx.org/schema/bom/" in data[:4096]:
                    yield path


def data_of(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def counted(path: Path) -> Counter[str]:
    """How many components, services, statements on licenses and requirements a document holds."""
    data = data_of(path)
    return _in_xml(etree.fromstring(data)) if data.lstrip().startswith(b"<") else _in_json(json.loads(data))


def _in_json(document: dict[str, Any]) -> Counter[str]:
    found: Counter[str] = Counter()
    root = (document.get("metadata") or {}).get("component")
    pending = [*([root] if root else []), *(document.get("components") or [])]
    while pending:
        one = pending.pop()
        found["components"] += 1
        found["licenses"] += _licenses(one.get("licenses")) + _licenses((one.get("evidence") or {}).get("licenses"))
        pending += one.get("components") or []
    pending = [*(document.get("services") or [])]
    while pending:
        one = pending.pop()
        found["services"] += 1
        found["licenses"] += _licenses(one.get("licenses"))
        pending += one.get("services") or []
    for row in document.get("dependencies") or []:
        found["dependencies"] += len(set(row.get("dependsOn") or []))
    return found


def _licenses(rows: Any) -> int:
    return sum(1 for row in rows or [] if row.get("expression") or (row.get("license") or {}).keys() & {"id", "name"})


def _in_xml(root: etree._Element) -> Counter[str]:
    found: Counter[str] = Counter()
    for element in root.iter("{*}*"):
        element.tag = str(element.tag).rpartition("}")[2]
    pending = [*root.findall("metadata/component"), *root.findall("components/component")]
    while pending:
        one = pending.pop()
        found["components"] += 1
        found["licenses"] += _licenses_in(one) + sum(map(_licenses_in, one.findall("evidence")))
        pending += one.findall("components/component")
    pending = root.findall("services/service")
    while pending:
        one = pending.pop()
        found["services"] += 1
        found["licenses"] += _licenses_in(one)
        pending += one.findall("services/service")
    for row in root.findall("dependencies/dependency"):
        found["dependencies"] += len({one.get("ref") for one in row.findall("dependency")})
    return found


def _licenses_in(element: etree._Element) -> int:
    named = element.findall("licenses/license")
    texts = [one.findtext("id") or one.findtext("name") for one in named]
    others = [*element.findall("licenses/expression"), *element.findall("licenses/expression-detailed")]
    return sum(1 for text in texts if text) + len(others)


def read(path: Path) -> tuple[Counter[str], list[Problem]]:
    content = read_content(path, path.name)
    form = form_of(content)
    assert form is not None
    found: Counter[str] = Counter()
    problems = []
    for thing in form.read(content):
        match thing:
            case Component() if thing.is_listed:
                found["services" if thing.type == "service" else "components"] += 1
                found["licenses"] += sum(1 for stated in thing.licenses if not stated.place.endswith("/text"))
            case Relation() if thing.kind is EdgeKind.DEPENDS_ON:
                found["dependencies"] += len(thing.targets)
            case Problem():
                problems.append(thing)
            case OfDocument():
                pass
    return found, problems


@pytest.mark.slow
@pytest.mark.shared_data
def test_every_valid_document_is_read_as_it_is(shared_data) -> None:
    """The license that an attached text alone states is not counted: where it has a name, too, it replaces that."""
    wrong = {}
    number = 0
    for path in documents(shared_data):
        if "invalid" in path.name:
            continue
        number += 1
        expected, (found, _) = counted(path), read(path)
        differing = {name: (expected[name], found[name]) for name in COUNTED if expected[name] != found[name]}
        if differing:
            wrong[path.name] = differing
    assert wrong == {}
    assert number > 300


@pytest.mark.shared_data
def test_every_invalid_document_is_refused_or_read_with_its_problems(shared_data) -> None:
    silent = []
    for path in documents(shared_data):
        if "invalid" not in path.name or path.name.startswith(OBEYING):
            continue
        try:
            _, problems = read(path)
        except FormatError:
            continue
        duplicates = len({*refs(path)}) != len([*refs(path)])
        if not problems and not duplicates:
            silent.append(path.name)
    assert silent == []


def refs(path: Path) -> Iterator[str]:
    """The references of a document, told by their spelling alone."""
    import re

    yield from (found.decode() for found in re.findall(rb'"?bom-ref"?\s*[:=]\s*"([^"]*)"', data_of(path)))


@pytest.mark.shared_data
def test_both_forms_of_one_document_say_the_same(shared_data) -> None:
    """Of those test documents of the specification that differ in nothing but their form."""
    from tests.ingest.bom.cyclonedx_reading import assertions

    same = (
        "annotation", "component-hashes", "component-ref", "component-swid-full", "compositions", "empty-components",
        "license-licensing", "license-name", "machine-learning", "metadata-license", "metadata-lifecycle",
        "metadata-manufacturer", "metadata-supplier", "metadata-tool", "metadata-tool-deprecated", "properties", "service",
        "service-empty-objects", "tags",
    )  # fmt: skip
    for name in same:
        both = [shared_data / "cyclonedx" / "1.6" / f"valid-{name}-1.6.{form}" for form in ("json", "xml")]
        if all(path.is_file() for path in both):
            first, second = ({said(a) for a in assertions(path.read_bytes())} for path in both)
            assert first == second, name


def said(assertion: Any) -> str:
    target = assertion.object.key if assertion.object else assertion.value
    parts = [assertion.subject.key, assertion.predicate, target, dict(assertion.qualifiers), assertion.evidence.locator]
    return json.dumps(parts, sort_keys=True)
