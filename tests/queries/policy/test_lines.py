"""The line of a value is found however TOML writes it."""

from __future__ import annotations

from mlgraph_queries.policy.lines import Lines

TEXT = '''\
unknown = "warn"
[rules."yanked"] # why
level = "error"
[rules]
unread.level = "off"
text = """
level = "not this"
[rules.nor]
"""
list = [
  "a = b",
]

[[waivers]]
rule = "a"
[waivers.inner]
key = 1

  [[ waivers ]]
  rule = "b"
'''


def test_lines_of_tables_keys_and_entries_of_arrays() -> None:
    lines = Lines(TEXT)

    assert lines.line(("unknown",)) == 1
    assert lines.line(("rules", "yanked")) == 2
    assert lines.line(("rules", "yanked", "level")) == 3
    assert lines.line(("rules", "unread", "level")) == 5
    assert lines.line(("waivers", 0, "rule")) == 15
    assert lines.line(("waivers", 0, "inner", "key")) == 17
    assert lines.line(("waivers", 1)) == 19
    assert lines.line(("waivers", 1, "rule")) == 20


def test_what_stands_in_a_text_of_several_lines_is_no_key() -> None:
    lines = Lines(TEXT)

    assert lines.line(("rules", "level")) == 4
    assert lines.line(("rules", "nor")) == 4


def test_what_has_no_line_of_its_own_is_where_the_table_around_it_begins() -> None:
    assert Lines("rules = { yanked = { level = 1 } }").line(("rules", "yanked", "level")) == 1
    assert Lines(TEXT).line(("waivers", 1, "missing")) == 19
    assert Lines("").line(("rules",)) == 1
