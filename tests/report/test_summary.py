from __future__ import annotations

from dataclasses import replace

from mlgraph.report.summary import MAX_LINES, summary
from mlgraph_queries.entries import Finding, Inventory

WRITTEN = ("out/aibom.cdx.json", "out/aibom.spdx.json", "out/report.html")


def test_summary_names_counts_findings_and_files(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    lines = summary(inventory, findings, written=WRITTEN, width=100).splitlines()
    assert lines[0] == "rag-chat 0.3.0: 7 documents read, Python 3.11.9 on linux"
    assert "  Packages      6   3 installed, 1 locked, 1 pinned, 1 of unknown version" in lines
    assert "Findings: 4 warnings, 2 notes" in lines
    assert "  ! Drift (1): pkg:pypi/torch: Declared <2.4, locked 2.3.1, installed 2.4.0." in lines
    assert lines[-3:] == [f"  {path}" for path in WRITTEN]


def test_few_findings_are_told_as_sentences(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    text = summary(inventory, findings[1:2] * 5, written=WRITTEN, width=100)
    assert "  ! Drift (5)\n      pkg:pypi/torch: Declared <2.4" in text
    assert text.count("pkg:pypi/torch") == 3
    assert "      and 2 more\n" in text


def test_many_findings_fit_one_screen_warnings_first(inventory: Inventory) -> None:
    kinds = ["drift", "unpinned", "unresolved", "unread", "license-unknown", "unlocked", "several-versions", "a", "b"]
    many = tuple(
        Finding(kind, severity, f"pkg:pypi/p{n}", "Something is the matter with it.", ())
        for kind in kinds
        for severity in ("note", "warning")
        for n in range(40)
    )
    lines = summary(inventory, many, written=[f"out/{n}" for n in range(9)], width=100).splitlines()
    assert len(lines) <= MAX_LINES
    assert "  ! Drift (40): pkg:pypi/p0, pkg:pypi/p1, pkg:pypi/p2 and 37 more" in lines
    assert any(line.startswith("  and ") and line.endswith(" more kinds") for line in lines)
    assert lines[-1] == "  and 5 more"
    assert not any(line.startswith("  - ") for line in lines)


def test_thing_with_several_findings_of_a_kind_is_named_once(inventory: Inventory) -> None:
    subjects = [*"aabbccddee", *"fghijklmnopq"]
    many = tuple(Finding(kind, "note", subject, "t", ()) for kind in ("drift", "x", "y", "z") for subject in subjects)
    lines = summary(inventory, many, written=WRITTEN, width=100).splitlines()
    assert "  - Drift (22): a, b, c and 14 more" in lines


def test_no_line_is_wider_than_the_terminal(inventory: Inventory, findings: tuple[Finding, ...]) -> None:
    long = replace(inventory, name="n" * 300)
    lines = summary(long, findings, written=WRITTEN, width=60).splitlines()
    assert max(map(len, lines)) == 60
    assert lines[0].endswith("…")


def test_project_of_which_nothing_was_read_has_no_zeros(nothing: Inventory) -> None:
    text = summary(nothing, (), written=(), width=100)
    assert "rag-chat: 0 documents read, no environment read" in text
    assert "  Models        unknown   no code was read" in text
    assert "  Packages      unknown   nothing was read" in text
    assert "No findings, for nothing was read" in text


def test_foreign_text_cannot_steer_the_terminal(inventory: Inventory) -> None:
    finding = Finding("drift", "warning", "\x1b]0;title\x07", "a\nb", ())
    text = summary(replace(inventory, name="\x1b[2J\u202eevil"), (finding,), written=("out/\x1b[1m",), width=100)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "⟨U+001B⟩[2J⟨U+202E⟩evil" in text


def test_project_path_is_left_out_of_findings_but_not_of_files_written(inventory: Inventory) -> None:
    root = "/home/ann/customers/rag-chat"
    finding = Finding("unread", "warning", f"file://{root}/a.bin", f"{root}/a.bin is cut short.", ())
    text = summary(inventory, (finding,), written=(f"{root}/out/report.html",), width=100)
    assert "a.bin: a.bin is cut short." in text
    assert text.count(root) == 1


def test_packages_are_unknown_where_a_manifest_was_not_read(inventory: Inventory) -> None:
    unread = (("not read by this version: *.yaml", 3), ("not read by this version: setup.py as a manifest", 1))
    shown = summary(replace(inventory, packages=(), direct=(), excluded=unread), (), written=(), width=100)
    assert "Packages      unknown   none seen, but not read: setup.py" in shown
    assert "Not read      *.yaml (3), setup.py as a manifest (1)" in shown
