"""What of the licenses of a project somebody should look at: clauses that are dropped, and code to which OSADL answers No."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ontology.licenses import Status, compatibility_source
from mlgraph_queries.entries import NOTE, WARNING, Finding, Inventory
from mlgraph_queries.licensing.clauses import FORMAL
from mlgraph_queries.licensing.compatibility import conflicts
from mlgraph_queries.licensing.drift import Dropped, license_drift
from mlgraph_queries.licensing.obligations import license_of, path_of
from mlgraph_queries.licensing.parts import parts_of


def licensing_findings(inventory: Inventory) -> Iterator[Finding]:
    """All findings on licenses."""
    parts = parts_of(inventory)
    for drop in license_drift(inventory):
        path = path_of(parts, drop.path)
        named = ", ".join(f"{c.clause} ({c.status})" for c in drop.clauses)
        text = f"its license {license_of(drop.child)} drops {named} of {drop.ancestor.name} ({license_of(drop.ancestor)}): {path}"
        places = (drop.child.terms and drop.child.terms.where, *(step.where for step in drop.path))
        where = tuple(dict.fromkeys(place for place in places if place))
        yield Finding("license-drift", _severity(drop), str(drop.child.id), text, where)
    for found in conflicts(inventory):
        day = compatibility_source().date.isoformat()
        text = f"OSADL ({day}) answers No to code under {found.inbound} in a project under {found.outbound}"
        weak = "; its copyleft is weak: it stays with the package, unless its code becomes part of the project's"
        severity = NOTE if found.is_weak else WARNING
        yield Finding("license-conflict", severity, str(found.package), text + weak * found.is_weak, found.where)


def _severity(drop: Dropped) -> str:
    """A note where only clauses are dropped that limit no use, or whose way is contested."""
    weighty = (c for c in drop.clauses if c.clause not in FORMAL and c.status is Status.OBLIGATORY)
    return WARNING if any(weighty) else NOTE
