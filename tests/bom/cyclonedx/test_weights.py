from __future__ import annotations

from mlgraph.model import ids


def test_weight_file_is_named_by_its_path_in_the_project(make, component, said):
    found = component(make.inventory(files=(make.weight_file("weights/a b.safetensors"),)))
    assert found["type"] == "machine-learning-model"
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
