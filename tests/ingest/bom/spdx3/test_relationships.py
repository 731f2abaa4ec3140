"""Relationships, licenses and vulnerabilities of SPDX 3."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import edges, facts, problems, values
from tests.ingest.bom.spdx_documents import element, linked, spdx3

A, B = "pkg:generic/a", "pkg:generic/b"
TERMS = "https://spdx.org/rdf/3.0.1/terms"
PARTS = (element("software_Package", "a"), element("software_Package", "b"))


def between(*rows):
    """A document with the packages a and b and some relationships, which come first."""
    return spdx3(*rows, *PARTS)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        ("dependsOn", (A, "depends_on", B, "{}")),
        ("hasOptionalDependency", (A, "depends_on", B, '{"scope": "optional"}')),
        ("hasProvidedDependency", (A, "depends_on", B, "{}")),
        ("hasPrerequisite", (A, "depends_on", B, "{}")),
        ("hasStaticLink", (A, "depends_on", B, "{}")),
        ("hasDynamicLink", (A, "depends_on", B, "{}")),
        ("usesTool", (A, "depends_on", B, '{"scope": "development"}')),
        ("contains", (A, "contains", B, "{}")),
        ("packagedBy", (B, "contains", A, "{}")),
        ("expandsTo", (A, "contains", B, "{}")),
        ("generates", (B, "derived_from", A, "{}")),
        ("descendantOf", (A, "derived_from", B, "{}")),
        ("ancestorOf", (B, "derived_from", A, "{}")),
        ("hasVariant", (B, "derived_from", A, "{}")),
        ("copiedTo", (B, "derived_from", A, "{}")),
        (f"{TERMS}/Core/RelationshipType/dependsOn", (A, "depends_on", B, "{}")),
    ],
)
def test_type_is_an_edge(type_, expected) -> None:
    found = edges(between(linked("a", type_, "b")), "depends_on", "contains", "derived_from")
    assert {row for row in found if row[0] != "P"} == {expected}


@pytest.mark.parametrize("scope", ["runtime", "build", "test", "development"])
def test_scope_of_the_lifecycle(scope) -> None:
    row = {**linked("a", "dependsOn", "b", scope=scope), "type": "LifecycleScopedRelationship"}
    assert edges(between(row), "depends_on") == {(A, "depends_on", B, f'{{"scope": "{scope}"}}')}


@pytest.mark.parametrize("type_", ["other", "hasTestCase", "hasDistributionArtifact", "delegatedTo"])
def test_type_that_is_none_stays_as_it_is(type_) -> None:
    value = {"from": "urn:a", "relationshipType": type_, "to": ["urn:b"]}
    assert values(between(linked("a", type_, "b")), "unmapped") == [{"field": "Relationship", "value": value}]


def test_completeness_and_nothing() -> None:
    said = '{"aggregate": "complete", "of": "dependencies"}'
    assert (A, "composition", said) in facts(between(linked("a", "dependsOn", "b", completeness="complete")))
    assert (A, "composition", said) in facts(between(linked("a", "dependsOn", f"{TERMS}/Core/NoneElement")))
    empty = {**linked("a", "dependsOn", "b", completeness="complete"), "to": []}
    assert values(between(empty), "composition") == [{"aggregate": "complete", "of": "dependencies"}]
    unknown = between(linked("a", "dependsOn", f"{TERMS}/Core/NoAssertionElement"))
    assert values(unknown, "composition") == [{"aggregate": "unknown", "of": "dependencies"}]
    assert problems(unknown) == []


def test_training_and_testing() -> None:
    document = spdx3(
        linked("m", "trainedOn", "d"),
        linked("m", "testedOn", "d"),
        element("ai_AIPackage", "m"),
        element("dataset_DatasetPackage", "d"),
    )
    model, data = "D#urn%3Am", "D#urn%3Ad"
    assert edges(document, "trained_on", "evaluated_on") == {
        (model, "trained_on", data, "{}"),
        (model, "evaluated_on", data, "{}"),
    }


def test_dangling_reference_is_told_and_one_that_is_imported_is_not() -> None:
    document = between(
        element("SpdxDocument", "doc", **{"import": [{"type": "ExternalMap", "externalSpdxId": "urn:elsewhere"}]}),
        linked("a", "dependsOn", "gone"),
        linked("a", "dependsOn", "elsewhere"),
    )
    assert [text for _, text in problems(document)] == ["the reference 'urn:gone' names nothing in the document"]


def test_available_from_is_a_supplier() -> None:
    document = between(linked("a", "availableFrom", "acme"))
    assert (A, "published_by", "org:acme", '{"role": "supplier"}') in edges(document, "published_by")


def licensed(*elements, to="l"):
    """What a package is licensed under that declares a license."""
    return edges(between(linked("a", "hasDeclaredLicense", to), *elements), "licensed_under")


def under(expression):
    """That it is a license."""
    return {(A, "licensed_under", expression, '{"acknowledgement": "declared"}')}


def test_licenses_in_all_their_forms() -> None:
    expression = element("simplelicensing_LicenseExpression", "l", simplelicensing_licenseExpression="MIT OR Zlib")
    assert licensed(expression) == under("MIT OR Zlib")
    assert licensed(to="https://spdx.org/licenses/MIT") == under("MIT")
    mit, zlib = (
        {"type": "expandedlicensing_ListedLicense", "spdxId": f"https://spdx.org/licenses/{name}", "name": name}
        for name in ("MIT", "Zlib")
    )
    members = [mit["spdxId"], zlib["spdxId"]]
    both = element("expandedlicensing_ConjunctiveLicenseSet", "l", expandedlicensing_member=members)
    assert licensed(mit, zlib, both) == under("MIT AND Zlib")
    either = element("expandedlicensing_DisjunctiveLicenseSet", "l", expandedlicensing_member=members)
    assert licensed(mit, zlib, either) == under("MIT OR Zlib")
    later = element("expandedlicensing_OrLaterOperator", "l", expandedlicensing_subjectLicense=mit["spdxId"])
    assert licensed(mit, later) == under("MIT+")


def test_license_that_the_document_defines() -> None:
    text = element("simplelicensing_SimpleLicensingText", "t", simplelicensing_licenseText="Do.")
    entry = {"type": "DictionaryEntry", "key": "LicenseRef-own", "value": "urn:t"}
    expression = element(
        "simplelicensing_LicenseExpression",
        "l",
        simplelicensing_licenseExpression="MIT AND LicenseRef-own",
        simplelicensing_customIdToUri=[entry],
    )
    document = between(linked("a", "hasConcludedLicense", "l"), text, expression)
    assert edges(document, "licensed_under") == {
        (A, "licensed_under", "MIT AND LicenseRef-own", '{"acknowledgement": "concluded"}')
    }
    assert ("LicenseRef-own", "license_text", "Do.") in facts(document)


def test_no_license_and_nothing_said_of_it() -> None:
    none = between(linked("a", "hasDeclaredLicense", f"{TERMS}/ExpandedLicensing/NoneLicense"))
    assert values(none, "license_text") == ["NONE"]
    unsaid = between(linked("a", "hasDeclaredLicense", "expandedlicensing_NoAssertionLicense"))
    assert values(unsaid, "license_text") == []
    assert problems(unsaid) == []


def test_set_of_licenses_that_holds_itself_is_told() -> None:
    itself = element("expandedlicensing_ConjunctiveLicenseSet", "l", expandedlicensing_member=["urn:l"])
    document = between(linked("a", "hasDeclaredLicense", "l"), itself)
    assert [text for _, text in problems(document)] == ["the license 'urn:l' names nothing in the document"]


CVE = element(
    "security_Vulnerability",
    "v",
    summary="Bad.",
    security_publishedTime="2024-05-01T00:00:00Z",
    externalIdentifier=[
        {"type": "ExternalIdentifier", "externalIdentifierType": "securityOther", "identifier": "GHSA-aaaa-bbbb-cccc"},
        {"type": "ExternalIdentifier", "externalIdentifierType": "cve", "identifier": "CVE-2024-1"},
    ],
)


def assessed(kind, type_, **members):
    """What a document says of the vulnerability for a."""
    return between(CVE, {**linked("v", type_, "a", **members), "type": f"security_{kind}VulnAssessmentRelationship"})


def test_vulnerability_with_its_other_name() -> None:
    document = between(CVE, linked("a", "hasAssociatedVulnerability", "v"))
    assert {f[1:] for f in facts(document) if f[0] == "CVE-2024-1"} >= {
        ("summary", "Bad."),
        ("published_at", "2024-05-01T00:00:00+00:00"),
    }
    assert edges(document, "same_as", "affected_by") == {
        ("GHSA-aaaa-bbbb-cccc", "same_as", "CVE-2024-1", "{}"),
        (A, "affected_by", "CVE-2024-1", "{}"),
    }


@pytest.mark.parametrize(
    ("kind", "type_", "members", "qualifiers"),
    [
        (
            "VexAffected",
            "affects",
            {"security_actionStatement": "Update."},
            '{"response": "Update.", "status": "affected"}',
        ),
        (
            "VexNotAffected",
            "doesNotAffect",
            {"security_justificationType": "componentNotPresent", "security_impactStatement": "It is not used."},
            '{"detail": "It is not used.", "justification": "componentNotPresent", "status": "not_affected"}',
        ),
        ("VexFixed", "fixedIn", {}, '{"status": "fixed"}'),
        ("VexUnderInvestigation", "underInvestigationFor", {}, '{"status": "under_investigation"}'),
    ],
)
def test_verdict(kind, type_, members, qualifiers) -> None:
    document = assessed(kind, type_, **members)
    assert edges(document, "assessed_for") == {(A, "assessed_for", "CVE-2024-1", qualifiers)}
    affected = {(A, "affected_by", "CVE-2024-1", "{}")} if type_ == "affects" else set()
    assert edges(document, "affected_by") == affected


def test_severity_prediction_and_exploitation() -> None:
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    cvss = {"security_vectorString": vector, "security_score": "9.8", "security_severity": "critical"}
    assert values(assessed("CvssV3", "hasAssessmentFor", **cvss), "severity") == [
        {"method": "CVSS_V3", "vector": vector, "score": 9.8, "rating": "critical"}
    ]
    epss = {"security_probability": 0.5, "security_percentile": 0.9, "security_publishedTime": "2024-05-01T00:00:00Z"}
    assert values(assessed("Epss", "hasAssessmentFor", **epss), "exploit_prediction") == [
        {"probability": 0.5, "percentile": 0.9, "date": "2024-05-01"}
    ]
    catalog = {"security_catalogType": "kev", "security_exploited": True, "security_locator": "https://kev.example"}
    assert values(assessed("ExploitCatalog", "hasAssessmentFor", **catalog), "known_exploited") == [
        {"catalog": "kev", "locator": "https://kev.example"}
    ]
    assert [v["field"] for v in values(assessed("Ssvc", "hasAssessmentFor"), "unmapped")] == [
        "security_SsvcVulnAssessmentRelationship"
    ]
