"""Which files are one model, whether it is whole, and what it means to load it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph_queries.entries import FileEntry, PickleScan, Shard
from mlgraph_queries.weight_files import is_model, weight_sets
from mlgraph_queries.weight_findings import weight_findings


def file(path: str, shard: Shard | None = None, form: str = "safetensors") -> FileEntry:
    return FileEntry(
        id=ids.file(Path("/project") / path),
        path=path,
        format=form,
        size_bytes=100,
        hashes=(),
        parameter_count=20,
        tensor_count=2,
        dtype="F32",
        header={},
        licenses=(),
        sightings=(),
        shard=shard,
    )


def part(index: int, count: int = 3, folder: str = "m") -> FileEntry:
    return file(f"{folder}/model-{index:05}-of-{count:05}.safetensors", Shard(index, count, "model.safetensors"))


def test_parts_in_one_folder_are_one_model_and_their_numbers_add_up() -> None:
    (whole,) = weight_sets([part(2), part(1), part(3)])
    assert whole.path == "m/model.safetensors"
    assert [entry.shard.index for entry in whole.files if entry.shard] == [1, 2, 3]
    assert (whole.parameter_count, whole.tensor_count, whole.size_bytes, whole.missing) == (60, 6, 300, ())
    assert whole.is_split
    assert whole.is_model


def test_parts_in_other_folders_or_of_other_counts_are_other_models() -> None:
    sets = weight_sets([part(1, 2), part(2, 2), part(1, 3), part(1, 2, "n"), file("m/model.safetensors")])
    assert [(whole.path, whole.count, len(whole.files)) for whole in sets] == [
        ("m/model.safetensors", 1, 1),
        ("m/model.safetensors", 2, 2),
        ("m/model.safetensors", 3, 1),
        ("n/model.safetensors", 2, 1),
    ]


def test_with_a_part_missing_the_number_of_parameters_is_unknown() -> None:
    (whole,) = weight_sets([part(1), part(3)])
    assert (whole.missing, whole.parameter_count, whole.size_bytes) == ((2,), None, 200)


def test_missing_parts_are_a_finding() -> None:
    (finding,) = weight_findings([part(1), part(3), part(1, 2, "n"), part(2, 2, "n")])
    assert (finding.kind, finding.severity, finding.subject) == ("missing-shards", "warning", "m/model.safetensors")
    assert finding.text == "2 of 3 parts are there and can be read; missing: 2"
    assert len(finding.where) == 2


def test_only_an_invalid_signature_is_a_finding() -> None:
    said = [{"form": "sigstore", "state": state, "reason": "why"} for state in ("verified", "invalid", "not verified")]
    (finding,) = weight_findings([replace(file("a.safetensors"), signatures=tuple(said))])
    assert (finding.kind, finding.severity, finding.subject) == ("invalid-signature", "warning", "a.safetensors")
    assert finding.text == "the sigstore signature on it is invalid: why"


@pytest.mark.parametrize(
    ("verdict", "severity"), [("dangerous", ["warning"]), ("unusual", ["note"]), ("ordinary", []), (None, [])]
)
def test_what_runs_code_when_it_is_loaded_is_a_finding(verdict: str | None, severity: list[str]) -> None:
    scan = PickleScan(verdict, tuple(f"shop.f{number}" for number in range(7))) if verdict else None
    found = list(weight_findings([replace(file("a.pkl", form="pickle"), pickle_scan=scan)]))
    assert [finding.severity for finding in found] == severity
    assert all("shop.f0, shop.f1, shop.f2, shop.f3, shop.f4 and 2 more" in finding.text for finding in found)


def test_layers_that_hold_code_are_a_finding() -> None:
    entry = replace(file("a.keras", form="keras"), header={"code_layers": "Lambda (1)"})
    (finding,) = weight_findings([entry])
    assert (finding.kind, finding.severity) == ("unsafe-weights", "warning")


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (file("a.gguf", form="gguf"), True),
        (file("a.pkl", form="pickle"), False),
        (file("a.npy", form="numpy"), False),
        (file("a.h5", form="hdf5"), False),
        (replace(file("vocabulary.gguf", form="gguf"), tensor_count=0), True),
        (replace(file("training_args.bin", form="pytorch"), tensor_count=0), False),
        (replace(file("optimizer.pt", form="pytorch"), header={"holds": "optimizer state"}), False),
        (replace(file("last.ckpt", form="pytorch"), header={"also_holds": "optimizer state"}), True),
        (replace(file("m.keras", form="keras"), tensor_count=None), True),
    ],
)
def test_only_formats_of_models_hold_models(entry: FileEntry, expected: bool) -> None:
    assert is_model(entry) is expected
