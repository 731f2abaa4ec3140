"""NumPy, TensorFlow, TFLite, Core ML, OpenVINO and msgpack."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.recognized import begins_like_weights
from tests.ingest.project.weights.builders import coreml, field, npy, saved_model, state_dict, tflite, torch_zip, zipped
from tests.ingest.project.weights.conftest import Read

EVIL = b"\x80\x02cposix\nsystem\n."


@pytest.mark.parametrize(
    ("descr", "shape", "dtype", "elements"),
    [
        ("<f4", "(3, 4)", "F32", 12),
        (">i8", "(6,)", "I64", 6),
        ("|b1", "()", "BOOL", 1),
        ("<U3", "(4,)", "U3", 4),
        ("<f¹", "()", "f\ufffd\ufffd", 1),
    ],
)
def test_type_and_shape_of_an_array_are_told(read: Read, descr: str, shape: str, dtype: str, elements: int) -> None:
    header = read("a.npy", npy(descr, shape))
    assert (header.format, header.dtypes, header.parameter_count) == ("numpy", (dtype,), elements)
    assert header.pickle is None


def test_array_of_objects_is_judged_as_a_pickle(read: Read) -> None:
    fine, evil = read("a.npy", npy("|O", "(2,)", pickle.dumps([1, 2]))), read("b.npy", npy("|O", "(2,)", EVIL))
    assert fine.pickle is not None
    assert evil.pickle is not None
    assert (fine.pickle.verdict, evil.pickle.verdict) == ("ordinary", "dangerous")


@pytest.mark.parametrize("packed", [False, True])
def test_arrays_of_an_archive_are_counted_and_judged(read: Read, packed: bool) -> None:
    plain = {"a.npy": npy(), "b.npy": npy("<i8", "(2, 3)")}
    header = read("z.npz", zipped(plain, packed=packed))
    evil = read("y.npz", zipped({**plain, "c.npy": npy("|O", "(1,)", EVIL)}, packed=packed))
    assert (header.format, header.tensor_count, header.parameter_count) == ("numpy-archive", 2, 18)
    assert (header.dtypes, header.metadata, header.pickle) == (("F32", "I64"), {"arrays": "a, b"}, None)
    assert evil.pickle is not None
    assert evil.pickle.callables == ("posix.system",)


def test_saved_model_tells_version_tags_and_signatures(read: Read) -> None:
    header = read("saved_model.pb", saved_model())
    assert header.format == "tensorflow-savedmodel"
    assert header.metadata == {"signatures": "serving_default", "tags": "serve", "tensorflow_version": "2.16.1"}


def test_numbers_of_a_checkpoint_are_a_file(read: Read) -> None:
    assert read("variables.data-00000-of-00001", bytes(8)).format == "tensorflow-checkpoint"


def test_tflite_counts_the_tensors_that_have_values(read: Read) -> None:
    header = read("m.tflite", tflite())
    assert (header.format, header.tensor_count, header.parameter_count, header.dtypes) == ("tflite", 1, 6, ("I8",))
    assert header.metadata == {"description": "made by hand", "tflite.version": "3"}


def test_coreml_tells_version_and_license(read: Read) -> None:
    header = read("m.mlmodel", coreml("Apache-2.0"))
    assert (header.format, header.license) == ("coreml", "Apache-2.0")
    assert header.metadata["version"] == "3.1"


def test_numbers_beside_a_net_of_openvino_are_its_weights(read: Read, tmp_path: Path) -> None:
    (tmp_path / "net.xml").write_text('<?xml version="1.0"?>\n<net name="resnet" version="11">\n</net>')
    (tmp_path / "other.xml").write_text("<data/>")
    header = read("net.bin", bytes(40))
    assert (header.format, header.metadata) == ("openvino", {"openvino.name": "resnet", "openvino.version": "11"})
    with pytest.raises(FormatError, match="no format of weights"):
        read("other.bin", bytes(40))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("pytorch_model.bin", torch_zip(state_dict()), True),
        ("old.bin", b"\x80\x02}.", True),
        ("ggml.bin", b"GGUF\x03\x00\x00\x00", True),
        ("firmware.bin", bytes(100), False),
        ("empty.bin", b"", False),
        ("flax_model.msgpack", b"\x81\xa1a\x01", True),
        ("cache.msgpack", b"\x81\xa1a\x01", False),
    ],
)
def test_first_bytes_decide_where_the_name_does_not(tmp_path: Path, name: str, content: bytes, expected: bool) -> None:
    (tmp_path / name).write_bytes(content)
    assert begins_like_weights(SourceFile(tmp_path / name, name, len(content))) is expected


def test_mapping_of_flax_is_known_by_its_first_byte(read: Read) -> None:
    assert read("flax_model.msgpack", b"\x81\xa1a\x01").format == "msgpack"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.npy", npy()[:-1], "truncated"),
        ("a.npy", b"\x93NUMPY\x09\x00", "truncated|not known"),
        ("a.npy", npy(shape="(99999999999, 99999999999)"), r"2\^63"),
        ("a.npy", npy(shape="[3]"), "without a shape"),
        ("a.npy", b"hello", "no array"),
        ("z.npz", zipped({"a.npy": b"hello"}), "no array"),
        ("saved_model.pb", field(1, 1), "no graph"),
        ("saved_model.pb", b"text", "no message|truncated"),
        ("m.tflite", tflite()[:60], "truncated"),
        ("m.tflite", b"\xff\xff\xff\x7fTFL3" + bytes(40), "truncated"),
        ("m.tflite", b"12345678", "TFL3"),
        ("m.mlmodel", field(2, b""), "no version"),
        ("flax_model.msgpack", b"\x01", "no mapping"),
    ],
)
def test_file_that_lies_gets_no_verdict(read: Read, name: str, content: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read(name, content)
