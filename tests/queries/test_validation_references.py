from __future__ import annotations

import pytest

from mlgraph_queries.validation_references import reference_violations


def places(**document):
    return [violation.place for violation in reference_violations(document)]


COMPONENTS = [{"bom-ref": "a"}, {"bom-ref": "b", "components": [{"bom-ref": "c"}]}]


def test_reference_given_twice_is_found_anywhere():
    assert places(components=COMPONENTS, services=[{"bom-ref": "c"}]) == ["#/services/0/bom-ref"]


def test_nested_components_and_the_project_can_be_referred_to():
    metadata = {"component": {"bom-ref": "root"}}
    assert places(metadata=metadata, components=COMPONENTS, dependencies=[{"ref": "root", "dependsOn": ["c"]}]) == []


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"dependencies": [{"ref": "x"}]}, "#/dependencies/0/ref"),
        ({"dependencies": [{"ref": "a", "dependsOn": ["b", "x"]}]}, "#/dependencies/0/dependsOn/1"),
        ({"dependencies": [{"ref": "a", "provides": ["x"]}]}, "#/dependencies/0/provides/0"),
        ({"compositions": [{"assemblies": ["x"]}]}, "#/compositions/0/assemblies/0"),
        ({"compositions": [{"dependencies": ["x"]}]}, "#/compositions/0/dependencies/0"),
        ({"vulnerabilities": [{"affects": [{"ref": "x"}]}]}, "#/vulnerabilities/0/affects/0/ref"),
        ({"citations": [{"attributedTo": "x"}]}, "#/citations/0/attributedTo"),
        ({"annotations": [{"subjects": ["x"]}]}, "#/annotations/0/subjects/0"),
    ],
)
def test_reference_to_nothing_is_found(document, place):
    assert places(components=COMPONENTS, **document) == [place]


def test_dataset_of_a_model_card_has_to_be_there():
    card = {"modelParameters": {"datasets": [{"ref": "x"}, {"type": "dataset", "name": "inline"}]}}
    found = places(components=[{"bom-ref": "m", "modelCard": card}])
    assert found == ["#/components/0/modelCard/modelParameters/datasets/0/ref"]


def test_reference_into_another_document_is_not_judged():
    link = "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#a"
    assert places(compositions=[{"assemblies": [link]}]) == []


def test_thing_with_two_entries_is_found():
    assert places(components=COMPONENTS, dependencies=[{"ref": "a"}, {"ref": "a"}]) == ["#/dependencies/1/ref"]
