from __future__ import annotations

import json
import time

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation import validate

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
BASE = "https://x.example/"


def element(type_, id_, **fields):
    return {"type": type_, "spdxId": BASE + id_, "creationInfo": "_:c", **fields}


def package(name="p", **fields):
    return element("software_Package", name, **{"name": name, **fields})


def relationship(first, kind, *targets, name="r", **fields):
    return element("Relationship", name, **{"from": first}, to=list(targets), relationshipType=kind, **fields)


CREATION = {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"} | {
    "created": "2026-01-01T00:00:00Z",
    "createdBy": [BASE + "a"],
}
AGENT = element("SoftwareAgent", "a", name="a")


def violations(*elements, context=CONTEXT):
    text = json.dumps({"@context": context, "@graph": [CREATION, AGENT, *elements]})
    return [(v.place, v.text) for v in validate(text.encode(), name="x")]


def test_valid_document_has_no_violation():
    assert violations(package(), relationship(BASE + "p", "dependsOn", "NoneElement")) == []


def test_document_of_one_element_is_read_as_one():
    text = json.dumps({"@context": CONTEXT, **CREATION, "createdBy": []})
    (violation,) = validate(text.encode(), name="x")
    assert violation.place == "#"
    assert "createdBy" in violation.text


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"nonsense": 1}, "#/@graph/2/nonsense"),
        ({"name": 7}, "#/@graph/2/name"),
        ({"releaseTime": "yesterday"}, "#/@graph/2/releaseTime"),
        ({"software_primaryPurpose": "toy"}, "#/@graph/2/software_primaryPurpose"),
        ({"verifiedUsing": [{"type": "Hash", "algorithm": "sha256"}]}, "#/@graph/2"),
        ({"type": "software_Parcel"}, "#/@graph/2"),
        ({"type": "Element"}, "#/@graph/2"),
        ({"type": ["software_Package"]}, "#/@graph/2"),
        ({"spdxId": "no iri"}, "#/@graph/2"),
        ({"creationInfo": "_:z"}, "#/@graph/2/creationInfo"),
        ({"suppliedBy": BASE + "z"}, "#/@graph/2/suppliedBy"),
        ({"suppliedBy": BASE + "q"}, "#/@graph/2"),
        ({"software_packageVersion": ">=2.0"}, "#/@graph/2/software_packageVersion"),
        ({"software_packageUrl": "pkg:"}, "#/@graph/2/software_packageUrl"),
    ],
)
def test_fault_is_told_with_its_place(fields, place):
    assert [found for found, _ in violations({**package(), **fields}, package("q"))] == [place]


def test_every_element_that_is_wrong_is_told():
    wrong = [{**package(), "name": 1, "releaseTime": 2}, package("q", nonsense=1)]
    assert [place for place, _ in violations(*wrong)] == [
        "#/@graph/2/name",
        "#/@graph/2/releaseTime",
        "#/@graph/3/nonsense",
    ]


def test_what_is_mandatory_and_missing_is_named():
    without = {name: value for name, value in package().items() if name != "creationInfo"}
    assert violations(without) == [("#/@graph/2", "Property 'creationInfo' in software_Package is required")]


def test_id_that_is_given_twice_is_told():
    assert violations(package(), package()) == [
        ("#/@graph/3/spdxId", "'https://x.example/p' is already given at #/@graph/2/spdxId")
    ]


def test_reference_to_nothing_is_told_once_for_each_place():
    found = violations(
        relationship(BASE + "z", "dependsOn", BASE + "z"), relationship(BASE + "a", "contains", name="s")
    )
    assert ("#/@graph/2/from", "'https://x.example/z' names nothing in this document") in found
    assert ("#/@graph/2/to/0", "'https://x.example/z' names nothing in this document") in found


def test_what_is_imported_from_another_document_is_no_fault():
    document = element(
        "SpdxDocument",
        "d",
        **{"import": [{"type": "ExternalMap", "externalSpdxId": BASE + "z"}]},
        rootElement=[BASE + "a"],
    )
    assert violations(document, relationship(BASE + "z", "dependsOn", BASE + "a")) == []


def test_illegal_license_expression_is_told():
    for text, count in (("MIT OR ISC", 0), ("NOASSERTION", 0), ("Corp License", 1)):
        license_ = element("simplelicensing_LicenseExpression", "l", simplelicensing_licenseExpression=text)
        assert len(violations(license_)) == count


def test_constraints_on_collections_are_checked():
    documents = [element("SpdxDocument", name, rootElement=[BASE + "a"]) for name in "de"]
    assert violations(*documents) == [("#/@graph/3", "is a second SpdxDocument; a file holds at most one")]
    assert violations(element("software_Sbom", "s", element=[BASE + "a"])) == [
        ("#/@graph/2", "has elements, but no rootElement")
    ]
    nested = element("software_Sbom", "s", element=[BASE + "d"], rootElement=[BASE + "a"])
    assert violations(documents[0], nested) == [
        ("#/@graph/3/element", "holds an SpdxDocument, which no collection may")
    ]


def licensed(*kinds, of="m"):
    unknown = "expandedlicensing_NoAssertionLicense"
    return [relationship(BASE + of, kind, unknown, name=f"l{i}") for i, kind in enumerate(kinds)]


def test_profile_is_satisfied_or_not_claimed():
    known = {
        "releaseTime": "2026-01-01T00:00:00Z",
        "suppliedBy": BASE + "a",
        "software_downloadLocation": "https://x.example/m",
        "software_packageVersion": "1",
        "software_primaryPurpose": "model",
    }
    both = licensed("hasConcludedLicense", "hasDeclaredLicense")
    claim = element("SpdxDocument", "d", rootElement=[BASE + "m"], profileConformance=["core", "ai"])
    assert violations(element("ai_AIPackage", "m", **known), claim, *both) == []
    assert violations(element("ai_AIPackage", "m")) == []
    for name in known:
        less = {key: value for key, value in known.items() if key != name}
        assert violations(element("ai_AIPackage", "m", **less), claim, *both) == [
            ("#/@graph/2", f"lacks {name}, which the claimed profile ai demands")
        ]
    ((_, text),) = violations(element("ai_AIPackage", "m", **known), claim, both[0])
    assert text == "lacks exactly one hasDeclaredLicense, which the claimed profile ai demands"


def test_dataset_of_no_asserted_type_does_not_satisfy_its_profile():
    dataset = element("dataset_DatasetPackage", "m", dataset_datasetType=["noAssertion"])
    claim = element("software_Sbom", "s", rootElement=[BASE + "m"], profileConformance=["dataset"])
    ((_, text),) = violations(dataset, claim)
    assert text.startswith("lacks dataset_datasetType, builtTime, originatedBy, releaseTime")


@pytest.mark.parametrize("context", ["https://spdx.org/rdf/3.0.0/spdx-context.jsonld", [], {}, None, 3])
def test_version_that_is_not_known_is_refused(context):
    with pytest.raises(FormatError, match=r"^x#/@context: "):
        violations(context=context)


def test_graph_that_is_no_list_and_elements_that_are_no_objects_are_told():
    assert violations(5, None) == [("#/@graph/2", "is not an object"), ("#/@graph/3", "is not an object")]
    (violation,) = validate(json.dumps({"@context": CONTEXT, "@graph": {}}).encode(), name="x")
    assert violation.place == "#/@graph"


def test_long_chain_of_references_is_followed_without_recursion():
    chain = [relationship(BASE + "a", "contains", BASE + f"r{i + 1}", name=f"r{i}") for i in range(3000)]
    begun = time.perf_counter()
    assert violations(*chain, package("r3000")) == []
    assert time.perf_counter() - begun < 20


def test_hostile_nesting_is_told_and_not_followed():
    deep: object = BASE + "a"
    for _ in range(180):
        deep = {"type": "Relationship", "spdxId": BASE + "r", "from": deep}
    found = violations(relationship(deep, "contains", BASE + "a"))
    assert found
    assert all(len(text) < 500 for _, text in found)
