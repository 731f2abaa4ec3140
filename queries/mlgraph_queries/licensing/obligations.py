"""Which clauses arrive by which path, and which are dropped on the way, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph.model.ids import NodeId
from mlgraph_ontology.licenses import RIGHTS, Citation, Clause, compatibility_source
from mlgraph_queries.entries import Inventory
from mlgraph_queries.licensing.carriage import Carried, carried
from mlgraph_queries.licensing.compatibility import conflicts
from mlgraph_queries.licensing.drift import Dropped, license_drift
from mlgraph_queries.licensing.parts import Part, Parts, Step, parts_of, shown_id
from mlgraph_queries.table import Column, Row, Table

_NAMED = 20
"""Names that one sentence on what is unknown lists."""

_COLUMNS = (
    Column(
        "what",
        None,
        "carries: the clause arrives at the subject; drops: the license of the subject lacks it; OSADL: it answers No.",
    ),
    Column(
        "clause", None, "What the license asks for; compatibility: whether its code may become part of the subject's."
    ),
    Column("status", None, "obligatory, contested, or none: it stays with the component."),
    Column("component", None, "Whose license has the clause."),
    Column(
        "license", None, "As stated; of a choice, the freest alternative that was taken, and what it was taken from."
    ),
    Column("subject", None, "What the clause arrives at, or what drops it.", is_detail=True),
    Column("path", None, "From the component to the subject, with how each part comes into the next."),
    Column("document", None, "Where the clause was read."),
    Column("document_date", "date", "Of the state of that document that was read.", is_detail=True),
    Column("where", None, "The places that state the license and the steps.", is_detail=True),
)


def obligations(inventory: Inventory) -> Table:
    """The clauses that arrive at a project, at a bill of materials or at a published model, and those that are dropped.

    No row is a legal verdict. What gives a right (a patent grant) binds nobody and is left out.
    """
    parts = parts_of(inventory)
    arriving = [c for c in carried(inventory) if c.clause not in RIGHTS]
    dropped = license_drift(inventory)
    rows = [
        *(_dropping(parts, drop, clause) for drop in dropped for clause in drop.clauses),
        *_answers(inventory),
        *(_carrying(parts, found) for found in arriving),
    ]
    known = [p for p in parts.by_id.values() if p.terms is not None and p.terms.is_known]
    return Table(
        "obligations",
        _COLUMNS,
        tuple(rows),
        parameters={"subject": str(inventory.project)},
        coverage={"components": len(parts.by_id), "with_known_clauses": len(known), "drops": len(dropped)},
        unknown=tuple(_unknown(parts)),
    )


def _carrying(parts: Parts, found: Carried) -> Row:
    return ("carries", *_cells(parts, found, parts.root))


def _dropping(parts: Parts, drop: Dropped, clause: Carried) -> Row:
    return ("drops", *_cells(parts, clause, drop.child.id))


def _cells(parts: Parts, found: Carried, subject: NodeId) -> Row:
    citation = next(iter(found.citations), None)
    stated = found.part.terms.where if found.part.terms else None
    wheres = [place for place in (stated, *(step.where for step in found.path)) if place]
    return (
        str(found.clause),
        str(found.status),
        shown_id(found.part.id.key, found.part.name),
        license_of(found.part),
        str(subject),
        path_of(parts, found.path),
        citation.url if citation else None,
        citation.date.isoformat() if citation else None,
        [*dict.fromkeys(wheres)],
    )


def _answers(inventory: Inventory) -> Iterator[Row]:
    source: Citation = compatibility_source()
    for found in conflicts(inventory):
        yield (
            "OSADL",
            "compatibility",
            "No",
            str(found.package),
            found.inbound,
            str(inventory.project),
            f"{found.inbound} in {found.outbound}",
            source.url,
            source.date.isoformat(),
            [*found.where],
        )


def license_of(part: Part) -> str | None:
    """The license of a part, and of a choice the alternative that is taken: `MIT (of MIT OR Apache-2.0)`."""
    if part.terms is None:
        return None
    return f"{part.terms.chosen} (of {part.terms.expression})" if part.terms.alternatives else part.terms.expression


def path_of(parts: Parts, path: Sequence[Step]) -> str:
    """A path in one line: `base -(derived_from finetune)-> tuned -(model)-> shop`."""
    shown = parts.by_id[path[0].part].name
    for step in path:
        how = f"{step.kind} {step.relation}" if step.relation else str(step.kind)
        shown += f" -({how})-> {parts.by_id[step.whole].name}"
    return shown


def _unknown(parts: Parts) -> Iterator[str]:
    without = sorted(p.name for p in parts.by_id.values() if p.terms is None and p.id != parts.root)
    if without:
        yield f"the license of {_some(without)} is unknown, and with it all clauses"
    unread: dict[str, list[str]] = {}
    partly: dict[tuple[str, str], list[str]] = {}
    for part in parts.by_id.values():
        if part.terms is not None:
            missing = ", ".join(str(clause) for clause in Clause if part.terms.status(clause) is None)
            for license_ in part.terms.unknown:
                unread.setdefault(license_, []).append(part.name)
            if missing and not part.terms.unknown:
                partly.setdefault((part.terms.chosen, missing), []).append(part.name)
    for license_, names in sorted(unread.items()):
        yield f"nothing was read of {license_}, the license of {_some(sorted(names))}: its clauses are unknown"
    for (license_, missing), names in sorted(partly.items()):
        yield f"whether {license_}, the license of {_some(sorted(names))}, has these is unknown: {missing}"
    if parts.left_out:
        text = "packages are only needed to build, to test or to develop, and not counted as shipped"
        yield f"{len(parts.left_out):,} of the {text}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
