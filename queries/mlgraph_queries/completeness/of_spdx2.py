"""What an SPDX 2.2 or 2.3 document states itself, in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.fields import Path, Place, at, facts_of, objects, say_fields, text
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.tool_names import say_tool
from mlgraph_queries.completeness.weight_names import is_model_file
from mlgraph_queries.completeness.whole import GROUPS, absent_of_document, joined, say_parts

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
_KIND, _UNKNOWN_BECAUSE, _NOT_ASKED = "kind: ", "unknown-because: ", "nothing was read about it"
"""Lines of an annotation of mlgraph: what a package is, and why nothing is known of it."""
_NOTED: Mapping[str | None, SubjectKind | None] = {
    "model": SubjectKind.MODEL,
    "dataset": SubjectKind.DATASET,
    "service": None,
    "model-file": None,
    "data-file": None,
}
_PART: Mapping[str, Fact | tuple[Fact, ...]] = {
    "name": Fact.FILES,
    "checksums/*/checksumValue": Fact.HASH,
    "checksums/*/algorithm": Fact.HASH_ALGORITHM,
}
"""What the files in a model say of it."""
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
    SubjectKind.MODEL: _OF_ANYTHING | {Fact.FILES, Fact.BASE_MODEL},
    SubjectKind.DATASET: _OF_ANYTHING | {Fact.FILES, Fact.SOURCE_DATA},
}
"""What the format has a field for; of models and datasets it knows nothing."""


@dataclass(slots=True)
class _Packages:
    """The packages of a document by id, what each of them is, and what the relationships say of them."""

    said: dict[str, tuple[dict[str, object], Path]] = field(default_factory=dict)
    kinds: dict[str, SubjectKind | None] = field(default_factory=dict)
    """None: a service, or a file that mlgraph says belongs to a model."""
    described: set[str] = field(default_factory=set)
    required: dict[str, Path] = field(default_factory=dict)
    """The first place that says of each thing that it is required, or what it requires."""
    holders: dict[str, str] = field(default_factory=dict)
    """From what is contained to what contains it."""
    contents: dict[str, list[str]] = field(default_factory=dict)
    """From what contains things to those."""
    ancestors: dict[str, list[tuple[str, Path]]] = field(default_factory=dict)

    def is_part(self, spdx_id: str) -> bool:
        """Whether a package is one of the files that a model or a dataset in the document is made of."""
        is_held = self.kinds.get(self.holders.get(spdx_id, "")) in {SubjectKind.MODEL, SubjectKind.DATASET}
        return is_held and self.kinds.get(spdx_id) is not SubjectKind.DATASET

    def name(self, spdx_id: str) -> str:
        """What a package is called."""
        return text(self.said[spdx_id][0], "name") if spdx_id in self.said else spdx_id


def spdx2_witness(document: dict[str, object], *, title: str, place: Place) -> Witness:
    """What a document states of itself, of what it describes, and of its packages."""
    packages = _packages(document)
    subjects = [
        _subject(packages, spdx_id, kind, place)
        for spdx_id, kind in packages.kinds.items()
        if kind is not None and not packages.is_part(spdx_id) and not _is_system(packages, spdx_id)
    ]
    subjects = joined(subjects)
    about = next((subject.kind for subject in subjects if subject.id in packages.described), None)
    systems = [] if about is not None else [_system(document, packages, subjects, place)]
    return Witness(
        title=title,
        form=text(document, "spdxVersion").replace("-", " "),
        subjects=(_document(document, packages, place), *systems, *subjects),
        absent=absent_of_document(subjects, about),
        unsayable={kind: frozenset(Fact) - facts for kind, facts in SAYABLE.items()},
    )


def _document(document: dict[str, object], packages: _Packages, place: Place) -> Subject:
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
        target = text(said, "relatedSpdxElement")
        if text(said, "relationshipType") in _REQUIRES and target not in _NOTHING and not packages.is_part(target):
            found.say(Fact.RELATIONSHIPS, packages.name(target), place(("relationships", number)), None)
    return Subject(SubjectKind.DOCUMENT, "document", "the document", found.facts)


def _packages(document: dict[str, object]) -> _Packages:
    found = _Packages(described={str(ref) for ref, _ in at(document, (), "documentDescribes/*")})
    for number, said in objects(document.get("packages")):
        spdx_id = text(said, "SPDXID")
        found.said.setdefault(spdx_id, (said, ("packages", number)))
        found.kinds.setdefault(spdx_id, _kind(said))
    for number, said in objects(document.get("relationships")):
        _relate(found, said, ("relationships", number))
    return found


def _relate(found: _Packages, said: dict[str, object], path: Path) -> None:
    kind = text(said, "relationshipType")
    subject, target = text(said, "spdxElementId"), text(said, "relatedSpdxElement")
    if kind == "DESCRIBES":
        found.described.add(target)
    elif kind == "DESCRIBED_BY":
        found.described.add(subject)
    elif kind == "DESCENDANT_OF":
        found.ancestors.setdefault(subject, []).append((target, path))
    elif kind == "CONTAINS":
        found.holders.setdefault(target, subject)
        found.contents.setdefault(subject, []).append(target)
        if found.kinds.get(target) is SubjectKind.PACKAGE:
            found.required.setdefault(target, path)
    elif kind in _REQUIRES:
        for ref in _sides(subject, target):
            found.required.setdefault(ref, path)


def _is_system(packages: _Packages, spdx_id: str) -> bool:
    return spdx_id in packages.described and packages.kinds.get(spdx_id) is SubjectKind.PACKAGE


def _subject(packages: _Packages, spdx_id: str, kind: SubjectKind, place: Place) -> Subject:
    found, (said, path) = Gathering(), packages.said[spdx_id]
    _say_package(found, packages, spdx_id, place)
    _say_kind(found, said, path, kind, place)
    for ancestor, where in packages.ancestors.get(spdx_id, ()):
        fact = Fact.SOURCE_DATA if kind is SubjectKind.DATASET else Fact.BASE_MODEL
        found.say(fact, packages.name(ancestor), place(where), None)
    for part in packages.contents.get(spdx_id, ()):
        if part in packages.said and packages.is_part(part):
            say_fields(found, *packages.said[part], _PART, place)
    return Subject(kind, spdx_id, text(said, "name"), found.facts, _unreachable(said))


def _system(document: dict[str, object], packages: _Packages, subjects: list[Subject], place: Place) -> Subject:
    found, name = Gathering(), text(document, "name")
    for spdx_id in packages.said:
        if _is_system(packages, spdx_id):
            _say_package(found, packages, spdx_id, place)
            name = packages.name(spdx_id)
    say_parts(found, subjects)
    return Subject(SubjectKind.SYSTEM, "system", name, found.facts)


def _sides(subject: str, target: str) -> Iterator[str]:
    """Both things that a relationship ties together; one that requires nothing (NONE) is known, too."""
    if target == "NOASSERTION":
        return
    yield subject
    if target != "NONE":
        yield target


def _say_package(found: Gathering, packages: _Packages, spdx_id: str, place: Place) -> None:
    said, path = packages.said[spdx_id]
    say_fields(found, said, path, _THING, place)
    for member in ("supplier", "originator"):
        name = text(said, member).partition(":")[2] or text(said, member)
        found.say(Fact.PRODUCER, name, place((*path, member)), None)
    for reference, where in at(said, path, "externalRefs/*"):
        fact = _REFERENCES.get(text(reference, "referenceType"), Fact.REFERENCE)
        found.say(fact, text(reference, "referenceLocator"), place((*where, "referenceLocator")), None)
    required = packages.required.get(spdx_id)
    if required is not None:
        found.say(Fact.REQUIREMENT, "in a relationship of dependency", place(required), None)


def _say_kind(found: Gathering, said: dict[str, object], path: Path, kind: SubjectKind, place: Place) -> None:
    """Note what a package says by being of a kind: the address of a dataset identifies it, a weight file is one."""
    if kind is SubjectKind.DATASET:
        found.say(Fact.IDENTIFIER, said.get("downloadLocation"), place((*path, "downloadLocation")), None)
    if kind is SubjectKind.MODEL and text(said, "packageFileName"):
        found.say(Fact.FILES, text(said, "packageFileName"), place((*path, "packageFileName")), None)


def _kind(said: dict[str, object]) -> SubjectKind | None:
    """What a package is: the format has no word for models and datasets, so that only their addresses tell.

    mlgraph says it in an annotation; a service and the file of a published model are none of them.
    """
    noted = next((line.removeprefix(_KIND) for line in _notes(said) if line.startswith(_KIND)), None)
    if noted in _NOTED:
        return _NOTED[noted]
    locators = [text(reference, "referenceLocator") for reference, _ in at(said, (), "externalRefs/*")]
    if text(said, "packageFileName"):
        is_model = is_model_file(text(said, "packageFileName"), _notes(said))
        return SubjectKind.MODEL if is_model else None if noted == "file" else SubjectKind.PACKAGE
    if any(each.startswith(_HUB_MODEL) for each in locators):
        return SubjectKind.MODEL
    is_data = text(said, "downloadLocation").startswith(_HUB_DATASET)
    return SubjectKind.DATASET if is_data else SubjectKind.PACKAGE


def _unreachable(said: dict[str, object]) -> str | None:
    """Why nothing of a package counts, where an annotation of mlgraph says so."""
    reasons = (line.removeprefix(_UNKNOWN_BECAUSE) for line in _notes(said) if line.startswith(_UNKNOWN_BECAUSE))
    return next((reason for reason in reasons if reason and reason != _NOT_ASKED), None)


def _notes(said: dict[str, object]) -> Iterator[str]:
    """The lines of the annotations of a package."""
    for note, _ in at(said, (), "annotations/*"):
        yield from text(note, "comment").splitlines()
