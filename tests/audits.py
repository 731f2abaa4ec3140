"""Audits made by hand, for tests to fill in what they are about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from mlgraph.model import ids
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.vulnerability_entries import (
    Advisories,
    Audit,
    Claim,
    Severity,
    Verdict,
    VulnerabilityEntry,
)

SAID_AT = datetime(2026, 3, 1, tzinfo=UTC)
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
RECORDS = Advisories(
    title="advisories.zip",
    kind="records",
    observed_at=SAID_AT,
    newest="2026-02-28T00:00:00+00:00",
    records={"PyPI": 12},
    types=frozenset({"pypi"}),
    withdrawn=1,
)


def bare_verdict(status: str, **fields: Any) -> Verdict:
    known: dict[str, Any] = {
        "status": status, "state": None, "justification": None, "responses": (), "detail": None,
        "subject": ids.release("torch", "2.4.0"), "product": None, "said_at": SAID_AT,
        "where": "shop.openvex.json#/statements/0",
    }  # fmt: skip
    return Verdict(**{**known, **fields})


def bare_vulnerability(name: str, package: str, version: str, **fields: Any) -> VulnerabilityEntry:
    node, release = ids.vulnerability(name), ids.release(package, version)
    known: dict[str, Any] = {
        "id": node, "aliases": (), "subject": release, "name": package, "version": version, "scope": Scope.RUNTIME,
        "claims": (Claim(node, "range", f"advisories.zip:{name}.json#/affected/0"),),
        "summary": None, "description": None, "severities": (), "fixes": (), "weaknesses": (),
        "published_at": None, "modified_at": None, "references": (), "is_known_exploited": None,
        "exploited": None, "prediction": None, "verdicts": (), "path": (release,), "direct_count": 1,
    }  # fmt: skip
    return VulnerabilityEntry(**{**known, **fields})


def rated(vector: str = VECTOR, score: float | None = 9.8, rating: str | None = "critical", **fields: Any) -> Severity:
    known: dict[str, Any] = {
        "method": "CVSS_V3", "vector": vector, "score": score, "rating": rating, "source": None, "where": "a.json#/severity/0",
    }  # fmt: skip
    return Severity(**{**known, **fields})


def bare_audit(*entries: VulnerabilityEntry, **fields: Any) -> Audit:
    known: dict[str, Any] = {
        "as_of": date(2026, 3, 2), "advisories": (RECORDS,), "vulnerabilities": entries, "doubts": (),
        "assessments": (), "not_audited": (), "audited": len({entry.subject for entry in entries}),
    }  # fmt: skip
    return Audit(**{**known, **fields})
