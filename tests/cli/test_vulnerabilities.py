"""`mlgraph ingest osv`, `ingest vex`, `audit`, `query vulnerabilities` and `bom -f openvex`, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, write_files

RECORD = {
    "id": "PYSEC-2026-1",
    "modified": "2026-01-01T00:00:00Z",
    "aliases": ["CVE-2026-1000"],
    "summary": "Loading runs code.",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "alpha"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}],
        }
    ],
}
VERDICT = {
    "@context": "https://openvex.dev/ns/v0.2.0",
    "timestamp": "2026-03-01T00:00:00Z",
    "statements": [
        {
            "vulnerability": {"name": "CVE-2026-1000"},
            "products": [{"@id": "pkg:pypi/alpha@1.0"}],
            "status": "not_affected",
            "justification": "vulnerable_code_not_present",
        }
    ],
}


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    root = write_files(tmp_path / "shop", {"requirements.txt": "alpha==1.0\nbeta==2.0\n"})
    assert run("ingest", "project", root, "-q").code == 0
    return root


@pytest.fixture
def advised(run: Run, project: Path, tmp_path: Path) -> Path:
    path = tmp_path / "records" / "a.json"
    write_files(path.parent, {"a.json": json.dumps(RECORD)})
    result = run("ingest", "osv", path.parent)
    assert (result.code, result.out) == (0, "osv: 1 documents read, 0 unchanged, 0 failed, 0 removed\n")
    return project


def test_without_advisories_the_answer_is_that_nothing_is_known(run: Run, project: Path) -> None:
    answer = json.loads(run("query", "vulnerabilities", project, "--format", "json").out)
    assert answer["rows"] == []
    assert "No advisories were read" in answer["unknown"][0]


def test_weaknesses_of_a_project_with_what_mends_them(run: Run, advised: Path) -> None:
    answer = json.loads(run("query", "vulnerabilities", advised, "--format", "json").out)
    (row,) = answer["rows"]
    told = ("kind", "subject", "vulnerability", "severity", "score", "fix", "path", "direct", "aliases")
    assert tuple(row[name] for name in told) == (
        "vulnerable",
        "pkg:pypi/alpha@1.0",
        "PYSEC-2026-1",
        "critical",
        9.8,
        "1.2",
        "pkg:pypi/alpha@1.0",
        1,
        "CVE-2026-1000",
    )
    assert answer["coverage"]["audited"] == 2
    assert answer["coverage"]["advisories"].startswith("records: 1 PyPI, the newest of 2026-01-01, read as of ")


def test_a_verdict_settles_it_and_is_written_again(run: Run, advised: Path, tmp_path: Path) -> None:
    path = tmp_path / "verdict.json"
    path.write_text(json.dumps(VERDICT))
    assert run("ingest", "vex", path, "-q").code == 0
    (row,) = json.loads(run("query", "vulnerabilities", advised, "--format", "json").out)["rows"]
    assert row["verdict"] == "not_affected (vulnerable_code_not_present) in verdict.json#/statements/0"

    written = json.loads(run("bom", advised, "-f", "openvex", "--offline").out)
    (statement,) = written["statements"]
    assert (statement["status"], statement["justification"]) == ("not_affected", "vulnerable_code_not_present")

    document = json.loads(run("bom", advised, "--offline").out)
    (entry,) = document["vulnerabilities"]
    assert entry["analysis"]["state"] == "not_affected"


def test_an_audit_without_a_network_is_not_made_and_says_so(run: Run, project: Path) -> None:
    result = run("audit", project, "--offline")
    assert result.code == 0
    assert result.out.splitlines() == [
        "audit: pip-audit was not run: the network is not to be used; what it would say is unknown",
        "audit: 0 packages asked about, 0 audited, 2 not audited, 0 known vulnerabilities",
    ]
    assert run("audit", project, "--offline", "--strict").code == 3


def test_a_project_that_was_not_read_is_wrong_use(run: Run, project: Path, tmp_path: Path) -> None:
    result = run("query", "vulnerabilities", tmp_path / "elsewhere")
    assert result.code == 2
    assert "the graph holds no project" in result.complaint


def test_sources_have_no_options_and_need_a_file(run: Run) -> None:
    for source in ("osv", "vex"):
        assert "needs to be told what to read" in run("ingest", source).complaint
        assert "has no option 'depth'" in run("ingest", source, "x.json", "--depth", "1").complaint
