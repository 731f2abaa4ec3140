"""Signatures within JSON documents."""

from __future__ import annotations

import json
import string
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from mlgraph_ingest.signatures.jsf import SIGNATURE_LIMIT, SIGNER_LIMIT, is_signed, signatures_in
from mlgraph_ingest.signatures.keys import Key, keys_in
from mlgraph_ingest.signatures.signature import Signature, State
from mlgraph_ingest.signatures.trust import Trust
from tests.ingest.signatures.signing import ALGORITHMS, Signer, signer, text_of

BOM = {"bomFormat": "CycloneDX", "components": [{"name": "größe", "weight": 1.50, "tags": [True, None, "\u20ac\n"]}]}
KEY = signer("ES256")


def look(document: dict[str, Any], *keys: Key, text: str | None = None) -> list[Signature]:
    content = (json.dumps(document, indent=1) if text is None else text).encode()
    return signatures_in(document, content=content, trust=Trust(keys, fingerprint="any" if keys else ""))


def only(document: dict[str, Any], *keys: Key, text: str | None = None) -> Signature:
    [signature] = look(document, *keys, text=text)
    return signature


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_signature_of_a_given_key_is_verified_and_no_longer_once_anything_is_changed(algorithm: str) -> None:
    by = signer(algorithm)
    document = by.sign(BOM)
    assert only(document, by.key).value() == {
        "form": "jsf",
        "state": "verified",
        "algorithm": algorithm,
        "signer": str(by.key),
    }
    for changed in ({**document, "version": 2}, {**document, "bomFormat": "CycloneDy"}):
        assert only(changed, by.key).state is State.INVALID
    assert only(document, signer(algorithm, 1).key).state is not State.VERIFIED


@pytest.mark.parametrize("algorithm", [name for name in ALGORITHMS if not name.startswith("HS")])
def test_key_in_the_document_shows_that_nothing_was_changed_and_not_who_signed(algorithm: str) -> None:
    by = signer(algorithm)
    document = by.sign(BOM)
    found = only(document)
    assert (found.state, found.signer, found.place) == (State.INTACT, None, "#/signature")
    assert found.reason == (
        f"it fits the key that it carries itself, {only(document, by.key).signer}, which shows that nothing was changed, "
        "not who signed"
    ).replace("release.pem (", "").replace(")", "")
    assert only({**document, "serialNumber": "x"}).state is State.INVALID
    other = only(document, signer("Ed25519", 7).key)
    assert other.state is State.INTACT
    assert "none of those given" in (other.reason or "")


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@given(document=st.dictionaries(st.text(string.ascii_letters, max_size=5), _JSON, max_size=5), changed=_JSON)
def test_whatever_is_signed_verifies_and_whatever_else_does_not(document: dict[str, Any], changed: object) -> None:
    by = signer("Ed25519")
    signed = by.sign(document)
    read = json.loads(json.dumps(signed))
    assert only(read, by.key).state is State.VERIFIED
    other = {**read, "changed": changed}
    assert only(other, by.key).state is State.INVALID


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"algorithm": "none", "value": "AA"}, "the algorithm 'none' is not known"),
        ({"algorithm": "RS1", "value": "AA"}, "the algorithm 'RS1' is not known"),
        ({"algorithm": ["ES256"], "value": "AA"}, "the algorithm ['ES256'] is not known"),
        ({"algorithm": "ES256", "value": "AA"}, "it carries no key, and no key was given"),
        (
            {"algorithm": "ES256", "keyId": "k1", "value": "AA"},
            "it carries no key, and no key was given; it names the key 'k1'",
        ),
        ({**KEY.members, "value": "!"}, "its value is no signature: no base64url: '!'"),
        ({**KEY.members, "value": 1}, "its value is no signature: no base64url"),
        (
            {"algorithm": "HS256", "publicKey": {"kty": "oct", "k": "AAAA"}, "value": "AA"},
            "HS256 is checked with a shared secret, which no document can carry; none was given",
        ),
        (
            {"algorithm": "ES256", "publicKey": {"kty": "oct", "k": "AAAA"}, "value": "AA"},
            "the key that it carries itself is no public key",
        ),
        (
            {"algorithm": "ES256", "publicKey": {**KEY.jwk, "x": "AA"}, "value": "AA"},
            "the key is none: a point that has not the 32 bytes a coordinate of P-256",
        ),
        (
            {"algorithm": "ES256", "publicKey": {**KEY.jwk, "d": "AA"}, "value": "AA"},
            "the key is a private one; give the public key, and keep that one secret",
        ),
        (
            {
                "algorithm": "RS256",
                "publicKey": {"kty": "RSA", "n": text_of(b"\xff" * 128), "e": "AQAB"},
                "value": "AA",
            },
            "the key is none: an RSA key of 1,024 bits, where 2,048 to 8,192 are used",
        ),
        (
            {
                "algorithm": "RS256",
                "publicKey": {"kty": "RSA", "n": text_of(b"\xff" * 9000), "e": "AQAB"},
                "value": "AA",
            },
            "the key is none: an RSA key of 72,000 bits, where 2,048 to 8,192 are used",
        ),
        (
            {"algorithm": "ES256", "certificatePath": ["MIIB..."], "value": "AA"},
            "its certificate is no base64url",
        ),
        (
            {"algorithm": "ES256", "certificatePath": ["AAAA"] * 11, "value": "AA"},
            "its path of certificates is none: 1 to 10 in base64url belong there",
        ),
    ],
)
def test_what_cannot_be_checked_is_not_verified_and_says_why(members: dict[str, Any], reason: str) -> None:
    found = only({**BOM, "signature": members})
    assert (found.state, found.reason) == (State.NOT_VERIFIED, reason)


def test_public_key_never_serves_as_a_secret() -> None:
    rsa = signer("RS256")
    pem = rsa.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    forged = Signer("HS256", pem, {"kty": "oct", "k": text_of(pem)}).sign(BOM)
    found = only(forged, *keys_in(pem, "key.pem"))
    assert found.state is State.NOT_VERIFIED


def test_short_secret_is_not_used() -> None:
    short = Signer("HS512", b"x" * 40, {"kty": "oct", "k": text_of(b"x" * 40)})
    assert only(short.sign(BOM), short.key).state is State.NOT_VERIFIED


def test_key_of_another_algorithm_decides_nothing() -> None:
    by = signer("ES256")
    document = by.sign(BOM, algorithm="ES256")
    found = only(document, signer("RS256").key, signer("ES384").key)
    assert (found.state, found.reason) == (State.NOT_VERIFIED, "none of the keys that were given is one of ES256")
    assert only(document, signer("RS256").key, by.key).state is State.VERIFIED


def test_signature_without_a_key_that_fits_none_of_those_given_is_invalid_unless_it_names_another() -> None:
    by, other = signer("ES256"), signer("ES256", 1)
    assert only(by.sign(BOM, algorithm="ES256"), other.key).state is State.INVALID
    named = by.sign(BOM, algorithm="ES256", keyId="theirs")
    [ours] = keys_in(json.dumps({**other.jwk, "kid": "ours"}).encode(), "keys.jwk")
    found = only(named, ours)
    assert (found.state, found.reason) == (
        State.NOT_VERIFIED,
        "it carries no key, and none of the keys that were given is the one that it names; it names the key 'theirs'",
    )


def test_certificate_in_the_document_counts_for_no_more_than_a_key() -> None:
    by = signer("ES256")
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "acme")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(by.private.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(by.private, hashes.SHA256())
    )
    path = [text_of(certificate.public_bytes(serialization.Encoding.DER))]
    document = by.sign(BOM, algorithm="ES256", certificatePath=path)
    assert only(document).state is State.INTACT
    given = keys_in(certificate.public_bytes(serialization.Encoding.PEM), "signer.pem")
    assert only(document, *given).state is State.VERIFIED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '{"a": 1, "a": 2, SIGNED}',
            "programs may read the document differently: the name 'a' stands twice in one object",
        ),
        ('{"a": 2, "b": [{"c": 1, "c": 1}], SIGNED}', "the name 'c' stands twice in one object"),
        ('{"a": NaN, SIGNED}', "NaN is no JSON"),
        ('{"a": 2, "x": 1, SIGNED}', "programs may read the document differently: some did"),
        ("{", "programs may read the document differently"),
    ],
)
def test_document_that_programs_read_differently_is_never_verified(text: str, reason: str) -> None:
    by = signer("Ed25519")
    document = by.sign({"a": 2})
    whole = text.replace("SIGNED", json.dumps({"signature": document["signature"]})[1:-1])
    found = only(document, by.key, text=whole)
    assert found.state is State.NOT_VERIFIED
    assert reason in (found.reason or "")


def test_document_whose_text_was_not_kept_or_has_no_canonical_form_is_not_verified() -> None:
    by = signer("Ed25519")
    document = by.sign(BOM)
    [unseen] = signatures_in(document, content=None, trust=Trust((by.key,)))
    assert (unseen.state, unseen.signer) == (State.NOT_VERIFIED, None)
    large = {**document, "number": 2**60}
    found = only(large, by.key)
    assert found.state is State.NOT_VERIFIED
    assert "RFC 8785" in (found.reason or "")
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    assert "within each other" in (only({**document, "deep": deep}, by.key).reason or "")


def test_what_a_signature_leaves_out_keeps_it_from_being_verified() -> None:
    by = signer("ES256")
    document = by.sign(BOM)
    added = {**document, "vulnerabilities": [], "signature": {**document["signature"], "excludes": ["vulnerabilities"]}}
    for keys in ((), (by.key,)):
        found = only(added, *keys)
        assert (found.state, found.signer) == (State.NOT_VERIFIED, None)
        assert "leaves out 'vulnerabilities', which anybody can add or change" in (found.reason or "")
    assert only({**added, "bomFormat": "x"}, by.key).state is State.INVALID


def _several(kind: str, *signers: Signer) -> dict[str, Any]:
    """A document with several signers, or a chain of them."""
    done: list[dict[str, Any]] = []
    for by in signers:
        before = done if kind == "chain" else []
        value = by.value({**BOM, "signature": {kind: [*before, by.members]}})
        done.append({**by.members, "value": value})
    return {**BOM, "signature": {kind: done}}


@pytest.mark.parametrize("kind", ["signers", "chain"])
def test_each_signer_is_a_signature_of_its_own(kind: str) -> None:
    first, second = signer("ES256"), signer("RS256")
    document = _several(kind, first, second)
    found = look(document, second.key)
    assert [(each.place, each.state) for each in found] == [
        (f"#/signature/{kind}/0", State.INTACT),
        (f"#/signature/{kind}/1", State.VERIFIED),
    ]
    assert {each.state for each in look({**document, "version": 2}, second.key)} == {State.INVALID}


def test_link_of_a_chain_signs_those_before_it() -> None:
    first, second = signer("ES256"), signer("RS256")
    chain = _several("chain", first, second)["signature"]["chain"]
    again = {**first.members, "value": first.value({**BOM, "signature": {"chain": [first.members]}})}
    assert again["value"] != chain[0]["value"]
    replaced = look({**BOM, "signature": {"chain": [again, chain[1]]}})
    assert [each.state for each in replaced] == [State.INTACT, State.INVALID]
    assert [each.state for each in look({**BOM, "signature": {"chain": chain[1:]}})] == [State.INVALID]


@pytest.mark.parametrize("signers", [[], "x", [1, 2], [{}] * (SIGNER_LIMIT + 1)])
def test_signature_with_no_or_too_many_signers_is_not_checked(signers: object) -> None:
    found = only({**BOM, "signature": {"signers": signers}})
    assert found.state is State.NOT_VERIFIED


def test_signature_of_a_part_is_one_of_that_part() -> None:
    by = signer("ES256")
    document = {"components": [{"name": "a"}, by.sign({"name": "b/c"})], "annotations": {"a/b~c": by.sign({"x": 1})}}
    found = look(document, by.key)
    assert {(each.place, each.state, each.is_of_whole) for each in found} == {
        ("#/components/1/signature", State.VERIFIED, False),
        ("#/annotations/a~1b~0c/signature", State.VERIFIED, False),
    }
    assert not is_signed(document)
    assert is_signed(by.sign(document))
    assert look(by.sign(document), by.key)[0].is_of_whole


@pytest.mark.parametrize("around", ["signature", "signers", "chain", "x"])
def test_signed_document_within_another_does_not_speak_for_that_one(around: str) -> None:
    by = signer("ES256")
    for inner in ({around: by.sign(BOM)}, {"signature": {around: by.sign(BOM)}}, {"signature": {"x": [by.sign(BOM)]}}):
        found = look({**inner, "version": 666}, by.key)
        assert not any(each.state is State.VERIFIED and each.is_of_whole for each in found)


def test_member_that_is_called_signature_and_is_none_is_passed_over() -> None:
    assert look({"signature": "sha256", "a": [{"signature": {"name": "x"}}, {"signature": None}]}) == []


def test_signatures_of_a_document_are_counted_up_to_a_limit() -> None:
    parts = [{"signature": {"algorithm": "none", "value": ""}}] * (SIGNATURE_LIMIT + 5)
    found = look({"components": parts})
    assert len(found) == SIGNATURE_LIMIT + 1
    assert "more than 100" in (found[-1].reason or "")


def test_without_the_packages_that_check_a_signature_is_seen_and_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "bom.json").write_text(json.dumps(KEY.sign(BOM)))
    program = """
import json, sys
for name in ("cryptography", "rfc8785", "sigstore"):
    sys.modules[name] = None
from mlgraph_ingest.signatures.jsf import signatures_in
content = open(sys.argv[1], "rb").read()
for signature in signatures_in(json.loads(content), content=content):
    print(signature)
"""
    said = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "bom.json"], capture_output=True, text=True, check=True
    )
    assert said.stdout == (
        "jsf signature ES256: not verified: checking signatures needs `pip install mlgraph[signatures]`\n"
    )


@pytest.mark.shared_data
def test_signatures_of_real_documents_are_seen_and_none_is_verified(shared_data: Path) -> None:
    found = {}
    for path in (
        *shared_data.glob("cyclonedx/1.*/valid-*.json"),
        shared_data / "sbom-fixtures/samples/sbom.cdx.signed.json",
    ):
        content = path.read_bytes()
        for signature in signatures_in(json.loads(content), content=content):
            found[f"{path.name}{signature.place}"] = (signature.algorithm, signature.state)
    assert found == {
        "valid-standard-1.6.json#/definitions/standards/0/signature": ("ES256", State.NOT_VERIFIED),
        "valid-standard-1.7.json#/definitions/standards/0/signature": ("ES256", State.NOT_VERIFIED),
        "sbom.cdx.signed.json#/signature": ("ES256", State.NOT_VERIFIED),
    }


_MEMBERS = st.sampled_from(
    ["algorithm", "value", "publicKey", "certificatePath", "keyId", "excludes", "signers", "chain"]
)
_VALUES = _JSON | st.sampled_from([*ALGORITHMS, KEY.jwk, [KEY.jwk], {"kty": "RSA", "n": "", "e": ""}, "\ud800"])


@given(signature=st.dictionaries(_MEMBERS, _VALUES | st.lists(st.dictionaries(_MEMBERS, _VALUES), max_size=3)))
def test_whatever_a_signature_holds_it_is_not_verified_by_chance_and_stops_nothing(signature: dict[str, Any]) -> None:
    document = {**BOM, "signature": signature}
    for found in look(document, KEY.key, signer("RS256").key):
        assert found.state in {State.NOT_VERIFIED, State.INVALID}
        assert found.value()["form"] == "jsf"
