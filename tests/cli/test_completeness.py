"""`mlgraph completeness` tells of a project, a model and any BOM what is stated, and refuses the rest in one line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def scanned(run: Run, shop: Path) -> Path:
    assert run("scan", shop, "-q").code == 0
    return shop


def test_project_is_told_list_by_list_within_a_hundred_columns(run: Run, scanned: Path) -> None:
    result = run("completeness", scanned)

    assert (result.code, result.err) == (0, "")
    assert "G7 SBOM for AI: Minimum Elements: " in result.out
    assert [line for line in result.out.splitlines() if len(line) > 100 and not line.startswith("https://")] == []


def test_bom_and_the_project_that_it_was_written_of_agree(run: Run, scanned: Path) -> None:
    project = json.loads(run("completeness", scanned, "--format", "json").out)
    written = json.loads(run("completeness", "mlgraph-out/aibom.cdx.json", "--format", "json").out)

    assert project["question"] == written["question"] == "completeness"
    assert project["coverage"]["g7"]["stated"] == written["coverage"]["g7"]["stated"]
    assert all(row["source"] for row in project["rows"] if row["state"] == "stated")


def test_list_and_role_are_chosen_and_printed_as_csv_and_markdown(run: Run, scanned: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("completeness", scanned, "--list", "ntia", "--format", "csv").out)))

    assert {row["list"] for row in rows} == {"ntia"}
    result = run("completeness", scanned, "--role", "cra", "--format", "markdown")
    assert result.out.startswith("| list | cluster | element |")
    assert "no legal advice" in result.out


def test_model_of_the_graph_is_asked_about_by_its_name(run: Run, scanned: Path) -> None:
    result = run("query", "completeness", "--model", "google-bert/bert-base-uncased", "--list", "g7")

    assert result.code == 0
    assert "google-bert/bert-base-uncased (model)" in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["missing.json"], "missing.json is neither a folder of a project nor a BOM"),
        ([".", "--list", "g8"], "there is no checklist 'g8'; choose one of g7"),
        ([".", "--role", "ntia"], "there is no role 'ntia'; choose one of provider-gpai"),
        ([".", "--model", "nobody/nothing"], "nobody/nothing"),
        (["broken.json"], "broken.json: no JSON at line 1"),
        (["deep.json"], "nested deeper than the limit of 200 levels"),
        ([".", "--as-of", "today"], "--as-of 'today' is no date"),
    ],
)
def test_wrong_use_and_broken_documents_are_one_line(
    run: Run, scanned: Path, elsewhere: Path, arguments: list[str], words: str
) -> None:
    (elsewhere / "broken.json").write_text("{")
    (elsewhere / "deep.json").write_text('{"bomFormat": ' + "[" * 300 + "]" * 300 + "}")
    result = run("completeness", *arguments)

    assert result.code == 2
    assert words in result.complaint


def test_project_that_was_not_read_is_to_be_scanned_first(run: Run, shop: Path) -> None:
    run("status")

    assert "mlgraph scan" in run("completeness", shop).complaint
