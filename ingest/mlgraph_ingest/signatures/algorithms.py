"""Whether a signature's value fits data and a key.

Sources: RFC 7518 section 3 (HS, RS, ES, PS), RFC 8037 section 3.1 (Ed25519, Ed448), DSSE 1.0 "Protocol" (PAE).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature

from mlgraph.model.errors import FormatError
from mlgraph_ingest.signatures.keys import Key
from mlgraph_ingest.signatures.signature import quoted

_Check: TypeAlias = Callable[[Key, bytes, bytes], bool]
_HASHES: Mapping[str, hashes.HashAlgorithm] = {
    "256": hashes.SHA256(),
    "384": hashes.SHA384(),
    "512": hashes.SHA512(),
}
_CURVES = {"256": ("secp256r1", 32), "384": ("secp384r1", 48), "512": ("secp521r1", 66)}
"""Bits of the hash -> its curve, and the bytes of each half of a value (RFC 7518, section 3.4)."""
_HASH_OF_CURVE = {"secp256r1": "256", "secp384r1": "384", "secp521r1": "512"}


def fits(algorithm: str, key: Key, data: bytes, value: bytes) -> bool:
    """Whether a signature value, in the form of a JSON Web Signature, is one of a key over data.

    Raises FormatError where the algorithm is not known, or the key is none of that algorithm.
    """
    check = _CHECKS.get(algorithm)
    if check is None:
        raise FormatError(f"the algorithm {quoted(algorithm)} is not known")
    return check(key, data, value)


def is_known(algorithm: str) -> bool:
    """Whether an algorithm can be checked at all."""
    return algorithm in _CHECKS


def fits_envelope(key: Key, payload_type: str, payload: bytes, value: bytes) -> bool:
    """Whether a value signs a payload in a DSSE envelope. Raises FormatError where the key is no public key."""
    kind = payload_type.encode()
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    if isinstance(key.public, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return _edwards(key.public, message, value)
    bits = _HASH_OF_CURVE.get(key.public.curve.name) if isinstance(key.public, ec.EllipticCurvePublicKey) else "256"
    if bits is None:
        raise FormatError("the key is of a curve that is not known")
    return _fits_digest(key, hashlib.new(f"sha{bits}", message).digest(), value, _HASHES[bits])


def fits_sha256(key: Key, digest: bytes, value: bytes) -> bool:
    """Whether a value signs what has a SHA-256 digest. Raises FormatError where the key does not sign digests."""
    return _fits_digest(key, digest, value, hashes.SHA256())


def _fits_digest(key: Key, digest: bytes, value: bytes, used: hashes.HashAlgorithm) -> bool:
    try:
        if isinstance(key.public, ec.EllipticCurvePublicKey):
            key.public.verify(value, digest, ec.ECDSA(Prehashed(used)))
        elif isinstance(key.public, rsa.RSAPublicKey):
            key.public.verify(value, digest, padding.PKCS1v15(), Prehashed(used))
        else:
            raise FormatError("the key does not sign digests: only RSA and EC keys are used with them")
    except InvalidSignature:
        return False
    return True


def _edwards(key: ed25519.Ed25519PublicKey | ed448.Ed448PublicKey, data: bytes, value: bytes) -> bool:
    try:
        key.verify(value, data)
    except InvalidSignature:
        return False
    return True


def _hmac(bits: str) -> _Check:
    def check(key: Key, data: bytes, value: bytes) -> bool:
        if key.secret is None:
            raise FormatError(f"HS{bits} is checked with a shared secret, a JWK of the kind `oct`")
        if len(key.secret) * 8 < int(bits):  # RFC 7518, section 3.2
            raise FormatError(f"HS{bits} needs a secret of {bits} bits at least")
        return hmac.compare_digest(hmac.new(key.secret, data, f"sha{bits}").digest(), value)

    return check


def _rsa(bits: str, *, is_pss: bool) -> _Check:
    used = _HASHES[bits]

    def check(key: Key, data: bytes, value: bytes) -> bool:
        if not isinstance(key.public, rsa.RSAPublicKey):
            raise FormatError("the key is no RSA key")
        pss = padding.PSS(padding.MGF1(used), salt_length=used.digest_size)  # RFC 7518, section 3.5
        try:
            key.public.verify(value, data, pss if is_pss else padding.PKCS1v15(), used)
        except InvalidSignature:
            return False
        return True

    return check


def _ecdsa(bits: str) -> _Check:
    curve, size = _CURVES[bits]

    def check(key: Key, data: bytes, value: bytes) -> bool:
        if not isinstance(key.public, ec.EllipticCurvePublicKey) or key.public.curve.name != curve:
            raise FormatError(f"the key is no EC key of the curve {curve}")
        if len(value) != 2 * size:
            return False
        der = encode_dss_signature(int.from_bytes(value[:size]), int.from_bytes(value[size:]))
        try:
            key.public.verify(der, data, ec.ECDSA(_HASHES[bits]))
        except InvalidSignature:
            return False
        return True

    return check


def _eddsa(name: str, kind: type[ed25519.Ed25519PublicKey] | type[ed448.Ed448PublicKey]) -> _Check:
    def check(key: Key, data: bytes, value: bytes) -> bool:
        if not isinstance(key.public, kind):
            raise FormatError(f"the key is no {name} key")
        return _edwards(key.public, data, value)

    return check


_CHECKS: Mapping[str, _Check] = {
    **{f"HS{bits}": _hmac(bits) for bits in _HASHES},
    **{f"RS{bits}": _rsa(bits, is_pss=False) for bits in _HASHES},
    **{f"PS{bits}": _rsa(bits, is_pss=True) for bits in _HASHES},
    **{f"ES{bits}": _ecdsa(bits) for bits in _HASHES},
    "Ed25519": _eddsa("Ed25519", ed25519.Ed25519PublicKey),
    "Ed448": _eddsa("Ed448", ed448.Ed448PublicKey),
}
"""The algorithms of JSF 0.82, section 5; `none` is not among them."""
