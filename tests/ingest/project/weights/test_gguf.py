from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.opened import opened
from mlgraph_ingest.project.weights.recognized import read_header
from tests.ingest.project.weights.builders import gguf
from tests.ingest.project.weights.conftest import Read

F32, Q4_K = 0, 12
TEXT, LIST, U32, FLOAT, FLAG = 8, 9, 4, 6, 7
METADATA = (
    ("general.architecture", TEXT, "llama"),
    ("general.name", TEXT, "Tiny"),
    ("general.license", TEXT, "apache-2.0"),
    ("general.base_model.0.repo_url", TEXT, "https://huggingface.co/acme/base"),
    ("general.file_type", U32, 15),
    ("general.tags", LIST, (TEXT, ["chat", "small"])),
    ("llama.context_length", U32, 4096),
    ("llama.attention.layer_norm_rms_epsilon", FLOAT, 0.5),
    ("tokenizer.ggml.add_space_prefix", FLAG, True),
    ("tokenizer.ggml.tokens", LIST, (TEXT, ["a"] * 300)),
    ("tokenizer.ggml.scores", LIST, (FLOAT, [0.0] * 300)),
    ("tokenizer.chat_template", TEXT, "{{ messages }}"),
)
TENSORS = (("token_embd.weight", [256, 2], Q4_K, 0), ("norm.weight", [8], F32, 288))


def test_metadata_tensors_and_template_are_told(read: Read) -> None:
    header = read("tiny.gguf", gguf(METADATA, TENSORS, data=320))
    assert (header.format, header.tensor_count, header.parameter_count) == ("gguf", 2, 520)
    assert header.dtypes == ("F32", "Q4_K")
    assert header.architecture_family == "llama"
    assert header.context_length == 4096
    assert header.quantization == {"method": "Q4_K_M", "bits": round(8 * 320 / 520, 2)}
    assert header.chat_template_hash == f"sha256:{hashlib.sha256(b'{{ messages }}').hexdigest()}"
    assert header.license == "apache-2.0"
    assert header.base_models == ("acme/base",)
    assert header.metadata["general.tags"] == "chat, small"
    assert header.metadata["tokenizer.ggml.add_space_prefix"] == "true"
    assert header.metadata["llama.attention.layer_norm_rms_epsilon"] == "0.5"
    assert "tokenizer.ggml.tokens" not in header.metadata
    assert "tokenizer.chat_template" not in header.metadata


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_is_read_in_both_byte_orders(read: Read, order: str, version: int) -> None:
    header = read("x.gguf", gguf(METADATA, TENSORS, order=order, version=version, data=320))
    assert header.parameter_count == 520
    assert header.metadata["gguf.version"] == str(version)
    assert header.context_length == 4096


def test_weights_that_are_not_quantized_have_no_quantization(read: Read) -> None:
    header = read("x.gguf", gguf([("general.file_type", U32, 0)], [("w", [8], F32, 0)], data=32))
    assert header.quantization is None


def test_without_a_file_type_the_type_of_most_weights_counts(read: Read) -> None:
    tensors = [("a", [256], 10, 0), ("b", [512], Q4_K, 96), ("c", [8], F32, 384)]
    assert (read("x.gguf", gguf([], tensors, data=416)).quantization or {})["method"] == "Q4_K"


def test_type_that_is_not_known_is_counted_by_its_number(read: Read) -> None:
    header = read("x.gguf", gguf([], [("w", [8], 99, 0)], data=32))
    assert (header.parameter_count, header.dtypes) == (8, ("type 99",))
    assert header.quantization == {"method": "type 99", "bits": None}


def test_license_other_gives_way_to_its_name(read: Read) -> None:
    said = [("general.license", TEXT, "other"), ("general.license.name", TEXT, "acme-community")]
    assert read("x.gguf", gguf(said)).license == "acme-community"


def test_part_of_a_split_model_says_which(read: Read) -> None:
    header = read("x.gguf", gguf([("split.no", U32, 1), ("split.count", U32, 3)]))
    assert header.shard == (2, 3)


WHOLE = gguf(METADATA, TENSORS, data=320)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (WHOLE[:-1], "truncated"),
        (WHOLE[: len(WHOLE) // 2], "truncated"),
        (b"GGML" + WHOLE[4:], "does not begin with GGUF"),
        (WHOLE[:4] + b"\x09\0\0\0" + WHOLE[8:], "version 9"),
        (WHOLE[:8] + b"\xff" * 8 + WHOLE[16:], "announces"),
        (WHOLE[:16] + b"\xff" * 8 + WHOLE[24:], "announces"),
        (gguf([("k", TEXT, "v")])[:24] + (2**60).to_bytes(8, "little") + bytes(40), "truncated"),
        (gguf([], [("w", [2**40, 2**40], F32, 0)]), r"2\^63 elements"),
        (gguf([], [("w", [1] * 9, F32, 0)]), "9 dimensions"),
        (gguf([], [("w", [8], F32, 7)], data=64), "multiple of 32"),
        (gguf([], [("w", [8], F32, 2**62)], data=64), "truncated"),
        (gguf([("k", U32, 1)]).replace(b"k\x04\0\0\0", b"k\x4d\0\0\0"), "type that is not known"),
        (gguf([("k", LIST, (TEXT, []))])[:41] + (2**60).to_bytes(8, "little") + bytes(40), "truncated"),
        (gguf([("k", LIST, (LIST, [(LIST, [(LIST, [(LIST, [(U32, [])])])])]))]), "type that is not known"),
    ],
)
def test_file_that_lies_gets_no_verdict(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=rf"^x\.gguf: .*{why}"):
        read("x.gguf", content)


@pytest.mark.shared_data
def test_real_file_that_is_damaged_gets_no_verdict(shared_data: Path) -> None:
    path = shared_data / "api-recordings" / "files" / "CORRUPT_ggml-vocab-bert-bge.gguf"
    file = SourceFile(path, path.name, 0)
    with opened(file) as (_, window), pytest.raises(FormatError, match="no verdict on it"):
        read_header(file, window)


@pytest.mark.shared_data
def test_model_of_the_sample_project_is_read(shared_data: Path) -> None:
    path = shared_data / "detect-sample" / "models" / "tiny.gguf"
    file = SourceFile(path, path.name, 0)
    with opened(file) as (_, window):
        header = read_header(file, window)
    assert (header.architecture_family, header.license, header.tensor_count) == ("llama", "llama2", 0)
