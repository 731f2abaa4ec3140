"""Whether a CycloneDX XML document is what it claims to be, by the same checks as its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Protocol, cast

from lxml import etree

from mlgraph.model.errors import FormatError
from mlgraph_queries.cyclonedx_xml import NAMESPACE, schema_path
from mlgraph_queries.validation_identifiers import identifier_violations
from mlgraph_queries.validation_references import reference_violations
from mlgraph_queries.validation_schema import MAX_SCHEMA_VIOLATIONS, VERSIONS, shortened
from mlgraph_queries.validation_violations import Violation
from mlgraph_queries.validation_xml_parsing import parse_xml
from mlgraph_queries.validation_xml_shape import Reading, place_of

_NAMESPACES = re.compile(r"\{http://cyclonedx\.org/schema/bom/[\d.]+\}")


class _Fault(Protocol):
    """What lxml's log of errors holds; its type stubs leave that out."""

    line: int
    message: str
    path: str | None


def xml_violations(document: bytes, *, name: str) -> list[Violation]:
    """Everything that is wrong with a CycloneDX XML document, 1.2 to 1.7, in order of place; empty: it is valid.

    Raises FormatError where it is no XML, has a document type, exceeds the limits of size and nesting, or is of a
    format or version that is not known.
    """
    root = parse_xml(document, name=name)
    version = xml_version(root, name)
    reading = Reading(root, version)
    found = {
        *_of_schema(root, version),
        *reference_violations(reading.document, reading.place),
        *identifier_violations(reading.document, reading.place),
    }
    return sorted(found)


def xml_version(root: etree._Element, name: str) -> str:
    """The version of CycloneDX that a root element is of. Raises FormatError where that is none that is known."""
    said = etree.QName(root)
    version = (said.namespace or "").removeprefix(NAMESPACE)
    if said.localname != "bom" or version == (said.namespace or ""):
        raise FormatError(f"{name}: its root element is no `bom` of CycloneDX, so the format is not known here")
    if version not in VERSIONS:
        raise FormatError(f"{name}: CycloneDX {version[:40]!r} is not one of {', '.join(VERSIONS)}")
    return version


def _of_schema(root: etree._Element, version: str) -> Iterator[Violation]:
    """What the official schema finds wrong; of too many errors, the rest is counted in one last row."""
    schema = _schema(version)
    if schema.validate(root):
        return
    errors = list(cast("Iterable[_Fault]", schema.error_log))
    for error in islice(errors, MAX_SCHEMA_VIOLATIONS):
        found = root.xpath(error.path) if error.path else ()
        element = found[0] if isinstance(found, list) and found else None
        place = place_of(element) if isinstance(element, etree._Element) else f"/bom (line {error.line})"
        yield Violation(place, shortened(_NAMESPACES.sub("", error.message)))
    if len(errors) > MAX_SCHEMA_VIOLATIONS:
        more = len(errors) - MAX_SCHEMA_VIOLATIONS
        yield Violation("/", f"{more} more violations of the schema are not listed")


@cache
def _schema(version: str) -> etree.XMLSchema:
    """The official schema; nothing is fetched, what it imports lies beside it."""
    return etree.XMLSchema(etree.parse(schema_path(version), etree.XMLParser(no_network=True)))
