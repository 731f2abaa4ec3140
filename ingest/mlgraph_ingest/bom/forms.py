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
_SPDX3 = re.compile(rb"spdx\.org/rdf/v?3|\"spdxId\"")
"""What tells a document of SPDX 3 from all other JSON-LD."""

_SCHEMA = re.compile(rb"<(?:[\w.-]+:)?schema[\s/>]")
"""How a schema of bills of materials begins, which speaks of their namespace but is none."""


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
    if names & {"@graph", "type", "@type", "spdxId"} and _SPDX3.search(content.data, 0, _HEAD):
        return "spdx3-json"
    return "cyclonedx-json" if "bomFormat" in names or {"specVersion", "components"} & names else None


def _other_form(start: bytes) -> str | None:
    if start[:1] == b"<":
        if b"cyclonedx.org/schema/bom" in start and not _SCHEMA.search(start):
            return "cyclonedx-xml"
        if b"<SPDXID>" in start or b"<spdxVersion>" in start:
            return "spdx2-xml"
        return "spdx2-rdf" if b"22-rdf-syntax-ns" in start and b"spdx.org/rdf/terms" in start else None
    if re.search(rb"(?:^|\r)\s*SPDXVersion\s*:", start, re.MULTILINE):
        return "spdx2-tag-value"
    if re.search(rb"^(?:---\s*)?[\"']?(?:spdxVersion|SPDXID)[\"']?\s*:", start, re.MULTILINE):
        return "spdx2-yaml"
    return None


def _cyclonedx_json(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.cyclonedx.document import read

    return read(content)


def _cyclonedx_xml(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.cyclonedx.xml_document import read

    return read(content)


def _spdx2_json(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx2.json import read

    return read(content)


def _spdx2_tag_value(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx2.tag_value import read

    return read(content)


def _spdx2_yaml(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx2.yaml import read

    return read(content)


def _spdx2_rdf(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx2.rdf import read

    return read(content)


def _spdx2_xml(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx2.xml import read

    return read(content)


def _spdx3_json(content: Content) -> Iterator[Thing]:
    from mlgraph_ingest.bom.spdx3.document import read

    return read(content)


FORMS = {
    form.name: form
    for form in (
        Form("cyclonedx-json", "cyclonedx", _cyclonedx_json),
        Form("cyclonedx-xml", "cyclonedx", _cyclonedx_xml),
        Form("spdx2-json", "spdx2", _spdx2_json),
        Form("spdx2-tag-value", "spdx2", _spdx2_tag_value),
        Form("spdx2-yaml", "spdx2", _spdx2_yaml),
        Form("spdx2-rdf", "spdx2", _spdx2_rdf),
        Form("spdx2-xml", "spdx2", _spdx2_xml),
        Form("spdx3-json", "spdx3", _spdx3_json),
    )
}
"""By name. A further form is a further line."""
