"""Each thing as a package."""

from __future__ import annotations

from mlgraph.bom.spdx.licenses import SpdxLicense
from mlgraph.bom.spdx.things import Link, Thing, ThingKind
from mlgraph.bom.spdx2.times import spelled
from mlgraph.model.assertions import JsonValue

NO_ASSERTION = "NOASSERTION"
_PURPOSES = {
    ThingKind.PROJECT: "APPLICATION",
    ThingKind.PACKAGE: "LIBRARY",
    ThingKind.FILE: "FILE",
    ThingKind.MODEL_FILE: "FILE",
    ThingKind.DATA_FILE: "FILE",
    ThingKind.MODEL: "OTHER",
    ThingKind.DATASET: "OTHER",
    ThingKind.SERVICE: "OTHER",
}
"""Clause 7.24 knows no model, no data and no service."""
_BY_TYPE = {
    "application": "APPLICATION",
    "framework": "FRAMEWORK",
    "library": "LIBRARY",
    "container": "CONTAINER",
    "operating-system": "OPERATING_SYSTEM",
    "device": "DEVICE",
    "firmware": "FIRMWARE",
    "file": "FILE",
}
"""Types of CycloneDX that are purposes; all others are OTHER, with the type in the annotation."""
_SCHEMES = {
    "swid": ("SECURITY", "swid"),
    "swhid": ("PERSISTENT-ID", "swh"),
    "gitoid": ("PERSISTENT-ID", "gitoid"),
}
"""Names that others know something by -> category and type (annex F)."""


def package(thing: Thing, spdx_id: str) -> dict[str, JsonValue]:
    """A thing with all that SPDX 2.3 has a field for (clause 7); what is not known is NOASSERTION or left out."""
    optional: dict[str, JsonValue] = {
        "versionInfo": thing.version,
        "packageFileName": thing.name if _purpose(thing) == "FILE" else None,
        "supplier": f"Organization: {thing.supplier}" if thing.supplier else None,
        "originator": f"Organization: {thing.originator}" if thing.originator else None,
        "homepage": thing.home_page,
        "sourceInfo": thing.source_info,
        "description": thing.description,
        "releaseDate": spelled(thing.released_at) if thing.released_at else None,
        "builtDate": spelled(thing.built_at) if thing.built_at else None,
        "licenseComments": _license_comments(thing) or None,
        "checksums": [_checksum(name, digest) for name, digest in thing.hashes] or None,
        "externalRefs": _external_refs(thing) or None,
    }
    return {
        "SPDXID": spdx_id,
        "name": thing.name or thing.ref,
        "downloadLocation": thing.download_location or NO_ASSERTION,
        "filesAnalyzed": False,
        "licenseConcluded": _expression(thing.licensing.concluded),
        "licenseDeclared": _expression(thing.licensing.declared),
        "copyrightText": thing.copyright or NO_ASSERTION,
        "primaryPackagePurpose": _purpose(thing),
        **{name: value for name, value in optional.items() if value is not None},
    }


def _expression(license_: SpdxLicense | None) -> str:
    return license_.expression if license_ else NO_ASSERTION


def _license_comments(thing: Thing) -> str:
    said = (("declared", thing.licensing.declared), ("concluded", thing.licensing.concluded))
    return "\n".join(f"{name}: read in: {found.where}" for name, found in said if found and found.where)


def _checksum(name: str, digest: str) -> JsonValue:
    """`SHA-256` is `SHA256` here; SHA3-256, BLAKE2b-512, BLAKE3 and MD5 are called alike (clause 7.10)."""
    return {"algorithm": name.replace("SHA-", "SHA"), "checksumValue": digest}


def _external_refs(thing: Thing) -> list[JsonValue]:
    found: list[JsonValue] = []
    if thing.purl:
        found.append(_external_ref("PACKAGE-MANAGER", "purl", thing.purl))
    found += [_identifier(scheme, name) for scheme, name in thing.identifiers]
    return found + [_link(link) for link in thing.links if link.type != "website" or link.url != thing.home_page]


def _purpose(thing: Thing) -> str:
    return _BY_TYPE.get(thing.component_type, "OTHER") if thing.component_type else _PURPOSES[thing.kind]


def _identifier(scheme: str, name: str) -> JsonValue:
    if scheme == "cpe":
        return _external_ref("SECURITY", "cpe23Type" if name.startswith("cpe:2.3:") else "cpe22Type", name)
    category, type_ = _SCHEMES.get(scheme, ("OTHER", scheme))
    return _external_ref(category, type_, name)


def _link(link: Link) -> JsonValue:
    """An address by its type in CycloneDX, which clause 7.21 leaves free for the category OTHER."""
    reference = _external_ref("OTHER", link.type, link.url)
    return {**reference, "comment": link.comment} if link.comment else reference


def _external_ref(category: str, type_: str, locator: str) -> dict[str, JsonValue]:
    return {"referenceCategory": category, "referenceType": type_, "referenceLocator": locator}
