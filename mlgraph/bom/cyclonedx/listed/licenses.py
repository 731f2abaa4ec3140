"""licenses: what documents say of a license, side by side as they do."""

from __future__ import annotations

from collections.abc import Sequence

from mlgraph.bom.cyclonedx.listed.notes import PLACE
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Method
from mlgraph_queries.stated import LicenseStatement
from mlgraph_queries.validation_identifiers import is_spdx_expression
from mlgraph_queries.validation_schema import spdx_license_ids

_MAX_NAME = 100
"""Characters of a license's own words that still read as its name."""


def listed_licenses(statements: Sequence[LicenseStatement], spec_version: str) -> tuple[list[JsonValue], list[str]]:
    """The choices of the field, and a line for each statement that has no room in it.

    Before 1.7, an expression stands only alone (schema 1.6, licenseChoice): beside others, it is a line.
    """
    each = list(dict.fromkeys((s.expression, s.text, s.acknowledgement) for s in statements))
    known = [row for row in each if row[0] in spdx_license_ids() or not row[0]]
    compound = [row for row in each if row not in known]
    if not compound or spec_version >= "1.7":
        return [_choice(row) for row in sorted(each, key=_order)], []
    if len(compound) == 1 and not known:
        return [_choice(compound[0])], []
    kept, lines = (known, compound) if known else (sorted(compound, key=_order)[:1], sorted(compound, key=_order)[1:])
    return [_choice(row) for row in sorted(kept, key=_order)], [_line(row) for row in sorted(lines, key=_order)]


_Row = tuple[str | None, str | None, str | None]
"""(expression, words, acknowledgement)."""


def _order(row: _Row) -> tuple[str, str, str]:
    return (row[0] or "~", row[1] or "", row[2] or "")


def _choice(row: _Row) -> JsonValue:
    expression, words, acknowledgement = row
    said: dict[str, JsonValue] = {"acknowledgement": acknowledgement} if acknowledgement else {}
    if expression in spdx_license_ids():
        return {"license": {"id": expression, **said}}
    if expression and is_spdx_expression(expression):
        return {"expression": expression, **said}
    text = expression or words or ""
    name = _name(text)
    whole: dict[str, JsonValue] = {"text": {"content": text}} if text.strip() != name else {}
    return {"license": {"name": name, **whole, **said}}


def _name(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), text)
    return shown(line[:_MAX_NAME].strip())


def _line(row: _Row) -> str:
    expression, words, acknowledgement = row
    method = Method.INFERRED if acknowledgement == "concluded" else Method.DECLARED
    return f"{expression or _name(words or '')} at {PLACE} ({method})"
