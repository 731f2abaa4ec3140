"""Whether a CycloneDX document is what it claims to be: its schema, references, purls, licenses and versions."""

from __future__ import annotations

from mlgraph.model.errors import FormatError
from mlgraph_queries.validation_identifiers import identifier_violations
from mlgraph_queries.validation_parsing import parse
from mlgraph_queries.validation_references import reference_violations
from mlgraph_queries.validation_schema import MAX_SCHEMA_VIOLATIONS, VERSIONS, schema_violations
from mlgraph_queries.validation_violations import Violation

__all__ = ["Violation", "validate"]
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first `<`: byte order marks, the other half of a UTF-16 character, white space."""


def validate(document: bytes, *, name: str) -> list[Violation]:
    """Everything that is wrong with a CycloneDX document, JSON or XML, 1.2 to 1.7, in order of place; empty: it is valid.

    `name` is what the document is called in an error. Raises FormatError where it is neither, exceeds the limits of
    size (2 GB) and nesting (200), or is of a format or version that is not known.
    """
    if document[:64].lstrip(_BEFORE_XML).startswith(b"<"):
        from mlgraph_queries.validation_xml import xml_violations

        return xml_violations(document, name=name)
    parsed = parse(document, name=name)
    version = _version(parsed, name)
    found = {
        *schema_violations(parsed, version, limit=MAX_SCHEMA_VIOLATIONS),
        *reference_violations(parsed),
        *identifier_violations(parsed),
    }
    return sorted(found)


def _version(parsed: dict[str, object], name: str) -> str:
    if parsed.get("bomFormat") != "CycloneDX":
        raise FormatError(f"{name}#/bomFormat: not 'CycloneDX', so the format is not known here")
    version = parsed.get("specVersion")
    if not isinstance(version, str) or version not in VERSIONS:
        said = repr(version)[:40]
        raise FormatError(f"{name}#/specVersion: {said} is not one of {', '.join(VERSIONS)}")
    return version
