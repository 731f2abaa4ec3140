"""pip-audit against a server of OSV records, and mlgraph's own matching of the same records: the same answers."""

from __future__ import annotations

import json
import sys
import tarfile
from pathlib import Path
from typing import IO, Any

import pytest
import yaml

import mlgraph
from mlgraph.app.audit import audit
from mlgraph.model.errors import SourceError, UsageError
from mlgraph.model.request import Request
from mlgraph.store import Store
from tests.servers.osv import OsvServer, affects

RECORDS = [
    {
        "id": f"PYSEC-2026-{number}",
        "modified": "2026-01-01T00:00:00Z",
        "aliases": [f"CVE-2026-{1000 + number}"],
        "details": "Something is wrong.",
        "affected": [
            {
                "package": {"name": name, "ecosystem": "PyPI"},
                "ranges": [{"type": "ECOSYSTEM", "events": events}],
                "versions": versions,
            }
        ],
        **more,
    }
    for number, (name, events, versions, more) in enumerate(
        [
            ("alpha", [{"introduced": "0"}, {"fixed": "1.2"}], [], {}),
            ("alpha", [{"introduced": "1.0rc1"}, {"fixed": "2.0.post1"}], ["0.9"], {}),
            ("alpha", [{"introduced": "0"}], [], {"withdrawn": "2026-02-01T00:00:00Z"}),
            ("beta.pkg", [{"introduced": "2"}, {"fixed": "2.1"}, {"introduced": "3"}, {"fixed": "3.1"}], [], {}),
            ("gamma", [{"introduced": "0"}, {"last_affected": "1.5"}], [], {}),
            ("delta", [{"introduced": "0"}, {"fixed": "0.1"}], [], {}),
            ("theta", [{"introduced": "2"}, {"fixed": "2.1"}, {"introduced": "3"}, {"fixed": "3.1"}], [], {}),
        ]
    )
]


@pytest.fixture
def online(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLGRAPH_OFFLINE", "0")
    monkeypatch.setenv("PIP_AUDIT_FORMAT", "columns")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def project(tmp_path: Path, *requirements: str) -> tuple[Path, Store]:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "requirements.txt").write_text("\n".join(requirements) + "\n")
    store = Store(tmp_path / "graph.duckdb")
    mlgraph.ingest_project(root, store=store)
    return root, store


def found(root: Path, store: Store) -> set[tuple[str, str]]:
    """(package, record) of all that is said to affect a project."""
    inventory, _ = mlgraph.look(root, store=store)
    assert inventory.audit is not None
    entries = inventory.audit.vulnerabilities
    return {(entry.subject.key, claim.record.key) for entry in entries for claim in entry.claims}


def test_pip_audit_finds_what_our_matching_of_the_same_records_finds(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "alpha==1.1", "Beta_Pkg==3.0.1", "gamma==1.5", "delta==0.2", "epsilon==1", "zeta")
    with OsvServer(RECORDS) as server:
        done = audit(root, store=store, osv_url=server.url)
    by_tool = found(root, store)

    records = tmp_path / "records"
    records.mkdir()
    for record in RECORDS:
        (records / f"{record['id']}.json").write_text(json.dumps(record))
    own = Store(tmp_path / "own.duckdb")
    mlgraph.ingest_project(root, store=own)
    mlgraph.ingest_source("osv", Request((str(records),)), store=own)

    assert by_tool == found(root, own)
    assert by_tool == {
        ("pkg:pypi/alpha@1.1", "PYSEC-2026-0"),
        ("pkg:pypi/alpha@1.1", "PYSEC-2026-1"),
        ("pkg:pypi/beta-pkg@3.0.1", "PYSEC-2026-3"),
        ("pkg:pypi/gamma@1.5", "PYSEC-2026-4"),
    }
    assert (done.asked, done.audit.audited) == (5, 5)
    assert [(node.key, why) for node, why in done.audit.not_audited] == [("pkg:pypi/zeta", "its version is not known")]


def test_fixes_of_both_are_the_smallest_version_above_the_one_in_use(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "theta==2.0")
    with OsvServer(RECORDS) as server:
        (entry,) = audit(root, store=store, osv_url=f"{server.url}/v1/query").audit.vulnerabilities
    assert entry.fixes == ("2.1", "3.1")


def test_builds_of_a_release_are_asked_about_by_their_public_version(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "gamma==1.5+cu121")
    with OsvServer(RECORDS) as server:
        done = audit(root, store=store, osv_url=server.url)
    assert [query["version"] for query in server.asked] == ["1.5"]
    assert [entry.subject.key for entry in done.audit.vulnerabilities] == ["pkg:pypi/gamma@1.5%2Bcu121"]
    assert done.audit.not_audited == ()


def test_what_an_audit_left_out_of_one_project_is_not_said_of_another(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "gamma==1.5", "zeta")
    with OsvServer(RECORDS) as server:
        audit(root, store=store, osv_url=server.url)
    other = tmp_path / "other"
    other.mkdir()
    (other / "requirements.txt").write_text("zeta==1.0\n")
    mlgraph.ingest_project(other, store=store)
    inventory, _ = mlgraph.look(other, store=store)
    assert inventory.audit is not None
    assert [(node.key, why) for node, why in inventory.audit.not_audited] == [
        ("pkg:pypi/zeta@1.0", "pip-audit did not look at it")
    ]


def test_offline_nothing_is_run_and_nothing_is_said_to_be_free_of_weaknesses(tmp_path: Path) -> None:
    root, store = project(tmp_path, "alpha==1.1")
    done = audit(root, store=store, offline=True)
    assert done.not_run == "the network is not to be used; what it would say is unknown"
    assert not done.audit.is_any
    assert [why for _, why in done.audit.not_audited] == ["no advisories were read"]


def test_a_service_that_fails_leaves_what_an_earlier_audit_said(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "gamma==1.5")
    with OsvServer(RECORDS) as server:
        audit(root, store=store, osv_url=server.url)
        done = audit(root, store=store, osv_url=f"{server.url}/nothing/there")
    assert len(done.audit.vulnerabilities) == 1
    assert "pip-audit gave no report" in done.ingested.failed[0][1]


def test_an_address_that_is_none_is_refused(tmp_path: Path, online: None) -> None:
    root, store = project(tmp_path, "gamma==1.5")
    with pytest.raises(UsageError, match="give an address that begins with https://"):
        audit(root, store=store, osv_url="file:///etc/passwd")


def test_without_pip_audit_the_message_says_how_to_get_it(
    tmp_path: Path, online: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, store = project(tmp_path, "gamma==1.5")
    monkeypatch.setitem(sys.modules, "pip_audit", None)
    with pytest.raises((UsageError, SourceError), match=r"mlgraph\[audit\]"):
        audit(root, store=store, osv_url="http://127.0.0.1:9")


def test_what_a_report_skips_is_not_audited(tmp_path: Path) -> None:
    """As its default service does for all packages of an index without JSON for each version, ending with 0."""
    root, store = project(tmp_path, "gamma==1.5", "delta==1")
    report = tmp_path / "audit.json"
    skipped = "Dependency not found on PyPI and could not be audited: gamma (1.5)"
    report.write_text(json.dumps({"dependencies": [{"name": "gamma", "skip_reason": skipped}], "fixes": []}))
    mlgraph.ingest_source("osv", Request((str(report),)), store=store)

    inventory, _ = mlgraph.look(root, store=store)
    assert inventory.audit is not None
    assert inventory.audit.audited == 0
    assert {node.key: why for node, why in inventory.audit.not_audited} == {
        "pkg:pypi/gamma@1.5": f"pip-audit skipped it: {skipped}",
        "pkg:pypi/delta@1": "no advisories were read",
    }
    unknown = mlgraph.vulnerabilities(root, store=store).unknown
    assert any("No advisories were read" in sentence for sentence in unknown)


@pytest.mark.shared_data
@pytest.mark.slow
def test_pip_audit_and_our_matching_agree_on_fifty_pinned_requirements(
    tmp_path: Path, online: None, shared_data: Path
) -> None:
    archive = shared_data / "pypa-advisories" / "vulns.tar.gz"
    records = _records(archive)
    pins = _pins(records, 50)
    root, store = project(tmp_path, *(f"{name}=={version}" for name, version in pins))
    with OsvServer(records) as server:
        done = audit(root, store=store, osv_url=server.url)
    own = Store(tmp_path / "own.duckdb")
    mlgraph.ingest_project(root, store=own)
    mlgraph.ingest_source("osv", Request((str(archive),)), store=own)

    counted = {
        (f"pkg:pypi/{name}@{version}", record["id"])
        for record in records
        for name, version in pins
        if "withdrawn" not in record and affects(record, name, version)
    }
    by_tool, by_us = found(root, store), found(root, own)
    assert done.asked == done.audit.audited == 50
    assert by_us == counted
    assert by_tool == by_us
    assert len(counted) > 200


def _records(archive: Path) -> list[dict[str, Any]]:
    with tarfile.open(archive) as tar:
        texts = [tar.extractfile(member) for member in tar.getmembers() if member.isfile()]
        return [_texts(text) for text in texts if text is not None]


def _texts(stream: IO[bytes]) -> dict[str, Any]:
    """A record with all its scalars as they are written: a loader makes dates and numbers of some."""
    loader = yaml.CBaseLoader(stream)
    return dict(loader.get_single_data())


def _pins(records: list[dict[str, Any]], count: int) -> list[tuple[str, str]]:
    """Packages with most records, each at a version in the middle of those that records list."""
    listed: dict[str, list[str]] = {}
    for record in records:
        for one in record["affected"]:
            listed.setdefault(one["package"]["name"], []).extend(one.get("versions", ()))
    plain = {n: [v for v in vs if all(p.isdecimal() for p in v.split("."))] for n, vs in listed.items()}
    ranked = sorted((name for name in plain if plain[name]), key=lambda name: (-len(plain[name]), name))
    return [(name, sorted(plain[name])[len(plain[name]) // 2]) for name in ranked[:count]]
