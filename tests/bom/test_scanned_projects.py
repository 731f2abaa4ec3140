"""Real projects as SPDX, by the verdict of the official model and of the reference library."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from mlgraph.app.project import ingest_project, look
from mlgraph.bom.formats import write
from mlgraph.store import Store
from mlgraph_queries.validation import validate

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.shared_data


@pytest.fixture(params=["rag-chat", "image-finetune", "detect-sample"])
def project(request, shared_data):
    return shared_data / request.param if request.param == "detect-sample" else ROOT / "examples" / request.param


@pytest.fixture
def found(project, tmp_path):
    store = Store(tmp_path / "graph.duckdb")
    ingest_project(project, store=store)
    return look(project, store=store)


def test_spdx_3_obeys_the_official_shacl_model(found, project, shared_data):
    model = gzip.decompress((shared_data / "spdx" / "rdf" / "spdx-model.ttl.gz").read_bytes())
    inventory, findings = found
    document = write(inventory, form="spdx", findings=findings)
    assert validate(document, name="x", shacl=model) == []
    assert str(project.parent).encode() not in document


def test_spdx_2_passes_the_reference_library(found, project, tmp_path):
    from spdx_tools.spdx.parser.parse_anything import parse_file
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    inventory, findings = found
    path = tmp_path / "a.spdx.json"
    path.write_bytes(write(inventory, form="spdx2", findings=findings))
    assert validate_full_spdx_document(parse_file(str(path))) == []
    assert str(project.parent) not in path.read_text(encoding="utf-8")
