from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH, is_deeper
from mlgraph_queries.validation_parsing import parse

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('"\\[]{}a', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('"\\[]{}a', max_size=4), inner, max_size=3),
)


def depth(value):
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


@given(JSON, st.integers(0, 6))
def test_depth_is_told_from_the_text_as_from_the_value(value, limit):
    assert is_deeper(json.dumps(value).encode(), limit) == (depth(value) > limit)


def test_nesting_up_to_the_limit_is_read():
    at_limit = b'{"a":' + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1) + b"}"
    assert "a" in parse(at_limit, name="x")
    with pytest.raises(FormatError, match="nested deeper"):
        parse(b'{"a":' + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH + b"}", name="x")


def test_brackets_in_strings_are_not_nesting():
    assert parse(json.dumps({"a": "[" * 1000 + '\\"{' * 1000}).encode(), name="x")
