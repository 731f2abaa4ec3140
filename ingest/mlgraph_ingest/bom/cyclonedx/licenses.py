"""licenses: each statement on its own, with its place; how several combine is for the document's reader to judge."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from mlgraph_ingest.bom.draft import Context
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.things import StatedLicense
from mlgraph_ingest.licenses.expressions import expression

_ACKNOWLEDGEMENTS = frozenset({"declared", "concluded"})
_TEXT_BYTES = 4 * 1024 * 1024
"""Bytes of an attached text that are decoded."""


def licenses(said: Fields, context: Context, *, default: str | None = None) -> Iterator[StatedLicense]:
    """The statements in the member `licenses`; `default` is the acknowledgement of those that give none."""
    rows = said.tables("licenses")
    if len(rows) > 1 and any("expression" in row for row in rows) and context.spec_version < "1.7":
        said.problem("licenses", "an expression beside other licenses, which the standard allows from 1.7 on")
    for row in rows:
        expressed = row.text("expression")
        inner = row.table("license")
        if expressed is not None:
            if expression(expressed) is None:
                row.problem("expression", f"{expressed[:80]!r} is no SPDX license expression; it is kept as a text")
            yield StatedLicense(expressed, _acknowledgement(row) or default, row.place)
        elif inner is not None:
            yield from _license(inner, default)
        else:
            row.problem("", "neither a license nor an expression")


def _license(said: Fields, default: str | None) -> Iterator[StatedLicense]:
    id_, text = said.text("id"), _attached(said)
    acknowledgement = _acknowledgement(said) or default
    if id_ is not None:
        if expression(id_) is None:
            said.problem("id", f"{id_[:80]!r} is no id of the SPDX license list")
        if "name" in said:
            said.problem("name", "a name beside an id, of which the standard allows one")
        yield StatedLicense(id_, acknowledgement, said.place)
        return
    name = said.text("name")
    if name is None:
        said.problem("", "a license with neither an id nor a name")
    elif text is None or not text.lstrip().startswith(name):
        yield StatedLicense(name, acknowledgement, said.place)
    if text is not None:
        said.raw("text")
        yield StatedLicense(text, acknowledgement, f"{said.place}/text")


def _attached(said: Fields) -> str | None:
    """The attached text of a license; it counts as read only where it is taken for what the license is."""
    found = said.peek("text")
    if isinstance(found, str):
        return found or None
    if not isinstance(found, dict):
        return None
    content, encoding = found.get("content"), found.get("encoding")
    if encoding is not None and encoding != "base64":
        said.problem("text/encoding", f"{str(encoding)[:40]!r} is no encoding of the standard, which has base64")
        return None
    plain = content.strip() if isinstance(content, str) else ""
    return (_decoded(plain, said) if encoding else plain) or None


def _decoded(content: str, said: Fields) -> str | None:
    try:
        return base64.b64decode(content[:_TEXT_BYTES], validate=False).decode("utf-8", "replace").strip()
    except (binascii.Error, ValueError):
        said.problem("text/content", "no base64, as its encoding says")
        return None


def _acknowledgement(said: Fields) -> str | None:
    found = said.text("acknowledgement")
    if found is None or found in _ACKNOWLEDGEMENTS:
        return found
    said.problem("acknowledgement", f"{found[:40]!r} is neither declared nor concluded")
    return None
