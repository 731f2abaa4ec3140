"""The Turtle is the reference of kinds.py: the two hold the same kinds, each defined, typed and tied to a standard."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DC, DCAT, DCTERMS, DOAP, FOAF, ODRL2, ORG, PROV, SDO, XSD, DefinedNamespace
from rdflib.term import Node

from mlgraph_ontology.kinds import FUNCTIONAL, EdgeKind, Method, NodeKind, PropertyKind, Scope

MLG = Namespace("https://w3id.org/mlgraph#")
EV = Namespace("https://w3id.org/mlgraph/evidence#")
QUALIFIER = Namespace("https://w3id.org/mlgraph/qualifier#")
SCOPE = Namespace("https://w3id.org/mlgraph/scope#")
METHOD = Namespace("https://w3id.org/mlgraph/method#")
OURS = ("https://w3id.org/mlgraph#", "https://w3id.org/mlgraph/")
SPDX = "https://spdx.org/rdf/3.0.1/terms/"
TIES = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, SKOS.exactMatch)
KINDS = [
    *(MLG[kind] for kind in (*NodeKind, *EdgeKind, *PropertyKind)),
    *(SCOPE[scope] for scope in Scope),
    *(METHOD[method] for method in Method),
]
QUALIFIERS = {
    *("scope", "specifier", "marker", "extra", "extras", "group", "revision", "url", "editable", "version"),
    *("share", "window", "role", "amount", "acknowledgement", "relation", "groups", "hashes", "vcs", "subdirectory"),
    *("index", "installer", "requested", "local", "constraint", "revision_unresolved", "config", "filename"),
    "defined_at",
    *("trust_remote_code", "verified_by", "build", "channels", "environments", "platforms", "selector"),
    "virtual_packages",
    *("ref", "status", "justification", "response", "detail", "ranges", "versions"),
    *("withdrawn", "ecosystem", "state", "product", "said_at"),
}
EVIDENCE = {
    "document",
    "locator",
    "method",
    "rule",
    "confidence",
    "valid_from",
    "valid_to",
    "recorded_at",
    "observed_at",
}
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(namespace): namespace for namespace in (DC, DCAT, DCTERMS, DOAP, FOAF, ODRL2, ORG, PROV, SDO)
}
FAIR4ML = Namespace("https://w3id.org/fair4ml#")
MLS = Namespace("http://www.w3.org/ns/mls#")
OPEN = {
    *(OWL.sameAs, SKOS.Concept, RDF.Statement),
    *(FAIR4ML[name] for name in ("MLModel", "fineTunedFrom", "trainedOn", "evaluatedOn", "sharedBy", "mlTask")),
    *(MLS[name] for name in ("Model", "Dataset", "Task")),
}
"""Terms outside the vocabularies that rdflib lists: FAIR4ML 0.1.0 and ML Schema Core (2016), and W3C basics."""


def local_names(graph: Graph, type_: URIRef, namespace: Namespace) -> set[str]:
    return {str(s)[len(namespace) :] for s in graph.subjects(RDF.type, type_) if str(s).startswith(namespace)}


def members(graph: Graph, start: Node) -> list[Node]:
    return list(Collection(graph, start))


def kinds_of(graph: Graph, term: URIRef, end: URIRef) -> set[str]:
    """Names of the node kinds that a domain or range names, whether one, a union or any node."""
    classes = list(graph.objects(term, end))
    assert len(classes) == 1, f"{term} needs one {end}"
    if classes[0] == EV.Node:
        return {str(kind) for kind in NodeKind}
    union = graph.value(classes[0], OWL.unionOf)
    names = members(graph, union) if union is not None else classes
    assert all(str(name).startswith(MLG) for name in names), f"{term}: {names}"
    return {str(name)[len(MLG) :] for name in names}


def standard_terms(graph: Graph, term: URIRef) -> set[URIRef]:
    """Terms of other vocabularies that a term specializes or comes close to; `inverse of x` counts as x."""
    found = set()
    for tie in TIES:
        for value in graph.objects(term, tie):
            target = graph.value(value, OWL.inverseOf) if isinstance(value, BNode) else value
            if isinstance(target, URIRef) and not str(target).startswith(OURS):
                found.add(target)
    return found


@pytest.mark.parametrize(
    ("names", "type_", "namespace"),
    [
        (NodeKind, OWL.Class, MLG),
        (EdgeKind, OWL.ObjectProperty, MLG),
        (PropertyKind, OWL.DatatypeProperty, MLG),
        (Scope, QUALIFIER.Scope, SCOPE),
        (Method, EV.Method, METHOD),
    ],
)
def test_kinds_and_turtle_hold_the_same_names(vocabulary, names, type_, namespace) -> None:
    assert local_names(vocabulary, type_, namespace) == {str(name) for name in names}


def test_namespace_of_kinds_holds_nothing_but_kinds(vocabulary) -> None:
    kinds = {MLG[kind] for kind in (*NodeKind, *EdgeKind, *PropertyKind)}
    assert {s for s in vocabulary.subjects() if str(s).startswith(MLG)} == kinds


def test_functional_properties_are_those_of_kinds(vocabulary) -> None:
    assert local_names(vocabulary, OWL.FunctionalProperty, MLG) == {str(kind) for kind in FUNCTIONAL}


def test_every_qualifier_and_evidence_term_is_described(vocabulary) -> None:
    assert local_names(vocabulary, OWL.AnnotationProperty, QUALIFIER) == QUALIFIERS
    assert local_names(vocabulary, OWL.AnnotationProperty, EV) >= EVIDENCE


def test_every_term_of_ours_has_one_label_and_one_definition_of_one_sentence(vocabulary) -> None:
    ours = {s for s in vocabulary.subjects(RDF.type) if isinstance(s, URIRef) and str(s).startswith(OURS)}
    assert ours >= set(KINDS)
    for term in ours:
        assert len(list(vocabulary.objects(term, RDFS.label))) == 1, term
        (definition,) = vocabulary.objects(term, SKOS.definition)
        assert str(definition).endswith("."), term
        assert ". " not in str(definition), term
        assert definition.language == "en", term


@pytest.mark.parametrize("kind", EdgeKind)
def test_every_edge_has_node_kinds_as_domain_and_range(vocabulary, kind) -> None:
    nodes = {str(node) for node in NodeKind}
    assert kinds_of(vocabulary, MLG[kind], RDFS.domain) <= nodes
    assert kinds_of(vocabulary, MLG[kind], RDFS.range) <= nodes


@pytest.mark.parametrize("kind", PropertyKind)
def test_every_property_has_node_kinds_as_domain_and_a_datatype_as_range(vocabulary, kind) -> None:
    assert kinds_of(vocabulary, MLG[kind], RDFS.domain) <= {str(node) for node in NodeKind}
    (datatype,) = vocabulary.objects(MLG[kind], RDFS.range)
    assert datatype in {XSD.string, XSD.nonNegativeInteger, XSD.dateTime, RDF.JSON}


@pytest.mark.parametrize("term", KINDS)
def test_every_kind_names_a_standard_term_or_says_why_there_is_none(vocabulary, term) -> None:
    reasons = list(vocabulary.objects(term, EV.noStandardTerm))
    if str(term).startswith(METHOD):
        assert not reasons
        return
    assert bool(standard_terms(vocabulary, term)) != bool(reasons), term


def test_standard_terms_exist_in_their_vocabularies(vocabulary) -> None:
    used = {t for s in vocabulary.subjects() if isinstance(s, URIRef) for t in standard_terms(vocabulary, s)}
    for term in used - OPEN:
        if str(term).startswith(SPDX):
            continue
        base = next((base for base in CLOSED if str(term).startswith(base)), None)
        assert base is not None, f"{term} is of a vocabulary that nobody checked"
        assert str(term)[len(base) :] in CLOSED[base], f"{term} does not exist"


@pytest.mark.shared_data
def test_spdx_terms_exist_in_the_spdx_model(vocabulary, shared_data: Path) -> None:
    with gzip.open(shared_data / "spdx" / "rdf" / "spdx-model.ttl.gz") as stream:
        model = Graph().parse(stream, format="turtle")
    used = {o for o in vocabulary.objects() if isinstance(o, URIRef) and str(o).startswith(SPDX)}
    assert len(used) > 20
    assert {term for term in used if (term, RDF.type, None) not in model} == set()


def test_ranks_of_methods_follow_the_order_of_kinds(vocabulary) -> None:
    ranks = {METHOD[method]: vocabulary.value(METHOD[method], EV["rank"]) for method in Method}
    assert [int(str(rank)) for rank in ranks.values()] == list(range(1, len(Method) + 1))


@pytest.mark.parametrize(
    ("list_", "namespace", "names"), [(EV.Method, METHOD, Method), (QUALIFIER.Scope, SCOPE, Scope)]
)
def test_closed_lists_name_each_member_in_order(vocabulary, list_, namespace, names) -> None:
    assert members(vocabulary, vocabulary.value(list_, OWL.oneOf)) == [namespace[name] for name in names]


def test_a_node_has_one_kind(vocabulary) -> None:
    assert members(vocabulary, vocabulary.value(EV.Node, OWL.disjointUnionOf)) == [MLG[kind] for kind in NodeKind]


def test_qualifiers_name_the_edges_they_are_made_for(vocabulary) -> None:
    edges = {MLG[kind] for kind in EdgeKind}
    for name in QUALIFIERS:
        made_for = set(vocabulary.objects(QUALIFIER[name], EV.qualifies))
        assert made_for, name
        assert made_for <= edges, name
        assert vocabulary.value(QUALIFIER[name], RDFS.domain) == EV.Assertion, name
        assert vocabulary.value(QUALIFIER[name], RDFS.range) is not None, name
