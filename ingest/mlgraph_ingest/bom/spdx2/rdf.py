"""A document in RDF/XML, brought into the shape of the JSON form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context, Part, described_by
from mlgraph_ingest.bom.spdx2.rdf_licenses import license_text
from mlgraph_ingest.bom.spdx2.rdf_nodes import Node, Nodes, Ref, Value
from mlgraph_ingest.bom.things import Thing
from mlgraph_ingest.bom.xml_document import parse_xml

_TERMS = "http://spdx.org/rdf/terms#"
_CHAPTERS = {
    "ExtractedLicensingInfo": Chapter.LICENSE,
    "Package": Chapter.PACKAGE,
    "File": Chapter.FILE,
    "Snippet": Chapter.SNIPPET,
}
_LISTS = {
    "creator": "creators",
    "licenseInfoFromFiles": "licenseInfoFromFiles",
    "licenseInfoInFile": "licenseInfoInFiles",
    "licenseInfoInSnippet": "licenseInfoInSnippets",
    "attributionText": "attributionTexts",
    "fileType": "fileTypes",
    "fileContributor": "fileContributors",
    "fileDependency": "fileDependencies",
    "hasFile": "hasFiles",
    "seeAlso": "seeAlsos",
    "packageVerificationCodeExcludedFile": "packageVerificationCodeExcludedFiles",
}
"""Properties -> members of the JSON form that are lists."""
_TABLES = {
    "annotation": "annotations",
    "checksum": "checksums",
    "externalRef": "externalRefs",
    "externalDocumentRef": "externalDocumentRefs",
    "range": "ranges",
    "crossRef": "crossRefs",
}
"""Properties whose values are nodes -> members that are lists of objects."""
_ONE = frozenset({"creationInfo", "packageVerificationCode", "startPointer", "endPointer"})
"""Properties whose value is a node -> an object."""
_NAMES = {"specVersion": "spdxVersion", "comment": "comment", "referencesFile": "reference"}
_LICENSES = frozenset({
    "licenseConcluded", "licenseDeclared", "licenseInfoFromFiles", "licenseInfoInFile", "licenseInfoInSnippet",
})  # fmt: skip
_ELEMENTS = frozenset({"hasFile", "fileDependency", "snippetFromFile", "relatedSpdxElement", "reference"})
"""Properties that lead to other elements."""
_ELSEWHERE = frozenset({"relationship", "hasExtractedLicensingInfo", "describesPackage", "referencesFile", "reviewed"})
"""Properties that are read otherwise: what they lead to is a part of its own."""
_WORDS = re.compile(r"(?:relationshipType|fileType|annotationType|referenceCategory|purpose|checksumAlgorithm)_(\w+)")


def read(content: Content) -> Iterator[Thing]:
    """What the document says. Raises FormatError, with the place, where it is no XML or has no SpdxDocument."""
    nodes = Nodes(parse_xml(content))
    document = next((node for node in nodes if node.type == "SpdxDocument"), None)
    if document is None:
        raise FormatError(f"{content.shown}: RDF without an SpdxDocument")
    parts = list(_Reader(nodes, document).parts())
    rows = [part.said for part in parts if part.chapter is Chapter.RELATIONSHIP]
    yield from things(parts, Context(described_by(rows)))


class _Reader:
    """The parts of a document from its nodes."""

    def __init__(self, nodes: Nodes, document: Node) -> None:
        self._nodes = nodes
        self._document = document
        self._namespace = document.name.rpartition("#")[0]
        self._external = dict(self._documents())
        self._open: set[str] = set()

    def parts(self) -> Iterator[Part]:
        """The document, licenses, packages, files, snippets and relationships."""
        head = {
            **self._said(self._document),
            "SPDXID": self._id(self._document.name),
            "documentNamespace": self._namespace,
        }
        yield Part(Chapter.DOCUMENT, str(self._document.line), head)
        for type_, chapter in _CHAPTERS.items():
            for node in self._nodes:
                if node.type == type_:
                    yield Part(chapter, str(node.line), self._part(node, chapter))
        for node in self._nodes:
            yield from self._relationships(node)

    def _part(self, node: Node, chapter: Chapter) -> Mapping[str, object]:
        said = self._said(node)
        if chapter is Chapter.LICENSE:
            said.setdefault("licenseId", self._id(node.name))
        elif not node.name.startswith("_:"):
            said["SPDXID"] = self._id(node.name)
        return said

    def _relationships(self, node: Node) -> Iterator[Part]:
        for value in node.values("relationship"):
            found = self._nodes.get(value.name) if isinstance(value, Ref) else None
            if found is not None:
                row = {**self._said(found), "spdxElementId": self._id(node.name)}
                yield Part(Chapter.RELATIONSHIP, str(found.line), row)
        if node is self._document:
            for value in node.values("describesPackage"):
                target = self._id(value.name) if isinstance(value, Ref) else value
                row = {
                    "spdxElementId": self._id(node.name),
                    "relationshipType": "DESCRIBES",
                    "relatedSpdxElement": target,
                }
                yield Part(Chapter.RELATIONSHIP, str(node.line), row)

    def _said(self, node: Node) -> dict[str, object]:
        """The properties of a node as members of the JSON form."""
        said: dict[str, object] = {}
        for name, values in node.said.items():
            if name in _ELSEWHERE:
                continue
            if name in _TABLES or (name in _ONE and values):
                tables = [table for value in values if (table := self._table(value)) is not None]
                said[_TABLES.get(name, name)] = tables if name in _TABLES else next(iter(tables), None)
            elif name in _LISTS:
                said[_LISTS[name]] = [self._text(name, value) for value in values]
            else:
                said[_NAMES.get(name, name)] = self._text(name, values[0])
        if node.type == "ExternalDocumentRef" and isinstance(digests := said.pop("checksums", None), list):
            said["checksum"] = next(iter(digests), None)
        return said

    def _table(self, value: Value) -> dict[str, object] | None:
        """The node that a value is, as an object; one that holds itself is left out where it does."""
        node = self._nodes.get(value.name) if isinstance(value, Ref) else None
        if node is None or node.name in self._open:
            return None
        self._open.add(node.name)
        found = self._said(node)
        self._open.discard(node.name)
        return found

    def _text(self, name: str, value: Value) -> object:
        if name in _LICENSES:
            return license_text(self._nodes, value)
        if isinstance(value, str):
            return _typed(name, value)
        if name in _ELEMENTS:
            return self._id(value.name)
        if value.name.startswith(_TERMS):
            return _word(name, value.name.removeprefix(_TERMS))
        if name in {"referenceType", "dataLicense"}:
            return value.name.rpartition("/")[2] if "spdx.org/" in value.name else value.name
        return value.name

    def _documents(self) -> Iterator[tuple[str, str]]:
        """Namespaces of the other documents -> their names in this one."""
        for value in self._document.values("externalDocumentRef"):
            node = self._nodes.get(value.name) if isinstance(value, Ref) else None
            for uri in node.values("spdxDocument") if node is not None else ():
                name = next((each for each in node.values("externalDocumentId")), "") if node is not None else ""
                if isinstance(name, str) and name:
                    yield (uri.name if isinstance(uri, Ref) else uri).rstrip("#"), name

    def _id(self, name: str) -> str:
        """The SPDXID of a URI; of an element of another document with the name of that before it."""
        namespace, hash_, local = name.rpartition("#")
        if name.startswith(_TERMS):
            return local.upper()
        if not hash_:
            return name
        if namespace in self._external:
            return f"{self._external[namespace]}:{unquote(local)}"
        return unquote(local) if namespace == self._namespace else name


def _typed(name: str, text: str) -> object:
    if name == "filesAnalyzed" and text.strip() in {"true", "false"}:
        return text.strip() == "true"
    if name in {"offset", "lineNumber"} and text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return text


def _word(name: str, word: str) -> str:
    """A word of the vocabulary as the JSON form has it: `relationshipType_dependsOn` is DEPENDS_ON."""
    if word in {"none", "noassertion"}:
        return word.upper()
    match = _WORDS.fullmatch(word)
    if match is None:
        return word
    joined = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", match[1]).upper()
    return joined.replace("_", "-") if name in {"referenceCategory", "primaryPackagePurpose"} else joined
