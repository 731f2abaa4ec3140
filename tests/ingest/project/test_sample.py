"""The labeled sample: all that is labeled outside of its code is found, and none of its traps."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mlgraph_ontology.kinds import EdgeKind
from tests.ingest.project.conftest import Said

IN_CODE = "src/"


@pytest.mark.shared_data
def test_all_that_is_labeled_outside_of_code_is_found_and_no_trap(
    shared_data: Path, tmp_path: Path, said: Callable[..., Said]
) -> None:
    root = tmp_path / "app"
    shutil.copytree(shared_data / "detect-sample", root, ignore=shutil.ignore_patterns("src"))
    truth = json.loads((root / "TRUTH.json").read_text())
    written = "".join(p.read_text(errors="ignore") for p in root.rglob("*") if p.is_file() and p.name != "TRUTH.json")
    found = said(root)
    named = {str(edge.object) for edge in found.edges(EdgeKind.DEPENDS_ON)}
    expected = {
        *(f"pkg:huggingface/{name}" for name in truth["hub_models"] if name in written),
        *(f"https://huggingface.co/datasets/{name}" for name in truth["datasets"] if name in written),
        *(f"service:mcp/{name}" for name in truth["mcp_servers"]),
    }
    assert len(expected) == 9
    assert expected <= named
    others = {name for name in named - expected if not name.startswith(("pkg:pypi/", "pkg:npm/"))}
    assert others == set()
    assert found.errors == {}
    assert found.problems == []
