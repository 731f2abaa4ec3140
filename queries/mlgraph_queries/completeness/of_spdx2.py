"""What an SPDX 2.2 or 2.3 document states itself, in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.fields import Path, Place, at, facts_of, objects, say_fields, text
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.tool_names import say_tool
from mlgraph_queries.completeness.weight_files import is_weight_file
from mlgraph_queries.completeness.whole import GROUPS, absent_of_document, say_parts

_THING: Mapping[str, Fact | tuple[Fact, ...]] = {
    "name": Fact.NAME,
    "primaryPackagePurpose": Fact.TYPE,
    "versionInfo": Fact.VERSION,
    "description": Fact.DESCRIPTION,
    "summary": Fact.DESCRIPTION,
    "licenseDeclared": Fact.LICENSE,
    "licenseConcluded": Fact.LICENSE,
    "downloadLocation": Fact.DOWNLOAD_LOCATION,
    "homepage": Fact.WEBSITE,
    "releaseDate": Fact.TIME,
    "builtDate": Fact.TIME,
    "checksums/*/checksumValue": Fact.HASH,
    "checksums/*/algorithm": Fact.HASH_ALGORITHM,
}
_REFERENCES = {
    "purl": Fact.IDENTIFIER,
    "cpe22Type": Fact.IDENTIFIER,
    "cpe23Type": Fact.IDENTIFIER,
    "swid": Fact.IDENTIFIER,
    "swh": Fact.IDENTIFIER,
    "gitoid": Fact.IDENTIFIER,
    "vcs": Fact.REPOSITORY,
    "documentation": Fact.PAPER,
    "distribution": Fact.DOWNLOAD_LOCATION,
    "website": Fact.WEBSITE,
    "advisory": Fact.VULNERABILITIES,
}
"""By type of reference; all others are pages about the thing."""
_REQUIRES = frozenset(
    {
        *("DEPENDS_ON", "CONTAINS", "CONTAINED_BY", "DEPENDENCY_OF", "RUNTIME_DEPENDENCY_OF", "BUILD_DEPENDENCY_OF"),
        *("DEV_DEPENDENCY_OF", "TEST_DEPENDENCY_OF", "OPTIONAL_DEPENDENCY_OF", "PROVIDED_DEPENDENCY_OF"),
    }
)
"""Relationships that say what a thing requires or has in it."""
_FIXED_INSTANT = "1970-01-01T00:00:00Z"
_HUB_MODEL, _HUB_DATASET = "pkg:huggingface/", "https://huggingface.co/datasets/"
_NOTHING = frozenset({"NONE", "NOASSERTION"})

_OF_ANYTHING = facts_of([_THING]) | frozenset(_REFERENCES.values()) | {Fact.PRODUCER, Fact.REFERENCE, Fact.REQUIREMENT}
SAYABLE: Mapping[SubjectKind, frozenset[Fact]] = {
    SubjectKind.DOCUMENT: frozenset(
        {
            *{Fact.AUTHOR, Fact.FORMAT_NAME, Fact.FORMAT_VERSION, Fact.SERIAL_NUMBER, Fact.TOOL_NAME},
            *{Fact.TOOL_VERSION, Fact.DOCUMENT_TIME, Fact.RELATIONSHIPS},
        }
    ),
    SubjectKind.SYSTEM: _OF_ANYTHING | GROUPS,
    SubjectKind.PACKAGE: _OF_ANYTHING,
    SubjectKind.MODEL: _OF_ANYTHING,
    SubjectKind.DATASET: _OF_ANYTHING,
}
"""What the format has a field for; of models and datasets it knows nothing."""


@dataclass(frozen=True, slots=True)
class _Relations:
    """The relationships of a document: what it describes, and the path at which each thing is required or requires."""

    described: frozenset[str]
    required: Mapping[str, Path]


def spdx2_witness(document: dict[str, object], *, title: str, place: Place) -> Witness:
    """What a document states of itself, of what it describes, and of its packages."""
    relations = _relations(document)
    subjects, system = [], Gathering()
    name = text(document, "name")
    for number, said in objects(document.get("packages")):
        path: Path = ("packages", number)
        spdx_id, kind = text(said, "SPDXID"), _kind(said)
        if spdx_id in relations.described:
            _say_package(system, said, path, relations, place)
            name = text(said, "name")
        if spdx_id not in relations.described or kind is not SubjectKind.PACKAGE:
            found = Gathering()
            _say_package(found, said, path, relations, place)
            if kind is SubjectKind.DATASET:
                found.say(Fact.IDENTIFIER, said["downloadLocation"], place((*path, "downloadLocation")), None)
            subjects.append(Subject(kind, spdx_id, text(said, "name"), found.facts))
    say_parts(system, subjects)
    whole = Subject(SubjectKind.SYSTEM, "system", name, system.facts)
    return Witness(
        title=title,
        form=text(document, "spdxVersion").replace("-", " "),
        subjects=(_document(document, place), whole, *subjects),
        absent=absent_of_document(subjects),
        unsayable={kind: frozenset(Fact) - facts for kind, facts in SAYABLE.items()},
    )


def _document(document: dict[str, object], place: Place) -> Subject:
    found = Gathering()
    found.say(Fact.FORMAT_NAME, "SPDX", place(("spdxVersion",)), None)
    found.say(Fact.FORMAT_VERSION, text(document, "spdxVersion").removeprefix("SPDX-"), place(("spdxVersion",)), None)
    found.say(Fact.SERIAL_NUMBER, text(document, "documentNamespace"), place(("documentNamespace",)), None)
    for created, path in at(document, (), "creationInfo/created"):
        if created != _FIXED_INSTANT:
            found.say(Fact.DOCUMENT_TIME, created, place(path), None)
    for creator, path in at(document, (), "creationInfo/creators/*"):
        role, _, name = str(creator).partition(":")
        if role.strip() == "Tool":
            say_tool(found, name, place(path))
        elif role.strip() in {"Person", "Organization"}:
            found.say(Fact.AUTHOR, name, place(path), None)
    for number, said in objects(document.get("relationships")):
        if text(said, "relationshipType") in _REQUIRES and text(said, "relatedSpdxElement") not in _NOTHING:
            found.say(Fact.RELATIONSHIPS, text(said, "relatedSpdxElement"), place(("relationships", number)), None)
    return Subject(SubjectKind.DOCUMENT, "document", "the document", found.facts)


def _relations(document: dict[str, object]) -> _Relations:
    described = {str(ref) for ref, _ in at(document, (), "documentDescribes/*")}
    required: dict[str, Path] = {}
    for number, said in objects(document.get("relationships")):
        kind, path = text(said, "relationshipType"), ("relationships", number)
        subject, target = text(said, "spdxElementId"), text(said, "relatedSpdxElement")
        if kind == "DESCRIBES":
            described.add(target)
        elif kind == "DESCRIBED_BY":
            described.add(subject)
        elif kind in _REQUIRES and subject != "SPDXRef-DOCUMENT":
            for ref in _sides(subject, target):
                required.setdefault(ref, path)
    return _Relations(frozenset(described), required)


def _sides(subject: str, target: str) -> Iterator[str]:
    """Both things that a relationship ties together; one that requires nothing (NONE) is known, too."""
    if target == "NOASSERTION":
        return
    yield subject
    if target != "NONE":
        yield target


def _say_package(found: Gathering, said: dict[str, object], path: Path, relations: _Relations, place: Place) -> None:
    say_fields(found, said, path, _THING, place)
    for member in ("supplier", "originator"):
        name = text(said, member).partition(":")[2] or text(said, member)
        found.say(Fact.PRODUCER, name, place((*path, member)), None)
    for reference, where in at(said, path, "externalRefs/*"):
        fact = _REFERENCES.get(text(reference, "referenceType"), Fact.REFERENCE)
        found.say(fact, text(reference, "referenceLocator"), place((*where, "referenceLocator")), None)
    required = relations.required.get(text(said, "SPDXID"))
    if required is not None:
        found.say(Fact.REQUIREMENT, "in a relationship of dependency", place(required), None)


def _kind(said: dict[str, object]) -> SubjectKind:
    """What a package is: the format has no word for models and datasets, so that only their addresses tell."""
    locators = [text(reference, "referenceLocator") for reference, _ in at(said, (), "externalRefs/*")]
    if any(each.startswith(_HUB_MODEL) for each in locators) or is_weight_file(text(said, "packageFileName")):
        return SubjectKind.MODEL
    is_data = text(said, "downloadLocation").startswith(_HUB_DATASET)
    return SubjectKind.DATASET if is_data else SubjectKind.PACKAGE
