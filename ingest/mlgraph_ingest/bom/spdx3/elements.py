"""The elements of a document, one by one, in the compact spelling of the context that the standard publishes.

No context is ever fetched: names are those of the standard's own context, or full IRIs of its vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.json_parts import elements, members, parsed

VOCABULARY = "https://spdx.org/rdf/"
_PROFILES = {
    "Core": "",
    "Software": "software_",
    "AI": "ai_",
    "Dataset": "dataset_",
    "Security": "security_",
    "SimpleLicensing": "simplelicensing_",
    "ExpandedLicensing": "expandedlicensing_",
    "Build": "build_",
    "Extension": "extension_",
}
_TYPES = {
    "Package": "software_Package",
    "File": "software_File",
    "Snippet": "software_Snippet",
    "Sbom": "software_Sbom",
    "AIPackage": "ai_AIPackage",
    "DatasetPackage": "dataset_DatasetPackage",
    "LicenseExpression": "simplelicensing_LicenseExpression",
    "License": "expandedlicensing_CustomLicense",
    "CustomLicense": "expandedlicensing_CustomLicense",
    "ListedLicense": "expandedlicensing_ListedLicense",
    "Vulnerability": "security_Vulnerability",
}
"""Classes without their profile, as drafts of the standard and some tools have them."""
_NAMES = {
    "@id": "spdxId",
    "@type": "type",
    "externalIdentifiers": "externalIdentifier",
    "externalRefs": "externalRef",
    "licenseExpression": "simplelicensing_licenseExpression",
    "licenseText": "simplelicensing_licenseText",
    "sbomType": "software_sbomType",
}
_LISTS = frozenset({
    "to", "rootElement", "element", "createdBy", "createdUsing", "originatedBy", "verifiedUsing", "externalRef",
    "externalIdentifier", "profileConformance", "software_sbomType", "software_attributionText", "import",
    "namespaceMap", "extension", "ai_domain", "ai_typeOfModel", "ai_hyperparameter", "ai_metric",
    "dataset_datasetType", "dataset_dataPreprocessing", "dataset_knownBias", "simplelicensing_customIdToUri",
    "expandedlicensing_member", "locator",
})  # fmt: skip
"""Properties of several values, which JSON-LD may write as one."""
_LINKS = frozenset({
    "from", "to", "subject", "rootElement", "element", "creationInfo", "createdBy", "createdUsing", "suppliedBy",
    "originatedBy", "security_assessedElement", "software_snippetFromFile", "expandedlicensing_member",
    "expandedlicensing_subjectExtendableLicense", "expandedlicensing_subjectLicense",
    "expandedlicensing_subjectAddition", "dataLicense",
})  # fmt: skip
"""Properties that lead to elements, which may stand in place."""


class Element(NamedTuple):
    """One element."""

    place: str
    """JSON pointer."""
    id: str
    """Its spdxId; of one without an id its place."""
    type: str
    """`software_Package`, `CreationInfo`, ...; empty: it does not say."""
    said: Mapping[str, object]
    """Its other members; elements that stand in place in it are their ids."""

    def text(self, name: str) -> str | None:
        """A member that is a text."""
        found = self.said.get(name)
        return found if isinstance(found, str) and found.strip() else None

    def texts(self, name: str) -> list[str]:
        """The texts of a member that is a list, or one text."""
        found = self.said.get(name)
        values = found if isinstance(found, list) else [found]
        return [value for value in values if isinstance(value, str) and value.strip()]


class Graph:
    """The elements of a document, to be gone through as often as needed."""

    def __init__(self, content: Content) -> None:
        self._shown = content.shown
        top = members(content.data, content.shown)
        self._single: dict[str, object] | None = None
        self._raw: list[msgspec.Raw] = []
        if "@graph" in top:
            self._raw = elements(top["@graph"], self._shown, "#/@graph")
        else:
            self._single = {n: parsed(v, self._shown, f"#/{n}") for n, v in top.items() if n != "@context"}
        self._kept: list[object] | None = [] if len(content.data) < _KEPT_LIMIT else None

    def __iter__(self) -> Iterator[Element]:
        """All elements, in the order of the document; those that stand in place in another one before that."""
        if self._single is not None:
            yield from _elements(self._single, "#")
            return
        for index, said in enumerate(self._values()):
            if isinstance(said, dict):
                yield from _elements(said, f"#/@graph/{index}")

    def mistyped(self) -> Iterator[tuple[str, str]]:
        """Places of what is no element, and what stands there."""
        for index, raw in enumerate(self._raw):
            if bytes(memoryview(raw)[:1]) != b"{":
                said = parsed(raw, self._shown, f"#/@graph/{index}")
                yield f"#/@graph/{index}", f"{said!r:.80} where an element belongs"

    def _values(self) -> Iterator[object]:
        """The parts, parsed; those of a small document are parsed once."""
        if self._kept is not None and len(self._kept) == len(self._raw):
            yield from self._kept
            return
        kept: list[object] = []
        for index, raw in enumerate(self._raw):
            found = parsed(raw, self._shown, f"#/@graph/{index}")
            if self._kept is not None:
                kept.append(found)
            yield found
        if self._kept is not None:
            self._kept = kept


_KEPT_LIMIT = 32 * 1024**2
"""Bytes of a document whose elements stay in memory between two passes."""


def word(text: str) -> str:
    """An entry of a vocabulary without its IRI: `contains`, `NoneElement`."""
    return text.rpartition("/")[2] if text.startswith(VOCABULARY) else text


def compact(name: str) -> str:
    """The compact name of a class or a property of the standard's vocabulary; any other name as it is.

    >>> compact("https://spdx.org/rdf/3.0.1/terms/Software/packageVersion")
    'software_packageVersion'
    """
    if not name.startswith(VOCABULARY):
        return name
    profile, _, local = name.partition("/terms/")[2].partition("/")
    return _PROFILES.get(profile, f"{profile.lower()}_") + local


def _elements(said: Mapping[str, object], place: str) -> Iterator[Element]:
    plain, inner = _compacted(said, place)
    for path, each in inner:
        yield from _elements(each, path)
    type_, id_ = plain.pop("type", None), plain.pop("spdxId", None)
    first = type_[0] if isinstance(type_, list) and type_ else type_
    name = compact(first) if isinstance(first, str) else ""
    yield Element(place, id_ if isinstance(id_, str) and id_ else place, _TYPES.get(name, name), plain)


def _compacted(said: Mapping[str, object], place: str) -> tuple[dict[str, Any], list[tuple[str, Mapping[str, object]]]]:
    """An element's members by their compact names, and the elements that stand in place in it."""
    plain: dict[str, Any] = {}
    inner: list[tuple[str, Mapping[str, object]]] = []
    for key, value in said.items():
        name, is_link, is_list, is_expanded = _member(key)
        found = value
        if is_link and not isinstance(value, str):
            found = _linked(value, f"{place}/{key}", inner)
        elif is_expanded:
            found = _unwrapped(value)
        if name not in plain:
            plain[name] = [found] if is_list and not isinstance(found, list) else found
    return plain, inner


@lru_cache(maxsize=512)
def _member(key: str) -> tuple[str, bool, bool, bool]:
    """The compact name of a member; whether it leads to elements, may have several values, has a value in expanded form."""
    name = _NAMES.get(key) or compact(key)
    return name, name in _LINKS, name in _LISTS, name not in _LINKS and key.startswith(VOCABULARY)


def _linked(value: object, place: str, inner: list[tuple[str, Mapping[str, object]]]) -> object:
    """Ids in place of elements; an element that is more than its id is set aside."""
    if isinstance(value, list):
        return [
            each if isinstance(each, str) else _linked(each, f"{place}/{index}", inner)
            for index, each in enumerate(value)
        ]
    if not isinstance(value, Mapping):
        return value
    name = value.get("spdxId") or value.get("@id")
    if len(value) > 1 or name is None:
        inner.append((place, value))
    return name if isinstance(name, str) else place


def _unwrapped(value: object) -> object:
    """A value of expanded JSON-LD as the compact form has it."""
    if isinstance(value, list):
        return [_unwrapped(each) for each in value] if len(value) != 1 else _unwrapped(value[0])
    if isinstance(value, Mapping):
        for name in ("@value", "@id"):
            if name in value and len(value) <= 2:
                return value[name]
    return value


def refuse_empty(graph: Graph, shown: str) -> None:
    """Raises FormatError where a document has no element of the standard."""
    if not any(element.type for element in graph):
        raise FormatError(f"{shown}: JSON-LD without any element of SPDX 3")
