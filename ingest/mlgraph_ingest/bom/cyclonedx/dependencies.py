"""dependencies and compositions: who requires whom, and how much of that is known."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import OfDocument, OfRef, Relation, Said, Thing
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_AGGREGATES = frozenset({
    "complete", "incomplete", "incomplete_first_party_only", "incomplete_first_party_proprietary_only",
    "incomplete_first_party_opensource_only", "incomplete_third_party_only",
    "incomplete_third_party_proprietary_only", "incomplete_third_party_opensource_only", "unknown", "not_specified",
})  # fmt: skip
"""Schema 1.7, aggregateType."""


def dependency(said: Fields) -> Iterator[Thing]:
    """What one part requires. An empty list says that it requires nothing, a missing one that nothing is known."""
    ref = said.text("ref")
    if ref is None:
        said.problem("ref", "requirements of nobody: the reference is missing")
    elif isinstance(said.peek("dependsOn"), list):
        listed = said.peek("dependsOn")
        targets = said.texts("dependsOn")
        if targets or listed == []:
            yield Relation(ref, EdgeKind.DEPENDS_ON, tuple(dict.fromkeys(targets)), said.place)
    else:
        said.texts("dependsOn")  # says what is wrong with it, where it is there
    for field, value in said.rest():
        if ref is None:
            yield OfDocument(unmapped(f"dependencies/{field}", value, said.place))
        else:
            yield OfRef(ref, unmapped(field, value, said.place))


def composition(said: Fields) -> Iterator[Thing]:
    """How complete the assemblies and the dependencies of some parts are."""
    aggregate = said.text("aggregate")
    if aggregate is None or aggregate not in _AGGREGATES:
        said.problem("aggregate", f"{str(aggregate)[:60]!r} is no aggregate of the standard")
    for of in ("assemblies", "dependencies") if aggregate is not None else ():
        for ref in said.texts(of):
            yield OfRef(ref, Said(PropertyKind.COMPOSITION, {"aggregate": aggregate, "of": of}, said.place))
    number = said.place.rpartition("/")[2]
    is_more = any(True for _ in said.rest())
    if is_more and aggregate is not None:
        yield OfDocument(unmapped(f"compositions/{number}/aggregate", aggregate, said.place))
    for field, left in said.rest():
        yield OfDocument(unmapped(f"compositions/{number}/{field}", left, said.place))
