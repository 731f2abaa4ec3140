"""Damaged and hostile documents of SPDX 3: refused with a place, or read with what is wrong told."""

from __future__ import annotations

import json

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import content_of
from mlgraph_ingest.bom.forms import form_of
from tests.ingest.bom.cyclonedx_reading import assertions, edges, facts, problems, values
from tests.ingest.bom.spdx_documents import INFO, element, linked, spdx3


def refused(document: object) -> str:
    """Why a document is refused."""
    with pytest.raises(FormatError) as caught:
        assertions(document)
    return str(caught.value)


def test_other_versions_are_refused() -> None:
    document = {**spdx3(), "@graph": [{**INFO, "specVersion": "2.3"}]}
    assert refused(document) == "x.json: SPDX of the version '2.3' is not read in JSON-LD; 3.0 is"


def test_json_ld_of_another_kind_is_no_bill_of_materials() -> None:
    other = json.dumps({"@context": "https://schema.org", "@type": "Dataset", "name": "x"}).encode()
    assert form_of(content_of(other, "x.json")) is None


def test_context_alone_is_refused() -> None:
    context = {"@context": {"spdx": "https://spdx.org/rdf/3.0.1/terms/"}}
    assert refused(context) == "x.json: JSON-LD without any element of SPDX 3"


def test_cut_off_and_doubled_documents_are_refused() -> None:
    text = json.dumps(spdx3())
    assert "its JSON is broken" in refused(text[:-10])
    assert "its JSON is broken" in refused(text + text)


def test_nested_beyond_the_limit_is_refused_with_its_place() -> None:
    deep: object = 1
    for _ in range(300):
        deep = [deep]
    assert refused(spdx3(element("software_Package", "a", new=deep))).startswith("x.json#/@graph/3: nested deeper")


def test_graph_that_is_no_list_is_refused() -> None:
    assert refused({**spdx3(), "@graph": {"a": 1}}) == "x.json#/@graph: no list, where the standard has one"


def test_wrong_types_everywhere_are_told_and_the_rest_is_read() -> None:
    document = spdx3(
        element(
            "software_Package",
            "a",
            description=5,
            verifiedUsing=[7, {"type": 3, "algorithm": []}],
            externalIdentifier="x",
            externalRef=[{"locator": [[]]}],
            suppliedBy=[3],
            originatedBy={"x": 1},
            software_packageVersion={},
            extension=[[]],
        ),
        {"type": ["Relationship"], "from": 3, "to": {"a": 1}, "relationshipType": ["dependsOn"]},
        {"type": 7, "spdxId": {}},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "rootElement": [5, "urn:gone"], "import": "x"},
        {"type": "Annotation", "subject": 4, "statement": "x"},
    )
    document["@graph"].extend([None, "x", [1]])
    assert ("D", "specification", "SPDX 3.0.1") in facts(document)
    assert {target for _, _, target, _ in edges(document, "contains")} == {"pkg:generic/a"}
    assert {"#/@graph/8", "#/@graph/9", "#/@graph/10"} <= {place for place, _ in problems(document)}


def test_two_elements_of_one_id_are_told() -> None:
    document = spdx3(element("software_File", "a"), element("software_File", "a"))
    assert {target for _, _, target, _ in edges(document, "contains")} == {"D#urn%3Aa", "D#/%40graph/4"}
    assert problems(document) == [("#/@graph/4", "the reference 'urn:a' names two things")]


def test_boms_that_begin_with_each_other_are_read() -> None:
    document = spdx3(
        element("software_Sbom", "x", rootElement=["urn:y"]),
        element("software_Sbom", "y", rootElement=["urn:x", "urn:a"]),
        element("software_Package", "a"),
    )
    assert ("P", "name", "a") in facts(document)


@pytest.mark.parametrize("date", ["0000-01-01T00:00:00Z", "30000-01-01T00:00:00Z"])
def test_time_that_cannot_be_is_told(date) -> None:
    document = spdx3(element("software_Package", "a", releaseTime=date))
    assert [place for place, _ in problems(document)] == ["#/@graph/3/releaseTime"]
    assert values(document, "unmapped") == [{"field": "releaseTime", "value": date}]


def test_relationship_without_ends_is_told() -> None:
    document = spdx3({**linked("a", "dependsOn", "b"), "to": []})
    assert problems(document) == [("#/@graph/3", "a relationship without a type or one of its ends")]
