"""0: done; 1: a check failed; 2: wrong use; 3: something could not be read and --strict was set. One line says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mlgraph.app.project import look
from mlgraph.store import Store
from tests.cli.conftest import Run, write_files
from tests.servers.replay import closed_port


def test_a_scan_writes_document_report_and_summary(run: Run, shop: Path, elsewhere: Path) -> None:
    result = run("scan", shop)
    assert (result.code, result.err) == (0, "")
    assert "google-bert/bert-base-uncased" in result.out
    assert {path.name for path in (elsewhere / "mlgraph-out").iterdir()} == {
        "aibom.cdx.json",
        "aibom.spdx.json",
        "report.html",
    }
    assert (elsewhere / ".mlgraph" / "graph.duckdb").is_file()
    assert sorted(path.name for path in shop.iterdir()) == ["app.py", "requirements.txt"]


def test_quiet_prints_nothing_and_writes_all_the_same(run: Run, shop: Path, elsewhere: Path) -> None:
    result = run("scan", shop, "-q")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (elsewhere / "mlgraph-out" / "aibom.cdx.json").is_file()


@pytest.mark.parametrize("command", [("scan",), ("bom",), ("ingest", "project")])
def test_weight_files_are_not_hashed_where_that_is_not_wanted(
    run: Run, shop: Path, elsewhere: Path, command: tuple[str, ...]
) -> None:
    write_files(
        shop, {"a.npy": b"\x93NUMPY\x01\x00\x3a\x00{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}    \n\x00"}
    )
    for options, count in ((("--no-hash",), 0), ((), 1)):
        assert run(*command, shop, *options).code == 0
        inventory, _ = look(shop, store=Store(elsewhere / ".mlgraph" / "graph.duckdb"))
        assert [len(file.hashes) for file in inventory.files] == [count]


def test_the_graph_is_where_the_option_or_the_environment_says(
    run: Run, shop: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("scan", shop, "-q", "--graph", "one.duckdb").code == 0
    monkeypatch.setenv("MLGRAPH_GRAPH", str(elsewhere / "two.duckdb"))
    assert run("scan", shop, "-q").code == 0
    assert {"one.duckdb", "two.duckdb"} <= {path.name for path in elsewhere.iterdir()}
    assert not (elsewhere / ".mlgraph").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["scan", "missing"], "missing: does not exist"),
        (["scan", "file.txt"], "file.txt: no bill of materials of a form that is known"),
        (["scan", "new\nline"], "new\\nline: does not exist"),
        (["scan", "{shop}", "--python", "file.txt"], "file.txt"),
        (["scan", "{shop}", "--python", "missing"], "missing"),
        (["scan", "{shop}", "-o", "file.txt"], "could not write file.txt"),
        (["scan", "{shop}", "-o", "file.txt/deeper"], "could not write file.txt"),
        (["scan", "{shop}", "--graph", "file.txt/graph"], "cannot make the folder file.txt"),
        (["scan", "{shop}", "--graph", "file.txt"], "file.txt cannot be opened as a graph"),
        (["bom", "{shop}", "-o", "folder"], "folder is a folder"),
        (["bom", "{shop}", "-o", "file.txt/bom.json"], "could not write file.txt"),
        (["bom", "{shop}", "-f", "nonsense"], "'nonsense'"),
        (["bom", "{shop}", "-f", "spdx", "--spec-version", "2.3"], "spdx is not written in version '2.3'"),
        (["scan", "{shop}", "--spec-version", "3.0.1"], "cyclonedx is not written in version '3.0.1'"),
        (["validate", "file.txt", "--shacl", "missing"], "cannot read missing"),
        (["ingest", "nonsense", "{shop}"], "there is no source 'nonsense'"),
        (["ingest", "project", "{shop}", "-O", "python"], "--option: write each once, as NAME=VALUE"),
        (["ingest", "project", "{shop}", "--depth", "1"], "the source project has no option 'depth'"),
        (["validate", "missing"], "cannot read missing"),
        (["validate", "folder"], "cannot read folder"),
        (["status"], "there is no graph at .mlgraph/graph.duckdb; `mlgraph scan PATH` makes one"),
        (["search", "x", "--graph", "file.txt"], "file.txt cannot be opened as a graph"),
        (["search", "x", "--as-of", "yesterday"], "'yesterday' is no date"),
        (["backup", "file.txt"], "file.txt is there already"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_2_and_one_line(run: Run, shop: Path, elsewhere: Path, arguments: list[str], words: str) -> None:
    (elsewhere / "file.txt").write_text("no graph and no document")
    (elsewhere / "folder").mkdir()
    result = run(*[argument.format(shop=shop) for argument in arguments])
    assert (result.code, result.out) == (2, "")
    assert words in result.complaint
    assert "a defect" not in result.err
    assert (elsewhere / "file.txt").read_text() == "no graph and no document"


@pytest.mark.parametrize("arguments", [["scan"], ["scan", ".", "--nonsense"], ["search", "x", "--format", "yaml"]])
def test_wrong_arguments_are_2_and_say_how_to_get_help(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert f"mlgraph {arguments[0]} -h' for help" in result.err


def test_names_that_are_not_in_the_graph_are_2(run: Run, shop: Path) -> None:
    run("scan", shop, "-q")
    for command in (["show", "nothing"], ["explain", "nothing"], ["remove", "nothing"], ["sql", "DROP TABLE node"]):
        result = run(*command)
        assert (result.code, result.out) == (2, "")
        assert result.complaint


@pytest.mark.parametrize(
    ("name", "content"),
    [("pyproject.toml", "[project"), ("uv.lock", "version = \n"), ("pylock.toml", b"\xff\xfe"), ("x.safetensors", "{")],
)
def test_a_document_that_cannot_be_read_is_3_with_strict_and_the_rest_goes_on(
    run: Run, shop: Path, elsewhere: Path, name: str, content: str | bytes
) -> None:
    write_files(shop, {name: content})

    lenient = run("scan", shop, "-q")
    assert lenient.code == 0
    assert lenient.complaint.startswith(name)

    strict = run("scan", shop, "-q", "--strict")
    assert strict.code == 3
    assert len(strict.err.splitlines()) == 2
    document = json.loads((elsewhere / "mlgraph-out" / "aibom.cdx.json").read_text())
    assert {"click", "numpy"} <= {component["name"] for component in document["components"]}
    for command in (["bom", shop, "-o", "b.json"], ["ingest", "project", shop]):
        assert run(*command, "--strict", "-q").code == 3


def test_a_sound_project_is_0_with_strict(run: Run, shop: Path) -> None:
    assert run("scan", shop, "-q", "--strict").code == 0


def test_validate_is_0_for_a_valid_document_and_1_with_the_place_of_each_fault(
    run: Run, shop: Path, elsewhere: Path
) -> None:
    run("bom", shop, "-o", "good.json")
    good = run("validate", "good.json")
    assert (good.code, good.out, good.err) == (0, "good.json: valid\n", "")

    (elsewhere / "bad.json").write_text('{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": "one"}')
    bad = run("validate", "good.json", "bad.json")
    assert bad.code == 1
    assert bad.out.startswith("good.json: valid\nbad.json")
    assert bad.complaint == "not all documents are valid"


@pytest.mark.parametrize("content", ["", "nonsense", '{"a": ' * 100_000, b"\xff\xfe\x00"])
def test_what_is_no_document_at_all_is_2(run: Run, elsewhere: Path, content: str | bytes) -> None:
    write_files(elsewhere, {"x.json": content})
    result = run("validate", "x.json")
    assert result.code == 2
    assert "x.json" in result.complaint


def test_a_graph_of_a_newer_version_is_2_and_left_alone(run: Run, shop: Path, elsewhere: Path) -> None:
    run("scan", shop, "-q", "--graph", "g.duckdb")
    with duckdb.connect("g.duckdb") as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    before = (elsewhere / "g.duckdb").read_bytes()
    for command in (["status"], ["scan", shop], ["search", "x"], ["remove", "x"], ["backup", "copy.duckdb"]):
        result = run(*command, "--graph", "g.duckdb")
        assert (result.code, result.out) == (2, "")
        assert "newer mlgraph" in result.complaint
    assert (elsewhere / "g.duckdb").read_bytes() == before


def test_ingest_counts_what_it_read_and_remove_takes_it_out(run: Run, shop: Path) -> None:
    first = run("ingest", "project", shop)
    assert first.out == "project: 3 documents read, 0 unchanged, 0 failed, 0 removed\n"
    assert run("ingest", "project", shop).out == "project: 0 documents read, 3 unchanged, 0 failed, 0 removed\n"
    removed = run("remove", "requirements.txt")
    assert (removed.code, removed.out) == (0, f"removed {(shop / 'requirements.txt').as_uri()}\n")
    assert run("search", "numpy", "--format", "csv").out == "id,kind\r\n"


@pytest.fixture
def no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """pip is told to use an index where nobody listens."""
    monkeypatch.setenv("MLGRAPH_OFFLINE", "0")
    monkeypatch.setenv("MLGRAPH_CACHE", str(tmp_path / "answers"))
    with closed_port() as nowhere:
        monkeypatch.setenv("PIP_INDEX_URL", f"{nowhere}/simple")
        yield


@pytest.mark.usefixtures("no_index")
@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 3), (("--offline", "--strict"), 0)])
def test_an_index_that_is_not_there_is_0_and_3_with_strict(
    run: Run, shop: Path, options: tuple[str, ...], code: int
) -> None:
    result = run("scan", shop, *options)
    assert result.code == code
    assert "Packages      2" in result.out
    assert ("refused" in result.err) == ("--offline" not in options)
