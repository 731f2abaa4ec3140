"""Whatever a file holds, it is a policy, or it is refused in one line; nothing else is raised."""

from __future__ import annotations

import json
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import FormatError
from mlgraph_queries.policy import default_text, read_baseline, read_policy
from mlgraph_queries.policy.lines import Lines

PIECES = (
    *default_text().splitlines(),
    *(
        "[[waivers]]",
        'rule = "yanked"',
        'subject = "x"',
        'reason = "r"',
        "expires = 2026-01-01",
        "expires = 0000-00-00",
    ),
    *("[rules]", "[rules.x]", "[[rules]]", 'a."b.c".d = 1', '"""', "'''", "x = {y = {z = [", "]}}", "\x00", "= =", "#"),
    *("[rules.yanked.level]", "waivers = {}", "level = {}", "base = []", "9999999999999999999999 = 1e999", "\ufeff"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["question", "version", "rows", "state", "rule", "fingerprint"]), inner)
    ),
    max_leaves=10,
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("\n".join))
def test_policy_is_read_or_refused_in_one_line(text: str) -> None:
    complaint = refusal(text)

    assert complaint is None or (complaint.startswith("p.toml:") and "\n" not in complaint)


def refusal(text: str) -> str | None:
    try:
        read_policy(text, "p.toml")
    except FormatError as error:
        return str(error)
    return None


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("\n".join))
def test_every_line_that_is_told_is_one_of_the_text(text: str) -> None:
    lines = Lines(text)
    count = max(1, len(text.splitlines()))

    for path in (("rules",), ("rules", "yanked", "level"), ("waivers", 0, "expires"), ("waivers", 7)):
        assert 1 <= lines.line(path) <= count


@given(JSON)
def test_baseline_is_read_or_refused(value: object) -> None:
    with suppress(FormatError):
        read_baseline(json.dumps(value).encode(), "b.json")
    wrapped = {"question": "check", "version": 1, "rows": value}
    with suppress(FormatError):
        read_baseline(json.dumps(wrapped).encode(), "b.json")
