"""The shapes accept a small good graph, and refuse each way of spoiling it for its own reason."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection

from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind

MLG = Namespace("https://w3id.org/mlgraph#")
EV = Namespace("https://w3id.org/mlgraph/evidence#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPE = Namespace("https://w3id.org/mlgraph/shapes#")
PREFIXES = """
@prefix mlg: <https://w3id.org/mlgraph#> .
@prefix ev: <https://w3id.org/mlgraph/evidence#> .
@prefix qualifier: <https://w3id.org/mlgraph/qualifier#> .
@prefix scope: <https://w3id.org/mlgraph/scope#> .
@prefix method: <https://w3id.org/mlgraph/method#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
GOOD = """
<project:/home/me/app> a mlg:Project ; ev:key "project:/home/me/app" ; mlg:depends_on <pkg:pypi/torch> .
<pkg:pypi/torch> a mlg:Package ; ev:key "pkg:pypi/torch" .
<pkg:pypi/torch@2.4.0> a mlg:Release ; ev:key "pkg:pypi/torch@2.4.0" .
<pkg:huggingface/org/net> a mlg:Model ; ev:key "pkg:huggingface/org/net" .
<https://huggingface.co/datasets/org/data> a mlg:Dataset ; ev:key "https://huggingface.co/datasets/org/data" .
<file:///home/me/app/net.safetensors> a mlg:File ; ev:key "file:///home/me/app/net.safetensors" ; mlg:size_bytes 12 .
<file:///home/me/app/requirements.txt> a mlg:Document ;
    ev:key "file:///home/me/app/requirements.txt" ; ev:title "requirements.txt" ; ev:reader "requirements/1" ;
    ev:fingerprint "sha256:00" ; ev:observed_at "2025-01-02T03:04:05Z"^^xsd:dateTime .
[] a ev:Assertion ;
    rdf:subject <project:/home/me/app> ; rdf:predicate mlg:depends_on ; rdf:object <pkg:pypi/torch> ;
    ev:document <file:///home/me/app/requirements.txt> ; ev:locator "3" ; ev:method method:declared ; ev:confidence 0.9 ;
    qualifier:scope scope:runtime ; qualifier:specifier ">=2" ; qualifier:url "ssh://git@git.example.org/torch" .
[] a ev:Assertion ;
    rdf:subject <file:///home/me/app/net.safetensors> ; rdf:predicate mlg:size_bytes ; rdf:object 12 ;
    ev:document <file:///home/me/app/requirements.txt> ; ev:locator "" ; ev:method method:observed .
"""


def verdict(vocabulary: Graph, shapes: Graph, turtle: str) -> tuple[bool, set[str]]:
    from pyshacl import validate

    data = Graph().parse(data=PREFIXES + turtle, format="turtle")
    conforms, report, _ = validate(data, shacl_graph=shapes, ont_graph=vocabulary, advanced=False)
    assert isinstance(report, Graph)
    return bool(conforms), {str(message) for message in report.objects(None, SH.resultMessage)}


def test_a_good_graph_is_accepted(vocabulary, shapes) -> None:
    assert verdict(vocabulary, shapes, GOOD) == (True, set())


SPOILT = {
    "release without a version in its key": (
        ('ev:key "pkg:pypi/torch@2.4.0"', 'ev:key "pkg:pypi/torch"'),
        "The key of a Release is a package URL with a version",
    ),
    "package with a version in its key": (
        ('ev:key "pkg:pypi/torch" .', 'ev:key "pkg:pypi/torch@2" .'),
        "The key of a Package is a package URL without a version",
    ),
    "node without a key": (
        ('; ev:key "pkg:huggingface/org/net"', ""),
        "The key of a Model is a package URL, of the hub at a commit hash or without a version, or its place in a document",
    ),
    "model at a branch": (
        ('ev:key "pkg:huggingface/org/net"', 'ev:key "pkg:huggingface/org/net@main"'),
        "The key of a Model is a package URL, of the hub at a commit hash or without a version, or its place in a document",
    ),
    "dataset with credentials in its key": (
        ('ev:key "https://huggingface', 'ev:key "https://me:secret@huggingface'),
        "The key of a Dataset is a URL without a user",
    ),
    "subject of the wrong kind": (
        ("<pkg:pypi/torch> a mlg:Package ;", "<pkg:pypi/torch> a mlg:Package ; mlg:trained_on <urn:x> ;"),
        "A node of this kind cannot be the subject of trained_on",
    ),
    "object of the wrong kind": (
        ('ev:key "pkg:huggingface/org/net"', 'ev:key "pkg:huggingface/org/net" ; mlg:trained_on <pkg:pypi/torch>'),
        "A node of this kind cannot be the object of trained_on",
    ),
    "object that is text": (
        ("mlg:depends_on <pkg:pypi/torch> .", 'mlg:depends_on <pkg:pypi/torch> , "torch" .'),
        "A node of this kind cannot be the object of depends_on",
    ),
    "same_as across kinds": (
        (
            'ev:key "pkg:huggingface/org/net"',
            'ev:key "pkg:huggingface/org/net" ; mlg:same_as <https://huggingface.co/datasets/org/data>',
        ),
        "same_as links two nodes of one kind",
    ),
    "release of a model": (
        ('ev:key "pkg:pypi/torch@2.4.0"', 'ev:key "pkg:pypi/torch@2.4.0" ; mlg:release_of <pkg:huggingface/org/net>'),
        "A release is a version of a package, a model at a commit of a model",
    ),
    "dataset derived from a model": (
        (
            'ev:key "https://huggingface.co/datasets/org/data"',
            'ev:key "https://huggingface.co/datasets/org/data" ; mlg:derived_from <pkg:huggingface/org/net>',
        ),
        "A dataset derives from datasets and files, a model from models and files",
    ),
    "property of the wrong kind": (
        ('ev:key "pkg:pypi/torch" .', 'ev:key "pkg:pypi/torch" ; mlg:tensor_count 3 .'),
        "A node of this kind cannot have the property tensor_count",
    ),
    "two values of a functional property": (
        ("mlg:size_bytes 12 .", "mlg:size_bytes 12 , 13 ."),
        "The size in bytes is a whole number that is not negative, one at a time",
    ),
    "negative size": (
        ("mlg:size_bytes 12 .", "mlg:size_bytes -1 ."),
        "The size in bytes is a whole number that is not negative, one at a time",
    ),
    "hash without its algorithm": (
        ("mlg:size_bytes 12 .", 'mlg:size_bytes 12 ; mlg:hash "abcdef" .'),
        "The hash is algorithm:hexdigest",
    ),
    "edge without evidence": (
        ("rdf:predicate mlg:depends_on", "rdf:predicate mlg:contains"),
        "No assertion gives evidence for https://w3id.org/mlgraph#depends_on pkg:pypi/torch",
    ),
    "assertion without a document": (
        ('ev:document <file:///home/me/app/requirements.txt> ; ev:locator "" ;', 'ev:locator "" ;'),
        "An assertion is read in one document",
    ),
    "assertion without a locator": (
        ('ev:locator "3" ;', ""),
        "An assertion has one locator, empty for the whole document",
    ),
    "assertion without a method": (("ev:method method:declared ;", ""), "An assertion came about by one method"),
    "method that nobody defined": (
        ("ev:method method:declared", "ev:method method:guessed"),
        "An assertion came about by one method",
    ),
    "predicate that nobody defined": (
        ("rdf:predicate mlg:size_bytes", "rdf:predicate mlg:weight"),
        "An assertion has one predicate, an edge or a property of this ontology",
    ),
    "confidence above one": (("ev:confidence 0.9", "ev:confidence 1.1"), "The confidence is one number from 0 to 1"),
    "scope that nobody defined": (
        ("qualifier:scope scope:runtime", "qualifier:scope scope:sometimes"),
        "The scope is one of the lifecycle scopes of this ontology",
    ),
    "relation that nobody defined": (
        ('qualifier:specifier ">=2"', 'qualifier:relation "cousin"'),
        "The relation is one of: finetune, adapter, quantized, merge",
    ),
    "acknowledgement that nobody defined": (
        ('qualifier:specifier ">=2"', 'qualifier:acknowledgement "maybe"'),
        "The acknowledgement is one of: declared, concluded",
    ),
    "url with a password": (
        ('"ssh://git@git.example.org/torch"', '"https://me:secret@git.example.org/torch"'),
        "The URL is one URL without credentials",
    ),
    "url with a token": (
        ('"ssh://git@git.example.org/torch"', '"https://secret@git.example.org/torch"'),
        "The URL is one URL without credentials",
    ),
    "period that ends before it begins": (
        (
            'ev:locator "3"',
            'ev:locator "3" ; ev:valid_from "2025-02-01"^^xsd:date ; ev:valid_to "2025-01-01"^^xsd:date',
        ),
        "An assertion holds from one day on, before the day on which it ends",
    ),
    "document that nobody dated": (
        ('"sha256:00" ; ev:observed_at "2025-01-02T03:04:05Z"^^xsd:dateTime', '"sha256:00"'),
        "A document was observed at one time",
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_graph_is_refused_for_its_reason(vocabulary, shapes, name) -> None:
    (good, bad), reason = SPOILT[name]
    assert GOOD.count(good) == 1, f"{good!r} must stand once in the good graph"
    conforms, reasons = verdict(vocabulary, shapes, GOOD.replace(good, bad))
    assert not conforms
    assert reason in reasons


def classes(graph: Graph, start: object) -> set[URIRef]:
    """Classes that a shape asks for, by sh:class or by one of several in sh:or."""
    found = set(graph.objects(start, SH["class"]))
    for options in graph.objects(start, SH["or"]):
        found |= {graph.value(option, SH["class"]) for option in Collection(graph, options)}
    return found - {None}


def named(vocabulary: Graph, term: URIRef, end: URIRef) -> set[URIRef]:
    value = vocabulary.value(term, end)
    union = vocabulary.value(value, OWL.unionOf)
    return {value} if union is None else set(Collection(vocabulary, union))


@pytest.mark.parametrize("kind", [*EdgeKind, *PropertyKind])
def test_shapes_ask_for_the_domain_and_range_of_the_vocabulary(vocabulary, shapes, kind) -> None:
    shape = SHAPE[kind]
    assert shapes.value(shape, SH.targetSubjectsOf) == MLG[kind]
    assert classes(shapes, shape) == named(vocabulary, MLG[kind], RDFS.domain)
    if isinstance(kind, EdgeKind):
        assert classes(shapes, shapes.value(shape, SH.property)) == named(vocabulary, MLG[kind], RDFS.range)


def test_one_value_at_a_time_is_asked_of_functional_properties_only(vocabulary, shapes) -> None:
    for kind in PropertyKind:
        limited = shapes.value(shapes.value(SHAPE[kind], SH.property), SH.maxCount) is not None
        assert limited == ((MLG[kind], RDF.type, OWL.FunctionalProperty) in vocabulary), kind


def test_evidence_is_asked_for_every_edge_and_property(shapes) -> None:
    assert set(shapes.objects(SHAPE.evidenced, SH.targetSubjectsOf)) == {
        MLG[kind] for kind in [*EdgeKind, *PropertyKind]
    }


def test_every_node_kind_has_a_form_of_key(shapes) -> None:
    for kind in NodeKind:
        assert shapes.value(SHAPE[kind], SH.targetClass) == MLG[kind]
        assert shapes.value(shapes.value(SHAPE[kind], SH.property), SH.path) == EV["key"]
