"""OpenVEX documents, and the verdicts of CycloneDX in the same words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.app.ingest import Ingested
from mlgraph.model import ids
from mlgraph.model.assertions import Evidence
from mlgraph.model.errors import FormatError
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_ingest.vex import assessment, cyclonedx_qualifiers
from mlgraph_ontology.kinds import Method

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus" / "openvex"
SEEN = Evidence("#/vulnerabilities/0/analysis", Method.DECLARED, "cyclonedx")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "graph.duckdb")


def read(store: Store, *paths: Path) -> Ingested:
    return mlgraph.ingest_source("vex", Request(tuple(map(str, paths))), store=store)


def verdicts(store: Store) -> dict[tuple[str, str], dict[str, Any]]:
    rows = store.sql("SELECT subject, object, qualifiers FROM edges WHERE predicate = 'assessed_for'")[1]
    return {(subject, target): json.loads(qualifiers) for subject, target, qualifiers in rows}


def document(tmp_path: Path, *statements: object, **more: Any) -> Path:
    path = tmp_path / "verdicts.json"
    said = {"@context": "https://openvex.dev/ns/v0.2.0", "timestamp": "2026-03-01T00:00:00Z", "statements": statements}
    path.write_text(json.dumps({**said, **more}))
    return path


def test_products_and_their_parts_are_what_a_statement_is_about(store: Store) -> None:
    read(store, CORPUS / "verdicts.json")
    why = {
        "status": "not_affected",
        "justification": "vulnerable_code_not_in_execute_path",
        "detail": "We never call it.",
        "said_at": "2026-03-02T00:00:00+00:00",
    }
    assert verdicts(store) == {
        ("pkg:pypi/alpha@1.1", "CVE-2026-1000"): why,
        ("pkg:pypi/beta@2.0", "CVE-2026-1000"): {**why, "product": "pkg:pypi/shop@1.0"},
        ("pkg:pypi/gamma", "CVE-2026-1000"): {**why, "product": "pkg:pypi/shop@1.0"},
        ("pkg:pypi/alpha", "CVE-2026-1001"): {
            "status": "affected",
            "response": ["Update to 2."],
            "said_at": "2026-02-01T00:00:00+00:00",
        },
    }
    (known,) = store.documents()
    assert (known.title, known.observed_at and known.observed_at.isoformat()) == (
        "verdicts.json",
        "2026-03-02T00:00:00+00:00",
    )
    assert store.sql("SELECT subject, object FROM edges WHERE predicate = 'same_as'")[1] == [
        ("PYSEC-2026-1", "CVE-2026-1000")
    ]


def test_a_document_of_the_first_version_is_read(store: Store) -> None:
    read(store, CORPUS / "old.json")
    ((subject, target),) = verdicts(store)
    assert (subject, target) == ("pkg:apk/alpine/git@2.38.1-r0?arch=x86_64", "CVE-2026-1000")
    assert verdicts(store)[subject, target]["said_at"] == "2023-01-01T06:00:00+00:00"


def test_nobody_is_named(store: Store) -> None:
    read(store, CORPUS / "verdicts.json")
    assert "Jane" not in repr(store.sql("SELECT * FROM edges")[1] + store.sql("SELECT * FROM properties")[1])


def test_a_statement_that_cannot_be_read_is_a_problem_and_the_others_are_read(tmp_path: Path, store: Store) -> None:
    good = {"vulnerability": {"name": "CVE-2026-1"}, "products": [{"@id": "pkg:pypi/alpha"}], "status": "fixed"}
    path = document(
        tmp_path,
        good,
        {**good, "status": "maybe"},
        {**good, "status": None},
        {**good, "products": [{"@id": "https://shop.example/product"}]},
        {**good, "products": [{"@id": "pkg:pypi/al pha@1<2"}]},
        {**good, "vulnerability": {}},
        {**good, "vulnerability": {"name": "no id"}},
        "statement",
    )
    assert read(store, path).read == ["verdicts.json"]
    assert set(verdicts(store)) == {("pkg:pypi/alpha", "CVE-2026-1")}
    problems = store.sql("SELECT value FROM properties WHERE predicate = 'problem' ORDER BY locator")[1]
    assert [json.loads(text).partition(":")[0] for (text,) in problems] == [
        f"verdicts.json#/statements/{number}" for number in range(1, 8)
    ]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"@context": "https://example.org"}', '{"@context": 7, "statements": {}}', "[" * 9_000]
)
def test_what_is_no_openvex_document_is_refused_in_one_line(tmp_path: Path, store: Store, content: str) -> None:
    path = tmp_path / "strange.json"
    path.write_text(content)
    ((_, reason),) = read(store, path).failed
    assert "strange.json" in reason
    assert "\n" not in reason


@pytest.mark.parametrize(
    ("analysis", "expected"),
    [
        ({}, {}),
        ({"detail": "words alone"}, {}),
        ({"state": "resolved"}, {"status": "fixed"}),
        ({"state": "resolved_with_pedigree"}, {"status": "fixed", "state": "resolved_with_pedigree"}),
        ({"state": "exploitable", "response": ["update", 7]}, {"status": "affected", "response": ["update"]}),
        ({"state": "in_triage"}, {"status": "under_investigation"}),
        ({"state": "false_positive"}, {"status": "not_affected", "state": "false_positive"}),
        (
            {"state": "not_affected", "justification": "code_not_reachable", "detail": "We never call it."},
            {"status": "not_affected", "justification": "code_not_reachable", "detail": "We never call it."},
        ),
        (
            {"state": "resolved", "firstIssued": "2026-01-01T00:00:00Z", "lastUpdated": "2026-01-02T01:00:00+01:00"},
            {"status": "fixed", "said_at": "2026-01-02T00:00:00+00:00"},
        ),
    ],
)
def test_analyses_of_cyclonedx_become_the_same_qualifiers(analysis: dict[str, Any], expected: dict[str, Any]) -> None:
    assert cyclonedx_qualifiers(analysis) == expected


@pytest.mark.parametrize("state", ["fixed", "", 7])
def test_a_state_that_the_standard_does_not_know_is_refused(state: object) -> None:
    with pytest.raises(FormatError, match="of an analysis is none of"):
        cyclonedx_qualifiers({"state": state})


def test_a_status_that_vex_does_not_know_is_refused() -> None:
    with pytest.raises(FormatError, match="is none of affected"):
        assessment(ids.package("alpha"), ids.vulnerability("CVE-2026-1"), SEEN, status="fine")
