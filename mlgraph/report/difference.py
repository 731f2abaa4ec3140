"""What changed, as a comment on a pull request: a line that says it, alarms, and tables to open."""

from __future__ import annotations

from dataclasses import replace

from mlgraph.report.shown import count_of, visible
from mlgraph.report.tables import as_markdown, escaped
from mlgraph_queries.diff import Difference
from mlgraph_queries.table import Table

_OPEN = 10
"""Changes up to which they are shown without a click."""
_MOST = 100
"""Changes of one kind that are shown: a comment on GitHub has at most 65,536 characters (its API says so where one is longer)."""


def difference_as_markdown(difference: Difference) -> str:
    """The difference as GitHub Flavored Markdown has it, with details that open."""
    old, new = (escaped(visible(side.title)) for side in (difference.old, difference.new))
    lines = [f"**{escaped(difference.summary)}** ({old} to {new})", ""]
    for change in difference.changes:
        if change.is_alarm:
            lines += [f"> **Other content under the same version:** {escaped(visible(change.name))}", ""]
    table = difference.table()
    for part in dict.fromkeys(change.part for change in difference.changes):
        rows = tuple(row for row in table.rows if row[0] == part)
        shown = replace(
            table,
            columns=table.columns[1:-1],
            rows=tuple(row[1:-1] for row in rows[:_MOST]),
            parameters={},
            coverage={},
            unknown=(),
        )
        title = f"{part}: {count_of(len(rows), 'change', 'changes')}"
        left_out = f", the first {_MOST:,} of them" if len(rows) > _MOST else ""
        lines += _details(title + left_out, shown, is_open=len(rows) <= _OPEN)
    if table.unknown:
        lines += [*(f"- {escaped(visible(sentence))}" for sentence in table.unknown), ""]
    return "\n".join(lines).rstrip() + "\n"


def _details(title: str, table: Table, *, is_open: bool) -> list[str]:
    mark = " open" if is_open else ""
    return [f"<details{mark}><summary>{escaped(title)}</summary>", "", as_markdown(table), "</details>", ""]
