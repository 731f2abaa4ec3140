"""`mlgraph validate` with keys and a trust root."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization

from tests.cli.conftest import Run
from tests.ingest.signatures.fake_sigstore import IDENTITY, ISSUER, FakeSigstore
from tests.ingest.signatures.signing import signer

BY, OTHER = signer("ES256"), signer("ES256", 1)


@pytest.fixture
def bom(run: Run, shop: Path, elsewhere: Path) -> dict[str, Any]:
    """An unsigned BOM, and the keys `release.pem` and `other.jwk`, in the folder that commands run in."""
    run("bom", shop, "-o", "a.json")
    pem = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    (elsewhere / "release.pem").write_bytes(BY.private.public_key().public_bytes(*pem))
    (elsewhere / "other.jwk").write_text(json.dumps(OTHER.jwk))
    document: dict[str, Any] = json.loads((elsewhere / "a.json").read_text())
    return document


def write(document: dict[str, Any]) -> None:
    Path("a.json").write_text(json.dumps(document))


def test_signed_bom_is_verified_by_the_key_that_is_given(run: Run, bom: dict[str, Any]) -> None:
    write(BY.sign(bom))
    result = run("validate", "a.json", "--key", "other.jwk", "--key", "release.pem")
    assert (result.code, result.out) == (
        0,
        f"a.json: valid\na.json: #/signature: jsf signature ES256: verified: signed by {BY.key}\n",
    )
    assert run("validate", "a.json", "--key", "release.pem", "-q").out == ""


def test_signed_bom_without_a_key_is_valid_and_says_that_nobody_is_known_to_have_signed(
    run: Run, bom: dict[str, Any]
) -> None:
    write(BY.sign(bom))
    result = run("validate", "a.json")
    assert result.code == 0
    assert "jsf signature ES256: intact: it fits the key that it carries itself" in result.out


@pytest.mark.parametrize("options", [[], ["--key", "release.pem"], ["-q"]])
def test_changed_bom_fails(run: Run, bom: dict[str, Any], options: list[str]) -> None:
    write({**BY.sign(bom), "version": 7})
    result = run("validate", "a.json", *options)
    assert result.code == 1
    assert "#/signature: jsf signature ES256: invalid: it does not fit the key that it carries itself" in result.out


def test_bom_that_is_not_signed_with_the_key_that_is_given_fails(run: Run, bom: dict[str, Any]) -> None:
    refused = "a.json: no signature of it was verified\n"
    assert run("validate", "a.json", "--key", "release.pem").out == f"a.json: valid\n{refused}"
    assert run("validate", "a.json", "--key", "release.pem").code == 1
    write(OTHER.sign(bom))
    result = run("validate", "a.json", "--key", "release.pem")
    assert result.code == 1
    assert result.out.endswith(refused)
    write({**bom, "components": [BY.sign(bom["components"][0])]})
    part = run("validate", "a.json", "--key", "release.pem")
    assert part.code == 1
    assert part.out.endswith(f"verified: signed by {BY.key}\n{refused}")


def test_bundle_beside_a_bom_is_verified_by_the_trust_root(run: Run, bom: dict[str, Any]) -> None:
    sigstore = FakeSigstore()
    Path("root.json").write_bytes(sigstore.trust_root())
    write(bom)
    Path("a.json.sigstore.json").write_text(json.dumps(sigstore.bundle(Path("a.json").read_bytes())))
    trusting = ("--trust-root", "root.json", "--identity", IDENTITY, "--issuer", ISSUER)
    result = run("validate", "a.json", *trusting)
    verified = f"sigstore signature: verified: signed by {IDENTITY} by way of {ISSUER}"
    assert (result.code, result.out) == (0, f"a.json: valid\na.json: a.json.sigstore.json: {verified}\n")
    assert "not verified: no trust root was given" in run("validate", "a.json").out
    assert run("validate", "a.json", "--trust-root", "root.json", "--identity", "mallory@evil.example").code == 1
    write({**bom, "version": 7})
    assert run("validate", "a.json").code == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--key", "missing.pem"], "cannot read missing.pem"),
        (["--key", "a.json"], "a.json: the key is none"),
        (["--identity", "a@b.example"], "name its file as trust-root"),
    ],
)
def test_key_that_is_none_is_said_before_anything_is_checked(
    run: Run, bom: dict[str, Any], options: list[str], message: str
) -> None:
    del bom
    result = run("validate", "a.json", *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.complaint


def test_xml_signature_is_seen_and_never_verified(run: Run, shop: Path, elsewhere: Path, bom: dict[str, Any]) -> None:
    del bom
    run("bom", shop, "-f", "cyclonedx-xml", "-o", "a.xml")
    path = elsewhere / "a.xml"
    signature = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></bom>'
    path.write_text(path.read_text().replace("</bom>", signature))
    result = run("validate", "a.xml")
    assert "a.xml: Signature[1]: xmldsig signature: not verified: XML signatures are seen, not checked\n" in result.out
    assert run("validate", "a.xml", "--key", "release.pem").code == 1
