from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mlgraph.bom.spdx2 import write
from mlgraph_queries.validation import validate

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def read(full):
    return json.loads(write(full, now=NOW))


def packages(document):
    return {package["SPDXID"]: package for package in document["packages"]}


def test_document_of_everything_is_valid(full):
    assert validate(write(full, now=NOW), name="x") == []


def test_document_of_nothing_is_valid(make):
    assert validate(write(make.inventory(documents=()), now=NOW), name="x") == []


def test_creation_is_by_the_tool_at_that_time(read):
    assert read["creationInfo"]["created"] == "2026-03-01T12:30:00Z"
    assert [creator.partition("-")[0] for creator in read["creationInfo"]["creators"]] == ["Tool: mlgraph"]
    assert "comment" not in read


def test_package_has_what_is_known_and_no_assertion_where_nothing_is(read):
    torch = packages(read)["SPDXRef-pkg-pypi-torch-2.4.0-2Bcu121"]
    annotations = torch.pop("annotations")
    assert torch == {
        "SPDXID": "SPDXRef-pkg-pypi-torch-2.4.0-2Bcu121",
        "name": "torch",
        "versionInfo": "2.4.0+cu121",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "LIBRARY",
        "homepage": "https://example.org/torch",
        "sourceInfo": "version 2.4.0+cu121: torch METADATA (observed, metadata)",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": "pkg:pypi/torch@2.4.0%2Bcu121",
            }
        ],
    }
    assert "found: requirements.txt:3 (declared, requirements)" in annotations[0]["comment"].splitlines()


def test_range_is_in_no_version(read):
    assert "versionInfo" not in packages(read)["SPDXRef-pkg-pypi-pandas"]


def test_kind_that_the_standard_does_not_know_is_told(read):
    kinds = {
        (p["name"], p["primaryPackagePurpose"], p["annotations"][0]["comment"].splitlines()[0])
        for p in read["packages"]
    }
    assert {
        ("shop", "APPLICATION", "kind: project"),
        ("org/embed", "OTHER", "kind: model"),
        ("org/corpus", "OTHER", "kind: dataset"),
        ("gpt-4o-mini", "OTHER", "kind: service"),
        ("weights/a.safetensors", "FILE", "kind: file"),
    } <= kinds


def test_relationships_say_scope_and_completeness(read):
    rows = {
        (row["spdxElementId"], row["relationshipType"], row["relatedSpdxElement"], row.get("comment"))
        for row in read["relationships"]
    }
    assert {
        ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-project-shop", None),
        ("SPDXRef-pkg-pypi-pandas", "RUNTIME_DEPENDENCY_OF", "SPDXRef-project-shop", "completeness: incomplete"),
        ("SPDXRef-pkg-pypi-numpy-2.1.0", "DEPENDS_ON", "NONE", "completeness: complete"),
        ("SPDXRef-pkg-pypi-pandas", "DEPENDS_ON", "NOASSERTION", "completeness: unknown"),
        (
            "SPDXRef-project-shop",
            "DEPENDS_ON",
            "SPDXRef-https-huggingface.co-datasets-org-corpus",
            "completeness: incomplete; scope: train",
        ),
        ("SPDXRef-project-shop", "CONTAINS", "SPDXRef-file-weights-a.safetensors", "completeness: incomplete"),
    } <= rows


def test_license_that_is_not_on_the_list_is_defined_once(make):
    words = (make.license(text="Corp License"),)
    document = json.loads(
        write(
            make.inventory(packages=(make.package("a", "1.0", licenses=words), make.package("b", "1", licenses=words)))
        )
    )
    (defined,) = document["hasExtractedLicensingInfos"]
    assert defined["extractedText"] == "Corp License"
    assert [p["licenseDeclared"] for p in document["packages"] if p["name"] in {"a", "b"}] == [defined["licenseId"]] * 2
