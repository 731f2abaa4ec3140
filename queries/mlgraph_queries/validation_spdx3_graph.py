"""An SPDX 3.0.1 document as an RDF graph, by the terms of the SHACL model: no context is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlgraph_queries.validation_spdx3_terms import Terms

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_IDS = ("spdxId", "@id")
_TYPES = ("type", "@type")


def graph_of(elements: Iterable[dict[str, object]], terms: Terms) -> Graph:
    """The triples of some elements, in which names that the model does not know are left out."""
    from rdflib import Graph

    graph = Graph()
    for element in elements:
        _add(graph, element, terms)
    return graph


def node_of(identifier: str) -> Node:
    """The node of an id: a blank one where it begins with `_:`."""
    from rdflib.term import BNode, URIRef

    return BNode(identifier.removeprefix("_:")) if identifier.startswith("_:") else URIRef(identifier)


def _add(graph: Graph, element: dict[str, object], terms: Terms) -> Node:
    from rdflib.namespace import RDF
    from rdflib.term import BNode

    given = next((str(element[name]) for name in _IDS if name in element), None)
    node = node_of(given) if given is not None else BNode()
    for name in _TYPES:
        class_ = terms.classes.get(str(element.get(name)))
        if class_ is not None:
            graph.add((node, RDF.type, class_))
    for name, value in element.items():
        if name in terms.properties:
            for each in value if isinstance(value, list) else [value]:
                graph.add((node, terms.properties[name], _value(graph, name, each, terms)))
    return node


def _value(graph: Graph, name: str, value: object, terms: Terms) -> Node:
    from rdflib.term import Literal

    if isinstance(value, dict):
        return _add(graph, value, terms)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if name in terms.vocabularies:
        return terms.vocabularies[name].get(text, node_of(text))
    if name in terms.datatypes:
        return Literal(text, datatype=terms.datatypes[name], normalize=False)
    return terms.individuals.get(text, node_of(text))
