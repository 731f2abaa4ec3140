"""Answers go to stdout in the form that is asked for, whatever takes them; warnings go to stderr."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Spawn, finished, write_files

SHAPE = ["question", "as_of", "parameters", "coverage", "columns", "rows", "unknown", "version"]
QUESTIONS = [
    (["search", "numpy"], "search", ["id", "kind"]),
    (["show", "numpy"], "show", ["subject", "predicate", "value", "documents"]),
    (
        ["explain", "numpy"],
        "explain",
        ["subject", "predicate", "value", "qualifiers", "method", "where", "rule", "observed_at", "valid", "document"],
    ),
    (
        ["query", "where", "numpy"],
        "where",
        ["id", "version", "project", "document", "how", "path", "scope", "since", "asked_by", "location", "where"],
    ),
    (["status"], "status", ["document", "reader", "assertions", "observed_at", "failed", "locator"]),
    (["query", "licenses", "../shop"], "licenses", ["state", "license", "count", "components", "says"]),
    (["sql", "SELECT id, count(*) AS n FROM nodes GROUP BY id ORDER BY id"], "sql", ["id", "n"]),
]


@pytest.fixture
def scanned(run: Run, shop: Path) -> None:
    assert run("scan", shop, "-q").code == 0


@pytest.mark.parametrize(("command", "question", "columns"), QUESTIONS, ids=[question for _, question, _ in QUESTIONS])
@pytest.mark.usefixtures("scanned")
def test_json_has_the_documented_shape(run: Run, command: list[str], question: str, columns: list[str]) -> None:
    result = run(*command, "--format", "json")
    assert (result.code, result.err) == (0, "")
    answer = json.loads(result.out)
    assert list(answer) == SHAPE
    assert (answer["question"], answer["version"]) == (question, 1)
    assert [column["name"] for column in answer["columns"]] == columns
    assert all(column["meaning"] and set(column) == {"name", "unit", "meaning"} for column in answer["columns"])
    assert answer["rows"]
    assert all(list(row) == columns for row in answer["rows"])


@pytest.mark.parametrize(("command", "question", "columns"), QUESTIONS, ids=[question for _, question, _ in QUESTIONS])
@pytest.mark.usefixtures("scanned")
def test_every_form_has_the_same_rows(run: Run, command: list[str], question: str, columns: list[str]) -> None:
    rows = len(json.loads(run(*command, "--format", "json").out)["rows"])
    csv = run(*command, "--format", "csv").out.splitlines()
    markdown = [line for line in run(*command, "--format", "markdown").out.splitlines() if line.startswith("|")]
    assert csv[0] == ",".join(columns)
    assert len(csv) == rows + 1
    assert len(markdown) == rows + 2


@pytest.mark.usefixtures("scanned")
def test_an_answer_names_the_day_that_it_holds_for(run: Run) -> None:
    answer = json.loads(run("search", "numpy", "--as-of", "2020-02-29", "--format", "json").out)
    assert answer["as_of"] == "2020-02-29"


@pytest.mark.usefixtures("scanned")
def test_an_answer_without_rows_is_an_answer(run: Run) -> None:
    result = run("search", "no-such-thing")
    assert result.code == 0
    assert "no rows" in result.out


@pytest.mark.usefixtures("scanned")
def test_explain_names_the_line_of_every_source(run: Run) -> None:
    rows = json.loads(run("explain", "pkg:pypi/numpy", "--format", "json").out)["rows"]
    assert [(row["where"], row["method"]) for row in rows] == [("requirements.txt:2", "declared")]


@pytest.mark.usefixtures("scanned")
def test_a_reader_that_goes_away_is_no_error(spawn: Spawn) -> None:
    process = spawn("sql", "SELECT * FROM range(100000)", "--format", "json")
    assert process.stdout is not None
    assert process.stderr is not None
    reader = subprocess.run(["head", "-1"], stdin=process.stdout, capture_output=True, check=True)
    process.stdout.close()
    assert reader.stdout == b"{\n"
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.usefixtures("scanned")
def test_an_answer_that_cannot_be_written_is_2(spawn: Spawn) -> None:
    with Path("/dev/full").open("wb") as full:
        result = finished(spawn("status", stdout=full))
    assert result.code == 2
    assert result.complaint.startswith("could not write the answer")


def test_a_terminal_of_ascii_gets_all_of_it(spawn: Spawn, shop: Path) -> None:
    write_files(shop, {"prüfung-requirements.txt": "rich\n", "カ.py": (shop / "app.py").read_bytes(), "ß.lock": "x"})
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    broken = write_files(shop, {"ü/uv.lock": "version ="})
    scan = finished(spawn("scan", broken, environment=plain))
    assert (scan.code, "Traceback" in scan.err) == (0, False)
    assert scan.err.isascii()
    assert "uv.lock" in scan.complaint
    status = finished(spawn("explain", "pkg:pypi/rich", environment=plain))
    assert (status.code, status.err) == (0, "")
    assert "fung-requirements.txt:1" in status.out


def test_without_a_terminal_there_is_no_progress_and_no_color(spawn: Spawn, shop: Path) -> None:
    result = finished(spawn("scan", shop, environment={"FORCE_COLOR": "1", "TERM": "xterm-256color"}))
    assert (result.code, result.err) == (0, "")
    assert "\x1b" not in result.out


def test_the_document_on_stdout_is_the_document_alone(run: Run, shop: Path) -> None:
    write_files(shop, {"uv.lock": "version ="})
    result = run("bom", shop, "--reproducible")
    assert result.complaint.startswith("uv.lock")
    assert json.loads(result.out)["bomFormat"] == "CycloneDX"
    assert run("bom", shop, "--reproducible").out == result.out
