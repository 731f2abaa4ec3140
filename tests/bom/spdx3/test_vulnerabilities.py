"""Weaknesses in SPDX 3.0.1: legal by the model, and nothing in them that nobody said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mlgraph.bom.spdx3 import write
from mlgraph.model import ids
from mlgraph_queries.validation import validate
from mlgraph_queries.vulnerability_entries import Assessment, Prediction
from tests.audits import bare_audit, bare_verdict, bare_vulnerability, rated

TORCH = ids.release("torch", "2.4.0+cu121")
VERDICTS = [
    bare_verdict("fixed"),
    bare_verdict("under_investigation"),
    bare_verdict("affected"),
    bare_verdict("affected", responses=("Update to 3.",)),
    bare_verdict("not_affected", justification="code_not_reachable"),
    bare_verdict("not_affected", justification="requires_environment", detail="Only on Windows."),
    bare_verdict("not_affected", state="false_positive"),
    bare_verdict("not_affected"),
]


def entry(**fields: Any) -> Any:
    known: dict[str, Any] = {
        "aliases": (ids.vulnerability("CVE-2026-1000"),),
        "summary": "Loading runs code.",
        "severities": (
            rated(),
            rated("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 8.7, "high", method="CVSS_V4"),
            rated("AV:N/AC:L/Au:N/C:P/I:P/A:P", 7.5, "high", method="CVSS_V2"),
            rated(None, None, "high", method="other"),
        ),
        "published_at": "2026-01-02T00:00:00+00:00",
        "references": (("advisory", "https://advisories.example/1"), ("web", "not a url")),
        "prediction": Prediction(0.5, 0.9, "2026-02-01", "epss.csv:3"),
        "fixes": ("2.6.0",),
    }
    return bare_vulnerability("PYSEC-2026-1", "torch", "2.4.0+cu121", **{**known, **fields})


def elements(inventory: Any, kind: str) -> list[dict[str, Any]]:
    graph = json.loads(write(inventory, reproducible=True))["@graph"]
    return [element for element in graph if element.get("type") == kind]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_document_with_weaknesses_and_verdicts_is_legal(full, verdict):
    told = Assessment(ids.vulnerability("PYSEC-2026-1"), (), TORCH, (verdict,))
    other = Assessment(ids.vulnerability("CVE-2026-7"), (), full.project, (verdict,))
    strange = bare_vulnerability("CVE-2026-9", "elsewhere", "1")
    audit = bare_audit(entry(), strange, assessments=(told, other))
    assert validate(write(replace(full, audit=audit)), name="bom") == []


def test_scores_are_those_of_vectors_and_words_alone_are_none(full):
    audited = replace(full, audit=bare_audit(entry()))
    scores = {
        element["security_vectorString"][:8]: (float(element["security_score"]), element.get("security_severity"))
        for version in (2, 3, 4)
        for element in elements(audited, f"security_CvssV{version}VulnAssessmentRelationship")
    }
    assert scores == {"CVSS:3.1": (9.8, "critical"), "CVSS:4.0": (8.7, "high"), "AV:N/AC:": (7.5, None)}


def test_a_weakness_has_all_its_names_and_leads_to_what_it_affects(full):
    audited = replace(full, audit=bare_audit(entry()))
    (weakness,) = elements(audited, "security_Vulnerability")
    assert [(one["externalIdentifierType"], one["identifier"]) for one in weakness["externalIdentifier"]] == [
        ("securityOther", "PYSEC-2026-1"),
        ("cve", "CVE-2026-1000"),
    ]
    found = [e for e in elements(audited, "Relationship") if e["relationshipType"] == "hasAssociatedVulnerability"]
    assert [(one["from"].partition("#")[2], one["to"]) for one in found] == [
        ("pkg:pypi/torch@2.4.0%252Bcu121", [weakness["spdxId"]])
    ]


def test_a_document_without_an_audit_is_as_it_was(full):
    assert write(full, reproducible=True) == write(replace(full, audit=bare_audit(advisories=())), reproducible=True)
