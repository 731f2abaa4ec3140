"""Rules on what licenses ask for: clauses that arrive at a project, and those that are dropped on the way.

What a clause is, where it was read and how it travels is said in `mlgraph_queries.licensing`. No legal verdict.
"""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ontology.licenses import Clause, Status
from mlgraph_queries.licensing import Carried, carried, conflicts, license_drift
from mlgraph_queries.licensing.clauses import FORMAL
from mlgraph_queries.licensing.obligations import license_of, path_of
from mlgraph_queries.licensing.parts import Part, Step, StepKind, parts_of
from mlgraph_queries.policy.options import Option, Settings, choice, flag, words
from mlgraph_queries.policy.places import lasting, seen_by_id
from mlgraph_queries.policy.rule import Breach, Material, Rule, Unjudged


def _denied(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    """Clauses that arrive; of a part whose license is not known, or not whether it has them, it is unknown."""
    wanted = settings.words("clauses")
    if not wanted:
        return
    parts, seen = parts_of(material.inventory), seen_by_id(material)
    for found in carried(material.inventory):
        if found.clause in wanted and _counts(found, settings):
            where = (*seen.get(found.part.id.key, ()), *_places(found.part, found.path))
            text = f"{found.clause} ({found.status}) of its license {license_of(found.part)} arrives: {path_of(parts, found.path)}"
            yield Breach(found.part.id.key, text, where, found.clause.value, lasting=lasting(found.part.id))
    for part in parts.by_id.values():
        if part.id != parts.root and (
            part.terms is None or any(part.terms.status(Clause(name)) is None for name in wanted)
        ):
            reason = "its license, or what that asks for, is unknown"
            yield Unjudged(part.id.key, reason, seen.get(part.id.key, ()), lasting(part.id))


def _drift(material: Material, settings: Settings) -> Iterator[Breach | Unjudged]:
    """Clauses that were dropped; where the license of either end is unknown, nobody can say."""
    parts = parts_of(material.inventory)
    for drop in license_drift(material.inventory):
        lost = [c for c in drop.clauses if _counts(c, settings) and (settings.flag("formal") or c.clause not in FORMAL)]
        if lost:
            named = ", ".join(f"{clause.clause} ({clause.status})" for clause in lost)
            text = (
                f"its license {license_of(drop.child)} drops {named} of {drop.ancestor.name} "
                f"({license_of(drop.ancestor)}): {path_of(parts, drop.path)}"
            )
            about = drop.ancestor.id.key
            yield Breach(drop.child.id.key, text, _places(drop.child, drop.path), about, lasting=lasting(drop.child.id))
    for step in parts.steps:
        whole, part = parts.by_id[step.whole], parts.by_id[step.part]
        if step.kind is StepKind.DERIVED and (whole.terms is None or part.terms is None):
            reason = "its license, or that of what it was made from, is unknown"
            yield Unjudged(whole.id.key, reason, _places(whole, (step,)), lasting(whole.id), part.id.key)


def _conflict(material: Material, settings: Settings) -> Iterator[Breach]:
    seen = seen_by_id(material)
    answered = (found for found in conflicts(material.inventory) if settings.flag("weak") or not found.is_weak)
    for found in answered:
        text = f"OSADL answers No to code under {found.inbound} in a project under {found.outbound}"
        where = (*seen.get(found.package.key, ()), *found.where)
        yield Breach(found.package.key, text, where, lasting=lasting(found.package))


def _counts(found: Carried, settings: Settings) -> bool:
    """Whether a clause binds, or may where the policy wants to know that, too."""
    return found.status is Status.OBLIGATORY or (found.status is Status.CONTESTED and settings.flag("contested"))


def _places(part: Part, path: tuple[Step, ...]) -> tuple[str, ...]:
    stated = part.terms.where if part.terms is not None else None
    return tuple(dict.fromkeys(place for place in (*(step.where for step in reversed(path)), stated) if place))


_CONTESTED = Option(
    "contested", "Whether clauses count, too, of which people disagree that they bind.", flag, default=False
)
RULES = (
    Rule(
        "clause-denied",
        "A clause arrives at the project that the policy does not let in",
        "`mlgraph query obligations` shows the path on which it comes, and where it was read. Take something else, or waive "
        "it with the reason of whoever is to decide on it.",
        _denied,
        (
            Option("clauses", "Clauses that are refused.", words(choice(*Clause)), ["non-commercial"]),
            _CONTESTED,
        ),
        tags=("license",),
    ),
    Rule(
        "license-drift",
        "A model, a dataset or a weight file is under a license that lacks clauses of what it was made from",
        "Whoever published it may not have been free to drop them. Look at the license of what it was made from.",
        _drift,
        (_CONTESTED, Option("formal", "Whether clauses count, too, that limit no use.", flag, default=False)),
        tags=("license",),
    ),
    Rule(
        "license-conflict",
        "OSADL answers No to the license of a package in a project under the license of this one",
        "The answer is OSADL's, for code, by its compatibility matrix. Ask whoever is to decide on it.",
        _conflict,
        (
            Option(
                "weak",
                "Whether weak copyleft counts, too: it stays with the files that are under it.",
                flag,
                default=False,
            ),
        ),
        tags=("license",),
    ),
)
