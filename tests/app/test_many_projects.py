"""A graph holds many projects, and what is said of one never shows in another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mlgraph.app import project
from mlgraph.model.errors import QueryError, UsageError
from mlgraph.store import Store
from mlgraph_queries.validation import validate
from tests.app.conftest import bom_bytes, install, metadata, words, write_files

pytestmark = pytest.mark.slow


ALPHA = {"alpha/requirements.txt": "click==8.1.7\nnumpy>=1.26\n", "alpha/a.py": "import click\n"}
BETA = {"beta/requirements.txt": "click>=8\nrich\n"}
CLICK = metadata(
    "click",
    "8.1.7",
    "Summary: Composable command line interface toolkit",
    "License-Expression: BSD-3-Clause",
    "Project-URL: Source, https://github.com/pallets/click",
    "Requires-Dist: rich",
)
RICH = metadata("rich", "14.0.0", "License-Expression: MIT")


@pytest.fixture
def both(tmp_path: Path) -> tuple[Path, Path]:
    write_files(tmp_path, {**ALPHA, **BETA})
    return tmp_path / "alpha", tmp_path / "beta"


def alone(root: Path, tmp_path: Path, python: Path | None = None) -> bytes:
    return bom_bytes(root, Store(tmp_path / f"{root.name}.duckdb"), python)


def together(root: Path, store: Store) -> bytes:
    """The document of a project from the graph as it is, nothing read again."""
    from mlgraph.bom import cyclonedx

    inventory, findings = project.look(root, store=store)
    return cyclonedx.write(inventory, reproducible=True, findings=findings)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_each_has_the_document_that_it_has_in_a_graph_of_its_own(
    both: tuple[Path, Path], store: Store, tmp_path: Path, order: tuple[int, int]
) -> None:
    for number in order:
        project.ingest_project(both[number], store=store)
    for root in both:
        assert together(root, store) == alone(root, tmp_path)


def test_also_where_only_one_has_an_environment(both: tuple[Path, Path], store: Store, tmp_path: Path) -> None:
    alpha, beta = both
    python = install(tmp_path / "venv", CLICK, RICH)
    project.ingest_project(alpha, store=store)
    project.ingest_project(beta, store=store, python=python)

    assert together(alpha, store) == alone(alpha, tmp_path)
    assert together(beta, store) == alone(beta, tmp_path, python)


def test_also_where_they_share_one_environment(both: tuple[Path, Path], store: Store, tmp_path: Path) -> None:
    python = install(both[0] / ".venv", CLICK, RICH)
    for root in both:
        project.ingest_project(root, store=store, python=python)

    for root in both:
        assert together(root, store) == alone(root, tmp_path, python)


def test_dropping_the_shared_environment_from_one_leaves_the_other(
    both: tuple[Path, Path], store: Store, tmp_path: Path
) -> None:
    alpha, beta = both
    python = install(tmp_path / "venv", CLICK, RICH)
    for root in both:
        project.ingest_project(root, store=store, python=python)
    project.ingest_project(alpha, store=store)

    assert together(alpha, store) == alone(alpha, tmp_path)
    assert together(beta, store) == alone(beta, tmp_path, python)


def test_scanning_one_again_leaves_the_other_as_it_was(both: tuple[Path, Path], store: Store) -> None:
    alpha = both[0]
    for root in both:
        project.ingest_project(root, store=store)
    before = [row for row in words(store)["assertions"] if "/beta/" in str(row[-1])]
    (alpha / "requirements.txt").write_text("torch\n")

    project.ingest_project(alpha, store=store)

    assert before
    assert [row for row in words(store)["assertions"] if "/beta/" in str(row[-1])] == before


@pytest.mark.parametrize("inner_first", [False, True])
def test_a_project_within_another_takes_nothing_from_it(store: Store, tmp_path: Path, *, inner_first: bool) -> None:
    outer = write_files(
        tmp_path / "outer", {"requirements.txt": "click==8.1.7\n", "inner/requirements.txt": "rich\n!!!\n"}
    )
    inner = outer / "inner"
    for root in (inner, outer) if inner_first else (outer, inner):
        project.ingest_project(root, store=store)

    for root in (outer, inner):
        assert together(root, store) == alone(root, tmp_path)
    (inner / "requirements.txt").unlink()
    project.ingest_project(outer, store=store)
    assert {e.name for e in project.look(inner, store=store)[0].packages} == {"rich"}
    assert {e.name for e in project.look(outer, store=store)[0].packages} == {"click"}


def test_a_project_that_was_not_scanned_is_said_to_be_missing(both: tuple[Path, Path], store: Store) -> None:
    alpha, beta = both
    project.ingest_project(alpha, store=store)
    with pytest.raises(QueryError, match=r"no project at .*beta.*mlgraph scan"):
        project.look(beta, store=store)


def test_a_folder_that_is_not_there_adds_nothing_to_the_graph(both: tuple[Path, Path], store: Store) -> None:
    project.ingest_project(both[0], store=store)
    before = store.path.read_bytes()
    for wrong in (both[0] / "missing", both[0] / "a.py"):
        with pytest.raises(UsageError, match="folder"):
            project.ingest_project(wrong, store=store)
    with pytest.raises(UsageError, match="environment"):
        project.ingest_project(both[0], store=store, python=both[1])
    assert store.path.read_bytes() == before


MONOREPO = {
    "api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["click"]\n',
    "lib/pyproject.toml": '[project]\nname = "lib"\ndependencies = ["rich"]\n',
    "requirements.txt": "-e ./lib\nnumpy\n",
}


def test_documents_of_nested_projects_are_written_at_their_paths(tmp_path: Path) -> None:
    root, out = write_files(tmp_path / "mono", MONOREPO), tmp_path / "out"
    scanned = project.scan(root, store=Store(tmp_path / "graph.duckdb"), out=out, reproducible=True)
    names = {path.relative_to(out).as_posix() for path in scanned.written if path.name.endswith("cdx.json")}
    assert names == {"aibom.cdx.json", "api/aibom.cdx.json", "lib/aibom.cdx.json"}
    whole = json.loads((out / "aibom.cdx.json").read_bytes())
    assert {c["bom-ref"]: c.get("scope") for c in whole["components"]} == {
        "pkg:pypi/numpy": "required",
        "pkg:pypi/rich": "required",
        "project:./api": None,
        "project:./lib": "required",
    }
    needs = {row["ref"]: row.get("dependsOn") for row in whole["dependencies"]}
    assert needs["project:mono"] == ["pkg:pypi/numpy", "project:./lib"]
    assert (needs["project:./lib"], needs["project:./api"]) == (["pkg:pypi/rich"], None)
    assert validate((out / "aibom.cdx.json").read_bytes(), name="whole") == []
    part = json.loads((out / "api/aibom.cdx.json").read_bytes())
    assert [c["bom-ref"] for c in part["components"]] == ["pkg:pypi/click"]


def test_nested_project_that_is_gone_leaves_the_graph(tmp_path: Path) -> None:
    root, store = write_files(tmp_path / "mono", MONOREPO), Store(tmp_path / "graph.duckdb")
    project.ingest_project(root, store=store)
    shutil.rmtree(root / "api")
    assert project.ingest_project(root, store=store).retired
    with store.view() as view:
        assert list(view.find("click")) == []
        assert [node.key for node in view.find("rich")] == ["pkg:pypi/rich"]
