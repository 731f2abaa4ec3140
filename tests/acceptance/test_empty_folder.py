"""The installed command works where there is nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_wheel_brings_all_that_a_command_needs(tmp_path: Path, mlgraph) -> None:
    assert mlgraph("--help", cwd=tmp_path).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_scan_of_an_empty_folder_writes_a_valid_document_without_components(tmp_path: Path, mlgraph) -> None:
    scan = mlgraph("scan", ".", cwd=tmp_path)

    assert scan.returncode == 0, scan.stderr
    document = tmp_path / "mlgraph-out" / "aibom.cdx.json"
    assert json.loads(document.read_text()).get("components", []) == []
    assert (tmp_path / "mlgraph-out" / "report.html").is_file()
    assert mlgraph("validate", document, cwd=tmp_path).returncode == 0


def test_status_before_any_scan_says_that_nothing_was_read(tmp_path: Path, mlgraph) -> None:
    status = mlgraph("status", cwd=tmp_path)

    assert status.returncode in {0, 2}
    assert "Traceback" not in status.stderr
    assert not (tmp_path / ".mlgraph").exists()
