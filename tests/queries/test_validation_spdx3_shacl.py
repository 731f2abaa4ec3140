"""A small model in the manner of the official one; the official one itself is tested where the corpora are."""

from __future__ import annotations

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation_spdx3_graph import graph_of
from mlgraph_queries.validation_spdx3_shacl import shacl_violations
from mlgraph_queries.validation_spdx3_terms import terms_of

MODEL = b"""
@prefix core: <https://spdx.org/rdf/3.0.1/terms/Core/> .
@prefix ai: <https://spdx.org/rdf/3.0.1/terms/AI/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
core:Element a owl:Class, sh:NodeShape ; sh:property
  [ sh:path core:name ; sh:datatype xsd:string ; sh:maxCount 1 ],
  [ sh:path core:created ; sh:datatype xsd:dateTimeStamp ],
  [ sh:path core:from ; sh:class core:Element ; sh:nodeKind sh:IRI ],
  [ sh:path core:kind ; sh:in ( <https://spdx.org/rdf/3.0.1/terms/Core/Kind/big> ) ] .
core:SpdxDocument a owl:Class, sh:NodeShape ; rdfs:subClassOf core:Element .
ai:AIPackage a owl:Class, sh:NodeShape ; rdfs:subClassOf core:Element ;
  sh:property [ sh:path ai:domain ; sh:datatype xsd:string ; sh:minCount 1 ] .
core:NoneElement a owl:NamedIndividual, core:Element .
"""
BASE = "https://x.example/"


def faults(*elements):
    found = shacl_violations([(f"#/@graph/{i}", each) for i, each in enumerate(elements)], MODEL)
    return sorted((v.place, v.text.partition(":")[0]) for v in found)


def element(name="a", **fields):
    return {"type": "Element", "spdxId": BASE + name, **fields}


def test_document_that_obeys_the_model_has_no_violation():
    package = {"type": "ai_AIPackage", "spdxId": BASE + "p", "ai_domain": ["x"], "kind": "big", "from": BASE + "a"}
    assert faults(element(), package, element("b", **{"from": "NoneElement"})) == []


def test_violation_has_the_place_and_the_property():
    assert faults(element(), {"type": "ai_AIPackage", "spdxId": BASE + "p"}) == [("#/@graph/1", "domain")]
    assert faults(element(name_=1, kind="small")) == [("#/@graph/0", "kind")]
    assert faults(element(**{"from": BASE + "z"})) == [("#/@graph/0", "from")]


def test_more_values_than_are_allowed_are_told():
    assert faults({"type": "Element", "spdxId": BASE + "a", "name": ["x", "y"]}) == [("#/@graph/0", "name")]


def test_what_is_imported_needs_no_class():
    document = {"type": "SpdxDocument", "spdxId": BASE + "d", "import": [{"externalSpdxId": BASE + "z"}]}
    assert faults(document, element(**{"from": BASE + "z"})) == []


def test_element_inside_an_element_is_one_too():
    inner = {"type": "ai_AIPackage", "spdxId": BASE + "p"}
    assert faults(element(**{"from": inner})) == [("#", "domain")]


@pytest.mark.parametrize("model", [b"no turtle", b"", b"<a:b> <a:c> <a:d> .", b"\xff\xfe"])
def test_model_that_is_none_is_refused_in_one_line(model):
    with pytest.raises(FormatError, match="SHACL model that was given"):
        list(shacl_violations([], model))


@pytest.mark.parametrize("value", ["a b", "", "\x00", "<>", "_:", "https://[", 5, None, True, [], {}, [[1]]])
def test_any_value_becomes_a_graph(value):
    import rdflib

    terms = terms_of(rdflib.Graph().parse(data=MODEL, format="turtle"))
    elements = [{"type": value, "spdxId": value, "name": value, "from": value, "kind": value}]
    assert len(graph_of([*elements, element("b")], terms)) >= 1
