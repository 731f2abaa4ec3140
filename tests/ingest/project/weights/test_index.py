from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.index import read_index
from mlgraph_ontology.kinds import PropertyKind


def read(folder: Path, content: object, *there: str) -> list[Assertion]:
    path = folder / "model.safetensors.index.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    for name in there:
        (folder / name).touch()
    return list(read_index(SourceFile(path, path.name, 0), Context(ids.project(folder), None)))


def named(*names: str) -> dict[str, object]:
    return {"metadata": {"total_size": 1}, "weight_map": {f"t{number}": name for number, name in enumerate(names)}}


def test_files_without_numbers_are_parts_by_the_index(tmp_path: Path) -> None:
    said = read(tmp_path, named("b.safetensors", "a.safetensors", "b.safetensors"), "a.safetensors", "b.safetensors")
    assert {(a.subject, a.predicate, str(a.value)) for a in said} == {
        (ids.file(tmp_path / name), PropertyKind.SHARD, str({"index": i, "count": 2, "of": "model.safetensors"}))
        for i, name in enumerate(("a.safetensors", "b.safetensors"), start=1)
    }


def test_numbered_files_speak_for_themselves(tmp_path: Path) -> None:
    names = ("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    assert read(tmp_path, named(*names), names[0]) == []


@pytest.mark.parametrize(
    ("names", "there", "text"),
    [
        (
            ("a.safetensors", "b.safetensors"),
            ("a.safetensors",),
            "2 files that it names, 1 are not there: b.safetensors",
        ),
        (
            ("model-00001-of-00002.bin", "model-00002-of-00002.bin"),
            (),
            "2 files that it names, 2 are not there: model-0",
        ),
    ],
)
def test_files_that_are_not_there_are_a_problem(
    tmp_path: Path, names: tuple[str, ...], there: tuple[str, ...], text: str
) -> None:
    problems = [a.value for a in read(tmp_path, named(*names), *there) if a.predicate is PropertyKind.PROBLEM]
    assert len(problems) == 1
    assert text in str(problems[0])


@pytest.mark.parametrize("name", ["../a.safetensors", "/etc/a.bin", "a\n.bin", "notes.md", "x" * 300 + ".bin"])
def test_path_that_leads_elsewhere_is_not_followed(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, {"weight_map": {"t": name, "u": 7}}) == []


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"weight_map": []}', b"[" * 5000])
def test_index_that_cannot_be_read_says_so(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FormatError, match="which files the model lies in is unknown"):
        read(tmp_path, content)
