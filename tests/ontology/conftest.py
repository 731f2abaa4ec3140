"""The vocabulary, its shapes and its context, as they are installed."""

from __future__ import annotations

from importlib.resources import files

import pytest
from rdflib import Graph


def read_turtle(name: str) -> Graph:
    return Graph().parse(data=files("mlgraph_ontology").joinpath(name).read_text(encoding="utf-8"), format="turtle")


@pytest.fixture(scope="session")
def vocabulary() -> Graph:
    return read_turtle("mlgraph.ttl")


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return read_turtle("shapes.ttl")
