"""What the README shows can be typed as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """The lines that begin with `$ mlgraph`, in order, as words."""
    lines = [line for block in blocks("console") for line in block.splitlines() if line.startswith("$ mlgraph ")]
    return [shlex.split(line.removeprefix("$ mlgraph "), comments=True) for line in lines]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that the README scans."""
    return Path(shutil.copytree(ROOT / "examples" / "rag-chat", tmp_path / "rag-chat"))


def test_commands_run_one_after_the_other(project: Path, mlgraph) -> None:
    assert len(commands()) >= 4
    demo = mlgraph("scan", ".", "--graph", "mlgraph-out/graph.duckdb", "-o", "mlgraph-out/demo", cwd=project)
    assert demo.returncode == 0, demo.stderr  # what `make demo` leaves behind, of which the README then asks
    assert "".join(block for block in blocks("text") if block.startswith("rag-chat")).strip() in demo.stdout
    for command in commands():
        result = mlgraph(*command, cwd=project)

        assert result.returncode == 0, f"mlgraph {shlex.join(command)}\n{result.stdout}\n{result.stderr}"


def test_library_is_used_as_shown(project: Path, installed: Path) -> None:
    code = "\n".join(blocks("python"))
    assert "mlgraph.scan(" in code

    result = subprocess.run(
        [installed.with_name("python"), "-c", code],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert result.returncode == 0, result.stderr
