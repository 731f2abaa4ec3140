"""What the ontology lets be said of what, read from the ontology itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from rdflib import OWL, RDFS, Graph, URIRef
from rdflib.collection import Collection

from mlgraph.model.assertions import Assertion
from mlgraph_ontology.kinds import NodeKind

_ANY = "Node"


@cache
def vocabulary() -> Graph:
    """The ontology."""
    return Graph().parse(data=(files("mlgraph_ontology") / "mlgraph.ttl").read_text("utf-8"), format="turtle")


@cache
def kinds(term: str, end: URIRef) -> frozenset[NodeKind]:
    """The kinds of nodes at an end of a term; all of them where any node may be."""
    graph = vocabulary()
    prefix = next(str(uri) for name, uri in graph.namespaces() if name == "mlg")
    (node,) = graph.objects(URIRef(prefix + term), end)
    union = graph.value(node, OWL.unionOf)
    names = {str(name).rpartition("#")[2] for name in (Collection(graph, union) if union is not None else [node])}
    return frozenset(NodeKind) if _ANY in names else frozenset(map(NodeKind, names))


def violations(said: Iterable[Assertion]) -> set[tuple[str, str, str | None]]:
    """(kind of the subject, predicate, kind of the object) of what the ontology does not allow."""
    return {
        (str(a.subject.kind), str(a.predicate), str(a.object.kind) if a.object else None)
        for a in said
        if a.subject.kind not in kinds(str(a.predicate), RDFS.domain)
        or (a.object is not None and a.object.kind not in kinds(str(a.predicate), RDFS.range))
    }
