"""The forms that bills of materials come in, and how one is told from its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.things import Thing

_HEAD = 64 * 1024
"""Bytes in which a document of a form that is not JSON says what it is."""
_DATE = 1024 * 1024
"""Bytes in which a document says when it was made."""
_MADE = re.compile(
    rb"(?:\"timestamp\"\s*:\s*\"|<timestamp>\s*|\"created\"\s*:\s*\"|<(?:\w+:)?created>\s*|^\s*Created:\s*|^\s*created:\s*[\"']?)"
    rb"(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)",
    re.MULTILINE,
)

_MARKS = re.compile(rb'"(?:bomFormat|spdxVersion|SPDXID|spdxId)"|spdx\.org/rdf/3|cyclonedx\.org/schema')
"""What a damaged document can still be told by."""


@dataclass(frozen=True, slots=True)
class Form:
    """A standard in one serialization."""

    name: str
    """`cyclonedx-json`, ... as messages and readers' names have it."""
    rule: str
    """The standard: `cyclonedx`, `spdx2` or `spdx3`."""
    read: Callable[[Content], Iterator[Thing]]
    """What a document says. Raises FormatError, with the place, where it is none."""


def form_of(content: Content) -> Form | None:
    """The form of a document; None where it is no bill of materials. Raises FormatError where it is a damaged one."""
    start = content.data[:_HEAD].lstrip()
    if start[:1] == b"{":
        try:
            name = _json_form(content)
        except FormatError:
            if _MARKS.search(start):
                raise
            return None
    else:
        name = _other_form(start)
    if name is not None and name not in FORMS:
        raise FormatError(f"{content.shown}: documents of the form {name} are not read")
    return None if name is None else FORMS[name]


def said_at(content: Content) -> datetime | None:
    """When a document says that it was made; None where it does not, or names a time that cannot be."""
    found = _MADE.search(content.data, 0, _DATE)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found[1].decode())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    is_possible = datetime(1990, 1, 1, tzinfo=UTC) <= moment <= datetime.now(UTC) + timedelta(days=1)
    return moment.astimezone(UTC) if is_possible else None


def _json_form(content: Content) -> str | None:
    from mlgraph_ingest.bom.json_parts import members

    names = members(content.data, content.shown).keys()
    if "spdxVersion" in names or "SPDXID" in names or "sbom" in names:
        return "spdx2-json"
    if "@graph" in names or "@context" in names:
        return "spdx3-json"
    return "cyclonedx-json" if "bomFormat" in names or {"specVersion", "components"} & names else None


def _other_form(start: bytes) -> str | None:
    if start[:1] == b"<":
        if b"cyclonedx.org/schema/bom" in start:
            return "cyclonedx-xml"
        return "spdx2-rdf" if b"22-rdf-syntax-ns" in start else None
    if re.search(rb"^\s*SPDXVersion\s*:", start, re.MULTILINE):
        return "spdx2-tag-value"
    if re.search(rb"^(?:---\s*)?[\"']?(?:spdxVersion|SPDXID)[\"']?\s*:", start, re.MULTILINE):
        return "spdx2-yaml"
    return None


def _cyclonedx_json(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.cyclonedx.document import read

    return read(content)


FORMS = {form.name: form for form in (Form("cyclonedx-json", "cyclonedx", _cyclonedx_json),)}
"""By name. A further form is a further line."""
