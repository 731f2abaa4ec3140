"""Counts what a document of SPDX holds straight from its text, by other means than the readers do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from defusedxml import ElementTree
from rdflib import RDF, Graph, Namespace

SPDX = Namespace("http://spdx.org/rdf/terms#")
UNSAID = {"", "NOASSERTION", "UNKNOWN"}
DEPENDENCIES = re.compile(
    r"(?:(?:RUNTIME_|DEV_|BUILD_|TEST_|OPTIONAL_|PROVIDED_)?DEPENDENCY_OF|DEPENDS_ON|(?:BUILD|DEV|TEST)_TOOL_OF"
    r"|HAS_PREREQUISITE|PREREQUISITE_FOR|(?:STATIC|DYNAMIC)_LINK)"
)
DEPENDENCIES_3 = re.compile(
    r"dependsOn|has(?:Optional|Provided)Dependency|hasPrerequisite|has(?:Static|Dynamic)Link|usesTool"
)
LISTED_3 = re.compile(r"(?:software_(?:Package|File|SoftwareArtifact)|ai_AIPackage|dataset_DatasetPackage)")


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a document holds."""

    components: int
    """Packages and files."""
    dependencies: int
    """Relationships of dependency between two of them."""
    licenses: int
    """Different licenses, in the words of the document, that are stated of one of them in whatever field; in SPDX 3 by
    one relationship."""


def of_json(document: Mapping[str, Any]) -> Counts:
    """Of the JSON form of SPDX 2, or what YAML makes of it."""
    document = document.get("sbom", document)
    parts = [*(document.get("packages") or ()), *(document.get("files") or ())]
    known = {part.get("SPDXID") for part in parts}
    rows = [
        (row.get("spdxElementId"), row.get("relatedSpdxElement"))
        for row in document.get("relationships") or ()
        if DEPENDENCIES.fullmatch(str(row.get("relationshipType")))
    ]
    rows += [(part.get("SPDXID"), other) for part in parts for other in part.get("fileDependencies") or ()]
    return Counts(
        len(parts),
        sum(a in known and b in known and a != b for a, b in rows),
        sum(len(set(_stated(part))) for part in parts),
    )


def _stated(part: Mapping[str, Any]) -> Iterable[str]:
    for name in ("licenseDeclared", "licenseConcluded"):
        if str(part.get(name) or "").strip().upper() not in UNSAID:
            yield part[name].strip()
    for name in ("licenseInfoFromFiles", "licenseInfoInFiles", "licenseInfoInFile"):
        for text in part.get(name) or ():
            if text.strip().upper() not in UNSAID:
                yield text.strip()


def of_tags(text: str) -> Counts:
    """Of the tag-value form."""
    lines = re.sub(r"<text>.*?</text>", "x", text, flags=re.DOTALL).replace("\r", "\n").split("\n")
    tags = [(m[1], m[2].strip()) for line in lines if (m := re.match(r"\s*(\w+)\s*:\s*(.*)", line))]
    parts: list[set[str]] = []
    ids: set[str] = set()
    rows: list[list[str]] = []
    for tag, value in tags:
        if tag in {"PackageName", "FileName"}:
            parts.append(set())
        elif tag in {"SnippetSPDXID", "LicenseID"}:
            parts.append(parts.pop() if parts else set())
        elif tag == "SPDXID" and parts:
            ids.add(value)
        elif tag == "Relationship":
            rows.append(value.split())
        elif tag.endswith(("LicenseDeclared", "LicenseConcluded")) and not tag.startswith("Snippet"):
            if value.upper() not in UNSAID:
                parts[-1].add(value)
        elif tag in {"PackageLicenseInfoFromFiles", "LicenseInfoInFile"} and value.upper() not in UNSAID:
            parts[-1].add(value)
    found = [
        row
        for row in rows
        if len(row) == 3 and DEPENDENCIES.fullmatch(row[1]) and {row[0], row[2]} <= ids and row[0] != row[2]
    ]
    return Counts(len(parts), len(found), sum(map(len, parts)))


def of_rdf(text: bytes) -> Counts:
    """Of the RDF form, by a library that reads RDF."""
    graph = Graph().parse(data=text, format="xml")
    parts = {*graph.subjects(RDF.type, SPDX.Package), *graph.subjects(RDF.type, SPDX.File)}
    rows = 0
    for part in parts:
        for row in graph.objects(part, SPDX.relationship):
            type_ = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(graph.value(row, SPDX.relationshipType)).rpartition("_")[2])
            rows += bool(DEPENDENCIES.fullmatch(type_.upper())) and graph.value(row, SPDX.relatedSpdxElement) in parts
        rows += sum(other in parts for other in graph.objects(part, SPDX.fileDependency))
    names = [SPDX[n] for n in ("licenseDeclared", "licenseConcluded", "licenseInfoFromFiles", "licenseInfoInFile")]
    stated = {(part, value) for part in parts for name in names for value in graph.objects(part, name)}
    return Counts(len(parts), rows, sum(value != SPDX.noassertion for _, value in stated))


def of_xml(text: bytes) -> Counts:
    """Of the plain XML form, brought into the shape of JSON."""

    def value(element: Element) -> Any:
        return {child.tag: value(child) for child in element} if len(element) else (element.text or "")

    root = ElementTree.fromstring(text)
    names = ("packages", "files", "relationships")
    document: dict[str, Any] = {name: [] for name in names}
    for child in root:
        if child.tag in names:
            found = value(child)
            for field in ("licenseInfoFromFiles", "licenseInfoInFiles", "fileDependencies"):
                found[field] = [each.text or "" for each in child.findall(field)]
            document[child.tag].append(found)
    return of_json(document)


def of_graph(document: Mapping[str, Any]) -> Counts:
    """Of SPDX 3 in JSON-LD, as compact as all documents that are counted here."""
    elements = document.get("@graph") or [document]
    known = {e.get("spdxId") or e.get("@id") for e in elements if LISTED_3.fullmatch(str(e.get("type")))}
    dependencies = 0
    licenses: set[tuple[int, str]] = set()
    texts = {
        e.get("spdxId") or e.get("@id"): e.get("simplelicensing_licenseExpression")
        or e.get("licenseExpression")
        or e.get("simplelicensing_licenseText")
        or e.get("licenseText")
        or e.get("name")
        for e in elements
    }
    for index, row in enumerate(elements):
        type_, targets = str(row.get("relationshipType")), row.get("to") or ()
        if row.get("from") in known and DEPENDENCIES_3.fullmatch(type_):
            dependencies += sum(target in known for target in targets)
        if row.get("from") in known and type_ in {"hasDeclaredLicense", "hasConcludedLicense"}:
            for target in targets:
                text = str(texts.get(target) or (target if "licenses/" in target else "")).rpartition("/")[2].strip()
                if "NoAssertion" not in target and text.upper() not in UNSAID:
                    licenses.add((index, text))
    return Counts(len(known), dependencies, len(licenses))


def counted(data: bytes) -> Counts:
    """What a document of any form holds; `data` is UTF-8."""
    start = data.lstrip()[:1]
    if start == b"<":
        return of_rdf(data) if b"rdf-syntax-ns" in data[:2000] else of_xml(data)
    text = data.decode("utf-8", "replace")
    if start == b"{":
        document = json.loads(text)
        return of_graph(document) if "@context" in document else of_json(document)
    if re.search(r"(?:^|\r|\n)SPDXVersion:", text):
        return of_tags(text)
    return of_json(yaml.load(text, Loader=yaml.CSafeLoader))
