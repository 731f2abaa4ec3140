"""A document in plain XML: the members of the JSON form as elements, those of a list one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.spdx2.document import things
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context
from mlgraph_ingest.bom.spdx2.trees import parts_of, roots_of
from mlgraph_ingest.bom.things import Thing
from mlgraph_ingest.bom.xml_document import line_of, parse_xml

_LISTS = frozenset({
    "annotations", "artifactOfs", "attributionTexts", "checksums", "creators", "crossRefs", "documentDescribes",
    "externalDocumentRefs", "externalRefs", "fileContributors", "fileDependencies", "fileTypes", "files", "hasFiles",
    "hasExtractedLicensingInfos", "licenseInfoFromFiles", "licenseInfoInFiles", "licenseInfoInSnippets",
    "packageVerificationCodeExcludedFiles", "packages", "ranges", "relationships", "revieweds", "seeAlsos", "snippets",
})  # fmt: skip
"""Members that are lists in the JSON schema of SPDX 2.3, or were in that of 2.2."""


class _Table(dict[str, object]):
    """What an element holds, with the line that it begins on."""

    line: str = ""


def read(content: Content) -> Iterator[Thing]:
    """What the document says. Raises FormatError, with the place, where it is no XML."""
    tree = _table(parse_xml(content))
    yield from things(parts_of(tree, _place), Context(roots_of(tree)))


def _place(chapter: Chapter, index: int, said: Mapping[str, object]) -> str:
    del chapter, index
    return said.line if isinstance(said, _Table) else ""


def _table(element: etree._Element) -> _Table:
    said = _Table()
    said.line = str(line_of(element) or "")
    lists: dict[str, list[object]] = {}
    for child in element:
        name = etree.QName(child).localname
        value = _value(child, name)
        if name in _LISTS:
            lists.setdefault(name, []).append(value)
        else:
            said.setdefault(name, value)
    said.update(lists)
    return said


def _value(element: etree._Element, name: str) -> object:
    if len(element):
        return _table(element)
    text = element.text or ""
    if name == "filesAnalyzed" and text.strip() in {"true", "false"}:
        return text.strip() == "true"
    if name in {"offset", "lineNumber"} and text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    return text
