"""Signs JSON documents for tests: keys that are made when they are asked for, each algorithm of JSF."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from mlgraph_ingest.signatures.keys import Key, key_of_jwk

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"),
    *("Ed25519", "Ed448", "HS256", "HS384", "HS512"),
)
_HASHES = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}
_CURVES = {"256": (ec.SECP256R1(), 32), "384": (ec.SECP384R1(), 48), "512": (ec.SECP521R1(), 66)}


def text_of(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Signer:
    """A key of one algorithm."""

    algorithm: str
    private: Any
    jwk: dict[str, str]
    """The public key; the secret itself where the algorithm has one."""

    @property
    def key(self) -> Key:
        return key_of_jwk(self.jwk, name="release.pem")

    @property
    def members(self) -> dict[str, Any]:
        """The members of a signature that carries its key."""
        return {"algorithm": self.algorithm, "publicKey": self.jwk}

    def value(self, signed: dict[str, Any]) -> str:
        """The signature over an object."""
        return text_of(self._sign(rfc8785.dumps(signed)))

    def sign(self, document: dict[str, Any], **members: Any) -> dict[str, Any]:
        """The document with a signature; `members` replace those that it has otherwise."""
        signature = members or (self.members if self.jwk["kty"] != "oct" else {"algorithm": self.algorithm})
        return {**document, "signature": {**signature, "value": self.value({**document, "signature": signature})}}

    def _sign(self, data: bytes) -> bytes:
        family, bits = self.algorithm[:2], self.algorithm[2:]
        if family == "HS":
            return hmac.new(self.private, data, f"sha{bits}").digest()
        if family == "Ed":
            return bytes(self.private.sign(data))
        if family == "ES":
            r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(_HASHES[bits])))
            size = _CURVES[bits][1]
            return r.to_bytes(size) + s.to_bytes(size)
        used = _HASHES[bits]
        pss = padding.PSS(padding.MGF1(used), used.digest_size)
        return bytes(self.private.sign(data, pss if family == "PS" else padding.PKCS1v15(), used))


@cache
def signer(algorithm: str, number: int = 0) -> Signer:
    """The signer of an algorithm; another number is another key."""
    family, bits = algorithm[:2], algorithm[2:]
    if family == "HS":
        secret = hashlib.sha512(f"{number}".encode()).digest()
        return Signer(algorithm, secret, {"kty": "oct", "k": text_of(secret)})
    if family == "Ed":
        kind = ed25519.Ed25519PrivateKey if algorithm == "Ed25519" else ed448.Ed448PrivateKey
        edwards = kind.generate()
        return Signer(
            algorithm, edwards, {"kty": "OKP", "crv": algorithm, "x": text_of(edwards.public_key().public_bytes_raw())}
        )
    if family == "ES":
        curve, size = _CURVES[bits]
        private = ec.generate_private_key(curve)
        point = private.public_key().public_numbers()
        named = {"256": "P-256", "384": "P-384", "512": "P-521"}[bits]
        x, y = (text_of(each.to_bytes(size)) for each in (point.x, point.y))
        return Signer(algorithm, private, {"kty": "EC", "crv": named, "x": x, "y": y})
    key = _rsa(number)
    numbers = key.public_key().public_numbers()
    return Signer(algorithm, key, {"kty": "RSA", "n": text_of(numbers.n.to_bytes(256)), "e": "AQAB"})


@cache
def _rsa(number: int) -> rsa.RSAPrivateKey:
    del number
    return rsa.generate_private_key(65537, 2048)
