"""`mlgraph diff` says what changed, in every form, and leaves the graph alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.queries.diff.conftest import Document, component


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    old = Document([component("a", "1", sha256="a" * 64), component("c", "1")], aggregate="complete")
    new = Document([component("a", "1", sha256="b" * 64), component("c", "2"), component("d", "1")])
    return old.write(tmp_path / "old.json"), new.write(tmp_path / "new.json")


def test_two_files_are_compared_without_a_graph(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("diff", *pair, "--format", "json", "--graph", tmp_path / "g.duckdb")
    answer = json.loads(result.out)
    assert (result.code, result.err, answer["question"]) == (0, "", "diff")
    found = {
        (row["change"], row["name"], row["before"], row["after"]) for row in answer["rows"] if row["part"] == "package"
    }
    assert found == {
        ("hash", "pkg:pypi/a@1", "sha256:" + "a" * 64, "sha256:" + "b" * 64),
        ("version", "pkg:pypi/c", "1", "2"),
        ("added", "pkg:pypi/d", "", "1"),
    }
    assert not (tmp_path / "g.duckdb").exists()


def test_exit_code_says_whether_they_differ_where_that_is_asked(run: Run, pair: tuple[Path, Path]) -> None:
    assert run("diff", *pair, "--exit-code").code == 1
    assert run("diff", pair[0], pair[0], "--exit-code").code == 0


def test_markdown_is_a_comment_with_a_summary_alarms_and_details(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "comment.md"
    assert run("diff", *pair, "--format", "markdown", "-o", out).code == 0
    lines = out.read_text().splitlines()
    assert lines[0].startswith("**1 added, 1 version changed, 1 hash changed under the same version")
    assert "> **Other content under the same version:** pkg:pypi/a@1" in lines
    assert "<details open><summary>package: 3 changes</summary>" in lines
    assert "| version | pkg:pypi/c | 1 | 2 |" in lines


def test_a_project_that_was_read_is_compared_with_what_was_written_of_it(run: Run, shop: Path, tmp_path: Path) -> None:
    graph = tmp_path / "g.duckdb"
    assert run("scan", shop, "-q", "--offline", "--graph", graph, "-o", tmp_path / "out").code == 0
    result = run("diff", shop, tmp_path / "out" / "aibom.cdx.json", "--format", "json", "--graph", graph)
    changed = {(row["change"], row["name"]) for row in json.loads(result.out)["rows"] if row["part"] == "package"}
    assert {name for change, name in changed if change in {"removed", "not seen", "added", "version"}} == set()


def test_what_is_neither_file_nor_folder_is_refused(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("diff", pair[0], tmp_path / "none.json")
    assert result.code == 2
    assert "there is no such file" in result.err


def test_what_is_no_bill_of_materials_is_refused_with_its_name(
    run: Run, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"bomFormat": "CycloneDX", "components": [')
    result = run("diff", pair[0], broken)
    assert result.code == 2
    assert "broken.json" in result.err


def test_two_graphs_of_one_project_are_compared(run: Run, shop: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.duckdb", tmp_path / "new.duckdb"
    assert run("ingest", "project", shop, "-q", "--graph", old).code == 0
    (shop / "requirements-more.txt").write_text("flask==3.0.0\n")
    assert run("ingest", "project", shop, "-q", "--graph", new).code == 0
    result = run("diff", old, new, "--format", "json")
    packages = {(r["change"], r["name"], r["after"]) for r in json.loads(result.out)["rows"] if r["part"] == "package"}
    assert packages == {("added", "pkg:pypi/flask", "3.0.0")}


def test_a_graph_of_several_projects_is_refused(run: Run, pair: tuple[Path, Path], tmp_path: Path) -> None:
    graph = tmp_path / "g.duckdb"
    assert run("ingest", "bom", *pair, "-q", "--graph", graph).code == 0
    result = run("diff", graph, pair[0])
    assert result.code == 2
    assert "holds 2 projects" in result.err
