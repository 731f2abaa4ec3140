"""Runs the command line: in this process where that shows the same, in one of its own where signals and pipes matter."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mlgraph.cli.main import main

Run: TypeAlias = "Callable[..., Result]"
Spawn: TypeAlias = "Callable[..., subprocess.Popen[bytes]]"
COMMAND = [sys.executable, "-c", "from mlgraph.cli.main import main; main()"]


@dataclass(frozen=True)
class Result:
    """What a run gave."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr."""
        (line,) = self.err.splitlines()
        return line.removeprefix("mlgraph: ")


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for relative, content in files.items():
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that commands run in; signals are handled as before when they are done."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("MLGRAPH_GRAPH", raising=False)
    return folder


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs `mlgraph` with some arguments in this process."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def call(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["mlgraph", *map(str, arguments)])
        capfd.readouterr()
        code: Any = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        out, err = capfd.readouterr()
        return Result(code, out, err)

    yield call
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def spawn() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts `mlgraph` with some arguments in a process of its own, which does not outlive the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(
        *arguments: str | bytes | Path, environment: Mapping[str, str] | None = None, **more: Any
    ) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=more.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            **more,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def finished(process: subprocess.Popen[bytes], timeout: float = 60) -> Result:
    out, err = process.communicate(timeout=timeout)
    return Result(process.returncode, (out or b"").decode(), err.decode())


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small project."""
    return write_files(
        tmp_path / "shop",
        {
            "requirements.txt": "click==8.1.7\nnumpy>=2\n",
            "app.py": "from transformers import AutoModel\nAutoModel.from_pretrained('google-bert/bert-base-uncased')\n",
        },
    )
