from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph_ingest.project.toml_lines import TomlLines, array_table_lines

TEXT = '''\
# [project]
title = """
[project]
dependencies = ["no"]
"""

[project]
dependencies = [
  "a",  # ["x"]
  "b", "c",

  'd ] [',
]
urls."Source Code" = "https://h.example"
[project.optional-dependencies]
x = ["e",
"f"]
[[package]]
name = "one"
[package.sub]
k = 1
[[package]]
files = [{ name = "p", tags = ["q",
  "r"] },
  { name = "s" }]
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("project",), 7),
        (("project", "dependencies", 0), 9),
        (("project", "dependencies", 1), 10),
        (("project", "dependencies", 2), 10),
        (("project", "dependencies", 3), 12),
        (("project", "urls", "Source Code"), 14),
        (("project", "optional-dependencies", "x", 1), 17),
        (("package", 0), 18),
        (("package", 0, "sub", "k"), 21),
        (("package", 1), 22),
        (("package", 1, "files", 0, "tags", 1), 24),
        (("package", 1, "files", 1, "name"), 25),
        (("project", "nothing", "here"), 7),
    ],
)
def test_every_value_is_found_on_its_line(place, line):
    tomllib.loads(TEXT)
    assert TomlLines(TEXT).line(*place) == line
    assert TomlLines(TEXT.replace("\n", "\r\n")).line(*place) == line


def test_table_headers_inside_strings_do_not_count():
    text = 'a = """\n[[package]]\n"""\n[[package]]\n[[ package ]]\n'
    assert array_table_lines(text, "package", 2) == [4, 5]


@given(st.lists(st.lists(st.text(alphabet="ab[]{}#,='\" ", max_size=6), max_size=4), max_size=5))
def test_written_lines_are_found_again(arrays: list[list[str]]):
    lines: list[str] = []
    expected: dict[tuple[Any, ...], int] = {}
    for number, items in enumerate(arrays):
        lines.append(f"k{number} = [")
        for index, item in enumerate(items):
            escaped = item.replace('"', '\\"')
            lines.append(f'  "{escaped}", # comment ["')
            expected[f"k{number}", index] = len(lines)
        lines.append("]")
    text = "\n".join(lines)
    tomllib.loads(text)
    found = TomlLines(text)
    assert {place: found.line(*place) for place in expected} == expected
