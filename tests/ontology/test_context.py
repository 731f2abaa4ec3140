"""The JSON-LD context expands each name to the term of the vocabulary that has it."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind, PropertyKind, Scope

MLG = Namespace("https://w3id.org/mlgraph#")
EV = Namespace("https://w3id.org/mlgraph/evidence#")
QUALIFIER = Namespace("https://w3id.org/mlgraph/qualifier#")
SCOPE = Namespace("https://w3id.org/mlgraph/scope#")
METHOD = Namespace("https://w3id.org/mlgraph/method#")
# rdflib 7's own JSON-LD parser builds the class that rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
SUBJECT = URIRef("pkg:pypi/torch")
OBJECT = URIRef("pkg:pypi/numpy")


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    text = files("mlgraph_ontology").joinpath("context.jsonld").read_text(encoding="utf-8")
    return json.loads(text)["@context"]


def expanded(context: dict[str, object], **node: object) -> Graph:
    return Graph().parse(data=json.dumps({"@context": context, "id": str(SUBJECT), **node}), format="json-ld")


@pytest.mark.parametrize("kind", NodeKind)
def test_a_node_kind_is_a_class(context, vocabulary, kind) -> None:
    assert set(expanded(context, type=kind)) == {(SUBJECT, RDF.type, MLG[kind])}
    assert (MLG[kind], RDF.type, None) in vocabulary


@pytest.mark.parametrize("kind", EdgeKind)
def test_an_edge_links_to_a_node(context, vocabulary, kind) -> None:
    assert set(expanded(context, **{kind: str(OBJECT)})) == {(SUBJECT, MLG[kind], OBJECT)}
    assert (MLG[kind], RDF.type, None) in vocabulary


@pytest.mark.parametrize("kind", PropertyKind)
def test_a_property_has_a_literal_of_its_datatype(context, vocabulary, kind) -> None:
    datatype = vocabulary.value(MLG[kind], URIRef("http://www.w3.org/2000/01/rdf-schema#range"))
    value = {XSD.nonNegativeInteger: 3, RDF.JSON: {"a": 1}}.get(datatype, "x")
    ((subject, predicate, literal),) = expanded(context, **{kind: value})
    assert (subject, predicate) == (SUBJECT, MLG[kind])
    assert isinstance(literal, Literal)
    if datatype in {XSD.nonNegativeInteger, RDF.JSON}:
        assert literal.datatype == datatype


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_is_a_term_and_not_a_word(context, vocabulary, scope) -> None:
    graph = expanded(context, type="Assertion", scope=scope)
    assert graph.value(SUBJECT, QUALIFIER.scope) == SCOPE[scope]
    assert (SCOPE[scope], RDF.type, None) in vocabulary


@pytest.mark.parametrize("method", Method)
def test_a_method_is_a_term_and_not_a_word(context, vocabulary, method) -> None:
    graph = expanded(context, type="Assertion", method=method)
    assert graph.value(SUBJECT, EV["method"]) == METHOD[method]
    assert (METHOD[method], RDF.type, None) in vocabulary


def test_every_term_of_an_assertion_is_in_the_context_and_in_the_vocabulary(context, vocabulary) -> None:
    about = URIRef("http://www.w3.org/2000/01/rdf-schema#domain")
    terms = set(vocabulary.subjects(about, EV.Assertion))
    assert len(terms) > 20
    for term in terms:
        name = str(term).partition("#")[2]
        value = {"scope": "runtime", "method": "declared"}.get(name, "x:y")
        graph = expanded(context, type="Assertion", **{name: value})
        assert graph.value(SUBJECT, term) is not None, name
        assert len(graph) == 2, name


def test_every_term_of_a_document_is_in_the_context(context, vocabulary) -> None:
    about = URIRef("http://www.w3.org/2000/01/rdf-schema#domain")
    names = {str(t).partition("#")[2] for t in vocabulary.subjects(about, MLG.Document) if str(t).startswith(EV)}
    assert names == {"observed_at", "title", "reader", "fingerprint", "collection"}
    for name in names:
        assert expanded(context, type="Document", **{name: "x"}).value(SUBJECT, EV[name]) is not None, name


def test_version_is_a_qualifier_in_an_assertion_and_a_property_elsewhere(context) -> None:
    assert expanded(context, type="Release", version="1").value(SUBJECT, MLG.version) == Literal("1")
    assert expanded(context, type="Assertion", version="1").value(SUBJECT, QUALIFIER.version) == Literal("1")


def test_an_assertion_names_its_predicate_by_its_kind(context) -> None:
    graph = expanded(context, type="Assertion", subject="project:/a", predicate="depends_on", object=str(OBJECT))
    assert graph.value(SUBJECT, RDF.predicate) == MLG.depends_on
    assert graph.value(SUBJECT, RDF.object) == OBJECT
    value = expanded(context, type="Assertion", predicate="size_bytes", value=3)
    assert value.value(SUBJECT, RDF.object) == Literal(3)


def test_a_name_that_nobody_defined_says_nothing(context) -> None:
    assert len(expanded(context, likes="pkg:pypi/numpy")) == 0
