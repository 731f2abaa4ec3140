"""Fixtures that all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The corpora beside the project; a test that needs them is skipped, visibly, where they are missing."""
    path = Path(os.environ.get("MLGRAPH_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        if os.environ.get("CI") and "MLGRAPH_SHARED_DATA" in os.environ:
            pytest.fail(f"MLGRAPH_SHARED_DATA names {path}, which is not there")
        pytest.skip(f"no shared data at {path}")
    return path
