from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.report.tables import as_csv, as_json, as_markdown, as_table
from mlgraph_queries.table import Column, Table

TABLE = Table(
    question="maintenance",
    columns=(
        Column("package", None, "Which package."),
        Column("age_days", "days", "Days since its last release."),
        Column("is_archived", None, "Whether its repository is closed."),
    ),
    rows=(("torch", 12.345678, False), ("numpy", None, True), ("[bold]|`x`", -3, None)),
    parameters={"window": 365},
    coverage={"packages": 3},
    unknown=("When numpy was last released.",),
    as_of=date(2026, 3, 2),
)


def test_json_has_the_documented_shape() -> None:
    shape = json.loads(as_json(TABLE))
    assert list(shape) == ["question", "as_of", "parameters", "coverage", "columns", "rows", "unknown", "version"]
    assert shape["as_of"] == "2026-03-02"
    assert shape["columns"][1] == {"name": "age_days", "unit": "days", "meaning": "Days since its last release."}
    assert shape["rows"][1] == {"package": "numpy", "age_days": None, "is_archived": True}
    assert shape["rows"][0]["age_days"] == 12.345678
    assert shape["version"] == 1


def test_csv_has_a_heading_crlf_every_digit_and_says_unknown() -> None:
    assert as_csv(TABLE) == (
        "package,age_days,is_archived\r\ntorch,12.345678,false\r\nnumpy,unknown,true\r\n[bold]|`x`,-3,unknown\r\n"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"])
def test_csv_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(_one(text)), newline="")))
    assert rows[1] == [f"'{text}"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_csv_is_read_back_as_it_was_but_for_the_apostrophe(text: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(_one(text)), newline="")))
    assert len(rows) == 2
    assert rows[1][0].removeprefix("'") == text.removeprefix("'")


def test_markdown_escapes_what_would_be_markup() -> None:
    lines = as_markdown(TABLE).splitlines()
    assert lines[:5] == [
        "| package | age\\_days \\[days\\] | is\\_archived |",
        "| --- | ---: | --- |",
        "| torch | 12.35 | no |",
        "| numpy | unknown | yes |",
        "| \\[bold\\]\\|\\`x\\` | -3 | unknown |",
    ]
    assert "- as of: 2026-03-02" in lines
    assert "- When numpy was last released." in lines
    assert as_markdown(_one("<b>\nx")).splitlines()[2] == "| &lt;b&gt;↵x |"


def test_plain_table_has_no_color_and_no_box_drawing() -> None:
    text = as_table(TABLE, width=80)
    assert text.isascii()
    assert "\x1b" not in text
    assert "[bold]|`x`" in text
    assert "unknown" in text
    assert "coverage: packages=3" in text
    assert max(map(len, text.splitlines())) <= 80


def test_terminal_table_is_styled_and_lets_no_escape_through() -> None:
    text = as_table(_one("\x1b[2J\u202ex"), width=80, is_terminal=True)
    assert "\x1b[1m" in text
    assert "\x1b[2J" not in text
    assert "⟨U+001B⟩[2J⟨U+202E⟩x" in text


def test_narrow_table_folds_and_loses_nothing() -> None:
    text = as_table(_one("abcdefghij" * 10), width=40)
    assert "".join(c for c in text if c in "abcdefghij").count("abcdefghij") >= 9
    assert max(map(len, text.splitlines())) <= 40


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Short. And more.", "Short."),
        ("In 1.2.3 and e.g. Numpy it fails.\n\nLong story.", "In 1.2.3 and e.g. Numpy it fails."),
        ("word " * 40, "word " * 31 + "wo..."),
        ("", ""),
    ],
)
def test_prose_is_its_first_sentence_in_a_terminal_and_whole_in_other_forms(said: str, shown: str) -> None:
    table = Table("x", (Column("summary", None, "What it is about.", is_prose=True),), ((said,),))
    assert as_table(table, width=200).splitlines()[3].strip("| ") == shown
    assert json.loads(as_json(table))["rows"] == [{"summary": said}]
    assert next(row for place, row in enumerate(csv.reader(io.StringIO(as_csv(table)))) if place)[0] == said


def test_table_without_rows_says_so() -> None:
    empty = Table("maintenance", TABLE.columns, (), unknown=("Everything.",))
    assert as_table(empty, width=80) == "no rows\nunknown (1 entry):\n  Everything.\n"
    assert as_csv(empty) == "package,age_days,is_archived\r\n"


def _one(text: str) -> Table:
    return Table("one", (Column("c", None, "A cell."),), ((text,),))
