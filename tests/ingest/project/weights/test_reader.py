from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import SourceError
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.reader import read_weights
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.project.weights.builders import gguf, keras, safetensors, state_dict, torch_zip
from tests.ingest.project.weights.conftest import Tell

TENSORS = {"w": ("F16", [2, 3], 12)}
EVIL = b"\x80\x02cposix\nsystem\n."


def facts(said: list[Assertion]) -> dict[PropertyKind, object]:
    return {a.predicate: a.value for a in said if isinstance(a.predicate, PropertyKind)}


def test_header_of_a_quantized_model_becomes_facts_and_edges(tell: Tell, tmp_path: Path) -> None:
    metadata = [
        ("general.architecture", 8, "llama"),
        ("general.license", 8, "mit"),
        ("general.base_model.0.repo_url", 8, "https://huggingface.co/acme/base"),
        ("llama.context_length", 4, 2048),
        ("tokenizer.chat_template", 8, "{{ x }}"),
    ]
    said = tell("tiny.gguf", gguf(metadata, [("w", [256], 12, 0)], data=160))
    known = facts(said)
    assert known[PropertyKind.FORMAT] == "gguf"
    assert known[PropertyKind.ARCHITECTURE_FAMILY] == "llama"
    assert known[PropertyKind.CONTEXT_LENGTH] == 2048
    assert known[PropertyKind.QUANTIZATION] == {"method": "Q4_K", "bits": 4.5}
    assert known[PropertyKind.CHAT_TEMPLATE_HASH] == f"sha256:{hashlib.sha256(b'{{ x }}').hexdigest()}"
    edges = {a.predicate: a.object for a in said if a.object is not None}
    assert edges == {
        EdgeKind.CONTAINS: ids.file(tmp_path / "tiny.gguf"),
        EdgeKind.LICENSED_UNDER: ids.license_expression("MIT"),
        EdgeKind.DERIVED_FROM: ids.model("acme/base"),
    }


def test_class_of_the_model_is_its_architecture(tell: Tell) -> None:
    said = facts(tell("m.keras", keras({"class_name": "Sequential", "config": {"layers": []}})))
    assert said[PropertyKind.ARCHITECTURE] == "Sequential"


def test_verdict_on_a_pickle_names_what_it_rests_on(tell: Tell) -> None:
    fine, evil = facts(tell("a.pt", torch_zip(state_dict()))), facts(tell("b.pkl", EVIL))
    assert evil[PropertyKind.PICKLE_SCAN] == {"verdict": "dangerous", "callables": ["posix.system"]}
    assert fine[PropertyKind.PARAMETER_COUNT] == 10
    assert fine[PropertyKind.PICKLE_SCAN] == {
        "verdict": "ordinary",
        "callables": [
            "collections.OrderedDict",
            "torch.FloatStorage",
            "torch.HalfStorage",
            "torch._utils._rebuild_tensor_v2",
        ],
    }


def test_part_of_a_model_says_of_what(tell: Tell) -> None:
    said = facts(tell("model-00002-of-00003.safetensors", safetensors(TENSORS)))
    assert said[PropertyKind.SHARD] == {"index": 2, "count": 3, "of": "model.safetensors"}


def test_name_and_header_that_disagree_on_the_part_are_a_problem(tell: Tell) -> None:
    content = gguf([("split.no", 4, 0), ("split.count", 4, 3)])
    wrong, right = tell("m-00002-of-00003.gguf", content), tell("m-00001-of-00003.gguf", content)
    text = "m-00002-of-00003.gguf: its name says that it is part 2 of 3, its header 1 of 3"
    assert facts(wrong)[PropertyKind.PROBLEM] == text
    assert PropertyKind.PROBLEM not in facts(right)


def test_without_hashes_the_header_alone_is_read(tell: Tell) -> None:
    content = safetensors(TENSORS)
    assert PropertyKind.HASH not in facts(tell("a.safetensors", content, hashes=False))
    digest = hashlib.sha256(content).hexdigest()
    assert facts(tell("a.safetensors", content))[PropertyKind.HASH] == f"sha256:{digest}"


def test_hashing_says_how_far_it_is(tmp_path: Path) -> None:
    content = safetensors({"w": ("U8", [3 * 2**20], 3 * 2**20)})
    path, told = tmp_path / "a.safetensors", list[int]()
    path.write_bytes(content)
    context = Context(ids.project(tmp_path), None, advance=told.append)
    list(read_weights(SourceFile(path, path.name, len(content)), context))
    assert sum(told) == len(content)
    assert len(told) == 4


def test_sparse_file_of_100_gb_costs_nothing_without_its_hash(tmp_path: Path) -> None:
    path, size = tmp_path / "a.safetensors", 10**11
    header = safetensors({"w": ("U8", [0], 0)}).replace(b"[0]", b"[%d]" % size).replace(b"[0, 0]", b"[0, %d]" % size)
    header = (len(header) - 8).to_bytes(8, "little") + header[8:]
    with path.open("wb") as stream:
        stream.write(header)
        stream.truncate(len(header) + size)
    said = read_weights(SourceFile(path, path.name, 0), Context(ids.project(tmp_path), None, hashes=False))
    assert facts(list(said))[PropertyKind.PARAMETER_COUNT] == size


@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "nothing"])
def test_what_is_no_regular_file_is_not_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.pt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(tmp_path / "b.pt")
        (tmp_path / "b.pt").write_bytes(torch_zip(state_dict()))
    elif kind == "folder":
        path.mkdir()
    with pytest.raises(SourceError, match=r"^a\.pt: (not a regular file|cannot be read)"):
        list(read_weights(SourceFile(path, path.name, 0), Context(ids.project(tmp_path), None)))


def test_keys_in_metadata_are_hidden(tell: Tell) -> None:
    key = "hf_" + "a1B2" * 8
    said = facts(tell("a.gguf", gguf([("general.url", 8, f"https://ann:secret@hub.example/{key}")])))
    assert key not in str(said)
    assert "secret" not in str(said)


@pytest.mark.shared_data
def test_weights_of_the_sample_project_are_told(shared_data: Path) -> None:
    folder = shared_data / "detect-sample" / "models"
    context = Context(ids.project(folder), None)
    found = {
        name: facts(list(read_weights(SourceFile(folder / name, name, 0), context)))
        for name in ("adapter_model.safetensors", "tiny.gguf", "clf.pkl")
    }
    assert found["adapter_model.safetensors"][PropertyKind.PARAMETER_COUNT] == 10
    assert found["tiny.gguf"][PropertyKind.ARCHITECTURE_FAMILY] == "llama"
    assert found["tiny.gguf"][PropertyKind.LICENSE_TEXT] == "llama2"
    assert found["clf.pkl"][PropertyKind.FORMAT] == "pickle"
    assert found["clf.pkl"][PropertyKind.PICKLE_SCAN] == {"verdict": "ordinary", "callables": []}
