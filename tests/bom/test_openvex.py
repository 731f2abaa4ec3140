"""OpenVEX from the verdicts of a graph: what somebody said, with what the standard demands, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.bom.formats import write
from mlgraph.model import ids
from mlgraph.model.errors import UsageError
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_queries.vulnerability_entries import Assessment, Verdict
from tests.audits import bare_audit, bare_verdict, bare_vulnerability

TORCH = ids.release("torch", "2.4.0+cu121")
NOW = datetime(2026, 4, 1, tzinfo=UTC)


def told(verdict: Verdict, name: str = "CVE-2026-1", subject: ids.NodeId = TORCH) -> Assessment:
    return Assessment(ids.vulnerability(name), (ids.vulnerability("PYSEC-2026-1"),), subject, (verdict,))


def document(inventory: Any, *assessments: Assessment, **more: Any) -> dict[str, Any]:
    audited = replace(inventory, audit=bare_audit(assessments=assessments))
    return json.loads(write(audited, form="openvex", now=NOW, **more))


def statement(inventory: Any, verdict: Verdict, **more: Any) -> dict[str, Any]:
    (found,) = document(inventory, told(verdict, **more))["statements"]
    return found


def test_a_document_has_all_that_the_standard_demands(full):
    said = document(full, told(bare_verdict("fixed")))
    assert said["@context"] == "https://openvex.dev/ns/v0.2.0"
    assert said["@id"].startswith("urn:uuid:")
    assert (said["timestamp"], said["version"]) == ("2026-04-01T00:00:00+00:00", 1)
    assert said["statements"] == [
        {
            "vulnerability": {"name": "CVE-2026-1", "aliases": ["PYSEC-2026-1"]},
            "timestamp": "2026-03-01T00:00:00+00:00",
            "products": [{"@id": TORCH.key}],
            "status": "fixed",
            "status_notes": "Stated in shop.openvex.json#/statements/0.",
        }
    ]


@pytest.mark.parametrize(
    ("fields", "justification", "impact"),
    [
        ({"justification": "component_not_present"}, "component_not_present", None),
        ({"justification": "code_not_reachable", "detail": "Why."}, "vulnerable_code_not_in_execute_path", None),
        ({"justification": "requires_environment", "detail": "Why."}, None, "requires environment: Why."),
        ({"detail": "Why."}, None, "Why."),
        ({}, None, "No reason is stated in shop.openvex.json#/statements/0."),
    ],
)
def test_a_reason_is_a_word_of_the_standard_or_words_never_both(full, fields, justification, impact):
    said = statement(full, bare_verdict("not_affected", **fields))
    assert (said.get("justification"), said.get("impact_statement")) == (justification, impact)


def test_an_action_that_nobody_stated_is_said_to_be_missing(full):
    assert statement(full, bare_verdict("affected", responses=("update",)))["action_statement"] == "update"
    missing = statement(full, bare_verdict("affected"))["action_statement"]
    assert missing == "No action is stated in shop.openvex.json#/statements/0."


def test_a_verdict_for_a_product_names_it(full):
    said = statement(full, bare_verdict("fixed", product="pkg:pypi/shop@1"))
    assert said["products"] == [{"@id": "pkg:pypi/shop@1", "subcomponents": [{"@id": TORCH.key}]}]


def test_the_project_and_its_files_are_named_without_their_place(full):
    for subject in (full.project, full.files[0].id):
        said = json.dumps(statement(full, bare_verdict("fixed"), subject=subject))
        assert "pkg:generic/shop" in said
        assert "secret-place" not in said


def test_a_known_vulnerability_without_a_verdict_is_no_statement(full):
    audited = replace(full, audit=bare_audit(bare_vulnerability("CVE-2026-1", "torch", "2.4.0+cu121")))
    with pytest.raises(UsageError, match="nobody gave a verdict"):
        write(audited, form="openvex")


def test_reproducible_documents_are_equal_and_others_have_a_name_of_their_own(full):
    one = told(bare_verdict("fixed"))
    first, second = (document(full, one, reproducible=True) for _ in range(2))
    assert first == second
    assert first["timestamp"] == "1970-01-01T00:00:00+00:00"
    assert document(full, one)["@id"] != document(full, one)["@id"]


@pytest.mark.parametrize(
    "verdict",
    [
        bare_verdict("fixed"),
        bare_verdict("under_investigation"),
        bare_verdict("affected", responses=("Update to 3.",)),
        bare_verdict("not_affected", justification="inline_mitigations_already_exist"),
        bare_verdict("not_affected", detail="We never call it."),
        bare_verdict("fixed", product="pkg:pypi/shop@1"),
    ],
)
def test_what_is_written_is_read_back_as_the_same_verdict(full, tmp_path: Path, verdict: Verdict):
    path = tmp_path / "verdicts.json"
    path.write_text(json.dumps(document(full, told(verdict))))
    store = Store(tmp_path / "graph.duckdb")
    mlgraph.ingest_source("vex", Request((str(path),)), store=store)
    ((subject, target, qualifiers),) = store.sql(
        "SELECT subject, object, qualifiers FROM edges WHERE predicate = 'assessed_for'"
    )[1]
    read = json.loads(qualifiers)
    assert (subject, target, read["status"]) == (TORCH.key, "CVE-2026-1", verdict.status)
    assert read.get("justification") == verdict.justification
    assert read.get("product") == verdict.product
    assert tuple(read.get("response", ())) == verdict.responses
    assert datetime.fromisoformat(read["said_at"]) == verdict.said_at
