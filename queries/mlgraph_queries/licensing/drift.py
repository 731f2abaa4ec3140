"""License drift: clauses of what a model or a dataset was made from that its own license does not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_ontology.licenses import RIGHTS, Status
from mlgraph_queries.entries import Inventory
from mlgraph_queries.licensing.carriage import Carried, clauses_on, paths_to
from mlgraph_queries.licensing.clauses import FORMAL, Terms, clauses_of_expression
from mlgraph_queries.licensing.parts import Part, Parts, Step, StepKind, parts_of

_MADE = frozenset({StepKind.DERIVED, StepKind.TRAINED})
_MADE_KINDS = frozenset({NodeKind.MODEL, NodeKind.DATASET, NodeKind.FILE})


@dataclass(frozen=True, slots=True)
class Dropped:
    """The clauses of one ancestor that the license of what was made from it does not have, on one path."""

    child: Part
    ancestor: Part
    path: tuple[Step, ...]
    """From the ancestor to the child."""
    clauses: tuple[Carried, ...]
    """Those that are dropped, each with its status on that path; never empty."""
    at: NodeId
    """Where on the path the first of them is dropped: the child itself, or something between."""


def license_drift(inventory: Inventory) -> tuple[Dropped, ...]:
    """What is dropped, for every model, dataset and weight file with ancestors whose license is known.

    Strictness is a partial order: one license is freer than another only in the clauses that it lacks, so they are
    compared clause by clause. A clause that is unknown in the child is not called dropped, and one that gives a right
    binds nobody, so that nothing is dropped with it.
    """
    parts = parts_of(inventory)
    made = sorted({s.whole for s in parts.steps if s.kind in _MADE and s.whole.kind in _MADE_KINDS})
    found = [dropped for node in made for dropped in _of_child(parts, parts.by_id[node])]
    return tuple(sorted(found, key=lambda d: (d.child.id, d.ancestor.id, len(d.path), [s.part for s in d.path])))


def _of_child(parts: Parts, child: Part) -> Iterator[Dropped]:
    if child.terms is None:
        return
    absent = {clause for clause, status in child.terms.clauses.items() if status is Status.NONE}
    for path in paths_to(parts, child.id):
        terms = parts.by_id[path[0].part].terms
        if terms is not None and terms.binding & absent and all(step.kind in _MADE for step in path):
            lost = _lost(parts, path, child)
            if lost:
                yield Dropped(child, parts.by_id[path[0].part], path, lost, _first(parts, path, lost))


def _lost(parts: Parts, path: tuple[Step, ...], child: Part) -> tuple[Carried, ...]:
    """What is dropped on a path; of a choice that the ancestor leaves, the alternative counts of which least is."""
    terms = parts.by_id[path[0].part].terms
    alternatives = terms.alternatives if terms is not None else ()
    taken: list[Terms | None] = [clauses_of_expression(text) for text in alternatives]
    lost = [tuple(c for c in clauses_on(parts, path, each) if _is_dropped(c, child)) for each in taken or [None]]
    return min(lost, key=lambda found: (sum(c.clause not in FORMAL for c in found), len(found)))


def _is_dropped(clause: Carried, child: Part) -> bool:
    is_absent = child.terms is not None and child.terms.status(clause.clause) is Status.NONE
    return is_absent and clause.clause not in RIGHTS and clause.status is not Status.NONE


def _first(parts: Parts, path: tuple[Step, ...], lost: tuple[Carried, ...]) -> NodeId:
    """The first thing on the way whose license lacks one of the clauses that are lost at the end."""
    return next(s.whole for s in path if any(_is_dropped(clause, parts.by_id[s.whole]) for clause in lost))
