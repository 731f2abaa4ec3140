"""The signatures of a document, as its readers ask for them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.bom.reader import source
from mlgraph_ingest.signatures.documents import facts_of_document, signatures_within, signed_state
from mlgraph_ingest.signatures.jsf_check import CONTENT_LIMIT
from mlgraph_ingest.signatures.signature import State
from mlgraph_ingest.signatures.trust import Trust
from mlgraph_ontology.kinds import PropertyKind
from tests.ingest.signatures.fake_sigstore import FakeSigstore
from tests.ingest.signatures.signing import signer

BY = signer("ES256")
BOM: dict[str, Any] = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": []}
DSIG = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></bom>'
BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def said(path: Path, **options: str) -> list[object]:
    """What the source of bills of materials says of the signatures on a document."""
    [reading] = source(Request((str(path),), options), http=None, report=Reporter())
    return [each.value for each in reading.assertions() if each.predicate is PropertyKind.SIGNATURE]


def fingerprint(path: Path, **options: str) -> str:
    [reading] = source(Request((str(path),), options), http=None, report=Reporter())
    return reading.document.fingerprint


def test_signed_document_that_is_read_says_what_its_signature_came_to(tmp_path: Path) -> None:
    path, key = tmp_path / "a.json", tmp_path / "key.jwk"
    path.write_text(json.dumps(BY.sign(BOM)))
    key.write_text(json.dumps(BY.jwk))
    [intact] = said(path)
    assert isinstance(intact, dict)
    assert (intact["form"], intact["state"], intact["algorithm"]) == ("jsf", "intact", "ES256")
    signed_by = f"key.jwk ({BY.key.fingerprint})"
    assert said(path, key=str(key)) == [{"form": "jsf", "state": "verified", "algorithm": "ES256", "signer": signed_by}]
    assert fingerprint(path) != fingerprint(path, key=str(key))


def test_bundle_beside_a_packed_document_signs_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(json.dumps(BOM).encode(), mtime=0))
    before = fingerprint(path)
    assert said(path) == []
    (tmp_path / "a.json.gz.sigstore.json").write_text(json.dumps(FakeSigstore().bundle(path.read_bytes())))
    assert fingerprint(path) != before
    assert said(path) == [{"form": "sigstore", "state": "not verified", "reason": "no trust root was given"}]
    path.write_bytes(path.read_bytes() + b"\0")
    (tmp_path / "b.json").write_text("{}")
    data = json.dumps(BOM).encode()
    [invalid] = facts_of_document(ids.document("x"), path, data)
    assert isinstance(invalid.value, dict)
    assert invalid.value["state"] == "invalid"


def test_key_that_is_given_changes_nothing_for_a_document_that_is_not_signed(tmp_path: Path) -> None:
    path, key = tmp_path / "a.json", tmp_path / "key.jwk"
    path.write_text(json.dumps(BOM))
    key.write_text(json.dumps(BY.jwk))
    assert fingerprint(path) == fingerprint(path, key=str(key))
    assert signed_state(path, path.read_bytes(), trust=Trust((BY.key,))) == ()


@pytest.mark.parametrize("encoded", ["utf-16", "utf-8-sig"])
def test_document_in_another_encoding_is_signed_as_it_reads(tmp_path: Path, encoded: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(BY.sign({**BOM, "x": "ä"}), ensure_ascii=False), encoding=encoded)
    [intact] = said(path)
    assert isinstance(intact, dict)
    assert intact["state"] == "intact"


@pytest.mark.parametrize(
    "data", [b"", b"signature", b'{"signature"', b'["signature"]', b'"signature"', b"\xff{", b"<a"]
)
def test_what_is_no_document_has_no_signature(data: bytes) -> None:
    assert signatures_within(data) == []


def test_xml_is_seen_to_be_signed_and_nothing_in_it_is_expanded() -> None:
    [found] = signatures_within(DSIG.encode())
    assert (found.form, found.state) == ("xmldsig", State.NOT_VERIFIED)
    hostile = f"{BOMB}{DSIG}".replace("<Signature", "&b;<Signature")
    assert {each.state for each in signatures_within(hostile.encode())} == {State.NOT_VERIFIED}
    assert signatures_within(DSIG.removesuffix("</bom>").encode()) == []


def test_large_document_is_seen_to_be_signed_and_not_checked() -> None:
    signed = json.dumps(BY.sign(BOM))
    padding = b" " * CONTENT_LIMIT
    [found] = signatures_within(signed.encode() + padding)
    assert (found.state, found.place, "more than" in (found.reason or "")) == (State.NOT_VERIFIED, "#/signature", True)
    assert signatures_within(json.dumps({**BOM, "signature": "x"}).encode() + padding) == []
    assert signatures_within(b'{"signature": {' + padding) == []
    assert [each.state for each in signatures_within(DSIG.encode() + padding)] == [State.NOT_VERIFIED]
