"""Signatures within an XML document (XML Signature, as CycloneDX XML allows them), which are seen and not checked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from mlgraph_ingest.signatures.signature import Signature, State

NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
SIGNATURE_TAG = f"{{{NAMESPACE}}}Signature"
"""The element that holds a signature, as lxml and ElementTree name it."""
SIGNATURE_LIMIT = 100
_REASON = "XML signatures are seen, not checked"


class Element(Protocol):
    """An element of lxml or ElementTree."""

    def iter(self, tag: str, /) -> Iterable[Element]:
        """Itself and all below it, of one tag."""

    def get(self, key: str, /) -> str | None:
        """An attribute."""


def signatures_in(root: Element) -> list[Signature]:
    """The signatures in an XML document, at most `SIGNATURE_LIMIT`; none of them is ever verified."""
    return [
        signature_of(element, place=f"Signature[{index}]")
        for index, element in enumerate(islice(root.iter(SIGNATURE_TAG), SIGNATURE_LIMIT), 1)
    ]


def signature_of(element: Element, *, place: str = "") -> Signature:
    """What is known of the signature in an element `Signature`, for readers that look at one element at a time."""
    method = next(iter(element.iter(f"{{{NAMESPACE}}}SignatureMethod")), None)
    named = (method.get("Algorithm") if method is not None else None) or ""
    algorithm = named.rpartition("#")[2][:40]
    is_shown = bool(algorithm) and algorithm.isprintable()
    return Signature("xmldsig", State.NOT_VERIFIED, _REASON, algorithm if is_shown else None, place=place)
