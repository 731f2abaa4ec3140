from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError, SourceError
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.header import VALUE_LIMIT
from mlgraph_ingest.project.weights.reader import read_weights
from mlgraph_ingest.project.weights.safetensors import DIMENSION_LIMIT, parse_header
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

Read = Callable[[bytes], list[Assertion]]
WEIGHT = {"dtype": "F16", "shape": [2, 3], "data_offsets": [0, 12]}
BIAS = {"dtype": "F32", "shape": [2], "data_offsets": [12, 20]}


def _file(header: object, data: bytes = b"\0" * 20) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: bytes) -> list[Assertion]:
        path = tmp_path / "adapter.safetensors"
        path.write_bytes(content)
        return list(read_weights(SourceFile(path, path.name, len(content)), Context(ids.project(tmp_path), None)))

    return read


def _facts(assertions: list[Assertion]) -> dict[PropertyKind, object]:
    return {a.predicate: a.value for a in assertions if isinstance(a.predicate, PropertyKind)}


def test_header_size_and_hash_are_told(read: Read, tmp_path: Path) -> None:
    content = _file({"__metadata__": {"format": "pt"}, "w": WEIGHT, "b": BIAS})
    found = read(content)
    assert found[0].predicate is EdgeKind.CONTAINS
    assert found[0].object == ids.file(tmp_path / "adapter.safetensors")
    assert _facts(found) == {
        PropertyKind.FORMAT: "safetensors",
        PropertyKind.SIZE_BYTES: len(content),
        PropertyKind.HASH: f"sha256:{hashlib.sha256(content).hexdigest()}",
        PropertyKind.TENSOR_COUNT: 2,
        PropertyKind.PARAMETER_COUNT: 8,
        PropertyKind.DTYPE: "mixed: F16, F32",
        PropertyKind.HEADER_METADATA: {"format": "pt"},
    }
    assert {a.evidence.method for a in found} == {Method.OBSERVED}


def test_file_without_tensors_has_no_type(read: Read) -> None:
    facts = _facts(read(_file({}, b"")))
    assert facts[PropertyKind.TENSOR_COUNT] == 0
    assert PropertyKind.DTYPE not in facts


def test_license_and_base_model_of_the_header_are_linked(read: Read) -> None:
    found = read(_file({"__metadata__": {"license": "apache-2.0", "base_model": "acme/base"}, "w": WEIGHT, "b": BIAS}))
    edges = {a.predicate: a for a in found if a.object is not None}
    assert edges[EdgeKind.LICENSED_UNDER].object == ids.license_expression("Apache-2.0")
    assert edges[EdgeKind.DERIVED_FROM].object == ids.model("acme/base")
    assert edges[EdgeKind.DERIVED_FROM].evidence.locator == "#/__metadata__/base_model"
    assert not edges[EdgeKind.DERIVED_FROM].qualifiers


@pytest.mark.parametrize("text", ["openrail", "see LICENSE", "bsd"])
def test_license_in_other_words_stays_as_it_is(read: Read, text: str) -> None:
    found = read(_file({"__metadata__": {"license": text}, "w": WEIGHT, "b": BIAS}))
    assert _facts(found)[PropertyKind.LICENSE_TEXT] == text
    assert EdgeKind.LICENSED_UNDER not in {a.predicate for a in found}


@pytest.mark.parametrize("text", ["", "./base", "/srv/base", "my base", "out"])
def test_base_model_that_is_no_hub_id_is_not_linked(read: Read, text: str) -> None:
    found = read(_file({"__metadata__": {"base_model": text}, "w": WEIGHT, "b": BIAS}))
    assert EdgeKind.DERIVED_FROM not in {a.predicate for a in found}


def test_long_metadata_is_cut_and_keys_are_hidden(read: Read) -> None:
    key = "hf_" + "a1B2" * 8
    metadata = {"log": "x" * (VALUE_LIMIT + 1), "token": key, "hash": "ab12" * 16}
    told = _facts(read(_file({"__metadata__": metadata, "w": WEIGHT, "b": BIAS})))[PropertyKind.HEADER_METADATA]
    assert told == {"hash": "ab12" * 16, "log": "x" * VALUE_LIMIT + "... (2,001 characters)", "token": "***"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\x08\0\0", "truncated"),
        (_file({"w": WEIGHT, "b": BIAS})[:-1], "truncated"),
        (_file({"w": WEIGHT, "b": BIAS})[:40], "truncated"),
        (_file({"w": WEIGHT, "b": BIAS}) + b"\0", "longer than its tensors"),
        ((2**63).to_bytes(8, "little") + b"{}", "truncated"),
        (_file({"w": WEIGHT, "b": {**BIAS, "data_offsets": [8, 16]}}, b"\0" * 16), "overlaps"),
        (_file({"w": WEIGHT, "b": {**BIAS, "data_offsets": [16, 24]}}, b"\0" * 24), "leaves a gap"),
        (_file({"w": {**WEIGHT, "shape": [2, 4]}, "b": BIAS}), "does not fill"),
        (_file({"w": {**WEIGHT, "data_offsets": [12, 0]}, "b": BIAS}), "does not fill"),
        (_file({"w": {**WEIGHT, "shape": [-2, -3]}, "b": BIAS}), "no shape"),
        (_file({"w": {**WEIGHT, "shape": [True, 6]}, "b": BIAS}), "no shape"),
        (_file({"w": {**WEIGHT, "shape": [1] * (DIMENSION_LIMIT + 1)}, "b": BIAS}), "no shape"),
        (_file({"w": {**WEIGHT, "shape": [2**63] * DIMENSION_LIMIT}, "b": BIAS}), "does not fill"),
        (_file({"w": {**WEIGHT, "data_offsets": [0]}, "b": BIAS}), "no shape or no place"),
        (_file({"w": {**WEIGHT, "dtype": "F7"}, "b": BIAS}), "type that is not known"),
        (_file({"w": [], "b": BIAS}), "no mapping"),
        (_file({"__metadata__": {"a": 1}}, b""), "__metadata__"),
        (_file({"__metadata__": []}, b""), "__metadata__"),
        (_file(b"[]", b""), "not that of a safetensors file"),
        (_file(b"{" * 100_000, b""), "no JSON"),
        (_file(b'{"a":' * 5_000 + b"1" + b"}" * 5_000, b""), "no JSON"),
        (_file(b'{"a": "\xff"}', b""), "no JSON"),
        (b"PK\x03\x04" + b"\0" * 40, "no safetensors file"),
    ],
)
def test_file_that_lies_gets_no_verdict(read: Read, content: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=rf"^adapter\.safetensors: .*{why}"):
        read(content)


def test_header_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.safetensors"
    with path.open("wb") as stream:
        stream.write((100_000_001).to_bytes(8, "little"))
        stream.truncate(100_000_100)
    with pytest.raises(FormatError, match="larger than the limit"):
        list(read_weights(SourceFile(path, path.name, 0), Context(ids.project(tmp_path), None)))


def test_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(_file({}, b""))
    (tmp_path / "link.safetensors").symlink_to(tmp_path / "real")
    file = SourceFile(tmp_path / "link.safetensors", "link.safetensors", 0)
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_weights(file, Context(ids.project(tmp_path), None)))


@given(shapes=st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=6))
def test_parameters_are_the_elements_of_all_tensors(shapes: list[list[int]]) -> None:
    header, offset, expected = {}, 0, 0
    for index, shape in enumerate(shapes):
        elements = 1
        for dimension in shape:
            elements *= dimension
        header[f"t{index}"] = {"dtype": "BF16", "shape": shape, "data_offsets": [offset, offset + 2 * elements]}
        offset, expected = offset + 2 * elements, expected + elements
    parsed = parse_header(json.dumps(header).encode(), offset, "x")
    assert (parsed.tensor_count, parsed.parameter_count) == (len(shapes), expected)


@given(header=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(header: bytes) -> None:
    try:
        parsed = parse_header(b"{" + header, 0, "x")
    except FormatError as error:
        assert str(error).startswith("x: ")  # noqa: PT017 - either outcome is right
    else:
        assert parsed.parameter_count == 0


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "tensors", "parameters", "dtype"),
    [
        ("kohaku_tiny", 3, 528, "mixed: F16, F32, I64"),
        ("tensor-1d-int32", 1, 3, "I32"),
        ("tensor-3d-float32", 1, 12, "F32"),
    ],
)
def test_real_files_are_read(shared_data: Path, name: str, tensors: int, parameters: int, dtype: str) -> None:
    path = shared_data / "api-recordings" / "files" / f"{name}.safetensors"
    facts = _facts(list(read_weights(SourceFile(path, path.name, 0), Context(ids.project(path.parent), None))))
    assert facts[PropertyKind.TENSOR_COUNT] == tensors
    assert facts[PropertyKind.PARAMETER_COUNT] == parameters
    assert facts[PropertyKind.DTYPE] == dtype
