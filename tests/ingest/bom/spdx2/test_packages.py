"""Packages and files: what each of their fields becomes."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import edges, facts, problems, values
from tests.ingest.bom.spdx_documents import package, spdx2


def test_package_goes_by_its_purl_and_others_are_identifiers() -> None:
    rows = [
        {"referenceCategory": "PACKAGE_MANAGER", "referenceType": "purl", "referenceLocator": locator}
        for locator in ("pkg:pypi/numpy@2.0.1", "pkg:conda/numpy@2.0.1")
    ]
    document = package(externalRefs=rows, versionInfo="2.0.1")
    assert edges(document, "contains") == {("P", "contains", "pkg:pypi/numpy@2.0.1", '{"ref": "SPDXRef-lib"}')}
    assert values(document, "identifier") == [{"type": "purl", "value": "pkg:conda/numpy@2.0.1"}]


def test_what_is_no_purl_is_told_and_the_name_stands_in() -> None:
    row = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "http://numpy.example"}
    document = package(externalRefs=[row])
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/lib@1.0"}
    assert [place for place, _ in problems(document)] == ["#/packages/0"]


def test_names_under_public_schemes() -> None:
    rows = [
        {"referenceCategory": "SECURITY", "referenceType": "cpe22Type", "referenceLocator": "cpe:/a:x:lib:1.0"},
        {"referenceCategory": "PERSISTENT-ID", "referenceType": "swh", "referenceLocator": "swh:1:cnt:abc"},
        {"referenceCategory": "PERSISTENT-ID", "referenceType": "gitoid", "referenceLocator": "gitoid:blob:sha1:ab"},
        {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "npm", "referenceLocator": "lib@1.0"},
    ]
    assert {(v["type"], v["value"]) for v in values(package(externalRefs=rows), "identifier")} == {
        ("cpe", "cpe:/a:x:lib:1.0"),
        ("swhid", "swh:1:cnt:abc"),
        ("gitoid", "gitoid:blob:sha1:ab"),
        ("npm", "lib@1.0"),
    }


def test_addresses_keep_their_labels_and_lose_credentials() -> None:
    rows = [
        {"referenceCategory": "SECURITY", "referenceType": "advisory", "referenceLocator": "https://a.example/1"},
        {"referenceCategory": "SECURITY", "referenceType": "fix", "referenceLocator": "https://a.example/2"},
    ]
    document = package(
        externalRefs=rows, homepage="https://me:secret@lib.example", downloadLocation="git+https://x.example/l"
    )
    assert {(v["label"], v["url"]) for v in values(document, "homepage")} == {
        ("advisory", "https://a.example/1"),
        ("fix", "https://a.example/2"),
        ("homepage", "https://lib.example"),
    }
    assert values(document, "unmapped") == [{"field": "downloadLocation", "value": "git+https://x.example/l"}]


@pytest.mark.parametrize("stated", [">=1.0", "^2", "~> 1.2", "1.x", ">= 1.0, < 2.0"])
def test_range_never_becomes_a_version(stated) -> None:
    document = package(versionInfo=stated)
    ((_, _, target, qualifiers),) = edges(document, "contains")
    assert target == "pkg:generic/lib"
    assert f'"specifier": "{stated}"' in qualifiers


def test_range_in_a_purl_never_becomes_a_version_either() -> None:
    purl = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl"}
    row = {**purl, "referenceLocator": "pkg:githubactions/actions/checkout@4.%2A.%2A"}
    document = package(versionInfo="4.*.*", externalRefs=[row])
    ((_, _, target, qualifiers),) = edges(document, "contains")
    assert target == "pkg:githubactions/actions/checkout"
    assert '"specifier": "4.*.*"' in qualifiers
    assert edges(document, "release_of") == set()


@pytest.mark.parametrize(
    ("purpose", "type_"),
    [
        ("APPLICATION", "application"),
        ("OPERATING-SYSTEM", "operating-system"),
        ("OPERATING_SYSTEM", "operating-system"),
    ],
)
def test_purpose_is_a_type(purpose, type_) -> None:
    assert values(package(primaryPackagePurpose=purpose), "component_type") == [type_]


def test_purpose_without_a_type_of_ours_stays_as_it_is_and_none_is_invented() -> None:
    document = package(primaryPackagePurpose="SOURCE")
    assert values(document, "component_type") == []
    assert values(document, "unmapped") == [{"field": "primaryPackagePurpose", "value": "SOURCE"}]


def test_licenses_by_who_stated_them() -> None:
    document = package(
        licenseDeclared="MIT", licenseConcluded="NOASSERTION", licenseInfoFromFiles=["Apache-2.0", "NOASSERTION"]
    )
    assert edges(document, "licensed_under") == {
        ("pkg:generic/lib@1.0", "licensed_under", "MIT", '{"acknowledgement": "declared"}'),
        ("pkg:generic/lib@1.0", "licensed_under", "Apache-2.0", "{}"),
    }


def test_none_is_a_statement() -> None:
    assert values(package(licenseDeclared="NONE"), "license_text") == ["NONE"]


def test_license_that_the_document_defines_has_its_text_and_its_name() -> None:
    own = {"licenseId": "LicenseRef-1", "name": "Own", "extractedText": "Do.", "comment": "short"}
    document = {**package(licenseDeclared="MIT OR LicenseRef-1"), "hasExtractedLicensingInfos": [own]}
    assert {f for f in facts(document) if f[0] == "LicenseRef-1"} == {
        ("LicenseRef-1", "name", "Own"),
        ("LicenseRef-1", "license_text", "Do."),
        ("LicenseRef-1", "description", "short"),
    }


def test_only_organizations_are_named() -> None:
    document = package(supplier="Organization: Acme (mail@acme.example)", originator="Person: Some Body (b@x.example)")
    assert edges(document, "published_by") == {
        ("pkg:generic/lib@1.0", "published_by", "org:acme", '{"role": "supplier"}')
    }
    assert (
        "D",
        "unmapped",
        '{"field": "Person", "is_cut": true, "value": "1 person, whose names are not kept"}',
    ) in facts(document)


def test_supplier_of_whom_nobody_says_what_he_is_is_not_kept() -> None:
    document = package(supplier="Some Body")
    assert "Some Body" not in repr(facts(document))
    assert [place for place, _ in problems(document)] == ["#/packages/0/supplier"]


@pytest.mark.parametrize("date", ["0000-01-01T00:00:00Z", "30000-01-01T00:00:00Z", "2024-13-01", "soon"])
def test_time_that_cannot_be_is_told_and_kept(date) -> None:
    document = package(releaseDate=date)
    assert values(document, "released_at") == []
    assert values(document, "unmapped") == [{"field": "releaseDate", "value": date}]
    assert [place for place, _ in problems(document)] == ["#/packages/0/releaseDate"]


def test_checksum_that_is_none_is_told() -> None:
    rows = [{"algorithm": "SHA256", "checksumValue": "xyz"}, {"algorithm": "SHA1", "checksumValue": "AB" * 20}]
    document = package(checksums=rows)
    assert values(document, "hash") == ["sha1:" + "ab" * 20]
    assert [place for place, _ in problems(document)] == ["#/packages/0/checksums/0"]


def test_unknown_fields_stay_as_they_are() -> None:
    document = package(somethingNew={"a": [1]}, attributionTexts=["Thanks"])
    assert values(document, "unmapped") == [
        {"field": "somethingNew", "value": {"a": [1]}},
        {"field": "attributionTexts", "value": ["Thanks"]},
    ]


def test_root_alone_is_the_project_and_one_of_several_is_a_part() -> None:
    packages = [{"SPDXID": f"SPDXRef-{name}", "name": name, "versionInfo": "1"} for name in ("a", "b")]
    alone = spdx2(packages=packages, documentDescribes=["SPDXRef-a"])
    assert ("P", "name", "a") in facts(alone)
    assert {target for _, _, target, _ in edges(alone, "contains")} == {"pkg:generic/b@1"}
    both = spdx2(packages=packages, documentDescribes=["SPDXRef-a", "SPDXRef-b"])
    assert {(target, qualifiers) for _, _, target, qualifiers in edges(both, "contains")} == {
        (f"pkg:generic/{name}@1", f'{{"purl": false, "ref": "SPDXRef-{name}", "role": "root"}}') for name in ("a", "b")
    }


def test_file_belongs_to_the_document_and_to_its_package() -> None:
    document = {**package(hasFiles=["SPDXRef-f"]), "files": [{"SPDXID": "SPDXRef-f", "fileName": "./f.py"}]}
    assert {(s, o) for s, _, o, _ in edges(document, "contains")} == {
        ("P", "pkg:generic/lib@1.0"),
        ("P", "D#SPDXRef-f"),
        ("pkg:generic/lib@1.0", "D#SPDXRef-f"),
    }
    assert ("D#SPDXRef-f", "name", "./f.py") in facts(document)


def test_snippet_stays_with_its_file() -> None:
    snippet = {"SPDXID": "SPDXRef-s", "snippetFromFile": "SPDXRef-f", "name": "loop"}
    document = spdx2(files=[{"SPDXID": "SPDXRef-f", "fileName": "./f.py"}], snippets=[snippet])
    value = '{"field": "snippets", "value": {"SPDXID": "SPDXRef-s", "name": "loop"}}'
    assert ("D#SPDXRef-f", "unmapped", value) in facts(document)
    assert problems(document) == []


def test_reviews_of_old_documents_are_remarks_of_nobody() -> None:
    review = {"reviewer": "Person: Some Body", "reviewDate": "2011-01-01T00:00:00Z", "comment": "fine"}
    document = spdx2(revieweds=[review])
    assert values(document, "annotation") == [{"name": "REVIEW", "value": "fine"}]
    assert "Some Body" not in repr(facts(document))
