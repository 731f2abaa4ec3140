"""The clauses of a license expression, and of what several sources say of one thing's license."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mlgraph_ontology.licenses import (
    RIGHTS,
    Category,
    Citation,
    Clause,
    LicenseTerms,
    Status,
    exception_of,
    terms_of,
)
from mlgraph_queries.licensing.choices import Choice, License, choices
from mlgraph_queries.stated import LicenseStatement

_STRENGTH = {status: rank for rank, status in enumerate(Status)}
_REACHING = frozenset({Clause.SHARE_ALIKE, Clause.DISCLOSURE})
"""Clauses that an exception may lift; what other exceptions than those of the catalog do to them is unknown."""
FORMAL = frozenset({Clause.ATTRIBUTION, Clause.PATENT_RETALIATION})
"""Clauses that limit no use."""
_CATEGORIES = (
    Category.PUBLIC_DOMAIN,
    Category.PERMISSIVE,
    Category.WEAK_COPYLEFT,
    Category.STRONG_COPYLEFT,
    Category.NETWORK_COPYLEFT,
    Category.RESTRICTED,
)
"""From the freest on, as far as they can be told in one order; only used to name the category of several licenses."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a license expression asks for, as far as documents say."""

    expression: str
    """As it was stated; several that stand side by side are joined by a comma."""
    chosen: str
    """The freest of the alternatives that it leaves; the expression itself where it leaves none."""
    alternatives: tuple[str, ...]
    """All alternatives, where there are several."""
    clauses: Mapping[Clause, Status]
    """Those whose status is known. Empty: nothing is known."""
    citations: Mapping[Clause, tuple[Citation, ...]]
    """The documents that each clause was read in."""
    categories: tuple[Category, ...]
    """Those of its licenses, the freest first; empty: unknown."""
    unknown: tuple[str, ...]
    """Its licenses of which nothing was read, so that their clauses are unknown."""
    where: str | None = None
    """The place that states it; None: it was given by itself."""

    @property
    def is_known(self) -> bool:
        """Whether something was read of every one of its licenses."""
        return bool(self.clauses) and not self.unknown

    def status(self, clause: Clause) -> Status | None:
        """The status of a clause; None: unknown."""
        return self.clauses.get(clause)

    @property
    def binding(self) -> frozenset[Clause]:
        """The clauses that bind, or may: those that give a right left out."""
        return frozenset(c for c, status in self.clauses.items() if status is not Status.NONE) - RIGHTS


@lru_cache(maxsize=4096)
def clauses_of_expression(expression: str) -> Terms:
    """What an SPDX license expression asks for.

    Of licenses joined by `AND` all clauses hold, each with its strongest status. `OR` is a choice: the alternative whose
    clauses are a part of those of the others is taken, or, where they cannot be compared, the one with the fewest that
    limit a use.

    >>> terms = clauses_of_expression("GPL-3.0-only OR MIT")
    >>> terms.chosen, sorted(terms.binding)
    ('MIT', [<Clause.ATTRIBUTION: 'attribution'>])
    """
    each = [_together(choice) for choice in choices(expression)]
    if not each:
        return Terms(expression, expression, (), {}, {}, (), (expression,))
    freest = min(each, key=lambda terms: _weight(terms, each))
    several = tuple(terms.chosen for terms in each) if len(each) > 1 else ()
    return replace(freest, expression=expression, alternatives=several)


def terms_of_statements(statements: Sequence[LicenseStatement]) -> Terms | None:
    """What the strongest of some statements asks for; None where none has an expression.

    Where one source names several licenses, and not how they combine, a clause of all of them is obligatory, and a clause
    of only some is contested.
    """
    stated = [s for s in statements if s.expression]
    if not stated:
        return None
    first = stated[0]
    beside = [s.expression for s in stated if _document(s) == _document(first) and s.rule == first.rule]
    found = [clauses_of_expression(text) for text in dict.fromkeys(beside) if text]
    return replace(_side_by_side(found) if len(found) > 1 else found[0], where=first.where)


def _document(statement: LicenseStatement) -> str:
    """The document that a statement was read in: its place without the line, or without the pointer into it."""
    document, pointer, _ = statement.where.partition("#")
    return document if pointer or "://" in document else document.rpartition(":")[0] or document


def _weight(terms: Terms, all_terms: Sequence[Terms]) -> tuple[bool, bool, int, int, int]:
    is_least = all(terms.binding <= other.binding for other in all_terms if other.is_known)
    return (not terms.is_known, not is_least, len(terms.binding - FORMAL), len(terms.binding), all_terms.index(terms))


def _together(choice: Choice) -> Terms:
    """What several licenses ask for that all hold."""
    parts = [(license_, _of_license(license_)) for license_ in choice]
    known = [terms for _, terms in parts if terms is not None]
    unknown = tuple(str(license_) for license_, terms in parts if terms is None)
    name = " AND ".join(map(str, choice))
    clauses: dict[Clause, Status] = {}
    for clause in Clause:
        found = [terms.clauses.get(clause) for terms in known]
        status = _strongest(found, is_complete=not unknown)
        if status is not None:
            clauses[clause] = status
    return Terms(name, name, (), clauses, _citations(known), _categories(known), unknown)


def _strongest(found: Sequence[Status | None], *, is_complete: bool) -> Status | None:
    """The strongest status; where a part is unknown, only an obligation is certain."""
    stated = [status for status in found if status is not None]
    best = min(stated, key=_STRENGTH.__getitem__, default=None)
    is_whole = is_complete and len(stated) == len(found)
    return best if is_whole or best is Status.OBLIGATORY else None


def _side_by_side(found: Sequence[Terms]) -> Terms:
    names = ", ".join(terms.expression for terms in found)
    clauses: dict[Clause, Status] = {}
    for clause in Clause:
        stated = {terms.status(clause) for terms in found}
        agreed = stated.pop() if len(stated) == 1 else Status.CONTESTED if stated - {Status.NONE, None} else None
        if agreed is not None:
            clauses[clause] = agreed
    citations = {c: tuple(dict.fromkeys(x for t in found for x in t.citations.get(c, ()))) for c in clauses}
    categories = tuple(c for c in _CATEGORIES if any(c in terms.categories for terms in found))
    unknown = tuple(dict.fromkeys(name for terms in found for name in terms.unknown))
    return Terms(names, names, (), clauses, citations, categories, unknown)


def _of_license(license_: License) -> LicenseTerms | None:
    """What was read of a license, as far as its exception leaves it in force."""
    terms = terms_of(license_.id.removesuffix("+"))
    if terms is None or license_.exception is None:
        return terms
    lifted = exception_of(license_.exception)
    if lifted is None:  # an exception gives more rights (SPDX 3.0.1, annex B): what it lifts is not known
        kept = {c: s for c, s in terms.clauses.items() if c not in _REACHING or s is Status.NONE}
        return replace(terms, clauses=kept)
    return replace(terms, category=lifted.category)


def _citations(known: Iterable[LicenseTerms]) -> Mapping[Clause, tuple[Citation, ...]]:
    found: dict[Clause, list[Citation]] = {}
    for terms in known:
        for clause, status in terms.clauses.items():
            if status is not Status.NONE and terms.citation not in found.setdefault(clause, []):
                found[clause].append(terms.citation)
    return {clause: tuple(citations) for clause, citations in found.items()}


def _categories(known: Iterable[LicenseTerms]) -> tuple[Category, ...]:
    named = {terms.category for terms in known}
    return tuple(category for category in _CATEGORIES if category in named)
