"""YAML is read as plain texts, lists and tables with their lines; what asks for more is refused in one line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.yaml_document import VALUE_LIMIT, YamlList, YamlTable, parse_yaml, parse_yaml_documents

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9)
)
PLAIN = st.recursive(
    st.text(st.characters(exclude_categories=["C"], max_codepoint=0x2FFF), max_size=10),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)


def test_entries_know_their_lines() -> None:
    said = parse_yaml("name: x\n# comment\nlist:\n- a\n- b: 1\n  c:\n  - d\n", "e.yml")
    assert isinstance(said["list"], YamlList)
    assert isinstance(said["list"][1], YamlTable)
    assert [said.line("name"), said.line("list"), said["list"].line(0), said["list"].line(1)] == [1, 3, 4, 5]
    assert [said["list"][1].line("c"), said["list"][1]["c"].line(0), said.line("absent")] == [6, 7, 1]


def test_scalars_stay_as_they_are_written() -> None:
    said = parse_yaml("{v: 1.10, n: 010, b: yes, d: 2024-01-01, e: , t: ~, q: 'null', s: !!str 1}", "e.yml")
    assert said == {"v": "1.10", "n": "010", "b": "yes", "d": "2024-01-01", "e": None, "t": None, "q": "null", "s": "1"}


def test_aliases_repeat_what_they_name() -> None:
    assert parse_yaml("a: &x [1]\nb: *x\nc: [*x, *x]\n", "e.yml") == {"a": ["1"], "b": ["1"], "c": [["1"], ["1"]]}


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), PLAIN, max_size=5))
def test_what_a_naive_loader_reads_is_read_alike(said: dict[str, object]) -> None:
    text = yaml.safe_dump(said, allow_unicode=True)
    loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings
    assert parse_yaml(text, "e.yml") == loaded


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAUGHS, f"e.yml:7: more than {VALUE_LIMIT:,} values"),
        ("a: &x [*x]", "e.yml:1: an anchor that holds itself"),
        ("b: 1\na: *x", "e.yml:2: an alias of an anchor that is not there"),
        ("a: 1\nb: 2\na: 3", "e.yml:3: the key 'a' a second time"),
        ("a: !!python/object/apply:os.system [x]", "e.yml:1: the tag"),
        ("a: !env X", "e.yml:1: the tag '!env'"),
        ("? [a]\n: b", "e.yml:1: a key that is no text"),
        ("<<: {a: 1}", "e.yml:1: a merge key"),
        ("a: " + "[" * 300, "e.yml:1: more than 200 lists"),
        ("- " * 5000, "e.yml:1: more than 200 lists"),
        ("a: [\n", "e.yml:2: not YAML"),
        ("a: 1\n---\nb: 2", "e.yml:2: a second document"),
        ("a: b: c", "e.yml:1: not YAML"),
        ("{% set v = 1 %}\nname: x", "it is a template (Jinja)"),
        ("a: \x07", "e.yml:1: not YAML"),
        ("", "e.yml: it holds no mapping"),
        ("- a", "e.yml: it holds no mapping"),
    ],
)
def test_what_is_not_plain_is_refused_in_one_line(text: str, why: str) -> None:
    with pytest.raises(FormatError) as refused:
        parse_yaml(text, "e.yml")
    assert why in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.text(max_size=60) | st.text("{}[]&*!<:-? \nab|>'\"%#,", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse_yaml(text, "e.yml")
    except FormatError:
        return


def test_what_programs_read_that_manifests_do_not_need() -> None:
    text = "a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\nc: !Ref d\ne: 1\ne: 2\n[k]: v\n---\n- z\n"
    first, second = parse_yaml_documents(text, "e.yml")
    assert first == {"a": {"x": "1", "y": "2"}, "b": {"y": "3", "x": "1"}, "c": None, "e": "2", "": "v"}
    assert second == ["z"]
    assert isinstance(first, YamlTable)
    assert first["b"].line("x") == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAUGHS, f"e.yml:7: more than {VALUE_LIMIT:,} values"),
        ("a: !!python/object/apply:os.system [x]", "e.yml:1: the tag"),
        ("a: &x [*x]", "e.yml:1: an anchor that holds itself"),
        ("a: " + "[" * 300, "e.yml:1: more than 200 lists"),
        ("a: [1", "e.yml:2: not YAML"),
    ],
)
def test_programs_documents_have_limits_too(text: str, why: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_yaml_documents(text, "e.yml")
    assert str(caught.value).startswith(why)
