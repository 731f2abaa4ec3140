"""What a bill of materials states itself, whatever its format."""

from __future__ import annotations

from mlgraph.model.errors import FormatError
from mlgraph_queries.completeness.fields import Path, json_place
from mlgraph_queries.completeness.of_cyclonedx import cyclonedx_witness
from mlgraph_queries.completeness.of_spdx2 import spdx2_witness
from mlgraph_queries.completeness.of_spdx3 import spdx3_witness
from mlgraph_queries.completeness.subjects import Witness
from mlgraph_queries.validation_parsing import parse

_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What may stand before the first `<`: byte order marks, the other half of a UTF-16 character, white space."""
_CYCLONEDX = ("1.2", "1.3", "1.4", "1.5", "1.6", "1.7")


def document_witness(document: bytes, *, name: str) -> Witness:
    """What a BOM states of itself and of its components, with the place of each value in it.

    The format is told from the document: CycloneDX 1.2 to 1.7 in JSON and XML, SPDX 2.2 and 2.3 in JSON, SPDX 3.0.1 in
    JSON-LD. `name` is what the document is called in an error. Raises FormatError where it is none of these, is
    broken, or exceeds the limits of size (2 GB) and nesting (200).
    """
    if document[:64].lstrip(_BEFORE_XML).startswith(b"<"):
        return _xml_witness(document, name)
    parsed = parse(document, name=name)
    if "@context" in parsed:
        return spdx3_witness(parsed, title=name, place=json_place)
    if "spdxVersion" in parsed:
        return spdx2_witness(parsed, title=name, place=json_place)
    if parsed.get("bomFormat") != "CycloneDX":
        raise FormatError(f"{name}#/bomFormat: not 'CycloneDX', and no SPDX document either")
    if parsed.get("specVersion") not in _CYCLONEDX:
        said = repr(parsed.get("specVersion"))[:40]
        raise FormatError(f"{name}#/specVersion: {said} is not one of {', '.join(_CYCLONEDX)}")
    return cyclonedx_witness(parsed, title=name, place=json_place)


def _xml_witness(document: bytes, name: str) -> Witness:
    from mlgraph_queries.validation_xml import xml_version
    from mlgraph_queries.validation_xml_parsing import parse_xml
    from mlgraph_queries.validation_xml_shape import Reading

    root = parse_xml(document, name=name)
    reading = Reading(root, xml_version(root, name))

    def place(path: Path) -> str:
        return reading.place(path)

    return cyclonedx_witness(reading.document, title=name, place=place)
