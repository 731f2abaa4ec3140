"""A project held against advisories: what is found, what may be, what is unknown, and what somebody found out."""

from __future__ import annotations

import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Evidence, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.osv.record import Read, record_assertions
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.findings import findings
from mlgraph_queries.vulnerabilities.table import vulnerabilities
from mlgraph_queries.vulnerability_entries import Audit
from tests.queries.conftest import OBSERVED, PROJECT, Graph, declared, installed, locked, requires
from tests.servers.osv import affects

SAID = Evidence("#/statements/0", Method.DECLARED, "openvex")
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def record(name: str, package: str, *events: dict[str, str], ecosystem: str = "PyPI", **more: Any) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}] if events else []
    versions = more.pop("versions", [])
    affected = [{"package": {"ecosystem": ecosystem, "name": package}, "ranges": ranges, "versions": versions}]
    return {"id": name, "modified": "2026-01-01T00:00:00Z", "affected": affected, **more}


def until(fixed: str) -> tuple[dict[str, str], dict[str, str]]:
    return {"introduced": "0"}, {"fixed": fixed}


def advise(graph: Graph, *records: dict[str, Any], types: tuple[str, ...] = ("pypi",), title: str = "all.zip") -> None:
    """Put records into the graph as the source `osv` does, of which a view knows the reader."""
    said: list[Assertion] = []
    for number, one in enumerate(records):
        said += record_assertions(one, f"{number}.json#", Read())
    document = Document(f"file:///{title}", title, "osv/1", title, OBSERVED)
    covered = [{"ecosystem": kind, "type": kind, "records": len(records)} for kind in types]
    seen = Evidence("", Method.OBSERVED, "coverage")
    said += [fact(ids.document(document.locator), PropertyKind.COVERAGE, value, seen) for value in covered]
    graph.written[document.locator] = (document, said)


def listed(graph: Graph, kind: str, *said: Assertion) -> None:
    document = Document(f"file:///{kind}", kind, "osv/1", kind, OBSERVED)
    seen = Evidence("", Method.OBSERVED, "coverage")
    node = ids.document(document.locator)
    value: dict[str, Any] = {"list": kind, "records": len(said)}
    graph.written[document.locator] = (document, [*said, fact(node, PropertyKind.COVERAGE, value, seen)])


def assessed(subject: NodeId, name: str, status: str, **more: Any) -> Assertion:
    return edge(subject, EdgeKind.ASSESSED_FOR, ids.vulnerability(name), SAID, status=status, **more)


def audit(graph: Graph) -> Audit:
    found = graph.inventory().audit
    assert found is not None
    return found


def found(graph: Graph) -> set[tuple[str, str]]:
    return {(entry.subject.key, entry.id.key) for entry in audit(graph).vulnerabilities}


def test_locked_installed_and_pinned_versions_are_held_against_records(graph: Graph) -> None:
    graph.write("uv.lock", locked("Alpha_Pkg", "1.0"))
    graph.write("env", installed("beta", "2.0"))
    graph.write("requirements.txt", declared("gamma", "==3.0", version="3.0"))
    advise(
        graph,
        record("PYSEC-2026-1", "alpha-pkg", *until("1.1")),
        record("PYSEC-2026-2", "beta", *until("2.0")),
        record("PYSEC-2026-3", "gamma", versions=["3.0.0"]),
    )
    assert found(graph) == {("pkg:pypi/alpha-pkg@1.0", "PYSEC-2026-1"), ("pkg:pypi/gamma@3.0", "PYSEC-2026-3")}


def test_a_withdrawn_record_is_kept_and_matches_nothing(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2"), withdrawn="2026-02-01T00:00:00Z"))
    assert found(graph) == set()
    with graph.view() as view:
        assert view.named("PYSEC-2026-1") == ids.vulnerability("PYSEC-2026-1")


def test_a_record_that_is_withdrawn_does_not_silence_another_of_the_same_weakness(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    alias = {"aliases": ["CVE-2026-1"]}
    advise(
        graph,
        record("PYSEC-2026-1", "alpha", *until("2"), withdrawn="2026-02-01T00:00:00Z", **alias),
        record("GHSA-aaaa-bbbb-cccc", "alpha", *until("3"), **alias),
    )
    (entry,) = audit(graph).vulnerabilities
    assert [claim.record.key for claim in entry.claims] == ["GHSA-aaaa-bbbb-cccc"]
    assert entry.fix == "3"


def test_records_of_one_weakness_are_one_entry_with_all_that_say_so(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(
        graph,
        record("PYSEC-2026-1", "alpha", *until("1.2"), aliases=["CVE-2026-1"], summary="Slow."),
        record("GHSA-aaaa-bbbb-cccc", "alpha", *until("1.5"), aliases=["CVE-2026-1"]),
    )
    (entry,) = audit(graph).vulnerabilities
    assert set(entry.ids) == {"PYSEC-2026-1", "CVE-2026-1", "GHSA-aaaa-bbbb-cccc"}
    assert {claim.record.key for claim in entry.claims} == {"PYSEC-2026-1", "GHSA-aaaa-bbbb-cccc"}
    assert entry.fixes == ("1.5",)  # in 1.2 one of them still calls it affected


def test_without_advisories_everything_is_unknown(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    told = audit(graph)
    assert (told.is_any, told.audited, told.vulnerabilities) == (False, 0, ())
    assert told.not_audited == ((ids.release("alpha", "1.0"), "no advisories were read"),)
    assert "unknown whether packages have known weaknesses" in vulnerabilities(graph.inventory()).unknown[0]


def test_a_package_of_an_ecosystem_without_records_is_not_audited(graph: Graph) -> None:
    conda = ids.conda_release("delta", "1.0", build=None)
    contains = edge(PROJECT, EdgeKind.CONTAINS, conda, Evidence("1", Method.RESOLVED, "conda-lock"))
    graph.write("uv.lock", locked("alpha", "1.0"))
    graph.write("conda-lock.yml", contains)
    advise(graph, record("PYSEC-2026-1", "other", *until("2")))
    told = audit(graph)
    assert told.audited == 1
    assert told.not_audited == ((conda, "no records of its ecosystem were read (conda)"),)


def test_records_of_one_distribution_say_nothing_of_another(graph: Graph) -> None:
    nodes = [ids.parse(f"pkg:deb/{name}/openssl@3.0-1") for name in ("debian", "ubuntu")]
    seen = Evidence("1", Method.OBSERVED, "bom")
    graph.write("bom", *(edge(PROJECT, EdgeKind.CONTAINS, node, seen) for node in nodes))
    advise(graph, record("DSA-2026-1", "openssl", versions=["3.0-1"], ecosystem="Debian:12"), types=("deb/debian",))
    told = audit(graph)
    assert [entry.subject for entry in told.vulnerabilities] == nodes[:1]
    assert told.not_audited == ((nodes[1], "no records of its ecosystem were read (deb)"),)


def test_a_package_without_a_version_may_be_affected_and_is_never_found(graph: Graph) -> None:
    graph.write("requirements.txt", declared("alpha", ">=1"), declared("beta"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2")), record("PYSEC-2026-2", "alpha", *until("3")))
    told = audit(graph)
    assert told.vulnerabilities == ()
    (doubt,) = told.doubts
    assert (doubt.subject, doubt.reason) == (ids.package("alpha"), "its version is not known")
    assert [node.key for node in doubt.vulnerabilities] == ["PYSEC-2026-1", "PYSEC-2026-2"]
    assert [f.kind for f in findings(graph.inventory()) if "vulnerable" in f.kind] == ["may-be-vulnerable"]


def test_versions_that_are_not_compared_may_be_affected(graph: Graph) -> None:
    release = ids.parse("pkg:maven/org.example/lib@2.0")
    graph.write("bom", edge(PROJECT, EdgeKind.CONTAINS, release, Evidence("1", Method.OBSERVED, "bom")))
    advise(graph, record("GHSA-aaaa-bbbb-cccc", "org.example:lib", *until("3"), ecosystem="Maven"), types=("maven",))
    (doubt,) = audit(graph).doubts
    assert doubt.subject == release
    assert "not compared" in doubt.reason


def test_the_shortest_path_and_how_many_direct_dependencies_lead_to_it(graph: Graph) -> None:
    graph.write("requirements.txt", declared("app"), declared("tool"))
    graph.write(
        "env",
        *(installed(name, "1") for name in ("app", "tool", "middle", "deep")),
        requires("app", "1", "middle"),
        requires("middle", "1", "deep"),
        requires("tool", "1", "deep"),
    )
    advise(graph, record("PYSEC-2026-1", "deep", *until("2")))
    (entry,) = audit(graph).vulnerabilities
    assert [node.key for node in entry.path] == ["pkg:pypi/tool@1", "pkg:pypi/deep@1"]
    assert entry.direct_count == 2


def test_malware_stands_first_and_is_warned_of_whatever_a_verdict_says(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"), locked("beta", "1.0"))
    bad = {"severity": [{"type": "CVSS_V3", "score": VECTOR}]}
    advise(
        graph,
        record("PYSEC-2026-1", "alpha", *until("2"), **bad),
        record("MAL-2026-1", "beta", {"introduced": "0"}),
    )
    graph.write("vex", assessed(ids.release("beta", "1.0"), "MAL-2026-1", "not_affected"), collection="")
    first, second = audit(graph).vulnerabilities
    assert (first.is_malware, first.fix, second.is_malware) == (True, None, False)
    assert [f.subject for f in findings(graph.inventory()) if f.kind == "malware"] == ["pkg:pypi/beta@1.0"]
    assert vulnerabilities(graph.inventory()).records()[0]["kind"] == "malware"


def test_exploitation_is_known_only_where_a_list_was_read(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"), locked("beta", "1.0"), locked("gamma", "1.0"))
    advise(
        graph,
        record("PYSEC-2026-1", "alpha", *until("2"), aliases=["CVE-2026-1000"]),
        record("PYSEC-2026-2", "beta", *until("2"), aliases=["CVE-2026-2000"]),
        record("PYSEC-2026-3", "gamma", *until("2")),
    )
    assert {entry.is_known_exploited for entry in audit(graph).vulnerabilities} == {None}
    known = ids.vulnerability("CVE-2026-1000")
    seen = Evidence("1", Method.DECLARED, "kev")
    listed(
        graph,
        "known-exploited",
        fact(known, PropertyKind.KNOWN_EXPLOITED, {"catalog": "C", "added": "2026-01-05"}, seen),
    )
    score = {"probability": 0.25, "percentile": 0.9, "date": "2026-02-01"}
    listed(graph, "exploit-prediction", fact(known, PropertyKind.EXPLOIT_PREDICTION, score, seen))
    told = {entry.name: entry for entry in audit(graph).vulnerabilities}
    assert {name: entry.is_known_exploited for name, entry in told.items()} == {
        "alpha": True,
        "beta": False,
        "gamma": None,
    }
    assert told["alpha"].prediction is not None
    assert (told["alpha"].prediction.probability, told["beta"].prediction) == (0.25, None)
    assert audit(graph).vulnerabilities[0].name == "alpha"


def test_a_settled_weakness_is_no_finding_and_stays_in_the_table(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"), locked("beta", "1.0"))
    advise(
        graph,
        record("PYSEC-2026-1", "alpha", *until("2"), aliases=["CVE-2026-1"]),
        record("PYSEC-2026-2", "beta", *until("2")),
    )
    said = assessed(ids.release("alpha", "1.0"), "CVE-2026-1", "not_affected", justification="code_not_reachable")
    graph.write("vex", said, collection="")
    told = audit(graph)
    assert [entry.name for entry in told.open] == ["beta"]
    assert [f.subject for f in findings(graph.inventory()) if f.kind == "vulnerable"] == ["pkg:pypi/beta@1.0"]
    verdicts = {row["subject"]: row["verdict"] for row in vulnerabilities(graph.inventory()).records()}
    assert verdicts == {
        "pkg:pypi/beta@1.0": None,
        "pkg:pypi/alpha@1.0": "not_affected (code_not_reachable) in vex#/statements/0",
    }


def test_the_latest_verdict_counts_and_the_others_stay(graph: Graph) -> None:
    alpha = ids.release("alpha", "1.0")
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2")))
    graph.write(
        "old", assessed(alpha, "PYSEC-2026-1", "not_affected", said_at="2026-01-02T00:00:00+00:00"), collection=""
    )
    graph.write("new", assessed(alpha, "PYSEC-2026-1", "affected", said_at="2026-01-03T00:00:00+00:00"), collection="")
    (entry,) = audit(graph).vulnerabilities
    assert [verdict.status for verdict in entry.verdicts] == ["affected", "not_affected"]
    assert entry.is_open


@pytest.mark.parametrize(
    ("subject", "more", "holds"),
    [
        (ids.package("alpha"), {}, True),
        (ids.release("alpha", "1.1"), {}, False),
        (ids.release("alpha", "1.0"), {"product": "pkg:pypi/shop"}, True),
        (ids.release("alpha", "1.0"), {"product": "pkg:pypi/other"}, False),
        (ids.package("shop"), {}, True),
        (PROJECT, {}, True),
    ],
)
def test_a_verdict_holds_for_the_release_the_package_or_the_product_that_it_names(
    graph: Graph, subject: NodeId, more: dict[str, str], holds: bool
) -> None:
    graph.write("pyproject.toml", fact(PROJECT, PropertyKind.NAME, "shop", Evidence("1", Method.DECLARED)))
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2")))
    graph.write("vex", assessed(subject, "PYSEC-2026-1", "fixed", **more), collection="")
    (entry,) = audit(graph).vulnerabilities
    assert entry.is_open is not holds


def test_what_another_projects_document_says_does_not_count(graph: Graph) -> None:
    other = "project:/home/somebody/else"
    alpha = ids.release("alpha", "1.0")
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2")))
    graph.write("bom", assessed(alpha, "PYSEC-2026-1", "fixed"), collection=other)
    graph.write("bom2", edge(alpha, EdgeKind.AFFECTED_BY, ids.vulnerability("CVE-2026-9"), SAID), collection=other)
    (entry,) = audit(graph).vulnerabilities
    assert (entry.id.key, entry.verdicts) == ("PYSEC-2026-1", ())


def test_a_document_that_names_a_release_itself_is_believed(graph: Graph) -> None:
    alpha = ids.release("alpha", "1.0")
    graph.write("uv.lock", locked("alpha", "1.0"))
    graph.write("bom.json", edge(alpha, EdgeKind.AFFECTED_BY, ids.vulnerability("CVE-2026-9"), SAID))
    (entry,) = audit(graph).vulnerabilities
    assert [(claim.how, claim.where) for claim in entry.claims] == [("stated", "bom.json#/statements/0")]


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([{"version": "1.0"}], "found"),
        ([{"version": "1.0", "status": "affected"}, {"version": "0.9"}], "found"),
        ([{"version": "1.0", "status": "unaffected"}], "nothing"),
        ([{"version": "1.0", "status": "unknown"}], "doubt"),
        ([{"version": "0.9"}], "doubt"),
        ([{"range": "vers:pypi/<2"}], "found"),
    ],
)
def test_versions_that_a_bill_of_materials_excepts_are_not_affected(
    graph: Graph, versions: list[Any], expected: str
) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    affected = edge(
        ids.release("alpha", "1.0"), EdgeKind.AFFECTED_BY, ids.vulnerability("CVE-2026-9"), SAID, versions=versions
    )
    graph.write("bom.json", affected)
    told = audit(graph)
    assert (len(told.vulnerabilities), len(told.doubts)) == {"found": (1, 0), "nothing": (0, 0), "doubt": (0, 1)}[
        expected
    ]


def test_verdicts_without_a_record_are_kept(graph: Graph) -> None:
    graph.write("uv.lock", locked("alpha", "1.0"))
    graph.write("vex", assessed(ids.release("alpha", "1.0"), "CVE-2026-7", "under_investigation"), collection="")
    (told,) = audit(graph).assessments
    assert (told.vulnerability.key, told.subject.key, told.verdicts[0].status) == (
        "CVE-2026-7",
        "pkg:pypi/alpha@1.0",
        "under_investigation",
    )


def test_the_table_has_rows_for_unpinned_models_and_says_what_was_read(graph: Graph) -> None:
    model = edge(PROJECT, EdgeKind.DEPENDS_ON, ids.model("acme/chat"), Evidence("3", Method.OBSERVED), scope="runtime")
    graph.write("app.py", model)
    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2"), severity=[{"type": "CVSS_V3", "score": VECTOR}]))
    table = vulnerabilities(graph.inventory())
    assert [(row["kind"], row["score"], row["fix"]) for row in table.records()] == [
        ("vulnerable", 9.8, "2"),
        ("unpinned", None, ""),
    ]
    texts = ("vulnerability", "severity", "fix", "verdict", "path")
    assert {table.records()[1][name] for name in texts} == {""}, (
        "what no weakness is has none of these; none is unknown"
    )
    assert table.coverage["advisories"] == "all.zip: 1 pypi, read as of 2026-01-01"


@pytest.fixture(scope="module")
def corpus(shared_data: Path) -> list[dict[str, Any]]:
    """The records of the Python database, straight from their YAML, every scalar as it is written."""
    with tarfile.open(shared_data / "pypa-advisories" / "vulns.tar.gz") as tar:
        streams = [tar.extractfile(member) for member in tar.getmembers() if member.isfile()]
        return [dict(yaml.CBaseLoader(stream).get_single_data()) for stream in streams if stream is not None]


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "pins",
    [
        {"tensorflow": "2.6.0", "langchain": "0.0.200"},
        {"tensorflow": "2.4.0", "langchain": "0.1.0"},
        {"tensorflow": "1.15.0", "langchain": "0.0.64"},
        {"tensorflow": "2.16.1", "langchain": "0.3.0"},
        {"tensorflow": "2.3.0rc2", "langchain": "0.0.246"},
    ],
)
def test_counts_of_tensorflow_and_langchain_are_those_that_the_records_imply(
    graph: Graph, corpus: list[dict[str, Any]], pins: dict[str, str]
) -> None:
    graph.write("uv.lock", *(locked(name, version) for name, version in pins.items()))
    advise(graph, *corpus)
    counted = {
        (name, one["id"])
        for name, version in pins.items()
        for one in corpus
        if "withdrawn" not in one and affects(one, name, version)
    }
    by_us = {(entry.name, claim.record.key) for entry in audit(graph).vulnerabilities for claim in entry.claims}
    assert by_us == counted


def test_an_answer_is_json_that_can_be_read_back(graph: Graph) -> None:
    from mlgraph.report.tables import as_json

    graph.write("uv.lock", locked("alpha", "1.0"))
    advise(graph, record("PYSEC-2026-1", "alpha", *until("2")))
    told = json.loads(as_json(vulnerabilities(graph.inventory())))
    assert told["rows"][0]["vulnerability"] == "PYSEC-2026-1"
    assert datetime.fromisoformat(told["as_of"]) <= datetime.now(UTC).replace(tzinfo=None)
