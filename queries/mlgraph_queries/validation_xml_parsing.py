"""Whether a document is XML at all, and within the limits that keep a hostile one from exhausting the machine."""

from __future__ import annotations

from lxml import etree

from mlgraph.model.document_type import has_document_type, refuse_document_type
from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH
from mlgraph_queries.validation_parsing import MAX_BYTES

_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"


def parse_xml(document: bytes, *, name: str) -> etree._Element:
    """The root element of a document, its comments and processing instructions left out.

    A document type is refused before anything of it is read: entities and what they name outside of the document
    come with it. Raises FormatError, naming the document and the place.
    """
    if len(document) > MAX_BYTES:
        raise FormatError(f"{name}: {len(document)} bytes, more than the limit of {MAX_BYTES}")
    refuse_document_type(document, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        text = (error.msg or "it ends too early").partition(", line ")[0]
        raise FormatError(f"{name}: no XML at line {line}, column {column}: {text}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise has_document_type(name)
    if root.xpath(_TOO_DEEP):
        raise FormatError(f"{name}: nested deeper than the limit of {MAX_DEPTH} levels")
    return root
