"""The chapter on vulnerabilities, and the figure in the summary: an absence is only told where somebody looked."""

from __future__ import annotations

from dataclasses import replace

from mlgraph.model import ids
from mlgraph.report.html import render
from mlgraph.report.sections.section import material_of
from mlgraph.report.sections.weaknesses import WeaknessesBody, weaknesses
from mlgraph.report.summary import summary
from mlgraph_queries.entries import Inventory
from mlgraph_queries.findings import findings
from mlgraph_queries.vulnerability_entries import Audit, Claim, Doubt
from tests.audits import bare_audit, bare_verdict, bare_vulnerability, rated

TORCH = ids.release("torch", "2.4.0")
NUMPY = ids.release("numpy", "2.1.3")


def audited() -> Audit:
    bad = bare_vulnerability(
        "PYSEC-2026-1",
        "torch",
        "2.4.0",
        aliases=(ids.vulnerability("CVE-2026-1000"),),
        summary="Loading <script>alert(1)</script> runs code.",
        severities=(rated(),),
        fixes=("2.6.0",),
        is_known_exploited=True,
        path=(ids.release("transformers", "4.46.2"), TORCH),
        direct_count=2,
    )
    settled = bare_vulnerability(
        "CVE-2026-2",
        "numpy",
        "2.1.3",
        verdicts=(bare_verdict("not_affected", justification="code_not_reachable", subject=NUMPY),),
    )
    evil = ids.vulnerability("MAL-2026-1")
    malware = bare_vulnerability("MAL-2026-1", "jinja2", "3.1.6", claims=(Claim(evil, "version", "mal.zip:a.json#"),))
    doubt = Doubt(ids.package("accelerate"), "accelerate", "its version is not known", (evil,), ("mal.zip:b.json#",))
    return bare_audit(malware, bad, settled, doubts=(doubt,), not_audited=((ids.package("pytest"), "nobody asked"),))


def body(inventory: Inventory, audit: Audit | None) -> WeaknessesBody:
    found = weaknesses(material_of(replace(inventory, audit=audit), (), None, "1")).body
    assert isinstance(found, WeaknessesBody)
    return found


def test_rows_say_how_bad_what_mends_it_and_how_it_came_in(inventory: Inventory) -> None:
    malware, bad, settled = body(inventory, audited()).rows
    assert malware.marks == ("malware",)
    assert (bad.subject, bad.rating, bad.score, bad.fix, bad.marks) == (
        "torch 2.4.0",
        "critical",
        "9.8",
        "2.6.0",
        ("known exploited",),
    )
    assert (bad.path, bad.direct) == ("transformers 4.46.2 > torch 2.4.0", "2 direct dependencies lead")
    assert settled.verdicts == ("not affected (code not reachable), by shop.openvex.json#/statements/0 of 2026-03-01",)
    assert (settled.is_open, settled.rating, settled.score, settled.fix) == (False, None, None, None)


def test_nothing_is_said_to_be_absent_where_nobody_looked(inventory: Inventory) -> None:
    for audit in (None, bare_audit(advisories=())):
        absence = body(inventory, audit).absence
        assert absence is not None
        assert not absence.is_known


def test_none_known_says_for_how_many_packages(inventory: Inventory) -> None:
    audit = bare_audit(audited=5, not_audited=((ids.package("pytest"), "nobody asked"),))
    absence = body(inventory, audit).absence
    assert absence is not None
    assert absence.text == "None known for the 5 packages that were held against advisories; 1 was not."


def test_the_page_shows_them_and_foreign_text_is_harmless(inventory: Inventory) -> None:
    told = replace(inventory, audit=audited())
    page = render(told, findings(told), generated_at=None, tool_version="1")
    assert '<section id="vulnerabilities"' in page
    assert "<script>alert" not in page
    assert "PYSEC-2026-1" in page
    assert "accelerate" in page


def test_the_summary_counts_what_no_verdict_settles(inventory: Inventory) -> None:
    told = replace(inventory, audit=audited())
    text = summary(told, findings(told), written=[], width=200)
    (line,) = [line for line in text.splitlines() if line.startswith("  Vulnerable")]
    assert " ".join(line.split()) == "Vulnerable 2 2 vulnerabilities, 1 known exploited, 1 malware, 1 not audited"
    assert "! Malware (1)" in text
    assert text.index("! Malware") < text.index("! Known vulnerabilities")


def test_without_advisories_the_summary_says_unknown(inventory: Inventory) -> None:
    told = replace(inventory, audit=bare_audit(advisories=()))
    assert "vulnerabilities" in summary(told, (), written=[], width=200)


def test_where_nothing_could_be_audited_it_is_unknown_and_no_zero(inventory: Inventory) -> None:
    audit = bare_audit(audited=0, not_audited=((ids.package("pytest"), "nobody asked"),))
    text = summary(replace(inventory, audit=audit), (), written=[], width=200)
    assert not [line for line in text.splitlines() if line.startswith("  Vulnerable")]
    absence = body(inventory, audit).absence
    assert absence is not None
    assert not absence.is_known
