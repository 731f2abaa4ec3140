"""A file is written whole, and what is no file is written to, never replaced."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from mlgraph.app.project import write_file
from mlgraph.model.errors import UsageError


def test_file_replaces_what_had_its_name_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "made" / "out.json"
    write_file(path, b"one")
    write_file(path, b"two")

    assert (path.read_bytes(), [file.name for file in path.parent.iterdir()]) == (b"two", ["out.json"])


def test_pipe_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(path, b"told")
        assert os.read(reader, 10) == b"told"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(path.stat().st_mode)
    assert list(tmp_path.iterdir()) == [path]


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder; name a file"):
        write_file(tmp_path, b"")
