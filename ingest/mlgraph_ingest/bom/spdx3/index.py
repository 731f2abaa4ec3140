"""What has to be known of a whole document before its elements can be read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mlgraph_ingest.bom.spdx3.elements import Element, word
from mlgraph_ingest.bom.spdx3.licensing import Licenses
from mlgraph_ingest.bom.things import Problem, StatedLicense

LISTED = frozenset({
    "software_Package", "software_File", "software_SoftwareArtifact", "ai_AIPackage", "dataset_DatasetPackage",
})  # fmt: skip
"""Classes of what a document lists."""
COLLECTIONS = frozenset({"SpdxDocument", "Bom", "software_Sbom", "Bundle", "ElementCollection"})
AGENTS = frozenset({"Agent", "Organization", "Person", "SoftwareAgent", "Tool"})
_ACKNOWLEDGED = {"hasDeclaredLicense": "declared", "hasConcludedLicense": "concluded"}
_NOTHING = {"NoneElement": "NONE", "NoneLicense": "NONE"}
_UNSAID = frozenset({"NoAssertionElement", "NoAssertionLicense"})
_OURS = "mlgraph "


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody or something that acts."""

    type: str
    name: str
    """Empty of people."""


@dataclass(slots=True)
class Index:
    """A document at a glance."""

    infos: dict[str, Element] = field(default_factory=dict)
    """CreationInfo by id."""
    agents: dict[str, Agent] = field(default_factory=dict)
    collections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Documents and boms -> their root elements."""
    documents: list[Element] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    """Ids of packages, files, models and datasets."""
    others: set[str] = field(default_factory=set)
    """Ids of all other elements."""
    vulnerabilities: dict[str, str] = field(default_factory=dict)
    """Element -> id of the vulnerability that it is."""
    suppliers: dict[str, list[str]] = field(default_factory=dict)
    """Element -> agents that it is available from."""
    lines: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    """Of a document of ours: element -> (name, value, place) of the lines of its annotations."""
    licenses: Licenses = field(default_factory=Licenses)
    described: set[str] = field(default_factory=set)
    stated: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    """Element -> (acknowledgement, id of a license, place)."""
    external: set[str] = field(default_factory=set)
    """Ids of elements of other documents, which it imports."""
    people: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether mlgraph wrote the document, so that its annotations are lines of ours."""
        return any(
            agent.type in {"Tool", "SoftwareAgent"} and agent.name.startswith(_OURS) for agent in self.agents.values()
        )

    @property
    def roots(self) -> frozenset[str]:
        """Ids of what the document is about: what its collections begin with, or what it is said to describe."""
        tops = [document.id for document in self.documents] or list(self.collections)
        found, pending = set(self.described), [root for top in tops for root in self.collections.get(top, ())]
        met = set(tops)
        while pending:
            name = pending.pop()
            if name in self.collections and name not in met:
                pending.extend(self.collections[name])
            elif name not in self.collections:
                found.add(name)
            met.add(name)
        return frozenset(found & self.listed)

    def licenses_of(self, name: str, problems: list[Problem]) -> tuple[StatedLicense, ...]:
        """What is stated on the license of an element."""
        return tuple(dict.fromkeys(self._licenses_of(name, problems)))

    def _licenses_of(self, name: str, problems: list[Problem]) -> Iterator[StatedLicense]:
        for acknowledgement, license_, place in self.stated.get(name, ()):
            individual = word(license_).rpartition("_")[2]
            if individual in _UNSAID:
                continue
            text = _NOTHING.get(individual) or self.licenses.text(license_)
            if text is None:
                problems.append(Problem(place, f"the license {license_[:120]!r} names nothing in the document"))
            else:
                yield StatedLicense(text, acknowledgement, place)


def index_of(elements: Iterable[Element]) -> Index:
    """One pass over a document."""
    index = Index()
    annotations: list[Element] = []
    describing: list[tuple[str, list[str]]] = []
    for element in elements:
        if element.type == "Annotation":
            annotations.append(element)
        elif "relationshipType" in element.said:
            _relationship(element, index, describing)
        else:
            _note(element, index)
    for source, targets in describing:
        if source in index.collections:
            index.described.update(targets)
    if index.is_ours:
        _lines(annotations, index)
    return index


def _note(element: Element, index: Index) -> None:
    if element.type in LISTED:
        index.listed.add(element.id)
        return
    index.others.add(element.id)
    if element.type == "CreationInfo":
        index.infos[element.id] = element
    elif element.type in AGENTS:
        name = "" if element.type == "Person" else element.text("name") or ""
        index.agents[element.id] = Agent(element.type, name)
        index.people += element.type == "Person"
    elif element.type in COLLECTIONS:
        index.collections[element.id] = tuple(element.texts("rootElement"))
        if element.type == "SpdxDocument":
            index.documents.append(element)
            index.external.update(_imported(element))
    elif element.type == "security_Vulnerability":
        index.vulnerabilities[element.id] = vulnerability_id(element)
    else:
        index.licenses.note(element)


def _imported(document: Element) -> Iterator[str]:
    rows = document.said.get("import")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("externalSpdxId"), str):
            yield row["externalSpdxId"]


def _relationship(element: Element, index: Index, describing: list[tuple[str, list[str]]]) -> None:
    """Those relationships that are a part of what is said of the element that they lead from."""
    source, type_ = element.text("from"), word(element.text("relationshipType") or "")
    if source is None:
        return
    if type_ in _ACKNOWLEDGED:
        found = index.stated.setdefault(source, [])
        found.extend((_ACKNOWLEDGED[type_], target, element.place) for target in element.texts("to"))
    elif type_ == "availableFrom":
        index.suppliers.setdefault(source, []).extend(element.texts("to"))
    elif type_ == "describes":
        describing.append((source, element.texts("to")))


def _lines(annotations: Iterable[Element], index: Index) -> None:
    for annotation in annotations:
        subject = annotation.text("subject")
        for line in (annotation.text("statement") or "").splitlines() if subject else ():
            name, colon, value = line.partition(": ")
            if colon and subject:
                index.lines.setdefault(subject, []).append((name, value, annotation.place))


def vulnerability_id(element: Element) -> str:
    """What a vulnerability is called: by its CVE, else by its first other name, else by its name or its id."""
    rows = element.said.get("externalIdentifier")
    names = [row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict)]
    ranked = sorted(names, key=lambda row: row.get("externalIdentifierType") != "cve")
    found = next((row["identifier"] for row in ranked if isinstance(row.get("identifier"), str)), None)
    return str(found or element.text("name") or element.id.rpartition("#")[2].rpartition("/")[2])
