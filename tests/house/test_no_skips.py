"""`--no-skips`: a run that has to see everything does not pass by leaving tests out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"
EXPECTED_FAILURE = "import pytest\n\n@pytest.mark.xfail\ndef test_xfail():\n    assert False\n"


def run(folder: Path, test: str, *options: str) -> subprocess.CompletedProcess[str]:
    shutil.copy(CONFTEST, folder)
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_planted.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, "."]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "test",
    [
        "import pytest\n\ndef test_skips_itself():\n    pytest.skip('no corpus')\n",
        "import pytest\n\n@pytest.mark.skip(reason='no corpus')\ndef test_marked():\n    pass\n",
        "import pytest\n\npytest.skip('no corpus', allow_module_level=True)\n\ndef test_of_the_module():\n    pass\n",
        "def test_of_a_fixture(shared_data):\n    pass\n",
    ],
    ids=["test", "mark", "module", "fixture"],
)
def test_skipped_test_fails_and_names_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, test: str) -> None:
    monkeypatch.setenv("MLGRAPH_SHARED_DATA", str(tmp_path / "no corpus"))

    result = run(tmp_path, test, "--no-skips")

    assert result.returncode not in {0, 5}, result.stdout
    assert "which --no-skips forbids" in result.stdout
    assert "no corpus" in result.stdout


def test_skipped_test_passes_where_nobody_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLGRAPH_SHARED_DATA", str(tmp_path / "no corpus"))

    result = run(tmp_path, "def test_of_a_fixture(shared_data):\n    pass\n")

    assert result.returncode == 0, result.stdout
    assert "1 skipped" in result.stdout


def test_expected_failure_is_no_skip(tmp_path: Path) -> None:
    result = run(tmp_path, EXPECTED_FAILURE, "--no-skips")

    assert result.returncode == 0, result.stdout
    assert "1 xfailed" in result.stdout
