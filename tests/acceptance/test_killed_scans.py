"""A scan that is killed at any moment leaves each document wholly old or wholly new."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("killed_scans.py")


@pytest.mark.slow
def test_killed_scans_leave_every_document_old_or_new() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPT, "--times", "12", "--seed", "1"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("12 scans, seed 1: killed before")
    assert done.stdout.rstrip().endswith("faults 0")
