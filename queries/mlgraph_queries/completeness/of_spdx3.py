"""What an SPDX 3.0.1 document states itself, in the compact form of its JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.fields import Path, Place, at, objects, say_fields, text
from mlgraph_queries.completeness.spdx3_fields import (
    DATASET,
    LICENSES,
    MODEL,
    REFERENCES,
    RELATIONS,
    SAYABLE,
    THING,
)
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.tool_names import say_tool
from mlgraph_queries.completeness.weight_names import is_model_file
from mlgraph_queries.completeness.whole import absent_of_document, joined, say_parts

_KINDS = {
    "ai_AIPackage": SubjectKind.MODEL,
    "dataset_DatasetPackage": SubjectKind.DATASET,
    "software_Package": SubjectKind.PACKAGE,
}
_DOCUMENT, _SBOM = "SpdxDocument", "software_Sbom"
_AUTHORS = frozenset({"Person", "Organization"})
_FIXED_INSTANT = "1970-01-01T00:00:00Z"
"""Stands where a time is demanded and none is known."""
_HOLDS = frozenset({"contains", "hasDataFile"})
_UNKNOWN_BECAUSE, _NOT_ASKED = "unknown-because: ", "nothing was read about it"
"""The line of an annotation with which mlgraph says why nothing is known of a model or a dataset."""
_SERVICE = "A hosted service "
"""How the comment of mlgraph begins on a software_Package that is a service: SPDX 3.0.1 has no class for services."""
_NOTHING = (*("NoneElement", "NoAssertionElement", "NoneLicense", "NoAssertionLicense", "/None", "/NoAssertion"),)
"""How the names of the individuals end that stand where there is nothing, or nobody says."""


@dataclass(slots=True)
class _Graph:
    """The elements of a document by id, with their paths, and the relationships between them."""

    elements: dict[str, tuple[dict[str, object], Path]] = field(default_factory=dict)
    relations: list[tuple[dict[str, object], Path]] = field(default_factory=list)
    outward: dict[str, list[tuple[dict[str, object], Path]]] = field(default_factory=dict)
    """The relationships that start from each element."""
    inward: dict[str, list[tuple[dict[str, object], Path]]] = field(default_factory=dict)
    """The relationships that lead to each element."""
    notes: dict[str, list[str]] = field(default_factory=dict)
    """The statements of the annotations of each element."""
    infos: list[tuple[dict[str, object], Path]] = field(default_factory=list)

    def relate(self, relation: dict[str, object], path: Path) -> None:
        """Put in a relationship."""
        self.relations.append((relation, path))
        self.outward.setdefault(str(relation.get("from")), []).append((relation, path))
        for ref, _ in at(relation, path, "to/*"):
            self.inward.setdefault(str(ref), []).append((relation, path))

    def of_type(self, *names: str) -> Iterator[tuple[dict[str, object], Path]]:
        return (each for each in self.elements.values() if _type(each[0]) in names)

    def named(self, reference: object) -> str:
        """What an element is called that is referred to, or stands inline; a reference to nothing is empty."""
        if isinstance(reference, dict):
            return text(reference, "name", "simplelicensing_licenseExpression")
        said = str(reference)
        if said.endswith(_NOTHING):
            return ""
        known = self.elements.get(said)
        return (text(known[0], "name", "simplelicensing_licenseExpression") or said) if known else said


def spdx3_witness(document: dict[str, object], *, title: str, place: Place) -> Witness:
    """What a document states of itself, of what it is about, and of its elements."""
    graph = _graph(document)
    roots = _roots(graph)
    found = [each for said, path in graph.elements.values() if (each := _component(graph, said, path, place))]
    subjects = [subject for subject in found if not (subject.id in roots and subject.kind is SubjectKind.PACKAGE)]
    subjects = joined(subjects)
    about = next((subject.kind for subject in subjects if subject.id in roots), None)
    systems = [] if about is not None else [_system(graph, roots, subjects, place)]
    return Witness(
        title=title,
        form="SPDX 3.0.1",
        subjects=(_document_subject(graph, place), *systems, *subjects),
        absent=absent_of_document(subjects, about),
        unsayable={kind: frozenset(Fact) - facts for kind, facts in SAYABLE.items()},
    )


def _graph(document: dict[str, object]) -> _Graph:
    graph = _Graph()
    listed = document.get("@graph")
    rows = objects(listed) if isinstance(listed, list) else iter(((-1, document),))
    for number, element in rows:
        path: Path = ("@graph", number) if number >= 0 else ()
        if _type(element) == "CreationInfo":
            graph.infos.append((element, path))
        elif _type(element).endswith("Relationship"):
            graph.relate(element, path)
        elif _type(element) == "Annotation":
            graph.notes.setdefault(str(element.get("subject")), []).append(text(element, "statement"))
        spdx_id = _id(element)
        if spdx_id:
            graph.elements.setdefault(spdx_id, (element, path))
    return graph


def _roots(graph: _Graph) -> frozenset[str]:
    """The ids of what the document is about: the roots of its roots, as far as they lead."""
    found: set[str] = set()
    wanted = {str(ref) for said, path in graph.of_type(_DOCUMENT) for ref, _ in at(said, path, "rootElement/*")}
    while wanted:
        found |= wanted
        inner = (
            graph.elements[ref] for ref in wanted if ref in graph.elements and _type(graph.elements[ref][0]) == _SBOM
        )
        wanted = {str(ref) for said, path in inner for ref, _ in at(said, path, "rootElement/*")} - found
    return frozenset(found)


def _document_subject(graph: _Graph, place: Place) -> Subject:
    found = Gathering()
    found.say(Fact.FORMAT_NAME, "SPDX", place(("@context",)), None)
    for said, path in graph.of_type(_DOCUMENT):
        found.say(Fact.SERIAL_NUMBER, text(said, "spdxId"), place((*path, "spdxId")), None)
        for info, where in _creation(graph, said, path):
            _say_creation(found, graph, info, where, place)
    for said, path in graph.of_type(_SBOM):
        for kind, where in at(said, path, "software_sbomType/*"):
            found.say(Fact.GENERATION_CONTEXT, kind, place(where), None)
    for relation, path in graph.relations:
        if text(relation, "relationshipType") in RELATIONS.depends:
            for ref, where in (each for each in at(relation, path, "to/*") if not _is_part(graph, str(each[0]))):
                found.say(Fact.RELATIONSHIPS, graph.named(ref), place(where), None)
    return Subject(SubjectKind.DOCUMENT, "document", "the document", found.facts)


def _creation(graph: _Graph, said: dict[str, object], path: Path) -> Iterator[tuple[dict[str, object], Path]]:
    """The creation info of the document, which stands inline or is referred to."""
    info = said.get("creationInfo")
    if isinstance(info, dict):
        yield info, (*path, "creationInfo")
    else:
        yield from ((known, where) for known, where in graph.infos if text(known, "@id") == info)


def _say_creation(found: Gathering, graph: _Graph, info: dict[str, object], path: Path, place: Place) -> None:
    found.say(Fact.FORMAT_VERSION, info.get("specVersion"), place((*path, "specVersion")), None)
    if info.get("created") != _FIXED_INSTANT:
        found.say(Fact.DOCUMENT_TIME, info.get("created"), place((*path, "created")), None)
    for ref, where in at(info, path, "createdBy/*"):
        if str(ref) in graph.elements and _type(graph.elements[str(ref)][0]) in _AUTHORS:
            found.say(Fact.AUTHOR, graph.named(ref), place(where), None)
    for ref, where in at(info, path, "createdUsing/*"):
        say_tool(found, graph.named(ref) if str(ref) in graph.elements else "", place(where))


def _component(graph: _Graph, said: dict[str, object], path: Path, place: Place) -> Subject | None:
    kind = _kind(graph, said)
    if kind is None or (_type(said) == "software_File" and _is_part(graph, _id(said))):
        return None
    found = Gathering()
    _say_thing(found, graph, said, path, place)
    if kind is not SubjectKind.PACKAGE:
        say_fields(found, said, path, MODEL if kind is SubjectKind.MODEL else DATASET, place)
    spdx_id = _id(said)
    if _type(said) == "software_File":
        found.say(Fact.FILES, text(said, "name"), place((*path, "name")), None)
    _say_relations(found, graph, spdx_id, kind, place)
    for relation, _ in graph.outward.get(spdx_id, ()):
        for ref, _ in at(relation, (), "to/*") if text(relation, "relationshipType") in _HOLDS else ():
            if str(ref) in graph.elements:
                _say_hashes(found, *graph.elements[str(ref)], place)
    return Subject(kind, spdx_id, text(said, "name") or spdx_id, found.facts, _unreachable(graph, spdx_id))


def _unreachable(graph: _Graph, spdx_id: str) -> str | None:
    """Why nothing of an element counts, where an annotation of mlgraph says so."""
    for note in graph.notes.get(spdx_id, ()):
        for line in note.splitlines():
            said, _, reason = line.partition(_UNKNOWN_BECAUSE)
            if not said and reason and reason != _NOT_ASKED:
                return reason
    return None


def _kind(graph: _Graph, said: dict[str, object]) -> SubjectKind | None:
    kind = _type(said)
    if kind == "software_File":
        lines = (line for note in graph.notes.get(_id(said), ()) for line in note.splitlines())
        may_be = text(said, "software_primaryPurpose") in {"model", "data", ""}
        return SubjectKind.MODEL if may_be and is_model_file(text(said, "name"), lines) else None
    if text(said, "comment").startswith(_SERVICE):
        return None
    return _KINDS.get(kind)


def _is_part(graph: _Graph, spdx_id: str) -> bool:
    """Whether a file is one of those that a model or a dataset in the document is made of."""
    holders = (r.get("from") for r, _ in graph.inward.get(spdx_id, ()) if text(r, "relationshipType") in _HOLDS)
    kinds = (_kind(graph, graph.elements[str(ref)][0]) for ref in holders if str(ref) in graph.elements)
    return any(kind in {SubjectKind.MODEL, SubjectKind.DATASET} for kind in kinds)


def _say_thing(found: Gathering, graph: _Graph, said: dict[str, object], path: Path, place: Place) -> None:
    say_fields(found, said, path, THING, place)
    for steps in ("suppliedBy", "originatedBy/*"):
        for ref, where in at(said, path, steps):
            found.say(Fact.PRODUCER, graph.named(ref), place(where), None)
    for reference, where in at(said, path, "externalRef/*"):
        fact = REFERENCES.get(text(reference, "externalRefType"), Fact.REFERENCE)
        for locator, there in at(reference, where, "locator/*"):
            found.say(fact, locator, place(there), None)
    _say_hashes(found, said, path, place)


def _say_hashes(found: Gathering, said: dict[str, object], path: Path, place: Place) -> None:
    for hashed, where in at(said, path, "verifiedUsing/*"):
        found.say(Fact.HASH, text(hashed, "hashValue"), place((*where, "hashValue")), None)
        found.say(Fact.HASH_ALGORITHM, text(hashed, "algorithm"), place((*where, "algorithm")), None)


def _say_relations(found: Gathering, graph: _Graph, spdx_id: str, kind: SubjectKind, place: Place) -> None:
    """Note what the relationships say that start from an element, and those that lead to it."""
    for relation, path in graph.outward.get(spdx_id, ()):
        name = text(relation, "relationshipType")
        fact = Fact.LICENSE if name in LICENSES else RELATIONS.outward(kind).get(name)
        if fact is not None:
            for ref, where in at(relation, path, "to/*"):
                found.say(fact, graph.named(ref), place(where), None)
        if name == "dependsOn" and text(relation, "completeness") == "complete":
            found.say(Fact.REQUIREMENT, "what it requires is complete", place(path), None)
    for relation, path in graph.inward.get(spdx_id, ()):
        name = text(relation, "relationshipType")
        fact = RELATIONS.inward.get(name) if name != "contains" or kind is SubjectKind.PACKAGE else None
        if fact is not None:
            found.say(fact, graph.named(relation.get("from")), place(path), None)


def _system(graph: _Graph, roots: frozenset[str], subjects: list[Subject], place: Place) -> Subject:
    found, name = Gathering(), ""
    for spdx_id in sorted(roots & graph.elements.keys()):
        said, path = graph.elements[spdx_id]
        if _type(said) not in {_SBOM, _DOCUMENT}:
            name = name or text(said, "name")
            _say_thing(found, graph, said, path, place)
            _say_relations(found, graph, spdx_id, SubjectKind.SYSTEM, place)
    for said, path in graph.of_type("security_Vulnerability"):
        found.say(Fact.VULNERABILITIES, text(said, "name", "spdxId"), place(path), None)
    say_parts(found, subjects)
    return Subject(SubjectKind.SYSTEM, "system", name or "the system", found.facts)


def _type(element: Mapping[str, object]) -> str:
    return text(element, "type", "@type")


def _id(element: Mapping[str, object]) -> str:
    return text(element, "spdxId", "@id")
