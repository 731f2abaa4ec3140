from __future__ import annotations

import pytest

from mlgraph.bom.facts import MAX_VALUES, last_read, mappings, plain, source_of, text, texts, untold, why_unknown
from mlgraph.bom.text import MAX_TEXT, shown
from mlgraph_ontology.kinds import Method, PropertyKind
from tests.bom.published import CHAT, chat, stated


def of(make, kind, *values):
    return make.artifact(CHAT, "acme/chat", facts={kind: tuple(values)})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("plain", "plain"),
        ("a\x00b\x1b[31mc\x7f\x85", "abc"[:2] + "[31mc"),
        ("pay\u202eexe.doc\u2066", "payexe.doc"),
        ("line\nline\ttab", "line\nline\ttab"),
        ("👩\u200d🚀 моделька 模型", "👩\u200d🚀 моделька 模型"),
        ("half \ud800", "half"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("  \x00 ", ""),
    ],
)
def test_only_what_can_be_seen_is_shown(given, expected):
    assert shown(given) == expected


def test_long_text_is_cut_and_its_length_told():
    found = shown("x" * 50_000_000)
    assert len(found) < MAX_TEXT + 40
    assert found.endswith("x ... (50,000,000 characters)")
    assert shown("x" * MAX_TEXT) == "x" * MAX_TEXT


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), (["a", "b"], "a, b"), ([1, "b"], '[1, "b"]'), ({"b": 1, "a": None}, '{"a": null, "b": 1}'), (5, "5")],
)
def test_value_of_any_shape_is_a_text(value, expected):
    assert plain(value) == expected


def test_property_with_one_value_is_told_by_its_strongest_statement(make):
    found = of(make, PropertyKind.GATED, stated("auto", "a"), stated("false", "b"))
    assert (texts(found, PropertyKind.GATED), source_of(found, PropertyKind.GATED)) == (
        ["auto"],
        "a (declared, front-matter)",
    )


def test_equal_values_are_told_once_and_many_are_counted(make):
    many = of(make, PropertyKind.LANGUAGE, *(stated(f"l{i % 150}") for i in range(300)))
    assert len(texts(many, PropertyKind.LANGUAGE)) == MAX_VALUES
    assert untold(many, PropertyKind.LANGUAGE) == 50


def test_value_of_another_shape_is_no_mapping(make):
    found = of(make, PropertyKind.METRIC, stated("accuracy"), stated({"type": "f1"}), stated(["x"]))
    assert mappings(found, PropertyKind.METRIC) == [{"type": "f1"}]
    assert text(found, PropertyKind.TASK) is None


def test_places_are_few_and_the_others_counted(make):
    found = of(make, PropertyKind.LANGUAGE, *(stated(f"l{i}", f"card:{i}") for i in range(6)))
    assert source_of(found, PropertyKind.LANGUAGE).split("; ")[3:] == ["3 more places"]


def test_newest_of_what_was_said_is_when_it_was_retrieved(make):
    assert last_read(chat()) == "2026-02-03T04:05:06+00:00"
    assert last_read(make.artifact(CHAT, "acme/chat")) is None


def test_why_something_is_unknown_is_told(make):
    assert why_unknown(chat()) is None
    assert why_unknown(make.artifact(CHAT, "acme/chat")) == "nothing was read about it"
    assert why_unknown(make.artifact(CHAT, "acme/chat", failure="hub: 503\x1b")) == "hub: 503"
    absent = of(make, PropertyKind.ABSENT_FROM, stated("hub.example", method=Method.OBSERVED))
    assert why_unknown(absent) == "hub.example has none of that name that may be seen"
