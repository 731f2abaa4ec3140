"""What may be said of what, held against the ontology itself."""

from __future__ import annotations

from importlib.resources import files

import pytest
from rdflib import OWL, RDFS, Graph, Namespace
from rdflib.collection import Collection

from mlgraph.model.ids import parse
from mlgraph_ingest.bom.domains import OF_EDGES, OF_PROPERTIES, bearers, may_link
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return Graph().parse(data=(files("mlgraph_ontology") / "mlgraph.ttl").read_text("utf-8"), format="turtle")


def kinds(graph: Graph, term: str, end) -> set[NodeKind]:
    prefix = next(str(uri) for name, uri in graph.namespaces() if name == "mlg")
    (node,) = graph.objects(Namespace(prefix)[term], end)
    union = graph.value(node, OWL.unionOf)
    names = list(Collection(graph, union)) if union is not None else [node]
    return {NodeKind(str(name).removeprefix(prefix)) for name in names}


@pytest.mark.parametrize("kind", sorted(OF_PROPERTIES))
def test_property_may_be_said_of_what_the_ontology_says(vocabulary, kind) -> None:
    assert OF_PROPERTIES[kind] == kinds(vocabulary, kind, RDFS.domain)


@pytest.mark.parametrize("kind", sorted(OF_EDGES))
def test_edge_links_what_the_ontology_says(vocabulary, kind) -> None:
    assert OF_EDGES[kind] == (kinds(vocabulary, kind, RDFS.domain), kinds(vocabulary, kind, RDFS.range))


def test_what_is_said_of_packages_alone_goes_from_a_release_to_its_package() -> None:
    release = parse("pkg:pypi/numpy@2.1.0")
    assert bearers([release], PropertyKind.LATEST_VERSION) == [parse("pkg:pypi/numpy")]


def test_what_nothing_of_a_component_may_bear_has_no_bearer() -> None:
    assert bearers([parse("pkg:pypi/numpy@2.1.0")], PropertyKind.TASK) == []


def test_release_is_not_trained_on_anything() -> None:
    release, data = parse("pkg:pypi/numpy@2.1.0"), parse("https://huggingface.co/datasets/a/b")
    assert not may_link(release, EdgeKind.TRAINED_ON, data)
