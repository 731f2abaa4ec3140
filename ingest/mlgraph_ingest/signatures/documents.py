"""The signatures of a document: those in it, whichever its form, and the bundles beside its file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import orjson

from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.tree import open_regular
from mlgraph_ingest.signatures import jsf, xml_signatures
from mlgraph_ingest.signatures.beside import bundles_beside, signatures_beside, state_beside
from mlgraph_ingest.signatures.jsf_check import CONTENT_LIMIT
from mlgraph_ingest.signatures.signature import Signature, State, signature_facts
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, Trust

_TOO_LARGE = f"the document has more than {CONTENT_LIMIT:,} bytes"
_MARKS = {b"{": b'"signature"', b"<": xml_signatures.NAMESPACE.encode()}
"""First byte of a document -> what it holds if there is a signature in it."""
_BLOCK = 2**20
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def facts_of_document(node: NodeId, path: Path, data: bytes, *, trust: Trust = NOTHING_TRUSTED) -> Iterator[Assertion]:
    """What is known of the signatures of a document, as facts of it; see `signatures_of_document`."""
    return signature_facts(node, signatures_of_document(path, data, trust=trust))


def signatures_of_document(path: Path, data: bytes, *, trust: Trust = NOTHING_TRUSTED) -> list[Signature]:
    """The signatures in a document, then those of the bundles beside its file.

    `data` is its text in UTF-8, as a reader has it; bundles sign the bytes of the file, which may be packed. A document
    that is large, or that no program could read, is not searched for the signatures of its parts.
    """
    found = signatures_within(data, trust=trust)
    if bundles_beside(path):
        found.extend(signatures_beside(path, sha256=_sha256(path), trust=trust))
    return found


def signatures_within(data: bytes, *, trust: Trust = NOTHING_TRUSTED) -> list[Signature]:
    """The signatures in a JSON or XML document; none in any other, and none where it is broken, which readers say."""
    if not _may_be_signed(data):
        return []
    if _first(data) == b"<":
        return _within_xml(data)
    if len(data) > CONTENT_LIMIT:
        return _within_large(data)
    try:
        document = orjson.loads(data.removeprefix(_BYTE_ORDER_MARK))
    except orjson.JSONDecodeError:
        return []
    return jsf.signatures_in(document, content=data, trust=trust) if isinstance(document, dict) else []


def signed_state(path: Path, data: bytes, *, trust: Trust = NOTHING_TRUSTED) -> tuple[str, ...]:
    """What else the signatures of a document depend on, as parts of its fingerprint; empty: it has none."""
    beside = state_beside(path)
    return (beside, trust.fingerprint) if beside or _may_be_signed(data) else ()


def _may_be_signed(data: bytes) -> bool:
    mark = _MARKS.get(_first(data))
    return mark is not None and mark in data


def _first(data: bytes) -> bytes:
    """The first byte of a document's text."""
    return data[:1024].removeprefix(_BYTE_ORDER_MARK).lstrip()[:1]


def _within_large(data: bytes) -> list[Signature]:
    """The signature of a document that is too large to be checked."""
    try:
        signature = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get("signature")
        said = None if signature is None else orjson.loads(memoryview(signature))
    except (msgspec.MsgspecError, orjson.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return []
    if not jsf.is_signed({"signature": said}):
        return []
    return [Signature("jsf", State.NOT_VERIFIED, _TOO_LARGE, place="#/signature")]


def _within_xml(data: bytes) -> list[Signature]:
    from lxml import etree

    if len(data) > CONTENT_LIMIT:
        return [Signature("xmldsig", State.NOT_VERIFIED, _TOO_LARGE)]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return xml_signatures.signatures_in(etree.fromstring(data, parser))
    except etree.XMLSyntaxError:
        return []


def _sha256(path: Path) -> str | None:
    """The hash of a file, read piece by piece; None where it cannot be read."""
    total = hashlib.sha256()
    try:
        with open_regular(path, path.name) as (stream, _):
            while block := stream.read(_BLOCK):
                total.update(block)
    except (SourceError, FormatError):
        return None
    return total.hexdigest()
