from __future__ import annotations

import runpy
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.reader import read_weights
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def _read(name: str) -> list[Assertion]:
    root = EXAMPLES / name
    paths = sorted(root.rglob("*.py"))
    files = [SourceFile(path, path.relative_to(root).as_posix(), path.stat().st_size) for path in paths]
    return [assertion for file in files for assertion in read_code(file, ids.project(root))]


def _named(found: list[Assertion]) -> dict[str, object]:
    return {str(a.object): a.qualifiers.get("revision") for a in found if a.predicate is EdgeKind.DEPENDS_ON}


def _unresolved(found: list[Assertion]) -> list[object]:
    return [a.value["expression"] for a in found if a.predicate is PropertyKind.UNRESOLVED]


def test_chat_service_has_one_pinned_one_moving_and_one_unknown_model() -> None:
    found = _read("rag-chat")
    assert _named(found) == {
        "pkg:huggingface/sentence-transformers/all-MiniLM-L6-v2": "c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
        "pkg:huggingface/cross-encoder/ms-marco-MiniLM-L-6-v2": None,
        "https://huggingface.co/datasets/rajpurkar/squad": None,
        "service:openai/gpt-4o-mini-2024-07-18": None,
        "service:anthropic/claude-3-5-haiku-20241022": None,
    }
    assert _unresolved(found) == ["os.environ['RAGCHAT_GUARD_MODEL']"]


def test_training_names_its_model_in_code_and_its_dataset_elsewhere() -> None:
    found = _read("image-finetune")
    assert _named(found) == {"pkg:huggingface/WinKawaks/vit-tiny-patch16-224": None}
    assert _unresolved(found) == ["config['dataset_name']"]


def test_adapter_is_what_its_script_writes() -> None:
    models = EXAMPLES / "image-finetune" / "models"
    path = models / "dishes-lora" / "adapter_model.safetensors"
    assert path.read_bytes() == runpy.run_path(str(models / "make_adapter.py"))["adapter"]()
    edges = {
        a.predicate: a.object for a in read_weights(SourceFile(path, path.name, 0), Context(ids.project(models), None))
    }
    assert edges[EdgeKind.DERIVED_FROM] == ids.model("WinKawaks/vit-tiny-patch16-224")
