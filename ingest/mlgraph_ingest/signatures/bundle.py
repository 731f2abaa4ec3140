"""A sigstore bundle: what it is, what it claims to sign, and with what it can be checked.

Source: sigstore protobuf-specs, sigstore_bundle.proto (Bundle, media types 0.1 to 0.3), in its JSON form; DSSE 1.0.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from mlgraph.model.errors import FormatError
from mlgraph_ingest.signatures.signature import quoted

_MEDIA_TYPES = frozenset(
    {
        "application/vnd.dev.sigstore.bundle+json;version=0.1",
        "application/vnd.dev.sigstore.bundle+json;version=0.2",
        "application/vnd.dev.sigstore.bundle+json;version=0.3",
        "application/vnd.dev.sigstore.bundle.v0.3+json",
    }
)
_MEDIA_TYPE_BEGINNING = "application/vnd.dev.sigstore.bundle"
_EARLIER_COSIGN = frozenset({"base64Signature", "rekorBundle"})
"""What cosign before 3.0 wrote as a bundle unless told otherwise: another format, with the same pieces."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and its signature (DSSE)."""

    payload_type: str
    payload: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle says; nothing of it is checked."""

    content: bytes
    """The bundle itself."""
    envelope: Envelope | None
    value: bytes | None
    """Signature over the file itself, where there is no envelope."""
    sha256: str | None
    """Digest of the file that the bundle claims to sign; only a hint."""
    key_hint: str | None
    """Names the key that signed; None: a certificate is in the bundle instead."""


def read_bundle(content: bytes) -> Bundle | None:
    """What a bundle says; None: the bytes are no bundle.

    Raises FormatError where they are one of another version or form, or a broken one.
    """
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(said, dict):
        return None
    media_type = said.get("mediaType")
    if said.keys() >= _EARLIER_COSIGN:
        raise FormatError("it is a bundle of the form that cosign had before sigstore's own, which is not checked")
    if not isinstance(media_type, str) or not media_type.startswith(_MEDIA_TYPE_BEGINNING):
        return None
    if media_type not in _MEDIA_TYPES:
        raise FormatError(f"it is a bundle of a version that is not known: {quoted(media_type)}")
    hint = _part(_part(said, "verificationMaterial"), "publicKey").get("hint", "")
    is_by_key = "publicKey" in _part(said, "verificationMaterial")
    envelope, message = said.get("dsseEnvelope"), _part(said, "messageSignature")
    if envelope is not None:
        return Bundle(content, _envelope(_part(said, "dsseEnvelope")), None, None, str(hint) if is_by_key else None)
    digest = _part(message, "messageDigest")
    is_sha256 = digest.get("algorithm") == "SHA2_256"
    claimed = _unbase64(digest.get("digest")).hex() if is_sha256 else None
    return Bundle(content, None, _unbase64(message.get("signature")), claimed, str(hint) if is_by_key else None)


def _envelope(said: Mapping[str, object]) -> Envelope:
    signatures = said.get("signatures")
    if not isinstance(signatures, list) or len(signatures) != 1 or not isinstance(signatures[0], dict):
        raise FormatError("its envelope has not exactly one signature")
    value = _unbase64(signatures[0].get("sig"))
    return Envelope(str(said.get("payloadType")), _unbase64(said.get("payload")), value)


def _part(said: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def _unbase64(text: object) -> bytes:
    try:
        return base64.b64decode(text if isinstance(text, str) else "!", validate=True)
    except (binascii.Error, ValueError) as error:
        raise FormatError(f"the bundle is broken: {quoted(text)} is no base64") from error
