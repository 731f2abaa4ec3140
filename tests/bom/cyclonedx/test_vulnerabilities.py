"""Weaknesses in a CycloneDX document: valid in both versions and formats, and nothing in them that nobody said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlgraph.bom.cyclonedx import FORMS, SPEC_VERSIONS, write
from mlgraph.model import ids
from mlgraph_queries.validation import validate
from mlgraph_queries.vulnerability_entries import Assessment, Claim, KnownExploited, Prediction
from tests.audits import bare_audit, bare_verdict, bare_vulnerability, rated

TORCH = ids.release("torch", "2.4.0+cu121")


def everything():
    return bare_vulnerability(
        "PYSEC-2026-1",
        "torch",
        "2.4.0+cu121",
        aliases=(ids.vulnerability("CVE-2026-1000"), ids.vulnerability("GHSA-aaaa-bbbb-cccc")),
        summary="Loading a file runs code.",
        description="Long text\nof several lines.",
        severities=(
            rated(),
            rated("CVSS:4.0/AV:N", None, None, method="CVSS_V4"),
            rated("AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5, "high", method="CVSS_V2"),
            rated(None, None, "important", method="other", source="VENDOR"),
        ),
        fixes=("2.6.0", "3.0.0"),
        weaknesses=("CWE-502", "CWE-79"),
        published_at="2026-01-02T00:00:00+00:00",
        modified_at="2026-01-03T00:00:00+00:00",
        references=(("advisory", "https://advisories.example/1"), ("web", "https://[broken"), ("web", "not a url")),
        is_known_exploited=True,
        exploited=KnownExploited("Catalog", "2026-01-05", None, True, "kev.json#/vulnerabilities/0"),
        prediction=Prediction(0.5, 0.9, "2026-02-01", "epss.csv:3"),
        verdicts=(
            bare_verdict(
                "not_affected",
                state="false_positive",
                justification="vulnerable_code_not_in_execute_path",
                responses=("update", "We call nothing of it."),
                detail="Only safetensors are loaded.",
            ),
        ),
        direct_count=2,
    )


@pytest.fixture
def vulnerable(full):
    malware = bare_vulnerability(
        "MAL-2026-1", "numpy", "2.1.0", claims=(Claim(ids.vulnerability("MAL-2026-1"), "version", "a.zip:m.json#"),)
    )
    strange = bare_vulnerability("CVE-2026-9", "elsewhere", "1")
    audit = bare_audit(malware, everything(), strange, not_audited=((ids.package("pandas"), "no records were read"),))
    return replace(full, audit=audit)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("spec_version", SPEC_VERSIONS)
def test_document_with_weaknesses_is_valid(vulnerable, spec_version, form):
    assert validate(write(vulnerable, spec_version=spec_version, form=form), name="bom") == []


def test_an_entry_says_all_that_is_known(vulnerable, bom):
    entry = next(one for one in bom(vulnerable)["vulnerabilities"] if one["id"] == "PYSEC-2026-1")

    assert entry["source"] == {"name": "PyPI Vulnerability Database"}
    assert [one["id"] for one in entry["references"]] == ["CVE-2026-1000", "GHSA-aaaa-bbbb-cccc"]
    assert [(one["method"], one.get("score"), one["severity"]) for one in entry["ratings"]] == [
        ("CVSSv31", 9.8, "critical"),
        ("CVSSv4", None, "unknown"),
        ("CVSSv2", 7.5, "high"),
        ("other", None, "unknown"),
    ]
    assert entry["cwes"] == [502, 79]
    assert entry["recommendation"] == "Update torch to 2.6.0 or later."
    assert entry["advisories"] == [{"title": "advisory", "url": "https://advisories.example/1"}]
    assert (entry["published"], entry["updated"]) == ("2026-01-02T00:00:00+00:00", "2026-01-03T00:00:00+00:00")
    assert entry["affects"] == [{"ref": TORCH.key, "versions": [{"version": "2.4.0+cu121", "status": "affected"}]}]


def test_a_verdict_is_an_analysis_in_the_words_of_the_standard(vulnerable, bom):
    entry = next(one for one in bom(vulnerable)["vulnerabilities"] if one["id"] == "PYSEC-2026-1")

    assert entry["analysis"] == {
        "state": "false_positive",
        "justification": "code_not_reachable",
        "response": ["update"],
        "detail": "Only safetensors are loaded. We call nothing of it.",
        "lastUpdated": "2026-03-01T00:00:00+00:00",
    }
    notes = {one["name"]: one["value"] for one in entry["properties"]}
    assert notes["mlgraph:verdict"] == "false_positive in shop.openvex.json#/statements/0"
    assert notes["mlgraph:epss"] == "0.5 on 2026-02-01"


def test_a_score_that_nobody_gave_is_not_written(full, bom):
    bare = replace(full, audit=bare_audit(bare_vulnerability("CVE-2026-9", "numpy", "2.1.0")))
    (entry,) = bom(bare)["vulnerabilities"]
    assert {"ratings", "recommendation", "analysis", "description", "cwes"} & entry.keys() == set()


def test_what_no_component_stands_for_affects_the_whole(vulnerable, bom):
    entry = next(one for one in bom(vulnerable)["vulnerabilities"] if one["id"] == "CVE-2026-9")
    assert entry["affects"] == [{"ref": "project:shop", "versions": [{"version": "1", "status": "affected"}]}]


def test_a_verdict_without_a_record_is_written_as_well(full, bom):
    told = Assessment(ids.vulnerability("CVE-2026-7"), (), full.packages[0].id, (bare_verdict("under_investigation"),))
    (entry,) = bom(replace(full, audit=bare_audit(assessments=(told,))))["vulnerabilities"]
    assert entry["analysis"]["state"] == "in_triage"
    assert entry["affects"] == [{"ref": full.packages[0].id.key}]


def test_the_document_says_what_was_read_and_what_was_not_audited(vulnerable, bom, said):
    document = bom(vulnerable)
    assert said(document, "advisories") == [
        "advisories.zip: 12 PyPI, 1 of them withdrawn, the newest of 2026-02-28, read as of 2026-03-01"
    ]
    assert said(document, "not-audited") == ["pkg:pypi/pandas: no records were read"]


def test_without_an_audit_nothing_is_said_of_weaknesses(full, bom):
    assert "vulnerabilities" not in bom(full)
