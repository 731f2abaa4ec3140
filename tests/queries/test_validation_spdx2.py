from __future__ import annotations

import json

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries import validation_spdx2_vocabulary as vocabulary
from mlgraph_queries.validation import validate

TIME = "2026-03-01T12:30:00Z"


def package(name="a", **fields):
    return {
        "SPDXID": f"SPDXRef-{name}",
        "name": name,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        **fields,
    }


def file(**fields):
    checksum = {"algorithm": "SHA1", "checksumValue": "0" * 40}
    return {"SPDXID": "SPDXRef-f", "fileName": "f", "checksums": [checksum], **fields}


def violations(version="SPDX-2.3", **fields):
    document = {
        "spdxVersion": version,
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "x",
        "dataLicense": "CC0-1.0",
        "documentNamespace": "https://x.example/1",
        "creationInfo": {"created": TIME, "creators": ["Tool: a-1"]},
        **fields,
    }
    document = {name: value for name, value in document.items() if value is not None}
    return [(v.place, v.text) for v in validate(json.dumps(document).encode(), name="x")]


def relationship(first, kind, second):
    return {"spdxElementId": first, "relationshipType": kind, "relatedSpdxElement": second}


def test_valid_document_has_no_violation():
    rows = [relationship("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-a"), relationship("SPDXRef-a", "DEPENDS_ON", "NONE")]
    assert violations(packages=[package(), package("b")], relationships=rows, files=[file()]) == []


@pytest.mark.parametrize("field", ["SPDXID", "name", "dataLicense", "documentNamespace", "creationInfo"])
def test_field_that_is_mandatory_is_missed(field):
    assert violations(**{field: None}) == [("#", f"lacks {field}")]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"dataLicense": "MIT"}, "#/dataLicense"),
        ({"documentNamespace": "x.example#a"}, "#/documentNamespace"),
        ({"nonsense": 1}, "#/nonsense"),
        ({"name": ["x"]}, "#/name"),
        ({"packages": {}}, "#/packages"),
        ({"packages": ["x"]}, "#/packages/0"),
        ({"creationInfo": {"created": "yesterday", "creators": ["Tool: a"]}}, "#/creationInfo/created"),
        ({"creationInfo": {"created": "2026-13-01T12:30:00Z", "creators": ["Tool: a"]}}, "#/creationInfo/created"),
        ({"creationInfo": {"created": TIME, "creators": []}}, "#/creationInfo/creators"),
        ({"creationInfo": {"created": TIME, "creators": ["me"]}}, "#/creationInfo/creators/0"),
        ({"packages": [package(SPDXID="SPDXRef-a_b")]}, "#/packages/0/SPDXID"),
        ({"packages": [package(downloadLocation="somewhere")]}, "#/packages/0/downloadLocation"),
        ({"packages": [package(supplier="Tool: x")]}, "#/packages/0/supplier"),
        ({"packages": [package(filesAnalyzed="false")]}, "#/packages/0/filesAnalyzed"),
        ({"packages": [package(primaryPackagePurpose="MODEL")]}, "#/packages/0/primaryPackagePurpose"),
        ({"packages": [package(versionInfo=">=2.0")]}, "#/packages/0/versionInfo"),
        ({"packages": [package(licenseDeclared="Corp License")]}, "#/packages/0/licenseDeclared"),
        ({"packages": [package(licenseDeclared="LicenseRef-x")]}, "#/packages/0/licenseDeclared"),
        ({"packages": [package(licenseDeclared="DocumentRef-d:LicenseRef-x")]}, "#/packages/0/licenseDeclared"),
        ({"packages": [package(hasFiles=["SPDXRef-f"])], "files": [file()]}, "#/packages/0/hasFiles"),
        ({"files": [file(fileDependencies=["SPDXRef-no"])]}, "#/files/0/fileDependencies/0"),
        ({"files": [file(checksums=[{"algorithm": "SHA256", "checksumValue": "0" * 64}])]}, "#/files/0"),
        ({"documentDescribes": ["SPDXRef-no"]}, "#/documentDescribes/0"),
        (
            {"relationships": [relationship("SPDXRef-DOCUMENT", "IS_LIKE", "NONE")]},
            "#/relationships/0/relationshipType",
        ),
        ({"relationships": [relationship("SPDXRef-no", "CONTAINS", "NONE")]}, "#/relationships/0/spdxElementId"),
        ({"packages": [package(), package("b")]}, "#"),
    ],
)
def test_fault_is_told_with_its_place(fields, place):
    assert [found for found, _ in violations(**fields)] == [place]


def test_id_that_is_given_twice_is_told():
    ((place, text),) = violations(packages=[package(), package()], documentDescribes=["SPDXRef-a"])
    assert place == "#/packages/1/SPDXID"
    assert "already given at #/packages/0/SPDXID" in text


def test_checksum_has_the_digits_of_its_algorithm():
    checksums = [{"algorithm": "SHA256", "checksumValue": "0" * 63}, {"algorithm": "MD5", "checksumValue": "G" * 32}]
    found = violations(packages=[package(checksums=checksums)])
    assert [place for place, _ in found] == [f"#/packages/0/checksums/{i}/checksumValue" for i in (0, 1)]


def test_purl_is_checked():
    reference = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl"}
    for locator, count in (("pkg:pypi/a@1.0", 0), ("pkg:", 1), ("pkg:pypi/a@%3E%3D2", 1)):
        row = {**reference, "referenceLocator": locator}
        assert len(violations(packages=[package(externalRefs=[row])])) == count


def test_reference_into_a_document_that_is_named_is_no_fault():
    named = {
        "externalDocumentId": "DocumentRef-d",
        "spdxDocument": "https://x.example/2",
        "checksum": {"algorithm": "SHA1", "checksumValue": "0" * 40},
    }
    fields = {
        "packages": [package(licenseDeclared="DocumentRef-d:LicenseRef-x")],
        "relationships": [relationship("SPDXRef-a", "CONTAINS", "DocumentRef-d:SPDXRef-z")],
    }
    assert violations(**fields, externalDocumentRefs=[named]) == []
    assert len(violations(**fields)) == 2


def test_older_version_has_more_that_is_mandatory_and_less_that_is_known():
    more = {"licenseConcluded": "NONE", "licenseDeclared": "NONE", "copyrightText": "NONE"}
    assert violations("SPDX-2.2", packages=[package(**more)]) == []
    assert len(violations("SPDX-2.2", packages=[package()])) == 3
    assert violations("SPDX-2.2", packages=[package(**more, primaryPackagePurpose="FILE")]) == [
        ("#/packages/0/primaryPackagePurpose", "is no field of SPDX here")
    ]


def test_version_that_is_not_known_is_refused():
    with pytest.raises(FormatError, match=r"x#/spdxVersion: 'SPDX-2\.1' is not one of SPDX-2\.2, SPDX-2\.3"):
        violations("SPDX-2.1")
    with pytest.raises(FormatError, match="spdxVersion"):
        violations(["SPDX-2.3"])


def test_more_errors_than_a_person_reads_are_counted():
    found = violations(packages=[package(f"p{i}", nonsense=1) for i in range(250)], documentDescribes=["SPDXRef-p0"])
    assert len(found) == 101
    assert ("#", "150 more violations of the standard's model are not listed") in found


def test_message_does_not_repeat_a_long_value():
    ((_, text),) = violations(packages=[package(downloadLocation="x" * 100_000)])
    assert len(text) < 300


def test_closed_lists_are_those_of_the_reference_library():
    from spdx_tools.spdx.model import ChecksumAlgorithm, FileType, PackagePurpose, RelationshipType

    def names(enumeration):
        return {each.name for each in enumeration}

    assert {name.replace("-", "_").upper() for name in vocabulary.ALGORITHMS} == names(ChecksumAlgorithm)
    assert names(FileType) == vocabulary.FILE_TYPES
    assert {name.replace("-", "_") for name in vocabulary.PURPOSES} == names(PackagePurpose)
    assert names(RelationshipType) == vocabulary.RELATIONSHIPS
