from __future__ import annotations

import pytest

from mlgraph.model.errors import FormatError
from tests.ingest.project.weights.builders import hdf5, keras, zipped
from tests.ingest.project.weights.conftest import Read

DENSE = {"class_name": "Dense", "config": {"units": 3}}
MODEL = {"class_name": "Sequential", "config": {"name": "dishes", "layers": [DENSE, DENSE]}}


def test_configuration_of_keras_3_is_told(read: Read) -> None:
    header = read("m.keras", keras(MODEL))
    assert (header.format, header.architecture) == ("keras", "Sequential")
    assert header.metadata == {
        "date_saved": "2026-01-02@03:04:05",
        "keras_version": "3.5.0",
        "layers": "2",
        "name": "dishes",
    }


def test_layers_that_hold_code_are_told(read: Read) -> None:
    inner = {"class_name": "TimeDistributed", "config": {"layer": {"class_name": "Lambda", "config": {}}}}
    model = {"class_name": "Functional", "config": {"layers": [DENSE, inner]}}
    assert read("m.keras", keras(model)).metadata["code_layers"] == "Lambda (1)"
    assert read("m.h5", hdf5(model)).metadata["code_layers"] == "Lambda (1)"
    assert "code_layers" not in read("n.keras", keras(MODEL)).metadata


def test_hdf5_of_keras_is_told_from_other_hdf5(read: Read) -> None:
    model, data = read("m.h5", hdf5(MODEL)), read("data.hdf5", hdf5())
    assert (model.format, model.architecture) == ("keras-hdf5", "Sequential")
    assert model.metadata == {"keras_version": "2.15.0", "layers": "2", "name": "dishes"}
    assert (data.format, data.metadata) == ("hdf5", {})


def test_configuration_that_is_damaged_leaves_the_rest(read: Read) -> None:
    header = read("m.h5", hdf5(MODEL)[:-40])
    assert (header.format, header.architecture) == ("keras-hdf5", None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.h5", b"\x89HDF\r\n\x1a\n\x09" + bytes(50)),
        ("m.h5", b"no such thing"),
        ("m.keras", zipped({"metadata.json": b"{}", "config.json": b"[1]"})),
        ("m.keras", zipped({"metadata.json": b"{", "config.json": b"{}"})),
        ("m.keras", zipped({"metadata.json": b"{}", "config.json": b"[" * 100_000})),
    ],
)
def test_file_that_lies_gets_no_verdict(read: Read, name: str, content: bytes) -> None:
    with pytest.raises(FormatError, match="no verdict on it"):
        read(name, content)
