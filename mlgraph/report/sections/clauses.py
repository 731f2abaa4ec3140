"""What the licenses ask for: which clauses arrive at the project, from how many of its parts, and which are dropped."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.report.shown import Paths, link
from mlgraph_ontology.licenses import RIGHTS, Clause, Status
from mlgraph_queries.entries import Inventory
from mlgraph_queries.licensing import carried, license_drift
from mlgraph_queries.licensing.obligations import license_of, path_of
from mlgraph_queries.licensing.parts import parts_of

_NAMED = 3
"""Parts that a row names."""
_MAX_DRIFTS = 50
"""Rows of what is dropped; the others are counted."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause, and what brings it."""

    clause: str
    obligatory: int
    """How many parts bring it beyond doubt."""
    contested: int
    """How many parts bring it only, and on a way that is contested."""
    examples: tuple[str, ...]
    """Names of the first parts that bring it, obligatory ones first."""
    page: str | None
    """A document in which it was read."""


@dataclass(frozen=True, slots=True)
class DriftRow:
    """What the license of one thing lacks of one of its ancestors."""

    child: str
    license: str
    clauses: tuple[str, ...]
    ancestor: str
    ancestor_license: str
    path: str


@dataclass(frozen=True, slots=True)
class ClausesBody:
    """What the template shows below the licenses."""

    rows: tuple[ClauseRow, ...]
    drifts: tuple[DriftRow, ...]
    more_drifts: int
    unknown: int
    """Parts of whose license nothing was read, so that their clauses are unknown."""


def clauses(inventory: Inventory, paths: Paths) -> ClausesBody:
    """The clauses that arrive at a project or a model, and those that are dropped on the way."""
    arriving = [c for c in carried(inventory) if c.status is not Status.NONE and c.clause not in RIGHTS]
    rows = []
    for clause in Clause:
        found = [c for c in arriving if c.clause is clause]
        firm = list(dict.fromkeys(c.part.name for c in found if c.status is Status.OBLIGATORY))
        loose = [n for n in dict.fromkeys(c.part.name for c in found) if n not in firm]
        if found:
            page = next((link(cited.url) for c in found for cited in c.citations), None)
            names = tuple([*firm, *loose][:_NAMED])
            rows.append(ClauseRow(str(clause), len(firm), len(loose), names, page))
    drifts = _drifts(inventory, paths)
    parts = parts_of(inventory)
    unknown = sum(p.id != parts.root and not (p.terms and p.terms.is_known) for p in parts.by_id.values())
    return ClausesBody(tuple(rows), drifts[:_MAX_DRIFTS], len(drifts[_MAX_DRIFTS:]), unknown)


def _drifts(inventory: Inventory, paths: Paths) -> tuple[DriftRow, ...]:
    parts = parts_of(inventory)
    return tuple(
        DriftRow(
            child=drop.child.name,
            license=license_of(drop.child) or "",
            clauses=tuple(f"{c.clause} ({c.status})" for c in drop.clauses),
            ancestor=drop.ancestor.name,
            ancestor_license=license_of(drop.ancestor) or "",
            path=paths.sentence(path_of(parts, drop.path)),
        )
        for drop in license_drift(inventory)
    )
