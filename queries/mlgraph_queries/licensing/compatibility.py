"""What OSADL answers to code under one license as part of code under another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Scope
from mlgraph_ontology.licenses import Category, compatibility
from mlgraph_queries.entries import Inventory, PackageEntry
from mlgraph_queries.licensing.choices import Choice, choices
from mlgraph_queries.licensing.clauses import terms_of_statements
from mlgraph_queries.stated import LicenseStatement

_WORST_FIRST = ("No", "Check dependency", "Unknown", "Yes", "Same")
"""OSADL's answers, from the one that leaves least."""
SHIPPED = frozenset({Scope.RUNTIME, Scope.OPTIONAL, None})
"""Scopes of packages that become part of what is shipped; None: nothing says what it is needed for."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A package of the project whose license, as OSADL answers, does not go into code under the project's."""

    package: NodeId
    inbound: str
    """The license of the package, as stated."""
    outbound: str
    """The license of the project, as stated."""
    is_weak: bool
    """Whether its copyleft is weak: the answer is on code that becomes part of the project's own, and such a license does
    not reach what merely uses the package."""
    where: tuple[str, ...]
    """The places that state the two."""


def compatibility_of(inbound: str, outbound: str) -> str | None:
    """What OSADL answers to code under `inbound` in a project under `outbound`; both are SPDX expressions.

    Of alternatives that the part leaves, the best answer counts; of licenses that hold together, and of all that the
    project offers, the worst. None where OSADL was not asked about one that decides.

    >>> compatibility_of("GPL-3.0-only", "Apache-2.0"), compatibility_of("GPL-3.0-only OR MIT", "Apache-2.0")
    ('No', 'Yes')
    """
    offered = {str(license_) for choice in choices(outbound) for license_ in choice}
    answers = [_of_choice(choice, offered) for choice in choices(inbound)] if offered else []
    known = [answer for answer in answers if answer is not None]
    best = max(known, key=_WORST_FIRST.index, default=None)
    return best if len(known) == len(answers) or best in {"Yes", "Same"} else None


def _of_choice(choice: Choice, offered: set[str]) -> str | None:
    """The worst answer to licenses that hold together in a project under all that are offered."""
    answers = {compatibility(str(part), whole) for part in choice for whole in offered}
    known = [answer for answer in answers if answer is not None]
    worst = min(known, key=_WORST_FIRST.index, default=None)
    return worst if None not in answers or worst == "No" else None


def conflicts(inventory: Inventory) -> Iterator[Conflict]:
    """The packages that are shipped with the project, and to which OSADL answers No; both licenses have to be known."""
    outbound = terms_of_statements(inventory.licenses)
    if outbound is None:
        return
    for entry in inventory.packages:
        if entry.scope in SHIPPED and entry.applies:
            yield from _of_package(entry, outbound.expression, inventory.licenses)


def _of_package(entry: PackageEntry, outbound: str, project: Sequence[LicenseStatement]) -> Iterator[Conflict]:
    found = terms_of_statements(entry.licenses)
    if found is None or "," in found.expression or "," in outbound:  # how several combine is not said
        return
    if compatibility_of(found.expression, outbound) == "No":
        stated = next((s.where for s in project if s.expression), None)
        where = tuple(dict.fromkeys(place for place in (found.where, stated) if place))
        strong = {Category.STRONG_COPYLEFT, Category.NETWORK_COPYLEFT, Category.RESTRICTED} & set(found.categories)
        is_weak = not strong and Category.WEAK_COPYLEFT in found.categories
        yield Conflict(entry.id, found.expression, outbound, is_weak, where)
