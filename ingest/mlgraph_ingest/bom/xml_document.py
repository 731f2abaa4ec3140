"""XML from anybody: without document types, entities and network, and within limits."""

from __future__ import annotations

import re

from lxml import etree

from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH
from mlgraph_ingest.bom.content import Content

LIMIT = 256 * 1024**2
"""Bytes of a document that is read as a whole."""
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG = 64 * 1024
_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"


def parse_xml(content: Content) -> etree._Element:
    """The root element, comments and processing instructions left out.

    A document type is refused before anything of it is read: entities, and what they name elsewhere, come with it.
    Raises FormatError, with the place.
    """
    if len(content.data) > LIMIT:
        raise FormatError(f"{content.shown}: more than the {LIMIT:,} bytes of XML that are read")
    if _DOCTYPE.search(content.data, 0, _PROLOG):
        raise FormatError(f"{content.shown}: it has a document type, which is not read: entities come with it")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content.data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        text = (error.msg or "it ends too early").partition(", line ")[0]
        raise FormatError(f"{content.shown}:{line}:{column}: its XML is broken or cut off: {text}") from error
    except ValueError as error:
        raise FormatError(f"{content.shown}: its XML cannot be read: {error}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FormatError(f"{content.shown}: it has a document type, which is not read: entities come with it")
    if root.xpath(_TOO_DEEP):
        raise FormatError(f"{content.shown}: nested deeper than the limit of {MAX_DEPTH} levels")
    return root


def line_of(element: etree._Element) -> int:
    """The line on which an element begins; 0 where that is not known."""
    found = element.sourceline
    return found if isinstance(found, int) else 0
