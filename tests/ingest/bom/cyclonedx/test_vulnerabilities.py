"""Vulnerabilities and verdicts on them (VEX)."""

from __future__ import annotations

import pytest

from tests.ingest.bom.cyclonedx_reading import bom, edges, facts, problems, values

PARTS = [{"type": "library", "name": "a", "version": "1", "bom-ref": "a", "purl": "pkg:npm/a@1"}]
SERIAL = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"


def vulnerable(**members):
    return bom(serialNumber=SERIAL, components=PARTS, vulnerabilities=[{"id": "CVE-2024-0001", **members}])


def test_what_is_said_of_one() -> None:
    document = vulnerable(
        description="It leaks.", cwes=[79], published="2024-01-02T00:00:00Z", recommendation="Update.",
        references=[{"id": "GHSA-aaaa-bbbb-cccc", "source": {"name": "x"}}],
        advisories=[{"title": "Note", "url": "https://x.example"}],
        ratings=[{"method": "CVSSv31", "score": 9.8, "severity": "critical", "vector": "AV:N", "source": {"name": "NVD"}}],
    )  # fmt: skip
    assert {(kind, value) for subject, kind, value in facts(document) if subject == "CVE-2024-0001"} == {
        ("description", "It leaks."), ("weakness", "CWE-79"), ("published_at", "2024-01-02T00:00:00+00:00"),
        ("homepage", '{"label": "Note", "url": "https://x.example"}'),
        ("severity", '{"method": "CVSS_V3", "rating": "critical", "score": 9.8, "source": "NVD", "vector": "AV:N"}'),
        ("unmapped", '{"field": "recommendation", "value": "Update."}'),
        ("unmapped", '{"field": "references/0/source", "value": {"name": "x"}}'),
    }  # fmt: skip
    assert {(s, t) for s, _, t, _ in edges(document, "same_as")} == {("GHSA-aaaa-bbbb-cccc", "CVE-2024-0001")}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("resolved", "fixed"), ("resolved_with_pedigree", "fixed"), ("exploitable", "affected"),
        ("in_triage", "under_investigation"), ("false_positive", "not_affected"), ("not_affected", "not_affected"),
    ],
)  # fmt: skip
def test_verdict(state, status) -> None:
    analysis = {"state": state, "justification": "code_not_reachable", "response": ["update"], "detail": "why"}
    document = vulnerable(analysis=analysis, affects=[{"ref": "a"}])
    ((subject, _, target, said),) = edges(document, "assessed_for")
    assert (subject, target) == ("pkg:npm/a@1", "CVE-2024-0001")
    assert f'"status": "{status}"' in said
    assert ('"state"' in said) == (state in {"resolved_with_pedigree", "false_positive"})
    assert '"detail": "why", "justification": "code_not_reachable", "response": ["update"]' in said


def test_versions_that_are_affected() -> None:
    versions = [{"version": "1", "status": "affected"}, {"range": "vers:npm/<1", "status": "unaffected"}]
    ((*_, said),) = edges(vulnerable(affects=[{"ref": "a", "versions": versions}]), "affected_by")
    assert '"vers:npm/<1"' in said


def test_unaffected_versions_affect_nothing() -> None:
    versions = [{"version": "1", "status": "unaffected"}]
    document = vulnerable(affects=[{"ref": "a", "versions": versions}])
    assert edges(document, "affected_by") == set()
    assert "versions" in str(values(document, "unmapped"))


def test_link_to_this_document_is_followed_and_one_to_another_kept() -> None:
    own = SERIAL.replace("urn:uuid:", "urn:cdx:") + "/1#a"
    other = "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#a"
    document = vulnerable(affects=[{"ref": own}, {"ref": other}])
    assert {s for s, *_ in edges(document, "affected_by")} == {"pkg:npm/a@1"}
    assert {"field": "affects/1/ref", "value": other} in values(document, "unmapped")
    assert problems(document) == []


def test_what_has_no_id_is_kept_with_a_problem() -> None:
    document = bom(vulnerabilities=[{"description": "some leak"}, {"id": "no id at all", "description": "x"}])
    assert [place for place, _ in problems(document)] == ["#/vulnerabilities/0/id", "#/vulnerabilities/1/id"]
    assert {v["field"] for v in values(document, "unmapped")} == {
        "vulnerabilities/0/description", "vulnerabilities/1/id", "vulnerabilities/1/description",
    }  # fmt: skip


def test_state_that_is_none_is_said() -> None:
    document = vulnerable(analysis={"state": "fine"}, affects=[{"ref": "a"}])
    assert problems(document) == [("#/vulnerabilities/0/analysis/state", "'fine' is no state of the standard")]
    assert edges(document, "assessed_for") == set()
