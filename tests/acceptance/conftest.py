"""The command as a user has it: the wheel, installed in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

ROOT = Path(__file__).resolve().parents[2]
Mlgraph: TypeAlias = Callable[..., "subprocess.CompletedProcess[str]"]


def run(*command: str | Path) -> None:
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `mlgraph` command of a fresh environment that holds the wheel and what it requires, as pinned."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    python = environment / "bin" / "python"
    pinned = ("--constraint", ROOT / "constraints.txt", wheel)
    if uv := shutil.which("uv"):
        run(uv, "venv", "--python", sys.executable, environment)
        run(uv, "pip", "install", "--python", python, *pinned)
    else:
        run(sys.executable, "-m", "venv", environment)
        run(python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *pinned)
    return environment / "bin" / "mlgraph"


@pytest.fixture
def mlgraph(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Mlgraph:
    """Run the installed command in a folder, with nothing of the caller's environment but the PATH."""
    home = str(tmp_path_factory.mktemp("home"))
    environment = {"PATH": os.environ["PATH"], "HOME": home, "LC_ALL": "C.UTF-8", "MLGRAPH_OFFLINE": "1"}

    def call(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installed, *arguments],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return call
