"""Each thing as an element of its class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from spdx_python_model.bindings.v3_0_1 import (
    Annotation,
    AnnotationType,
    ExternalIdentifier,
    ExternalIdentifierType,
    ExternalRef,
    ExternalRefType,
    Hash,
    HashAlgorithm,
    ai_AIPackage,
    dataset_DatasetPackage,
    software_File,
    software_Package,
    software_SoftwarePurpose,
)

from mlgraph.bom.spdx.things import Link, Thing, ThingKind
from mlgraph.bom.spdx3.artifacts import TOLD, ai_properties, dataset_properties
from mlgraph.bom.spdx3.draft import Draft

_PURPOSES = {
    ThingKind.PROJECT: software_SoftwarePurpose.application,
    ThingKind.PACKAGE: software_SoftwarePurpose.library,
    ThingKind.MODEL: software_SoftwarePurpose.model,
    ThingKind.DATASET: software_SoftwarePurpose.data,
    ThingKind.FILE: software_SoftwarePurpose.model,
    ThingKind.MODEL_FILE: software_SoftwarePurpose.model,
    ThingKind.DATA_FILE: software_SoftwarePurpose.data,
    ThingKind.SERVICE: software_SoftwarePurpose.other,
}
_BY_TYPE = {
    "application": software_SoftwarePurpose.application,
    "framework": software_SoftwarePurpose.framework,
    "library": software_SoftwarePurpose.library,
    "container": software_SoftwarePurpose.container,
    "platform": software_SoftwarePurpose.platform,
    "operating-system": software_SoftwarePurpose.operatingSystem,
    "device": software_SoftwarePurpose.device,
    "device-driver": software_SoftwarePurpose.deviceDriver,
    "firmware": software_SoftwarePurpose.firmware,
    "file": software_SoftwarePurpose.file,
    "machine-learning-model": software_SoftwarePurpose.model,
    "data": software_SoftwarePurpose.data,
}
"""Types of CycloneDX; all others are `other`, with the type in the annotation."""
_SERVICE = (
    "A hosted service that the project calls; nothing of it is distributed. SPDX 3.0.1 has no class for services."
)
"""Hence a software_Package of purpose `other`. Not an ai_AIPackage, whose profile asks for what a service has not."""
_FILES = frozenset({ThingKind.FILE, ThingKind.MODEL_FILE, ThingKind.DATA_FILE})
_LINKS = {
    "license": ExternalRefType.license,
    "vcs": ExternalRefType.vcs,
    "issue-tracker": ExternalRefType.issueTracker,
    "documentation": ExternalRefType.documentation,
    "release-notes": ExternalRefType.releaseNotes,
    "distribution": ExternalRefType.altDownloadLocation,
}
"""Types of CycloneDX -> of SPDX; all others are `altWebPage`."""


def add_element(draft: Draft, thing: Thing) -> str:
    """Put a thing into the document, with an annotation that holds its remarks; the id of its element."""
    values = _common(draft, thing)
    if thing.kind in _FILES:
        spdx_id = draft.add(software_File, thing.ref, **values)
    elif thing.kind is ThingKind.MODEL:
        spdx_id = draft.add(ai_AIPackage, thing.ref, **values, **_packaged(thing), **ai_properties(thing))
    elif thing.kind is ThingKind.DATASET:
        said = {**_packaged(thing), **dataset_properties(thing)}
        spdx_id = draft.add(dataset_DatasetPackage, thing.ref, **values, **said)
    else:
        comment = _SERVICE if thing.kind is ThingKind.SERVICE else None
        spdx_id = draft.add(software_Package, thing.ref, **values, **_packaged(thing), comment=comment)
    untold = (f"{field}: {text}" for field, text in thing.card if field not in TOLD)
    annotate(draft, thing.ref, "annotation", (*thing.remarks, *untold))
    return spdx_id


def annotate(draft: Draft, ref: str, part: str, lines: Iterable[str]) -> None:
    """Say what no property of the element of that ref holds, a line each, in one annotation, which is called `part`."""
    statement = "\n".join(lines)
    if statement:
        draft.add(
            Annotation,
            ref,
            part,
            subject=draft.id(ref),
            annotationType=AnnotationType.other,
            contentType="text/plain",
            statement=statement,
        )


def _common(draft: Draft, thing: Thing) -> dict[str, Any]:
    agent = draft.agent if thing.known is not None else draft.organization
    originator = agent(thing.originator)
    return {
        "name": thing.name,
        "description": thing.description,
        "software_primaryPurpose": _purpose(thing),
        "software_copyrightText": thing.copyright,
        "externalIdentifier": [_identifier(scheme, name) for scheme, name in thing.identifiers] or None,
        "releaseTime": thing.released_at,
        "builtTime": thing.built_at,
        "suppliedBy": agent(thing.supplier),
        "originatedBy": [originator] if originator else None,
        "verifiedUsing": [Hash(algorithm=_algorithm(name), hashValue=digest) for name, digest in thing.hashes] or None,
        "externalRef": [
            _reference(link) for link in thing.links if link.type != "website" or link.url != thing.home_page
        ]
        or None,
    }


def _purpose(thing: Thing) -> str:
    if not thing.component_type:
        return _PURPOSES[thing.kind]
    return _BY_TYPE.get(thing.component_type, software_SoftwarePurpose.other)


def _identifier(scheme: str, name: str) -> ExternalIdentifier:
    """A name under its scheme; of one that the vocabulary does not know as `other`, with the scheme as a comment."""
    if scheme == "cpe":
        scheme = "cpe23" if name.startswith("cpe:2.3:") else "cpe22"
    known = ExternalIdentifierType.NAMED_INDIVIDUALS.get(scheme)
    found = ExternalIdentifier(externalIdentifierType=known or ExternalIdentifierType.other, identifier=name)
    if known is None:
        found.comment = scheme
    return found


def _packaged(thing: Thing) -> dict[str, Any]:
    return {
        "software_packageVersion": thing.version,
        "software_packageUrl": thing.purl,
        "software_downloadLocation": thing.download_location,
        "software_homePage": thing.home_page,
        "software_sourceInfo": thing.source_info,
    }


def _algorithm(name: str) -> str:
    """`SHA-256`, `SHA3-256` and `BLAKE2b-512` as the vocabulary writes them: `sha256`, `sha3_256`, `blake2b512`."""
    key = name.lower().replace("-", "_" if name.startswith("SHA3") else "")
    return HashAlgorithm.NAMED_INDIVIDUALS[key]


def _reference(link: Link) -> ExternalRef:
    type_ = _LINKS.get(link.type, ExternalRefType.altWebPage)
    reference = ExternalRef(externalRefType=type_, locator=[link.url])
    if link.comment:
        reference.comment = link.comment
    return reference
