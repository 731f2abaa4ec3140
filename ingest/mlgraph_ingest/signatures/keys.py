"""Keys that signatures are checked with: JSON Web Keys, PEM and DER.

Sources: RFC 7517 (JWK), RFC 7518 section 6 (EC, RSA and symmetric keys), RFC 8037 section 2 (Ed25519, Ed448).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import orjson
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from mlgraph.model.errors import FormatError
from mlgraph_ingest.signatures.signature import quoted

PublicKey: TypeAlias = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | ed448.Ed448PublicKey
RSA_BITS = range(2048, 8193)
"""Sizes of RSA keys that are used: from NIST SP 800-131A revision 2, section 3 (2019), to where checking gets slow."""
_EXPONENT_BITS = 33
"""A larger public exponent only makes checking slow."""
KEY_LIMIT = 100
"""Keys of one file that are read."""
_TEXT_LIMIT = 2**16
"""Characters of one member of a key; a key of 8,192 bits has 1,366."""
_CURVES: Mapping[str, tuple[ec.EllipticCurve, int]] = {
    "P-256": (ec.SECP256R1(), 32),
    "P-384": (ec.SECP384R1(), 48),
    "P-521": (ec.SECP521R1(), 66),
}
"""Name of a curve -> the curve, and the bytes of a coordinate (RFC 7518, section 6.2.1)."""
_EDWARDS: Mapping[str, Callable[[bytes], PublicKey]] = {
    "Ed25519": ed25519.Ed25519PublicKey.from_public_bytes,
    "Ed448": ed448.Ed448PublicKey.from_public_bytes,
}
_PEM = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----.*?-----END \1-----", re.DOTALL)
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth"})


@dataclass(frozen=True, slots=True)
class Key:
    """One key: public, or a secret that is shared."""

    public: PublicKey | None
    secret: bytes | None = field(default=None, repr=False)
    name: str | None = None
    """What the caller calls it: the name of its file, or its `kid`."""
    kid: str | None = None
    """The id that its file gives it."""

    @property
    def fingerprint(self) -> str | None:
        """SHA-256 of a public key's SubjectPublicKeyInfo; a secret has none, for it could be guessed by it."""
        return None if self.public is None else f"sha256:{hashlib.sha256(self.spki).hexdigest()}"

    @property
    def spki(self) -> bytes:
        """The DER of a public key; empty for a secret."""
        if self.public is None:
            return b""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return self.public.public_bytes(serialization.Encoding.DER, form)

    def __str__(self) -> str:
        """How a message calls it."""
        if self.name and self.fingerprint:
            return f"{self.name} ({self.fingerprint})"
        return self.name or self.fingerprint or "a shared secret"


def keys_in(content: bytes, name: str) -> tuple[Key, ...]:
    """The keys that a file holds: JWK, a set of JWKs, PEM or DER, public keys or certificates.

    Raises FormatError where it holds none, or a private one.
    """
    if content.lstrip()[:1] == b"{":
        keys = list(_jwks(content, name))
    elif found := list(_PEM.finditer(content)):
        keys = [_from_pem(each[1], each[0], name) for each in found[: KEY_LIMIT + 1]]
    else:
        keys = [Key(_loaded(content, serialization.load_der_public_key, name), name=name)]
    if not keys or len(keys) > KEY_LIMIT:
        raise FormatError(
            f"{name}: holds {'no' if not keys else f'more than {KEY_LIMIT}'} keys; give a JWK or PEM file"
        )
    return tuple(keys)


def key_of_jwk(jwk: Mapping[str, object], *, name: str | None = None) -> Key:
    """The key that a JSON Web Key says. Raises FormatError where it says none, or a private one."""
    if jwk.keys() & _PRIVATE:
        raise FormatError("the key is a private one; give the public key, and keep that one secret")
    given = jwk.get("kid")
    kid = given if isinstance(given, str) else None
    shown = f"{name} {quoted(kid)}" if name and kid else name
    try:
        if jwk.get("kty") == "oct":
            return Key(None, _bytes(jwk, "k"), shown, kid)
        return Key(_public(jwk), None, shown, kid)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FormatError(f"the key is none: {error}") from error


def key_of_certificate(certificate: bytes) -> Key:
    """The key of a certificate, DER. Raises FormatError where it is none; whether it is valid is not looked at."""
    try:
        return Key(_known(x509.load_der_x509_certificate(certificate).public_key()))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FormatError(f"the certificate cannot be read: {error}") from error


def unbase64url(text: object) -> bytes:
    """The bytes that base64url stands for, padded or not. Raises ValueError where it is none."""
    if not isinstance(text, str) or len(text) > _TEXT_LIMIT:
        raise ValueError("no base64url")
    bare = text.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", bare):
        raise ValueError(f"no base64url: {quoted(text)}")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error as error:
        raise ValueError(f"no base64url: {quoted(text)}") from error


def _jwks(content: bytes, name: str) -> Iterator[Key]:
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{name}: no JSON Web Key: {error}") from error
    listed = said.get("keys", [said])
    for jwk in listed if isinstance(listed, list) else ():
        if not isinstance(jwk, dict):
            raise FormatError(f"{name}: no JSON Web Key: {quoted(jwk)}")
        try:
            yield key_of_jwk(jwk, name=name)
        except FormatError as error:
            raise FormatError(f"{name}: {error}") from error


def _from_pem(label: bytes, block: bytes, name: str) -> Key:
    if b"PRIVATE" in label:
        raise FormatError(f"{name}: holds a private key; give the public one, and keep that one secret")
    if label == b"CERTIFICATE":
        return Key(_loaded(block, _key_of_pem_certificate, name), name=name)
    return Key(_loaded(block, serialization.load_pem_public_key, name), name=name)


def _key_of_pem_certificate(block: bytes) -> object:
    return x509.load_pem_x509_certificate(block).public_key()


def _loaded(content: bytes, load: Callable[[bytes], object], name: str) -> PublicKey:
    try:
        return _known(load(content))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise FormatError(f"{name}: holds no public key that can be read: {error}") from error


def _known(key: object) -> PublicKey:
    """A key of a kind, and of a size, that signatures are checked with. Raises ValueError where it is another."""
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size not in RSA_BITS:
            raise ValueError(f"an RSA key of {key.key_size:,} bits, where 2,048 to 8,192 are used")
        if key.public_numbers().e.bit_length() > _EXPONENT_BITS:
            raise ValueError("an RSA key whose exponent is too large")
        return key
    if isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return key
    raise ValueError("a kind of key that no known algorithm uses")


def _public(jwk: Mapping[str, object]) -> PublicKey:
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if kty == "RSA":
        modulus, exponent = (int.from_bytes(_bytes(jwk, member)) for member in ("n", "e"))
        if modulus.bit_length() not in RSA_BITS or exponent.bit_length() > _EXPONENT_BITS:
            raise ValueError(f"an RSA key of {modulus.bit_length():,} bits, where 2,048 to 8,192 are used")
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    if kty == "EC" and isinstance(crv, str) and crv in _CURVES:
        curve, size = _CURVES[crv]
        x, y = (_bytes(jwk, member) for member in ("x", "y"))
        if len(x) != size or len(y) != size:
            raise ValueError(f"a point that has not the {size} bytes a coordinate of {crv}")
        return ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curve).public_key()
    if kty == "OKP" and isinstance(crv, str) and crv in _EDWARDS:
        return _EDWARDS[crv](_bytes(jwk, "x"))
    raise ValueError(f"kty {quoted(kty)}, crv {quoted(crv)} is not known")


def _bytes(jwk: Mapping[str, object], member: str) -> bytes:
    return unbase64url(jwk.get(member))
