"""Lists of exploited weaknesses, and reports of audits: recognized by what is in them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.model.request import Request
from mlgraph.store import Store

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"


def read(tmp_path: Path, path: Path) -> Store:
    store = Store(tmp_path / "graph.duckdb")
    done = mlgraph.ingest_source("osv", Request((str(path),)), store=store)
    assert done.failed == []
    return store


def facts(store: Store, predicate: str) -> dict[str, Any]:
    rows = store.sql("SELECT subject, predicate, value FROM properties")[1]
    return {subject: json.loads(value) for subject, kind, value in rows if kind == predicate}


def test_a_catalog_of_exploited_weaknesses(tmp_path: Path) -> None:
    store = read(tmp_path, CORPUS / "osv-json" / "exploited.json")
    assert facts(store, "known_exploited") == {
        "CVE-2026-1000": {
            "catalog": "Catalog of exploited weaknesses",
            "added": "2026-02-01",
            "due": "2026-02-22",
            "ransomware": True,
        }
    }
    (coverage,) = facts(store, "coverage").values()
    assert coverage == {"list": "known-exploited", "records": 1, "version": "2026.03.01"}
    assert list(facts(store, "problem").values()) == ["entry 1 names no CVE: 'CVE-2025-1'"]
    (document,) = store.documents()
    assert document.observed_at is not None
    assert document.observed_at.date().isoformat() == "2026-03-01"


@pytest.mark.parametrize("packed", [True, False])
def test_scores_of_epss(tmp_path: Path, packed: bool) -> None:
    text = (CORPUS / "osv-yaml" / "scores.csv").read_bytes() + b"CVE-2026-1,2,0.1\nCVE-2026-1002,0.1\n"
    path = tmp_path / "scores"
    path.write_bytes(gzip.compress(text) if packed else text)
    store = read(tmp_path, path)
    assert facts(store, "exploit_prediction") == {
        "CVE-2026-1000": {"probability": 0.5, "percentile": 0.97, "date": "2026-03-01"},
        "CVE-2026-1001": {"probability": 0.0004, "percentile": 0.1, "date": "2026-03-01"},
    }
    problems = store.sql("SELECT value FROM properties WHERE predicate = 'problem' ORDER BY value")[1]
    assert [json.loads(value) for (value,) in problems] == [
        "line 5: no CVE with two numbers from 0 to 1: 'CVE-2026-1,2,0.1'",
        "line 6: no CVE with two numbers from 0 to 1: 'CVE-2026-1002,0.1'",
    ]


def test_scores_without_a_day_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    path.write_text("#model_version:v1\ncve,epss,percentile\nCVE-2026-1000,0.5,0.9\n")
    done = mlgraph.ingest_source("osv", Request((str(path),)), store=Store(tmp_path / "graph.duckdb"))
    assert "no score_date" in done.failed[0][1]


def test_a_report_of_an_audit_made_elsewhere(tmp_path: Path) -> None:
    store = read(tmp_path, CORPUS / "osv-json" / "report.json")
    edges = store.sql("SELECT subject, predicate, object FROM edges ORDER BY ALL")[1]
    assert set(edges) == {
        ("pkg:pypi/alpha-pkg@1.1", "affected_by", "PYSEC-2026-1"),
        ("CVE-2026-1000", "same_as", "PYSEC-2026-1"),
        ("PYSEC-2026-1", "fixed_in", "pkg:pypi/alpha-pkg@1.2"),
    }
    assert facts(store, "not_audited") == {"pkg:pypi/gamma": "pip-audit skipped it: not found"}
    (coverage,) = facts(store, "coverage").values()
    assert coverage["releases"] == ["pkg:pypi/alpha-pkg@1.1", "pkg:pypi/beta@2.0"]


@pytest.mark.slow
def test_a_quarter_of_a_million_scores_are_read_quickly(tmp_path: Path) -> None:
    from time import perf_counter

    lines = [f"CVE-{2000 + n % 25}-{10_000 + n},0.{n % 1000:03},0.5" for n in range(250_000)]
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(["#model_version:v1,score_date:2026-03-01T00:00:00Z", "cve,epss,percentile", *lines]))
    began = perf_counter()
    store = read(tmp_path, path)
    assert len(facts(store, "exploit_prediction")) == 250_000
    assert perf_counter() - began < 60
