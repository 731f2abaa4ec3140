"""What may be said of what, held against the ontology itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS

from mlgraph.model.ids import parse
from mlgraph_ingest.bom.domains import OF_EDGES, OF_PROPERTIES, bearers, may_link
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.bom.cyclonedx_reading import assertions
from tests.ingest.bom.domain_rules import kinds, violations

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"


@pytest.mark.parametrize("kind", sorted(OF_PROPERTIES))
def test_property_may_be_said_of_what_the_ontology_says(kind) -> None:
    assert OF_PROPERTIES[kind] == kinds(kind, RDFS.domain)


@pytest.mark.parametrize("kind", sorted(OF_EDGES))
def test_edge_links_what_the_ontology_says(kind) -> None:
    assert OF_EDGES[kind] == (kinds(kind, RDFS.domain), kinds(kind, RDFS.range))


@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")), ids=lambda path: f"{path.parent.name}-{path.name}")
def test_whatever_documents_say_is_said_of_what_the_ontology_allows(path) -> None:
    assert violations(assertions(path.read_bytes())) == set()


def test_what_is_said_of_packages_alone_goes_from_a_release_to_its_package() -> None:
    release = parse("pkg:pypi/numpy@2.1.0")
    assert bearers([release], PropertyKind.LATEST_VERSION) == [parse("pkg:pypi/numpy")]


def test_what_nothing_of_a_component_may_bear_has_no_bearer() -> None:
    assert bearers([parse("pkg:pypi/numpy@2.1.0")], PropertyKind.TASK) == []


def test_release_is_not_trained_on_anything() -> None:
    release, data = parse("pkg:pypi/numpy@2.1.0"), parse("https://huggingface.co/datasets/a/b")
    assert not may_link(release, EdgeKind.TRAINED_ON, data)
