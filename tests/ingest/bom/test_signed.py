"""Signed bills of materials: what is said of a signature is what checking it came to, once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.bom.reader import source
from mlgraph_ontology.kinds import PropertyKind
from tests.ingest.signatures.signing import signer

BY = signer("ES256")
BOM: dict[str, Any] = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": []}
XML = '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></bom>'


@pytest.mark.parametrize(
    ("name", "text", "states"),
    [
        ("a.json", json.dumps(BY.sign(BOM)), ["intact"]),
        ("b.json", json.dumps({**BY.sign(BOM), "version": 2}), ["invalid"]),
        ("c.xml", XML, ["not verified"]),
        ("d.json", json.dumps(BOM), []),
    ],
)
def test_signature_of_a_document_is_said_once(tmp_path: Path, name: str, text: str, states: list[str]) -> None:
    path = tmp_path / name
    path.write_text(text)
    [reading] = source(Request((str(path),), {}), http=None, report=Reporter())
    found = list(reading.assertions())
    said = [each.value for each in found if each.predicate is PropertyKind.SIGNATURE]
    assert [value["state"] for value in said if isinstance(value, dict)] == states
    assert not [each for each in found if each.predicate is PropertyKind.UNMAPPED and "ignature" in str(each.value)]
