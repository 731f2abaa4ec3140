"""The chapter on weight files: a model is one row, and what loading it would do stands in it."""

from __future__ import annotations

from dataclasses import replace

from mlgraph.report.html import render
from mlgraph.report.sections.section import material_of
from mlgraph.report.sections.weights import WeightRow, WeightsBody, weights
from mlgraph_queries.entries import FileEntry, Inventory, PickleScan, Shard
from tests.report.conftest import weight_file


def rows(inventory: Inventory, *files: FileEntry) -> tuple[WeightRow, ...]:
    body = weights(material_of(replace(inventory, files=files), (), None, "")).body
    assert isinstance(body, WeightsBody)
    return body.rows


def part(index: int) -> FileEntry:
    return weight_file(
        f"m/model-0000{index}-of-00003.safetensors",
        format="safetensors",
        size_bytes=1000,
        parameter_count=10,
        tensor_count=1,
        dtype="F16",
        hashes=(f"sha256:{index}" + "a" * 63,),
        shard=Shard(index, 3, "model.safetensors"),
    )


def test_model_in_several_files_is_one_row(inventory: Inventory) -> None:
    (row,) = rows(inventory, part(1), part(2), part(3))
    assert (row.path, row.parts, row.is_whole) == ("m/model.safetensors", "3 of 3 parts", True)
    assert (row.parameters, row.tensors, row.size, row.dtype) == ("30", "3", "3 kB", "F16")
    assert [path for path, _ in row.hashes] == [f"m/model-0000{i}-of-00003.safetensors" for i in (1, 2, 3)]


def test_missing_part_is_marked_and_leaves_the_sum_unknown(inventory: Inventory) -> None:
    (row,) = rows(inventory, part(1), part(3))
    assert (row.parts, row.is_whole, row.parameters) == ("2 of 3 parts", False, None)
    page = render(replace(inventory, files=(part(1), part(3))), (), generated_at=None, tool_version="0")
    assert "▲ 2 of 3 parts" in page


def test_dangerous_pickle_is_marked_in_words(inventory: Inventory) -> None:
    evil = weight_file("a.pkl", format="pickle", pickle_scan=PickleScan("dangerous", ("posix.system",)))
    page = render(replace(inventory, files=(evil,)), (), generated_at=None, tool_version="0")
    assert "▲ dangerous pickle" in page
    assert rows(inventory, evil)[0].pickle == "dangerous"


def test_what_a_quantized_model_says_of_itself_is_shown(inventory: Inventory) -> None:
    told = {"architecture_family": "llama", "quantization": {"method": "Q4_K_M", "bits": 4.8}, "context_length": 8192}
    (row,) = rows(inventory, weight_file("a.gguf", format="gguf", **told))
    assert row.details == ("llama", "Q4_K_M", "context 8,192")
