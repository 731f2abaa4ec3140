"""Bills of materials as the predicate of an attestation."""

from __future__ import annotations

import base64
import json

import pytest

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.attestations import unwrapped
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.things import OfDocument

BOM = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}


def statement(predicate=BOM, type_="https://cyclonedx.org/bom"):
    subject = [{"name": "image", "digest": {"sha256": "0" * 64}}]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": subject,
        "predicateType": type_,
        "predicate": predicate,
    }


def envelope(said, encode=base64.b64encode):
    payload = encode(json.dumps(said).encode()).decode()
    return {"payloadType": "application/vnd.in-toto+json", "payload": payload, "signatures": [{"sig": "x"}]}


def inner(document):
    return unwrapped(Content(json.dumps(document).encode(), "x.json"))


@pytest.mark.parametrize(
    "document",
    [
        statement(), envelope(statement()), envelope(statement(), base64.urlsafe_b64encode),
        statement({"Data": json.dumps(BOM)}, "https://cyclonedx.org/bom/v1.4"),
        statement({"Data": BOM}, "cosign.sigstore.dev/attestation/v1"), statement(json.dumps(BOM)),
    ],
)  # fmt: skip
def test_document_is_taken_out(document) -> None:
    assert json.loads(inner(document).content.data) == BOM


def test_what_the_wrapping_says_is_kept() -> None:
    said = [thing.said for thing in inner(envelope(statement())).said if isinstance(thing, OfDocument)]
    assert [(s.kind.value, s.value) for s in said] == [
        ("signature", {"form": "dsse", "state": "not verified"}),
        ("unmapped", {"field": "attestation/predicateType", "value": "https://cyclonedx.org/bom"}),
        ("unmapped", {
            "field": "attestation/subject", "value": [{"name": "image", "digest": {"sha256": "0" * 64}}],
        }),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "document", [BOM, statement(type_="https://slsa.dev/provenance/v1"), {"payload": "x"}, {"predicate": {}}]
)
def test_anything_else_stays_as_it_is(document) -> None:
    assert json.loads(inner(document).content.data) == document


def test_wrappings_have_a_limit() -> None:
    document = statement()
    for _ in range(6):
        document = envelope(document)
    assert "payload" in json.loads(inner(document).content.data)


@pytest.mark.parametrize("payload", [7, "no base64!", None])
def test_damaged_envelope_is_refused(payload) -> None:
    with pytest.raises(FormatError, match="#/payload"):
        inner({"payloadType": "x", "payload": payload})
