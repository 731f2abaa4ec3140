from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.opened import opened
from mlgraph_ingest.project.weights.recognized import read_header
from tests.ingest.project.weights.builders import field, onnx, onnx_tensor, varint
from tests.ingest.project.weights.conftest import Read


def test_producer_opset_metadata_and_tensors_are_told(read: Read) -> None:
    tensors = [onnx_tensor([2, 3], data=bytes(24)), onnx_tensor([4], 7, packed=True), onnx_tensor([], 10)]
    header = read("m.onnx", onnx(tensors, {"license": "MIT", "author": "Ann"}))
    assert (header.format, header.tensor_count, header.parameter_count) == ("onnx", 3, 11)
    assert header.dtypes == ("F16", "F32", "I64")
    assert header.license == "MIT"
    assert header.metadata == {
        "author": "Ann",
        "graph": "net",
        "ir_version": "8",
        "license": "MIT",
        "nodes": "1",
        "opset": "ai.onnx 17",
        "producer_name": "pytorch",
        "producer_version": "2.4.0",
    }


def test_file_of_external_data_is_named(read: Read) -> None:
    external = onnx_tensor([5]) + field(13, field(1, "location") + field(2, "m.data")) + field(14, 1)
    assert read("m.onnx", onnx([external])).metadata["external_data"] == "m.data"


def test_sparse_weights_leave_the_number_of_parameters_unknown(read: Read) -> None:
    graph = field(7, field(15, b""))
    header = read("m.onnx", onnx([onnx_tensor([2])]) + graph)
    assert header.parameter_count is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (onnx([onnx_tensor([2], data=bytes(8))])[:-30], "truncated"),
        (onnx([onnx_tensor([2**62, 2])]), r"2\^63 elements"),
        (onnx([onnx_tensor([1] * 65)]), "impossible dimensions"),
        (onnx([onnx_tensor([2**63])]), "impossible dimensions"),
        (b"\x08\x07", "no graph"),
        (field(7, b""), "no version"),
        (b"\x0f", "no message"),
        (b"\x00", "no message"),
        (b"\xff" * 20, "no number"),
        (varint(7 << 3 | 2) + varint(2**60), "truncated"),
    ],
)
def test_file_that_lies_gets_no_verdict(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=rf"^m\.onnx: .*{why}"):
        read("m.onnx", content)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "producer", "opset"),
    [("test_operator_exp", "pytorch", "ai.onnx 6"), ("test_single_relu_model", "backend-test", "ai.onnx 9")],
)
def test_real_files_are_read(shared_data: Path, name: str, producer: str, opset: str) -> None:
    path = shared_data / "api-recordings" / "files" / f"{name}.onnx"
    file = SourceFile(path, path.name, 0)
    with opened(file) as (_, window):
        header = read_header(file, window)
    assert (header.metadata["producer_name"], header.metadata["opset"]) == (producer, opset)
    assert (header.tensor_count, header.parameter_count) == (0, 0)
