"""Which clauses arrive at a project, or at any other whole: from which part, on which path, with which status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph_ontology.licenses import Citation, Clause, Status
from mlgraph_queries.entries import Inventory
from mlgraph_queries.licensing.clauses import Terms
from mlgraph_queries.licensing.parts import Part, Parts, Step, StepKind, parts_of, status_on

PATHS = 8
"""Paths between two things that are listed; of packages only the shortest, as there can be millions."""
STEPS = 12
"""Steps of the longest path of models and datasets that is followed."""
_STRENGTH = {status: rank for rank, status in enumerate(Status)}


@dataclass(frozen=True, slots=True)
class Carried:
    """One clause that a whole gets from a part of it."""

    clause: Clause
    status: Status
    """The weakest of what the license says and what each step leaves."""
    part: Part
    path: tuple[Step, ...]
    """From the part to the whole; never empty."""
    citations: tuple[Citation, ...]
    """The documents in which the clause was read."""


def carried(inventory: Inventory) -> tuple[Carried, ...]:
    """The clauses that arrive at the project, or at the published model: part by part, path by path.

    What a license leaves to choice is taken as its freest alternative. Clauses whose status is unknown are not in it:
    `Terms.clauses` of the part has no entry for them.
    """
    parts = parts_of(inventory)
    found = (c for path in paths_to(parts, parts.root) for c in clauses_on(parts, path))
    return tuple(sorted(found, key=_order))


def clauses_on(parts: Parts, path: Sequence[Step], taken: Terms | None = None) -> Iterator[Carried]:
    """The clauses that the part at the beginning of a path brings to the whole at its end.

    `taken` is the alternative of its license that is taken; None: the freest.
    """
    part = parts.by_id[path[0].part]
    terms = taken or part.terms
    for clause, stated in terms.clauses.items() if terms is not None else ():
        if terms is not None and stated is not Status.NONE:
            on_steps = (status_on(step.kind, clause, terms) for step in path)
            status = max((stated, *on_steps), key=_STRENGTH.__getitem__)
            yield Carried(clause, status, part, tuple(path), terms.citations.get(clause, ()))


def paths_to(parts: Parts, whole: NodeId) -> Iterator[tuple[Step, ...]]:
    """The paths on which each part comes into a whole: of models and data all, of packages the shortest."""
    yield from _shortest(parts.into, whole)
    yield from _all_made(parts.into, whole)


def _shortest(into: Mapping[NodeId, Sequence[Step]], whole: NodeId) -> Iterator[tuple[Step, ...]]:
    """Breadth first over packages."""
    seen, frontier = {whole}, [(whole, tuple[Step, ...]())]
    while frontier:
        following: list[tuple[NodeId, tuple[Step, ...]]] = []
        for node, path in frontier:
            for step in into.get(node, ()):
                if step.kind is StepKind.PACKAGE and step.part not in seen:
                    seen.add(step.part)
                    following.append((step.part, (step, *path)))
                    yield step, *path
        frontier = following


def _all_made(into: Mapping[NodeId, Sequence[Step]], whole: NodeId) -> Iterator[tuple[Step, ...]]:
    """All paths over models, data and files, without circles, at most PATHS for each of them."""
    count: dict[NodeId, int] = {}
    frontier = [(whole, tuple[Step, ...]())]
    while frontier:
        following: list[tuple[NodeId, tuple[Step, ...]]] = []
        for node, path in frontier:
            visited = {whole, *(step.part for step in path)}
            for step in into.get(node, ()):
                if step.kind is StepKind.PACKAGE or step.part in visited:
                    continue
                if (number := count.get(step.part, 0)) < PATHS and len(path) < STEPS:
                    count[step.part] = number + 1
                    following.append((step.part, (step, *path)))
                    yield step, *path
        frontier = following


def _order(found: Carried) -> tuple[int, int, NodeId, int, list[NodeId]]:
    place = list(Clause).index(found.clause)
    return (place, _STRENGTH[found.status], found.part.id, len(found.path), [step.whole for step in found.path])
