from __future__ import annotations

from mlgraph.bom.spdx.relations import relations
from mlgraph.model import ids
from mlgraph_ontology.kinds import Scope


def rows(inventory):
    return {(r.kind, r.subject, r.objects, r.completeness, r.scope) for r in relations(inventory)}


def test_project_requires_each_thing_for_what_it_says_itself(make):
    # also reached at run time, but the project asks for it as a test dependency
    pytest_ = make.package("pytest", "8.0", declared=(make.sighting(scope="test"),), scope=Scope.RUNTIME)
    torch = make.package("torch", "2.4.0")
    inventory = make.inventory(
        packages=(pytest_, torch), direct=(pytest_.id, torch.id), datasets=(make.dataset("o/c"),)
    )
    assert {row for row in rows(inventory) if row[1] == "project:shop"} == {
        ("dependsOn", "project:shop", ("pkg:pypi/torch@2.4.0",), "complete", Scope.RUNTIME),
        ("dependsOn", "project:shop", ("pkg:pypi/pytest@8.0",), "complete", Scope.TEST),
        ("dependsOn", "project:shop", ("https://huggingface.co/datasets/o/c",), "complete", Scope.TRAIN),
    }


def test_package_that_requires_nothing_differs_from_one_of_which_nothing_is_known(make):
    known, unknown = make.package("a", "1.0"), make.package("b")
    assert {row for row in rows(make.inventory(packages=(known, unknown))) if row[1].startswith("pkg:")} == {
        ("dependsOn", "pkg:pypi/a@1.0", (), "complete", None),
        ("dependsOn", "pkg:pypi/b", (), "unknown", None),
    }


def test_weight_file_descends_from_what_its_header_names(make):
    file = make.weight_file("a.safetensors", derived_from=(ids.model("org/base"), ids.project(make.ROOT)))
    found = {row for row in rows(make.inventory(files=(file,))) if row[0] != "dependsOn"}
    assert found == {
        ("contains", "project:shop", ("file:a.safetensors",), "unknown", None),
        ("descendantOf", "file:a.safetensors", ("pkg:huggingface/org/base",), "unknown", None),
    }
