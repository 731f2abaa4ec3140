"""An earlier result of a check, that this one is held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from mlgraph.model.errors import FormatError
from mlgraph_queries.policy.checked import Recorded, State
from mlgraph_queries.policy.table import QUESTION, VERSION

MAX_BYTES = 256 * 1024**2
"""Of an earlier result; one of 100,000 violations has 60 MB."""


def read_baseline(content: bytes, name: str) -> Mapping[str, Recorded]:
    """The violations of an earlier result (`mlgraph check --format json`), by fingerprint.

    Raises FormatError where it is none.
    """
    try:
        found: Any = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{name}: no JSON at line {error.lineno}: {error.msg}") from error
    if not isinstance(found, dict) or found.get("question") != QUESTION:
        raise FormatError(f"{name} is no result of a check; write one with `mlgraph check --write-baseline FILE`")
    if found.get("version") != VERSION:
        raise FormatError(f"{name} has the shape of version {found.get('version')!r}, not {VERSION}; write it anew")
    rows = found.get("rows")
    if not isinstance(rows, list):
        raise FormatError(f"{name}: rows is no list; write it anew with `mlgraph check --write-baseline FILE`")
    return dict(_recorded(row, f"{name}: row {number}") for number, row in enumerate(rows, start=1))


def _recorded(row: object, place: str) -> tuple[str, Recorded]:
    said = (
        [row.get(key) for key in ("fingerprint", "rule", "subject", "about", "state")] if isinstance(row, dict) else []
    )
    texts = ["" if text is None else text for text in said]
    if not texts or not all(isinstance(text, str) for text in texts) or not texts[0] or texts[4] not in set(State):
        raise FormatError(f"{place} is no violation with a fingerprint, a rule, a subject and a state")
    return texts[0], Recorded(texts[1], texts[2], texts[3], State(texts[4]))
