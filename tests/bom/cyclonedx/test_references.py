from __future__ import annotations

from dataclasses import replace

import pytest

from mlgraph.model import ids
from mlgraph_ontology.kinds import Scope


def test_pinned_model_has_its_commit_as_version(make, component, said):
    found = component(make.inventory(models=(make.model("org/chat", make.COMMIT),)))
    assert found["type"] == "machine-learning-model"
    assert (found["group"], found["name"], found["version"]) == ("org", "chat", make.COMMIT)
    assert found["purl"] == f"pkg:huggingface/org/chat@{make.COMMIT}"
    assert said(found, "pinned") == ["true"]
    assert said(found, "revision") == []


def test_branch_is_no_version_of_a_model(make, component, said):
    found = component(make.inventory(models=(make.model("org/chat", "main"),)))
    assert "version" not in found
    assert found["purl"] == "pkg:huggingface/org/chat"
    assert said(found, "revision") == ["main"]
    assert said(found, "pinned") == ["false"]


def test_model_without_namespace_has_no_group(make, component):
    found = component(make.inventory(models=(make.model("gpt2"),)))
    assert "group" not in found
    assert found["externalReferences"] == [{"type": "distribution", "url": "https://huggingface.co/gpt2"}]


def test_nothing_is_claimed_of_a_model_that_is_not_known(make, component):
    found = component(make.inventory(models=(make.model("org/chat"),)))
    unknown = {"modelCard", "licenses", "description", "hashes", "supplier", "pedigree", "version"}
    assert not unknown & set(found)


def test_model_used_at_two_branches_is_one_component(make, component, said):
    models = (make.model("org/chat", "main"), make.model("org/chat", "v2", sightings=(make.sighting("b.py:1"),)))
    found = component(make.inventory(models=models))
    assert said(found, "revision") == ["main", "v2"]
    assert [o["location"] for o in found["evidence"]["occurrences"]] == ["app.py", "b.py"]


@pytest.mark.parametrize(
    ("scopes", "written"),
    [
        ((Scope.RUNTIME, Scope.TEST), "required"),
        ((Scope.TEST,), "excluded"),
        ((Scope.TRAIN,), None),
        ((), None),
    ],
)
def test_scope_of_a_model_is_written_where_the_standard_has_a_word(make, component, scopes, written):
    found = component(make.inventory(models=(make.model("org/chat", scopes=scopes),)))
    assert found.get("scope") == written


def test_dataset_is_a_data_component_with_its_address(make, component):
    found = component(make.inventory(datasets=(make.dataset("org/corpus"),)))
    assert found["type"] == "data"
    url = "https://huggingface.co/datasets/org/corpus"
    assert found["data"] == [{"type": "dataset", "name": "org/corpus", "contents": {"url": url}}]
    assert "purl" not in found


def test_dataset_without_web_address_has_no_contents(make, component):
    node = ids.dataset("s3://bucket/corpus")
    known = make.artifact(node, "corpus")
    found = component(
        make.inventory(datasets=(replace(make.dataset("org/corpus"), id=node, name="corpus", known=known),))
    )
    assert found["data"] == [{"type": "dataset", "name": "corpus"}]
