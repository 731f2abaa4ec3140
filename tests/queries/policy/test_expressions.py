"""A license expression passes where a choice can be made that does."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph_queries.policy.rules.licenses import refused_parts

IDS = ("MIT", "ISC", "GPL-3.0-only", "AGPL-3.0-only")


def bad(part: str) -> bool:
    return "GPL" in part and "WITH" not in part


@pytest.mark.parametrize(
    ("expression", "refused"),
    [
        ("MIT", ()),
        ("GPL-3.0-only", ("GPL-3.0-only",)),
        ("MIT OR GPL-3.0-only", ()),
        ("MIT AND GPL-3.0-only", ("GPL-3.0-only",)),
        ("GPL-2.0-only OR AGPL-3.0-only", ("GPL-2.0-only", "AGPL-3.0-only")),
        ("(MIT OR GPL-2.0-only) AND (ISC OR AGPL-3.0-only)", ()),
        ("MIT AND (GPL-2.0-only OR AGPL-3.0-only)", ("GPL-2.0-only", "AGPL-3.0-only")),
        ("MIT OR ISC AND GPL-3.0-only", ()),  # AND binds more strongly
        ("GPL-2.0-only WITH Classpath-exception-2.0", ()),
        ("((((MIT))))", ()),
    ],
)
def test_choice_passes_with_one_alternative_and_all_parts_have_to(expression: str, refused: tuple[str, ...]) -> None:
    assert refused_parts(expression, bad) == refused


@pytest.mark.parametrize(
    "text", ["", "MIT AND", "OR MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH", "()", "(" * 60 + "MIT" + ")" * 60]
)
def test_what_is_no_expression_is_not_judged(text: str) -> None:
    assert refused_parts(text, bad) is None


def test_expression_of_too_many_choices_is_not_judged() -> None:
    assert refused_parts(" AND ".join([f"(MIT OR X-{n})" for n in range(7)]), bad) is None


expressions = st.recursive(
    st.sampled_from(IDS),
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=8,
)


@given(expressions, st.sets(st.sampled_from(IDS)))
def test_it_passes_as_its_truth_table_does(expression: str, denied: set[str]) -> None:
    logic = expression.replace("AND", "&").replace("OR", "|")
    for name in sorted(IDS, key=len, reverse=True):
        logic = logic.replace(name, f"({name not in denied})")
    passes = truth(logic)

    assert (refused_parts(expression, denied.__contains__) == ()) is passes


def truth(logic: str) -> bool:
    """The value of `((True) & ((False) | (True)))`, by rewriting."""
    text = logic.replace("True", "1").replace("False", "0")
    while len(text) > 1:
        before = text
        for value in "01":
            text = text.replace(f"({value})", value)
        for left, right in itertools.product("01", "01"):
            text = text.replace(f"({left} & {right})", str(int(left) & int(right)))
            text = text.replace(f"({left} | {right})", str(int(left) | int(right)))
        assert text != before
    return text == "1"
