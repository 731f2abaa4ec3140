"""Whatever bytes a weight file holds, it is read or refused: no other error, and no time without end."""

from __future__ import annotations

import io
import pickle
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.recognized import read_header
from mlgraph_ingest.project.weights.window import Window
from tests.ingest.project.weights import builders

pytestmark = pytest.mark.slow


MODEL = {"class_name": "Sequential", "config": {"name": "m", "layers": [{"class_name": "Dense", "config": {}}]}}
GGUF = [
    ("general.architecture", 8, "llama"),
    ("tokenizer.ggml.tokens", 9, (8, ["a", "bc"])),
    ("llama.context_length", 4, 8),
]
VALID: dict[str, bytes] = {
    "a.safetensors": builders.safetensors({"w": ("F16", [2, 3], 12)}, {"license": "mit"}),
    "a.gguf": builders.gguf(GGUF, [("w", [8], 0, 0)], data=32),
    "a.onnx": builders.onnx([builders.onnx_tensor([2, 3], data=bytes(24))], {"license": "MIT"}),
    "a.keras": builders.keras(MODEL),
    "a.h5": builders.hdf5(MODEL),
    "a.pt": builders.torch_zip(builders.state_dict()),
    "b.pt": builders.torch_zip(builders.state_dict(), packed=True),
    "legacy.pth": builders.torch_legacy(builders.state_dict()),
    "tar.pt": builders.tar({"pickle": b"\x80\x02K\x00.", "storages": b"\x80\x02K\x00."}),
    "a.pkl": pickle.dumps({"a": [1.5, "x", (2, None)], "b": {1, 2}}),
    "old.pkl": pickle.dumps({"a": [1.5, "x", (2, None)]}, protocol=0),
    "a.joblib": builders.joblib(),
    "z.joblib": zlib.compress(builders.joblib()),
    "saved_model.pb": builders.saved_model(),
    "a.tflite": builders.tflite(),
    "a.npy": builders.npy(),
    "o.npy": builders.npy("|O", "(1,)", pickle.dumps([1])),
    "a.npz": builders.zipped(
        {"a.npy": builders.npy(), "o.npy": builders.npy("|O", "(1,)", pickle.dumps([1]))}, packed=True
    ),
    "a.mlmodel": builders.coreml(),
    "flax_model.msgpack": b"\x81\xa1a\x01",
    "v.data-00000-of-00001": bytes(8),
}


def is_read(name: str, content: bytes) -> bool:
    """Whether a file is read; the alternative is a FormatError that names it."""
    window = Window(io.BytesIO(content), len(content), name)
    try:
        header = read_header(SourceFile(Path("/nowhere") / name, name, len(content)), window)
    except FormatError as error:
        assert str(error).startswith(f"{name}: ")  # noqa: PT017 - either outcome is right
        return False
    counts = [count for count in (header.tensor_count, header.parameter_count) if count is not None]
    assert all(0 <= count < 2**64 for count in counts)
    return True


@pytest.mark.parametrize("name", VALID)
def test_file_as_it_should_be_is_read(name: str) -> None:
    assert is_read(name, VALID[name])


edits = st.lists(st.tuples(st.integers(0, 10_000), st.binary(max_size=9), st.integers(0, 9)), max_size=4)


@pytest.mark.parametrize("name", VALID)
@settings(max_examples=120, deadline=2000)
@given(edits=edits, length=st.none() | st.integers(0, 10_000))
@example(edits=[(0, b"\xff" * 9, 9)], length=None)
@example(edits=[], length=1)
def test_mutated_file_is_read_or_refused(name: str, edits: list[tuple[int, bytes, int]], length: int | None) -> None:
    content = bytearray(VALID[name])
    for place, put, removed in edits:
        begin = place % (len(content) + 1)
        content[begin : begin + removed] = put
    is_read(name, bytes(content[:length]))


@pytest.mark.parametrize("name", VALID)
def test_file_that_is_cut_anywhere_is_read_or_refused(name: str) -> None:
    content = VALID[name]
    for length in range(0, len(content), max(1, len(content) // 200)):
        is_read(name, content[:length])


@given(content=st.binary(max_size=200))
@settings(max_examples=300)
def test_any_bytes_behind_a_pickle_s_first_are_read_or_refused(content: bytes) -> None:
    is_read("a.pkl", b"\x80\x04" + content)
