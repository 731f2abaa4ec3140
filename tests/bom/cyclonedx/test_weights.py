from __future__ import annotations

from mlgraph.model import ids


def test_weight_file_is_named_by_its_path_in_the_project(make, component, said):
    found = component(make.inventory(files=(make.weight_file("weights/a b.safetensors"),)))
    assert found["type"] == "file"
    assert found["name"] == "weights/a b.safetensors"
    assert found["bom-ref"] == "file:weights/a%20b.safetensors"
    assert found["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert said(found, "parameter-count") == ["300"]
    assert said(found, "size-bytes") == ["1200"]


def test_what_a_header_does_not_say_is_not_written(make, component):
    fields = dict.fromkeys(("format", "size_bytes", "parameter_count", "tensor_count", "dtype"))
    found = component(make.inventory(files=(make.weight_file("a", hashes=(), **fields),)))
    assert set(found) == {"type", "bom-ref", "name", "evidence"}


def test_measured_zero_is_written(make, component, said):
    found = component(make.inventory(files=(make.weight_file("a", parameter_count=0),)))
    assert said(found, "parameter-count") == ["0"]


def test_base_model_is_an_ancestor(make, component):
    nodes = (ids.model("org/base", make.COMMIT), ids.hub_dataset("org/corpus"))
    found = component(make.inventory(files=(make.weight_file("a", derived_from=nodes),)))
    purl = f"pkg:huggingface/org/base@{make.COMMIT}"
    data, base = found["pedigree"]["ancestors"]
    assert data == {"type": "data", "name": "https://huggingface.co/datasets/org/corpus"}
    assert base["type"] == "machine-learning-model"
    assert (base["group"], base["name"], base["version"], base["purl"]) == ("org", "base", make.COMMIT, purl)


def test_ancestor_that_only_a_path_names_is_not_written(make, component):
    file = make.weight_file("a", derived_from=(ids.file(make.ROOT / "b"),))
    assert "pedigree" not in component(make.inventory(files=(file,)))


def test_long_header_value_is_named_with_its_length(make, component, said):
    header = {"chat_template": "x" * 5000, "license": "mit"}
    found = component(make.inventory(files=(make.weight_file("a", header=header),)))
    assert said(found, "header") == ["chat_template=(5000 characters)", "license=mit"]


def shards(make, *indexes):
    from mlgraph_queries.entries import Shard

    return tuple(
        make.weight_file(f"m/model-0000{i}-of-00003.safetensors", shard=Shard(i, 3, "model.safetensors"))
        for i in indexes
    )


def test_model_in_several_files_is_one_component_with_the_files_in_it(make, component, said):
    found = component(make.inventory(files=shards(make, 1, 2, 3)))
    assert found["type"] == "machine-learning-model"
    assert (found["name"], found["bom-ref"]) == ("m/model.safetensors", "weights:m/model.safetensors?parts=3")
    assert said(found, "parameter-count") == ["900"]
    assert said(found, "parts") == ["3 of 3"]
    assert [(part["type"], part["bom-ref"][-25:], len(part["hashes"])) for part in found["components"]] == [
        ("file", f"0000{i}-of-00003.safetensors"[-25:], 1) for i in (1, 2, 3)
    ]
    assert len(found["evidence"]["occurrences"]) == 3


def test_missing_part_is_told_and_leaves_the_parameters_unknown(make, component, said):
    found = component(make.inventory(files=shards(make, 1, 3)))
    assert said(found, "parts") == ["2 of 3"]
    assert said(found, "missing-part") == ["2"]
    assert said(found, "parameter-count") == []


def test_document_with_a_model_in_several_files_is_valid(make):
    from mlgraph.bom.cyclonedx import write
    from mlgraph_queries.validation import validate

    inventory = make.inventory(files=shards(make, 1, 3))
    assert validate(write(inventory), name="bom") == []
    assert validate(write(inventory, spec_version="1.7"), name="bom") == []


def test_one_file_is_a_file_whatever_its_format(make, component):
    for form in ("gguf", "pickle", "numpy"):
        assert component(make.inventory(files=(make.weight_file("a", format=form),)))["type"] == "file"


def test_what_a_header_says_of_the_model_stands_in_properties(make, component, said):
    from mlgraph_queries.entries import PickleScan

    fields = {
        "architectures": ("Sequential",),
        "architecture_family": "llama",
        "context_length": 4096,
        "quantization": {"method": "Q4_K_M", "bits": 4.85},
        "chat_template_hash": "sha256:" + "0" * 64,
        "pickle_scan": PickleScan("dangerous", ("posix.system",)),
    }
    found = component(make.inventory(files=(make.weight_file("a.gguf", **fields),)))
    assert (said(found, "architecture"), said(found, "architecture-family")) == (["Sequential"], ["llama"])
    assert said(found, "quantization") == ["Q4_K_M"]
    assert said(found, "quantization-bits") == ["4.85"]
    assert said(found, "context-length") == ["4096"]
    assert said(found, "pickle-scan") == ["dangerous"]
    assert said(found, "pickle-imports") == ["posix.system"]
