"""JSON is read as plain texts, lists and tables with their lines; comments and spare commas are passed over."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.json_document import parse_json
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
PLAIN = st.recursive(
    TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_entries_know_their_lines() -> None:
    said = parse_json('{"a": 1,\n "b": [\n "x",\n {"c":\n 2}]}', "e.json")
    assert isinstance(said, YamlTable)
    assert isinstance(said["b"], YamlList)
    assert [said.line("a"), said.line("b"), said["b"].line(0), said["b"].line(1), said["b"][1].line("c")] == [
        1,
        2,
        3,
        4,
        4,
    ]


def test_values_that_are_no_texts_stay_as_they_are_written() -> None:
    assert parse_json('{"v": 1.10, "e": -1e5, "t": true, "n": null}', "e.json") == {
        "v": "1.10",
        "e": "-1e5",
        "t": "true",
        "n": None,
    }


def test_comments_and_spare_commas_are_passed_over() -> None:
    text = '// head\n{"a": "http://x", /* one\n two */ "b": [1, 2,], // tail\n}\n'
    said = parse_json(text, "settings.json")
    assert said == {"a": "http://x", "b": ["1", "2"]}
    assert isinstance(said, YamlTable)
    assert said.line("b") == 3


@given(PLAIN)
def test_what_the_standard_library_writes_is_read_alike(said: object) -> None:
    assert parse_json(json.dumps(said), "e.json") == said
    assert parse_json(json.dumps(said, ensure_ascii=False, indent=1), "e.json") == said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "e.json:1: not JSON: a value is expected"),
        ('{"a":\n1 2}', "e.json:2: not JSON: a comma or a closing bracket"),
        ("{a: 1}", "e.json:1: not JSON: a key in quotes"),
        ('{"a" 1}', "e.json:1: not JSON: a colon"),
        ('["\n', "e.json:1: not JSON: a text that does not end"),
        ('["\\q"]', "e.json:1: not JSON: a text that does not end or has an unknown escape"),
        ("[" * 300, "e.json:1: not JSON: more than 200 lists"),
        ("{}\n{}", "e.json:2: not JSON: something behind its end"),
        ("[undefined]", "e.json:1: not JSON: a value is expected"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(text: str, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_json(text, "e.json")
    assert str(caught.value).startswith(why)


def test_half_a_character_does_not_reach_the_graph() -> None:
    said = parse_json('"a\\ud800b"', "e.json")
    assert said == "a\ufffdb"
