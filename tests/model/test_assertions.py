"""An assertion says what it was told to say, and nothing of what was not known."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import ALWAYS, NO_QUALIFIERS, Evidence, Period, edge, fact
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

PROJECT = ids.parse("project:/app")
TORCH = ids.package("torch")
LINE_3 = Evidence("3", Method.DECLARED)


def test_a_qualifier_that_is_none_says_nothing() -> None:
    said = edge(PROJECT, EdgeKind.DEPENDS_ON, TORCH, LINE_3, specifier=">=2", marker=None)
    assert said.qualifiers == {"specifier": ">=2"}


def test_an_edge_about_which_nothing_is_known_has_no_qualifiers() -> None:
    assert edge(PROJECT, EdgeKind.DEPENDS_ON, TORCH, LINE_3, marker=None).qualifiers is NO_QUALIFIERS


@pytest.mark.parametrize("value", [False, 0, 0.0, "", []])
def test_a_qualifier_that_is_empty_or_zero_is_said(value) -> None:
    assert edge(PROJECT, EdgeKind.DEPENDS_ON, TORCH, LINE_3, given=value).qualifiers == {"given": value}


def test_an_edge_has_an_object_and_a_fact_has_a_value() -> None:
    link = edge(PROJECT, EdgeKind.DEPENDS_ON, TORCH, LINE_3)
    assert (link.subject, link.predicate, link.object, link.value) == (PROJECT, EdgeKind.DEPENDS_ON, TORCH, None)
    named = fact(TORCH, PropertyKind.NAME, "torch", LINE_3)
    assert (named.subject, named.predicate, named.object, named.value) == (TORCH, PropertyKind.NAME, None, "torch")
    assert named.evidence is LINE_3


def test_an_assertion_holds_always_unless_it_says_otherwise() -> None:
    assert fact(TORCH, PropertyKind.NAME, "torch", LINE_3).period is ALWAYS
    assert Period() == ALWAYS
    assert (ALWAYS.start, ALWAYS.end) == (None, None)


def test_confidence_is_unknown_unless_measured() -> None:
    assert LINE_3.confidence is None


def test_what_was_said_cannot_be_changed() -> None:
    said = fact(TORCH, PropertyKind.NAME, "torch", LINE_3)
    with pytest.raises(AttributeError):
        said.value = "other"
    with pytest.raises(TypeError):
        NO_QUALIFIERS["scope"] = "runtime"
