"""Files of keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa, x25519

from mlgraph.model.errors import FormatError, MlgraphError, SourceError, UsageError
from mlgraph_ingest.signatures.keys import keys_in
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, trust_from
from tests.ingest.signatures.signing import signer

SPKI = serialization.PublicFormat.SubjectPublicKeyInfo
EC, ED = signer("ES256"), signer("Ed25519")


def _pem(key: Any, encoding: serialization.Encoding = serialization.Encoding.PEM) -> bytes:
    content: bytes = key.public_bytes(encoding, SPKI)
    return content


def _public(private: Any, encoding: serialization.Encoding = serialization.Encoding.PEM) -> bytes:
    return _pem(private.public_key(), encoding)


def test_one_key_is_the_same_in_every_form() -> None:
    forms = (
        _public(EC.private),
        _public(EC.private, serialization.Encoding.DER),
        json.dumps(EC.jwk).encode(),
        json.dumps({"keys": [EC.jwk]}).encode(),
    )
    assert {key.fingerprint for form in forms for key in keys_in(form, "k")} == {EC.key.fingerprint}


def test_file_may_hold_several_keys() -> None:
    assert [key.fingerprint for key in keys_in(_public(EC.private) + b"\n" + _public(ED.private), "k.pem")] == [
        EC.key.fingerprint,
        ED.key.fingerprint,
    ]


def test_secret_shows_neither_itself_nor_a_hash_of_itself() -> None:
    [key] = keys_in(json.dumps(signer("HS256").jwk).encode(), "shared.jwk")
    assert (str(key), key.fingerprint) == ("shared.jwk", None)
    assert repr(key.secret) not in repr(key)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "k: holds no public key that can be read"),
        (b"not a key", "k: holds no public key that can be read"),
        (b"{", "k: no JSON Web Key"),
        (b"{}", "k: the key is none: kty None, crv None is not known"),
        (b'{"keys": []}', "k: holds no keys; give a JWK or PEM file"),
        (b'{"keys": [1]}', "k: no JSON Web Key: 1"),
        (b'{"kty": "EC", "crv": "P-256K", "x": "", "y": ""}', "is not known"),
        (b'{"kty": "OKP", "crv": "Ed25519", "x": "AA"}', "k: the key is none"),
        (b'{"kty": "EC", "crv": "P-256", "x": "' + b"A" * 43 + b'", "y": "' + b"A" * 43 + b'"}', "k: the key is none"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "k: holds no public key that can be read"),
        (_public(EC.private) * 101, "k: holds more than 100 keys"),
        (json.dumps({**EC.jwk, "d": "AA"}).encode(), "k: the key is a private one"),
        (
            EC.private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            "k: holds a private key; give the public one",
        ),
        (_pem(rsa.RSAPublicNumbers(65537, 2**1023 + 1).public_key()), "an RSA key of 1,024 bits"),
        (_public(x25519.X25519PrivateKey.generate()), "a kind of key that no known algorithm uses"),
    ],
)
def test_file_without_a_key_that_is_used_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match="k") as caught:
        keys_in(content, "k")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"key": "missing.pem"}, SourceError),
        ({"trust-root": "missing.json"}, SourceError),
        ({"identity": "a@acme.example"}, UsageError),
        ({"issuer": "https://acme.example", "key": "missing.pem"}, UsageError),
    ],
)
def test_what_is_trusted_has_to_be_readable_and_make_sense(options: dict[str, str], error: type[MlgraphError]) -> None:
    with pytest.raises(error):
        trust_from(options)


def test_without_options_nothing_is_trusted() -> None:
    assert trust_from({"python": ".venv", "key": ""}) is NOTHING_TRUSTED
