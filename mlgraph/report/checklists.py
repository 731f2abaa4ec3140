"""Checklists as a terminal shows them: each list element by element, and how much of each is known at the end."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mlgraph.report.shown import visible
from mlgraph.report.tables import as_table
from mlgraph_queries.completeness import Completeness, Judged, element_table, model_table, notes, summary_table

_MAX_TEXT = 100
"""Columns of running text, whatever the width of the terminal."""


def as_text(found: Completeness, *, width: int, is_terminal: bool = False) -> str:
    """The lists, then how much is known of each kind of subject and of each model, then what that costs or leaves out."""
    parts = [part for judged in found.lists for part in _list(judged, width=width, is_terminal=is_terminal)]
    parts.append(_heading(f"{found.title} ({found.form})"))
    parts.append(as_table(summary_table(found), width=width, is_terminal=is_terminal))
    models = model_table(found)
    if models is not None:
        parts.append(as_table(models, width=width, is_terminal=is_terminal))
    parts += [_paragraph(remark, width) for remark in found.remarks]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _list(judged: Judged, *, width: int, is_terminal: bool) -> Iterator[str]:
    yield _heading(f"{judged.checklist.title}: {judged.stated:,} of {judged.asked:,} values are stated")
    yield as_table(element_table(judged), width=width, is_terminal=is_terminal)
    yield "".join(_paragraph(note, width) for note in (*notes(judged), judged.checklist.url))


def _heading(text: str) -> str:
    shown = visible(text)
    return f"{shown}\n{'=' * len(shown)}\n"


def _paragraph(text: str, width: int) -> str:
    lines = textwrap.wrap(visible(text), min(width, _MAX_TEXT), break_long_words=False, break_on_hyphens=False)
    return "".join(f"{line}\n" for line in lines)
