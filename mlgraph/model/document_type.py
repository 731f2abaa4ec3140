"""Document types of XML: refused before anything of a document is read, as entities come with them."""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from mlgraph.model.errors import FormatError


class _DocumentTypeError(Exception):
    """The document has a document type declaration."""


class _BodyError(Exception):
    """The first element begins: the end of what is looked at."""


def refuse_document_type(document: bytes, name: str) -> None:
    """Read a document up to its first element, which is all that can stand before or in a document type.

    Raises FormatError, naming the document, where it has one, or says that it is in an encoding that nobody knows.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _stop_at_document_type
    parser.StartElementHandler = _stop_at_element
    try:
        parser.Parse(document)
    except _DocumentTypeError as error:
        raise has_document_type(name) from error
    except (LookupError, ValueError) as error:
        raise FormatError(f"{name}: it says that it is in an encoding that is not read; save it as UTF-8") from error
    except (_BodyError, expat.ExpatError):
        return  # what is no XML is said with its place by the parser that reads it whole


def has_document_type(name: str) -> FormatError:
    """The error of a document that has a document type."""
    return FormatError(
        f"{name}: it has a document type (DOCTYPE), which a bill of materials does not need; take it out"
    )


def _stop_at_document_type(*_: object) -> NoReturn:
    raise _DocumentTypeError


def _stop_at_element(*_: object) -> NoReturn:
    raise _BodyError
