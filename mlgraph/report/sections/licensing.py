"""Licenses: what one entry is under, and how often each license occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.clauses import ClausesBody, clauses
from mlgraph.report.sections.section import Absence, Material, Section, counted
from mlgraph.report.shown import link
from mlgraph_queries.entries import Inventory
from mlgraph_queries.stated import LicenseStatement

_SPDX_ID = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.-]+")
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(?=\S)")
"""What precedes the name of a license in a trove classifier."""
_MAX_WORDING = 80
"""Characters of a source's own words that a cell shows; some sources put the whole license there."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an entry is licensed under, as its sources say it. Nothing in both: unknown."""

    expressions: tuple[tuple[str, str | None], ...]
    """(SPDX expression, its page if it is one license of the SPDX list)."""
    wordings: tuple[str, ...]
    """The sources' own words, where no expression could be read."""
    stated: str | None = None
    """`as of 5.1.0` where it is another release that says so; None: it is said of the very thing."""


@dataclass(frozen=True, slots=True)
class LicenseRow:
    """How often one license occurs. All three parts None or empty: entries without any statement."""

    label: str
    page: str | None
    kind: str
    """`expression`, `worded` or `unknown`."""
    counts: tuple[int, ...]
    """How many entries of each of KINDS are under it."""


@dataclass(frozen=True, slots=True)
class LicensesBody:
    """What the template of this chapter shows."""

    kinds: tuple[str, ...]
    rows: tuple[LicenseRow, ...]
    absence: Absence | None
    clauses: ClausesBody
    """What the licenses ask for."""


def terms(statements: Sequence[LicenseStatement], *, has_words: bool = False) -> Terms:
    """What an entry is licensed under; own words only where there is no expression, or where they are asked for.

    The metadata of a package say one thing twice; a card and the header of a weight file are two sources.
    """
    expressions = tuple(dict.fromkeys(s.expression for s in statements if s.expression))
    said = statements if has_words or not expressions else ()
    wordings = tuple(dict.fromkeys(_first_line(s.text) for s in said if s.text))
    rules = {s.rule for s in statements}
    stated = next(iter(rules)) if len(rules) == 1 and next(iter(rules)).startswith("as of ") else None
    return Terms(tuple((expression, _page(expression)) for expression in expressions), wordings, stated)


def licenses(material: Material) -> Section:
    """How many packages, models, datasets and weight files are under each license."""
    counts = [Counter(label for said in group for label in _labels(said)) for group in _statements(material.inventory)]
    total = sum(counts, Counter[tuple[str, str]]())
    order = sorted(total, key=lambda label: (_KINDS.index(label[0]), -total[label], label[1].lower()))
    rows = tuple(
        LicenseRow(text, _page(text) if kind == "expression" else None, kind, tuple(c[kind, text] for c in counts))
        for kind, text in order
    )
    absence = None if rows else Absence(is_known=False, text="Nothing is listed whose license could be counted.")
    stated = sum(row.kind != "unknown" for row in rows)
    count = counted(stated, absence) if stated else "unknown"
    asked = clauses(material.inventory, material.paths)
    return Section("licenses", "Licenses at a glance", count, LicensesBody(KINDS, rows, absence, asked))


def _statements(inventory: Inventory) -> tuple[list[Sequence[LicenseStatement]], ...]:
    """What is said of the license of each entry, by the kinds of KINDS."""
    return (
        [entry.licenses for entry in inventory.packages],
        [entry.known.licenses for entry in inventory.models],
        [entry.known.licenses for entry in inventory.datasets],
        [entry.licenses for entry in inventory.files],
    )


KINDS = ("Packages", "Models", "Datasets", "Weight files")
_KINDS = ("expression", "worded", "unknown")


def _labels(statements: Sequence[LicenseStatement]) -> tuple[tuple[str, str], ...]:
    said = terms(statements)
    if said.expressions:
        return tuple(("expression", expression) for expression, _ in said.expressions)
    return tuple(("worded", wording) for wording in said.wordings) or (("unknown", ""),)


def _page(expression: str) -> str | None:
    return link(f"https://spdx.org/licenses/{expression}.html") if _SPDX_ID.fullmatch(expression) else None


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = _CLASSIFIER.sub("", line, count=1) if line.startswith("License :: ") else line
    return line if len(line) <= _MAX_WORDING else f"{line[:_MAX_WORDING].rstrip()}…"
