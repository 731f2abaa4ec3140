"""Documents of many megabytes are parsed member by member, and say what a whole parse says."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import Parts, load_parts, load_table

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.sampled_from(["info", "releases", "urls"]), JSON))
def test_what_is_parsed_apart_says_what_a_whole_parse_says(document) -> None:
    content = orjson.dumps(document)
    apart = load_parts(content, "x", apart="releases")
    whole = load_table(content, "x")
    assert {key: dict(value) if isinstance(value, Parts) else value for key, value in apart.items()} == whole


@pytest.mark.parametrize(
    "content", [b'{"releases": {"1": [}}', b'{"releases": {"1": []}', b"[]", b"<html>", b"", b"{" * 100_000]
)
def test_broken_documents_are_refused_in_one_line(content) -> None:
    with pytest.raises(FormatError) as caught:
        load_parts(content, "https://index.example/x", apart="releases")
    assert "index.example" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_text_that_is_not_utf8_is_refused_where_it_is_looked_at() -> None:
    document = load_parts(b'{"releases": {"1": "\xff"}}', "x", apart="releases")
    with pytest.raises(FormatError, match="'1' is broken"):
        dict(document["releases"])
