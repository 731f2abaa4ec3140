"""The layers hold: what breaks them is caught, whichever way it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")
SOURCE_ROOTS = ("", "ontology", "ingest", "queries")
PACKAGES = ("mlgraph", "ontology/mlgraph_ontology", "ingest/mlgraph_ingest", "queries/mlgraph_queries")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the sources, to plant something in."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    roots = os.pathsep.join(str(house / root) for root in SOURCE_ROOTS)
    return subprocess.run(
        [LINT_IMPORTS, "--no-logo", "--no-cache"],
        cwd=house,
        env={"PYTHONPATH": roots, "PATH": os.defpath, "COLUMNS": "200", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_sources_keep_the_layers(house: Path) -> None:
    result = lint_imports(house)

    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "statement", "broken"),
    [
        ("mlgraph/model/planted.py", "import mlgraph.store", "Floors"),
        ("mlgraph/bom/planted.py", "import mlgraph.report", "Floors"),
        ("queries/mlgraph_queries/planted.py", "import mlgraph_ingest", "Floors"),
        ("ontology/mlgraph_ontology/planted.py", "import mlgraph.model.ids", "Floors"),
        ("mlgraph/attic/__init__.py", "", "Rooms"),
        ("mlgraph/attic.py", "", "Rooms"),
        ("mlgraph/app/planted.py", "import duckdb", "Only the store knows the database"),
        ("queries/mlgraph_queries/planted.py", "import duckdb", "Only the store knows the database"),
        ("ingest/mlgraph_ingest/planted.py", "import requests", "Only the door knows the network"),
        ("mlgraph/app/planted.py", "from urllib3 import PoolManager", "Only the door knows the network"),
        ("mlgraph/report/planted.py", "import typer", "Only the command line reads arguments"),
        ("mlgraph/app/planted.py", "from rich.table import Table", "Only tables and the command line"),
        ("ingest/mlgraph_ingest/planted.py", "import mlgraph.store", "Questions and readers see no store"),
    ],
)
def test_planted_violation_is_caught(house: Path, planted: str, statement: str, broken: str) -> None:
    module = house / planted
    module.parent.mkdir(exist_ok=True)
    module.write_text(f"{statement}\n")

    result = lint_imports(house)

    assert result.returncode == 1, result.stdout
    assert any(line.startswith(broken) and " BROKEN" in line for line in result.stdout.splitlines()), result.stdout
