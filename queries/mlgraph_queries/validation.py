"""Whether a BOM is what it claims to be: CycloneDX JSON, SPDX 2.2 and 2.3 JSON, SPDX 3.0.1 JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation_identifiers import identifier_violations
from mlgraph_queries.validation_parsing import parse
from mlgraph_queries.validation_references import reference_violations
from mlgraph_queries.validation_schema import MAX_SCHEMA_VIOLATIONS, VERSIONS, schema_violations
from mlgraph_queries.validation_spdx2 import spdx2_violations
from mlgraph_queries.validation_spdx3 import elements_of, spdx3_violations
from mlgraph_queries.validation_violations import Violation

__all__ = ["Violation", "validate"]
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first `<`: byte order marks, the other half of a UTF-16 character, white space."""


def validate(document: bytes, *, name: str, shacl: bytes | None = None) -> list[Violation]:
    """Everything that is wrong with a BOM, in order of place; empty: it is valid.

    The format is told from the document: CycloneDX 1.2 to 1.7 in JSON and XML, SPDX 2.2 and 2.3 in JSON, SPDX 3.0.1 in
    JSON-LD, which is also held against its SHACL model where that is given (as Turtle). `name` is what the document is
    called in an error. Raises FormatError where it is none of these, exceeds the limits of size (2 GB) and nesting
    (200), or is of a format or version that is not known.
    """
    if document[:64].lstrip(_BEFORE_XML).startswith(b"<"):
        from mlgraph_queries.validation_xml import xml_violations

        return xml_violations(document, name=name)
    parsed = parse(document, name=name)
    if "@context" in parsed:
        return sorted(set(_spdx3(parsed, name, shacl)))
    if "spdxVersion" in parsed:
        return sorted(set(spdx2_violations(parsed, name=name, limit=MAX_SCHEMA_VIOLATIONS)))
    return sorted(set(_cyclonedx(parsed, name)))


def _spdx3(parsed: dict[str, object], name: str, shacl: bytes | None) -> Iterator[Violation]:
    yield from spdx3_violations(parsed, name=name, limit=MAX_SCHEMA_VIOLATIONS)
    if shacl is not None:
        from mlgraph_queries.validation_spdx3_shacl import shacl_violations

        yield from shacl_violations(elements_of(parsed)[0], shacl)


def _cyclonedx(parsed: dict[str, object], name: str) -> Iterator[Violation]:
    yield from schema_violations(parsed, _version(parsed, name), limit=MAX_SCHEMA_VIOLATIONS)
    yield from reference_violations(parsed)
    yield from identifier_violations(parsed)


def _version(parsed: dict[str, object], name: str) -> str:
    if parsed.get("bomFormat") != "CycloneDX":
        raise FormatError(f"{name}#/bomFormat: not 'CycloneDX', and no SPDX document either")
    version = parsed.get("specVersion")
    if not isinstance(version, str) or version not in VERSIONS:
        said = repr(version)[:40]
        raise FormatError(f"{name}#/specVersion: {said} is not one of {', '.join(VERSIONS)}")
    return version
