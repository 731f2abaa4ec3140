"""Whether a document is XML at all, and within the limits that keep a hostile one from exhausting the machine."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from lxml import etree

from mlgraph.model.errors import FormatError
from mlgraph.model.json_depth import MAX_DEPTH
from mlgraph_queries.validation_parsing import MAX_BYTES

_TOO_DEEP = f"boolean({'/*' * (MAX_DEPTH + 1)})"


class _DocumentTypeError(Exception):
    """The document has a document type declaration."""


class _BodyReached(Exception):  # noqa: N818 - no error: the end of what is looked at
    """The first element begins."""


def parse_xml(document: bytes, *, name: str) -> etree._Element:
    """The root element of a document, its comments and processing instructions left out.

    A document type is refused before anything of it is read: entities and what they name outside of the document
    come with it. Raises FormatError, naming the document and the place.
    """
    if len(document) > MAX_BYTES:
        raise FormatError(f"{name}: {len(document)} bytes, more than the limit of {MAX_BYTES}")
    _refuse_document_type(document, name)
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
        _refuse(name)
    if root.xpath(_TOO_DEEP):
        raise FormatError(f"{name}: nested deeper than the limit of {MAX_DEPTH} levels")
    return root


def _refuse_document_type(document: bytes, name: str) -> None:
    """Read up to the first element, which is all that can stand before or in a document type."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _stop_at_document_type
    parser.StartElementHandler = _stop_at_element
    try:
        parser.Parse(document)
    except _DocumentTypeError:
        _refuse(name)
    except (LookupError, ValueError) as error:
        raise FormatError(f"{name}: it says that it is in an encoding that is not read; save it as UTF-8") from error
    except (_BodyReached, expat.ExpatError):
        return  # what is no XML is said with its place by the parser that reads it whole


def _stop_at_document_type(*_: object) -> NoReturn:
    raise _DocumentTypeError


def _stop_at_element(*_: object) -> NoReturn:
    raise _BodyReached


def _refuse(name: str) -> NoReturn:
    raise FormatError(f"{name}: it has a document type (DOCTYPE), which a BOM does not need; take it out")
