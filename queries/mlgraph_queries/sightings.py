"""Where a thing was found, and what its sources say of its license, as the rows of an inventory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mlgraph.view.graph import Statement, edges_of, value_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.stated import LicenseStatement, Sighting


def sighting(edge: Edge, *, version: str | None = None) -> Sighting:
    """One place in which a thing was found, by the edge that was read there."""
    stated = edge.qualifiers.get("version")
    exact = version or (stated if isinstance(stated, str) else None)
    evidence = edge.source.evidence
    release = edge.object if edge.object.kind == NodeKind.RELEASE else None
    return Sighting(edge.source.where, evidence.method, evidence.rule, exact, edge.qualifiers, release)


def sightings(edges: Iterable[Edge]) -> tuple[Sighting, ...]:
    """The places of some edges, each once, in the order of their documents and lines."""
    found = {(s.where, s.rule, repr(sorted(s.detail.items()))): s for s in map(sighting, edges)}
    return tuple(sorted(found.values(), key=place))


def place(found: Sighting) -> tuple[str, int, str]:
    """Sorts sightings by document, then by line as a number."""
    title, _, line = found.where.rpartition(":")
    return (title, int(line), found.rule) if line.isdecimal() else (found.where, 0, found.rule)


def licenses(statements: Sequence[Statement]) -> tuple[LicenseStatement, ...]:
    """All that is said of a thing's license: expressions with the words they were read from, then words alone."""
    spoken = {_said_at(said): str(said.value) for said in values_of(statements, PropertyKind.LICENSE_TEXT)}
    linked = {_said_at(edge) for edge in edges_of(statements, EdgeKind.LICENSED_UNDER)}
    expressions = [
        LicenseStatement(
            edge.object.key,
            spoken.get(_said_at(edge)),
            edge.source.evidence.method,
            edge.source.where,
            edge.source.evidence.rule,
            _acknowledged(edge),
        )
        for edge in sorted(
            edges_of(statements, EdgeKind.LICENSED_UNDER), key=lambda e: e.source.evidence.rule == "classifier"
        )
    ]
    words = [
        LicenseStatement(
            None, str(said.value), said.source.evidence.method, said.source.where, said.source.evidence.rule
        )
        for kind in (PropertyKind.LICENSE_TEXT, PropertyKind.LICENSE_CLASSIFIER)
        for said in values_of(statements, kind)
        if kind == PropertyKind.LICENSE_CLASSIFIER or _said_at(said) not in linked
    ]
    return tuple(dict.fromkeys([*expressions, *words]))


def _acknowledged(edge: Edge) -> str | None:
    found = edge.qualifiers.get("acknowledgement")
    return found if isinstance(found, str) else None


def _said_at(statement: Statement) -> tuple[str, str, str]:
    """The place and the rule of a statement: what was read there by one rule is one thing that the source says."""
    source = statement.source
    return source.document, source.evidence.locator, source.evidence.rule


def text(statements: Sequence[Statement], kind: PropertyKind) -> str | None:
    """The value of a property that is a text; None where nothing is said."""
    found = value_of(statements, kind)
    return str(found.value) if found is not None and found.value is not None else None


def number(statements: Sequence[Statement], kind: PropertyKind) -> int | None:
    """The value of a property that is a whole number; None where nothing is said."""
    found = value_of(statements, kind)
    return found.value if found is not None and isinstance(found.value, int) else None


def texts(statements: Sequence[Statement], kind: PropertyKind) -> tuple[str, ...]:
    """All values of a property that are texts, sorted, each once."""
    return tuple(sorted({str(said.value) for said in values_of(statements, kind)}))
