"""The clauses of expressions: choices, licenses that hold together, exceptions, and what is unknown."""

from __future__ import annotations

import pytest

from mlgraph_ontology.kinds import Method
from mlgraph_ontology.licenses import Category, Clause, Status
from mlgraph_queries.licensing import clauses_of_expression, terms_of_statements
from mlgraph_queries.licensing.choices import choices
from mlgraph_queries.stated import LicenseStatement

ATTRIBUTION, SHARE_ALIKE, NON_COMMERCIAL = Clause.ATTRIBUTION, Clause.SHARE_ALIKE, Clause.NON_COMMERCIAL


def stated(expression: str | None, where: str, rule: str = "license", text: str | None = None) -> LicenseStatement:
    return LicenseStatement(expression, text, Method.DECLARED, where, rule)


def test_choice_is_taken_as_its_freest_alternative_and_shows_the_others() -> None:
    terms = clauses_of_expression("GPL-3.0-only OR MIT OR CC-BY-NC-4.0")
    assert terms.chosen == "MIT"
    assert terms.alternatives == ("GPL-3.0-only", "MIT", "CC-BY-NC-4.0")
    assert terms.binding == {ATTRIBUTION}


def test_licenses_that_hold_together_ask_for_all_clauses() -> None:
    terms = clauses_of_expression("MIT AND CC-BY-NC-SA-4.0")
    assert terms.binding == {ATTRIBUTION, SHARE_ALIKE, NON_COMMERCIAL}
    assert {c.url.rpartition("/")[2] for c in terms.citations[ATTRIBUTION]} == {
        "mit.LICENSE",
        "cc-by-nc-sa-4.0.LICENSE",
    }


def test_choice_within_licenses_that_hold_together_is_taken_too() -> None:
    terms = clauses_of_expression("ISC AND (GPL-2.0-only OR BSD-3-Clause)")
    assert (terms.chosen, terms.categories) == ("ISC AND BSD-3-Clause", (Category.PERMISSIVE,))


def test_alternative_of_which_nothing_was_read_is_taken_last() -> None:
    assert clauses_of_expression("LicenseRef-own OR GPL-3.0-only").chosen == "GPL-3.0-only"


def test_known_exception_makes_the_copyleft_weak_and_another_one_leaves_it_unknown() -> None:
    known = clauses_of_expression("GPL-2.0-only WITH Classpath-exception-2.0")
    assert (known.categories, known.status(SHARE_ALIKE)) == ((Category.WEAK_COPYLEFT,), Status.OBLIGATORY)
    other = clauses_of_expression("GPL-2.0-only WITH Font-exception-2.0")
    assert (other.status(ATTRIBUTION), other.status(SHARE_ALIKE)) == (Status.OBLIGATORY, None)


def test_license_that_nobody_read_has_unknown_clauses_and_is_named() -> None:
    alone = clauses_of_expression("LicenseRef-own")
    assert (dict(alone.clauses), alone.unknown, alone.is_known) == ({}, ("LicenseRef-own",), False)
    beside = clauses_of_expression("LicenseRef-own AND MIT")
    assert (dict(beside.clauses), beside.unknown) == ({ATTRIBUTION: Status.OBLIGATORY}, ("LicenseRef-own",))


def test_what_is_not_in_a_license_that_was_read_in_part_is_unknown() -> None:
    terms = clauses_of_expression("EUPL-1.2")
    assert (terms.status(SHARE_ALIKE), terms.status(NON_COMMERCIAL)) == (Status.OBLIGATORY, None)


@pytest.mark.parametrize("text", ["", "MIT OR", "(MIT", "MIT)", "MIT ISC", "OR", "(" * 200 + "MIT" + ")" * 200])
def test_what_is_no_expression_has_no_choices(text: str) -> None:
    assert choices(text) == ()
    assert not clauses_of_expression(text).is_known


def test_expression_with_more_choices_than_anybody_reads_is_unknown() -> None:
    many = " AND ".join(f"(LicenseRef-a{n} OR LicenseRef-b{n})" for n in range(12))
    assert choices(many) == ()


def test_licenses_that_one_source_lists_bind_where_all_of_them_do() -> None:
    terms = terms_of_statements([stated("MIT", "METADATA:4"), stated("CC-BY-NC-4.0", "METADATA:4")])
    assert terms is not None
    assert (terms.status(ATTRIBUTION), terms.status(NON_COMMERCIAL)) == (Status.OBLIGATORY, Status.CONTESTED)
    assert terms.expression == "MIT, CC-BY-NC-4.0"


def test_strongest_source_speaks_and_words_alone_say_nothing() -> None:
    terms = terms_of_statements([stated("MIT", "LICENSE:1"), stated("GPL-3.0-only", "README.md:2")])
    assert terms is not None
    assert (terms.expression, terms.where) == ("MIT", "LICENSE:1")
    assert terms_of_statements([stated(None, "METADATA:4", text="BSD")]) is None
