"""Signatures within XML documents are seen, and never more."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from lxml import etree

from mlgraph_ingest.signatures.signature import State
from mlgraph_ingest.signatures.xml_signatures import NAMESPACE, SIGNATURE_LIMIT, signatures_in

METHOD = (
    '<ds:SignedInfo><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/></ds:SignedInfo>'
)


def bom(inside: str) -> str:
    return f'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" xmlns:ds="{NAMESPACE}">{inside}</bom>'


@pytest.mark.parametrize("parse", [etree.fromstring, ET.fromstring])
def test_xml_signature_is_seen_with_its_algorithm_and_not_verified(parse: type) -> None:
    root = parse(bom(f"<ds:Signature>{METHOD}</ds:Signature><components/><ds:Signature/>"))
    assert [(each.form, each.state, each.algorithm, each.place) for each in signatures_in(root)] == [
        ("xmldsig", State.NOT_VERIFIED, "rsa-sha256", "Signature[1]"),
        ("xmldsig", State.NOT_VERIFIED, None, "Signature[2]"),
    ]


def test_signatures_are_listed_up_to_a_limit() -> None:
    assert len(signatures_in(etree.fromstring(bom("<ds:Signature/>" * (SIGNATURE_LIMIT + 1))))) == SIGNATURE_LIMIT


def test_element_of_another_namespace_is_none() -> None:
    assert signatures_in(etree.fromstring(bom("<Signature/>"))) == []
