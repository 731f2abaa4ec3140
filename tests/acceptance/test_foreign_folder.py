"""The installed command, run inside somebody else's project, runs and imports nothing of it."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

IMPORTABLE = (
    "ingest/__init__.py",  # packages that carry the names of this project's own folders
    "queries/__init__.py",
    "ontology/__init__.py",
    "mlgraph.py",  # and of its packages
    "mlgraph_ingest/__init__.py",
    "mlgraph_queries/__init__.py",
    "mlgraph_ontology/__init__.py",
    "json.py",  # a module of the standard library
    "typer.py",  # a dependency
    "sitecustomize.py",  # what Python imports on its own where it is on the path
    "usercustomize.py",
    "setup.py",  # what installers and test runners execute
    "conftest.py",
    "hatch_build.py",
)
PYPROJECT = """\
[project]
name = "foreign"
version = "1.0"
dependencies = ["torch>=2.4", "packaging==25.0"]

[build-system]
requires = ["setuptools"]
build-backend = "setup"
backend-path = ["."]
"""


def trap(path: Path, marker: Path) -> None:
    """A module that leaves a trace when it is executed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"open({str(marker)!r}, 'a').write(__file__ + '\\n')\n")


def trap_interpreter(environment: Path, marker: Path) -> None:
    """A virtual environment whose interpreter and whose `.pth` file leave a trace when they run."""
    python = environment / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\necho interpreter >> '{marker}'\n")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    (python.parent / "python3").symlink_to("python")
    (environment / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n")
    packages = environment / "lib" / "python3.11" / "site-packages"
    metadata = packages / "packaging-25.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.4\nName: packaging\nVersion: 25.0\n")
    (packages / "planted.pth").write_text(f"import sys; open({str(marker)!r}, 'a').write('pth')\n")


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """Written by whatever of the foreign project is executed."""
    return tmp_path / "executed"


@pytest.fixture
def foreign(tmp_path: Path, marker: Path) -> Path:
    """A project full of traps that uses one model."""
    project = tmp_path / "foreign"
    for name in IMPORTABLE:
        trap(project / name, marker)
    trap_interpreter(project / ".venv", marker)
    (project / "pyproject.toml").write_text(PYPROJECT)
    (project / "app.py").write_text(
        "import ingest, queries, json\n"
        "from transformers import AutoModel\n\n"
        "model = AutoModel.from_pretrained('google-bert/bert-base-uncased')\n"
        f"open({str(marker)!r}, 'a').write('app')\n"
    )
    return project


def files(project: Path) -> set[str]:
    return {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}


def names(document: Path) -> set[str]:
    return {component["name"] for component in json.loads(document.read_text())["components"]}


def test_traps_work(foreign: Path, marker: Path) -> None:
    subprocess.run([sys.executable, "setup.py"], cwd=foreign, check=True)
    subprocess.run([foreign / ".venv" / "bin" / "python3"], cwd=foreign, check=True)

    assert marker.read_text().splitlines() == [str(foreign / "setup.py"), "interpreter"]


@pytest.mark.parametrize("options", [(), ("--python", ".venv")], ids=["sources", "sources and environment"])
def test_scan_runs_nothing_and_writes_a_valid_document(
    foreign: Path, marker: Path, mlgraph, options: tuple[str, ...]
) -> None:
    before = files(foreign)

    scan = mlgraph("scan", ".", *options, cwd=foreign)

    assert scan.returncode == 0, scan.stderr
    assert not marker.exists(), marker.read_text()
    document = foreign / "mlgraph-out" / "aibom.cdx.json"
    assert {"torch", "packaging", "bert-base-uncased"} <= names(document)
    assert (foreign / "mlgraph-out" / "report.html").is_file()
    written = {name.partition("/")[0] for name in files(foreign) - before}
    assert written == {"mlgraph-out", ".mlgraph"}

    validation = mlgraph("validate", document, cwd=foreign)
    assert validation.returncode == 0, validation.stdout + validation.stderr
    assert not marker.exists(), marker.read_text()


def test_other_commands_run_nothing_either(foreign: Path, marker: Path, mlgraph) -> None:
    for command in (["ingest", "project", "."], ["status"], ["search", "torch"], ["bom", "."], ["--help"]):
        result = mlgraph(*command, cwd=foreign)

        assert result.returncode == 0, f"{command}: {result.stderr}"
        assert not marker.exists(), f"{command} ran {marker.read_text()}"
