"""What of a document has no kind of ours, as it may be kept: bounded, without people and without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import orjson

from mlgraph.model.assertions import JsonValue
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind

LIMIT = 20_000
"""Bytes of one value, as JSON, that are kept."""
_TEXT_LIMIT = 10_000
_ITEMS_LIMIT = 2_000
_DEPTH_LIMIT = 60
_PEOPLE = frozenset({
    "author", "authors", "committer", "contact", "contacts", "individual", "individuals", "email", "phone",
})  # fmt: skip
"""Members that name people in the standards: these are counted, not kept."""


def unmapped(field: str, value: object, place: str = "") -> Said:
    """A field that has no kind of ours; one that is too large as the beginning of its JSON, marked as cut."""
    kept = plain(value)
    text = orjson.dumps(kept)
    if len(text) <= LIMIT:
        return Said(PropertyKind.UNMAPPED, {"field": field, "value": kept}, place)
    start = text[: LIMIT // 2].decode("utf-8", "ignore")
    cut = f"{start} ... ({len(text):,} bytes of JSON)"
    return Said(PropertyKind.UNMAPPED, {"field": field, "value": cut, "is_cut": True}, place)


def counted(field: str, count: int, place: str = "") -> Said:
    """That people are named: how many, and no more."""
    text = f"{count:,} {'person' if count == 1 else 'people'}, whose names are not kept"
    return Said(PropertyKind.UNMAPPED, {"field": field, "value": text, "is_cut": True}, place)


def plain(value: object, depth: int = 0) -> JsonValue:
    """Any JSON value in bounds, people only counted, and URLs without credentials."""
    if isinstance(value, str):
        text = value if len(value) <= _TEXT_LIMIT else f"{value[:_TEXT_LIMIT]} ... ({len(value):,} characters)"
        return without_credentials(text) if "://" in text else text
    if isinstance(value, bool | float | None) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if depth >= _DEPTH_LIMIT:
        return "... (nested deeper than is kept)"
    if isinstance(value, Mapping):
        return {str(name): _member(str(name), item, depth) for name, item in islice(value.items(), _ITEMS_LIMIT)}
    if isinstance(value, list):
        more = len(value) - _ITEMS_LIMIT
        kept = [plain(item, depth + 1) for item in value[:_ITEMS_LIMIT]]
        return [*kept, f"... and {more:,} more"] if more > 0 else kept
    return str(value)


def _member(name: str, value: object, depth: int) -> JsonValue:
    if name not in _PEOPLE:
        return plain(value, depth + 1)
    count = len(value) if isinstance(value, list) else 1
    return f"({count:,} named, not kept)"
