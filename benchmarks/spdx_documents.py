"""Documents of SPDX of a given number of packages, or of a given size, for `read_bom.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

_LICENSES = ("MIT", "Apache-2.0", "BSD-3-Clause", "GPL-2.0-or-later", "MPL-2.0")
_REQUIRED = 3
"""Packages that each one requires."""
_NAMESPACE = "https://example.org/image-1"


def write_spdx(path: Path, form: str, *, components: int | None = None, size: int = 0) -> int:
    """Write a document in a form: so many packages, or about so many bytes; how many packages it has."""
    write = FORMS[form]
    count = components if components is not None else _count(write, size)
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(write(count))
    return count


def _count(write: Callable[[int], Iterator[str]], size: int) -> int:
    few, many = (sum(map(len, write(count))) for count in (100, 200))
    return max(1, size * 100 // (many - few))


def _spdx2(count: int) -> Iterator[str]:
    head = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "image",
        "documentNamespace": _NAMESPACE,
        "creationInfo": {"created": "2026-01-01T00:00:00Z", "creators": ["Tool: generator-1"]},
        "documentDescribes": ["SPDXRef-0"],
    }
    yield json.dumps(head)[:-1] + ', "packages": ['
    yield from _joined(_package(index) for index in range(count))
    yield '], "relationships": ['
    yield from _joined(
        {"spdxElementId": f"SPDXRef-{a}", "relationshipType": "DEPENDS_ON", "relatedSpdxElement": f"SPDXRef-{b}"}
        for a, b in _requirements(count)
    )
    yield "]}"


def _package(index: int) -> dict[str, object]:
    name, version = _named(index)
    return {
        "SPDXID": f"SPDXRef-{index}",
        "name": name,
        "versionInfo": version,
        "description": f"What the package number {index} does, in a sentence of usual length.",
        "supplier": f"Organization: Acme {index % 50}",
        "downloadLocation": f"https://example.org/files/{name}-{version}.tar.gz",
        "filesAnalyzed": False,
        "homepage": f"https://example.org/projects/{name}",
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": _LICENSES[index % len(_LICENSES)],
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "LIBRARY",
        "checksums": [{"algorithm": "SHA256", "checksumValue": f"{index:064x}"}],
        "externalRefs": [
            _external("PACKAGE-MANAGER", "purl", f"pkg:pypi/{name}@{version}"),
            _external("SECURITY", "cpe23Type", f"cpe:2.3:a:{name}:{name}:{version}:*:*:*:*:*:*:*"),
        ],
    }


def _external(category: str, type_: str, locator: str) -> dict[str, str]:
    return {"referenceCategory": category, "referenceType": type_, "referenceLocator": locator}


def _tag_value(count: int) -> Iterator[str]:
    yield "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: image\n"
    yield f"DocumentNamespace: {_NAMESPACE}\nCreator: Tool: generator-1\nCreated: 2026-01-01T00:00:00Z\n"
    yield "Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-0\n"
    for index in range(count):
        name, version = _named(index)
        yield (
            f"\nPackageName: {name}\nSPDXID: SPDXRef-{index}\nPackageVersion: {version}\n"
            f"PackageDescription: <text>What the package number {index} does,\nin two lines.</text>\n"
            f"PackageSupplier: Organization: Acme {index % 50}\nFilesAnalyzed: false\n"
            f"PackageDownloadLocation: https://example.org/files/{name}-{version}.tar.gz\n"
            f"PackageHomePage: https://example.org/projects/{name}\nPackageLicenseConcluded: NOASSERTION\n"
            f"PackageLicenseDeclared: {_LICENSES[index % len(_LICENSES)]}\nPackageCopyrightText: NOASSERTION\n"
            f"PrimaryPackagePurpose: LIBRARY\nPackageChecksum: SHA256: {index:064x}\n"
            f"ExternalRef: PACKAGE-MANAGER purl pkg:pypi/{name}@{version}\n"
            f"ExternalRef: SECURITY cpe23Type cpe:2.3:a:{name}:{name}:{version}:*:*:*:*:*:*:*\n"
        )
    yield from (f"Relationship: SPDXRef-{a} DEPENDS_ON SPDXRef-{b}\n" for a, b in _requirements(count))


def _spdx3(count: int) -> Iterator[str]:
    yield '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": ['
    yield from _joined(_elements(count))
    yield "]}"


def _elements(count: int) -> Iterator[dict[str, object]]:
    info = {"type": "CreationInfo", "@id": "_:info", "specVersion": "3.0.1", "created": "2026-01-01T00:00:00Z"}
    yield {**info, "createdBy": [_id("acme-0")]}
    yield from (_element("Organization", f"acme-{n}", name=f"Acme {n}") for n in range(50))
    for number, expression in enumerate(_LICENSES):
        yield _element(
            "simplelicensing_LicenseExpression", f"license-{number}", simplelicensing_licenseExpression=expression
        )
    yield _element("SpdxDocument", "document", name="image", rootElement=[_id("0")])
    for index in range(count):
        name, version = _named(index)
        yield _element(
            "software_Package",
            str(index),
            name=name,
            description=f"What the package number {index} does, in a sentence of usual length.",
            software_packageVersion=version,
            software_packageUrl=f"pkg:pypi/{name}@{version}",
            software_downloadLocation=f"https://example.org/files/{name}-{version}.tar.gz",
            software_homePage=f"https://example.org/projects/{name}",
            software_primaryPurpose="library",
            suppliedBy=_id(f"acme-{index % 50}"),
            verifiedUsing=[{"type": "Hash", "algorithm": "sha256", "hashValue": f"{index:064x}"}],
        )
        license_ = _id(f"license-{index % len(_LICENSES)}")
        yield _relationship(f"{index}-license", str(index), "hasDeclaredLicense", [license_])
        required = [_id(str(b)) for _, b in _requirements(count, index)]
        if required:
            yield _relationship(f"{index}-requires", str(index), "dependsOn", required)


def _element(type_: str, id_: str, **members: object) -> dict[str, object]:
    return {"type": type_, "spdxId": _id(id_), "creationInfo": "_:info", **members}


def _relationship(name: str, source: str, type_: str, targets: list[str]) -> dict[str, object]:
    return {**_element("Relationship", name), "from": _id(source), "relationshipType": type_, "to": targets}


def _id(name: str) -> str:
    return f"{_NAMESPACE}#{name}"


def _named(index: int) -> tuple[str, str]:
    return f"package-{index}", f"1.{index % 50}.{index % 7}"


def _requirements(count: int, of: int | None = None) -> Iterator[tuple[int, int]]:
    for index in range(count) if of is None else (of,):
        yield from ((index, other) for other in range(index + 1, min(count, index + 1 + _REQUIRED)))


def _joined(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    for index, row in enumerate(rows):
        yield ("," if index else "") + json.dumps(row)


FORMS = {"spdx2": _spdx2, "spdx2-tag-value": _tag_value, "spdx3": _spdx3}
"""By the names that the benchmark gives them."""
