"""A sigstore of the tests' own: a certificate authority, a log of certificates, a log of signatures, a trust root.

Everything is signed as the real one does it (RFC 6962 for certificates, the log of signatures as Rekor 1), with keys that
are made when it is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SIGNED_AT = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
IDENTITY = "releases@acme.example"
ISSUER = "https://accounts.acme.example"
_ORIGIN = "log.acme.example - 1"
_SCT_LIST = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_ISSUER_1 = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
_ISSUER_2 = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.8")


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


def signed(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def pae(payload_type: str, payload: bytes) -> bytes:
    return b"DSSEv1 %d %b %d %b" % (len(payload_type), payload_type.encode(), len(payload), payload)


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass
class FakeSigstore:
    authority_key: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    certificate_log_key: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    log_key: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    authority: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "acme authority")])
        usage = _usage(key_cert_sign=True, crl_sign=True)
        self.authority = (
            _builder(self.authority_key.public_key(), name, days=3650)
            .subject_name(name)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(self.authority_key.public_key()), critical=False)
            .sign(self.authority_key, hashes.SHA256())
        )

    def trust_root(self) -> bytes:
        start = {"start": "2020-01-01T00:00:00Z"}

        def log(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
            public = {"rawBytes": base64_of(spki(key)), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": start}
            log_id = {"keyId": base64_of(hashlib.sha256(spki(key)).digest())}
            base = "https://log.acme.example"
            return {"baseUrl": base, "hashAlgorithm": "SHA2_256", "publicKey": public, "logId": log_id}

        raw = base64_of(self.authority.public_bytes(serialization.Encoding.DER))
        authority = {
            "subject": {"organization": "acme", "commonName": "acme"},
            "uri": "https://ca.acme.example",
            "certChain": {"certificates": [{"rawBytes": raw}]},
            "validFor": start,
        }
        root = {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [log(self.log_key)],
            "certificateAuthorities": [authority],
            "ctlogs": [log(self.certificate_log_key)],
            "timestampAuthorities": [],
        }
        return json.dumps(root).encode()

    def certificate(self, key: ec.EllipticCurvePrivateKey, identity: str = IDENTITY) -> x509.Certificate:
        issuer = self.authority.subject
        authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.authority_key.public_key())
        builder = (
            _builder(key.public_key(), issuer, days=0)
            .subject_name(x509.Name([]))
            .add_extension(_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False)
            .add_extension(authority_id, critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(identity)]), critical=True)
            .add_extension(x509.UnrecognizedExtension(_ISSUER_1, ISSUER.encode()), critical=False)
            .add_extension(
                x509.UnrecognizedExtension(_ISSUER_2, b"\x0c" + bytes([len(ISSUER)]) + ISSUER.encode()), critical=False
            )
        )
        before = builder.sign(self.authority_key, hashes.SHA256()).tbs_certificate_bytes
        seen = x509.UnrecognizedExtension(_SCT_LIST, self._seen(before))
        return builder.add_extension(seen, critical=False).sign(self.authority_key, hashes.SHA256())

    def _seen(self, certificate: bytes) -> bytes:
        """What the log of certificates promises of one (RFC 6962, section 3.2), as an extension."""
        milliseconds = int(SIGNED_AT.timestamp() * 1000)
        issuer = hashlib.sha256(spki(self.authority_key)).digest()
        entry = issuer + len(certificate).to_bytes(3) + certificate
        data = struct.pack("!BBQH", 0, 0, milliseconds, 1) + entry + struct.pack("!H", 0)
        value = signed(self.certificate_log_key, data)
        log_id = hashlib.sha256(spki(self.certificate_log_key)).digest()
        said = (
            b"\x00" + log_id + struct.pack("!QH", milliseconds, 0) + b"\x04\x03" + struct.pack("!H", len(value)) + value
        )
        listed = struct.pack("!H", len(said)) + said
        whole = struct.pack("!H", len(listed)) + listed
        return b"\x04" + (bytes([len(whole)]) if len(whole) < 128 else b"\x81" + bytes([len(whole)])) + whole

    def bundle(self, content: bytes, *, identity: str = IDENTITY, version: str = "0.3") -> dict[str, Any]:
        """A signature over a content."""
        key = _key()
        certificate = self.certificate(key, identity)
        value = signed(key, content)
        digest = hashlib.sha256(content)
        body = {
            "apiVersion": "0.0.1",
            "kind": "hashedrekord",
            "spec": {
                "data": {"hash": {"algorithm": "sha256", "value": digest.hexdigest()}},
                "signature": {"content": base64_of(value), "publicKey": {"content": _pem(certificate)}},
            },
        }
        message = {
            "messageDigest": {"algorithm": "SHA2_256", "digest": base64_of(digest.digest())},
            "signature": base64_of(value),
        }
        return {**self._material(certificate, body, version), "messageSignature": message}

    def statement_bundle(self, statement: dict[str, Any], *, version: str = "0.3") -> dict[str, Any]:
        """A signed statement."""
        key = _key()
        certificate = self.certificate(key)
        payload, kind = json.dumps(statement).encode(), "application/vnd.in-toto+json"
        value = signed(key, pae(kind, payload))
        body = {
            "apiVersion": "0.0.1",
            "kind": "dsse",
            "spec": {
                "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
                "envelopeHash": {"algorithm": "sha256", "value": "00" * 32},
                "signatures": [{"signature": base64_of(value), "verifier": _pem(certificate)}],
            },
        }
        envelope = {"payloadType": kind, "payload": base64_of(payload), "signatures": [{"sig": base64_of(value)}]}
        return {**self._material(certificate, body, version), "dsseEnvelope": envelope}

    def _material(self, certificate: x509.Certificate, entry: dict[str, Any], version: str) -> dict[str, Any]:
        raw = {"rawBytes": base64_of(certificate.public_bytes(serialization.Encoding.DER))}
        own = {"certificate": raw} if version == "0.3" else {"x509CertificateChain": {"certificates": [raw]}}
        media = "application/vnd.dev.sigstore.bundle"
        kind = f"{media}.v0.3+json" if version == "0.3" else f"{media}+json;version={version}"
        return {"mediaType": kind, "verificationMaterial": {**own, "tlogEntries": [self._logged(entry)]}}

    def _logged(self, entry: dict[str, Any]) -> dict[str, Any]:
        """An entry of the log, the second of two, with its proof and its promise."""
        body = rfc8785.dumps(entry)
        other = hashlib.sha256(b"\x00other").digest()
        root = hashlib.sha256(b"\x01" + other + hashlib.sha256(b"\x00" + body).digest()).digest()
        log_id = hashlib.sha256(spki(self.log_key)).digest()
        note = f"{_ORIGIN}\n2\n{base64_of(root)}\n"
        seal = base64_of(log_id[:4] + signed(self.log_key, note.encode()))
        promise = {"body": base64_of(body), "logID": log_id.hex(), "logIndex": 1}
        at = int(SIGNED_AT.timestamp())
        proof = {
            "logIndex": "1",
            "rootHash": base64_of(root),
            "treeSize": "2",
            "hashes": [base64_of(other)],
            "checkpoint": {"envelope": f"{note}\n\u2014 log.acme.example {seal}\n"},
        }
        set_value = signed(self.log_key, rfc8785.dumps({**promise, "integratedTime": at}))
        return {
            "logIndex": "1",
            "logId": {"keyId": base64_of(log_id)},
            "kindVersion": {"kind": entry["kind"], "version": entry["apiVersion"]},
            "integratedTime": str(at),
            "inclusionPromise": {"signedEntryTimestamp": base64_of(set_value)},
            "inclusionProof": proof,
            "canonicalizedBody": base64_of(body),
        }


def _builder(key: ec.EllipticCurvePublicKey, issuer: x509.Name, *, days: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .public_key(key)
        .issuer_name(issuer)
        .serial_number(x509.random_serial_number())
        .not_valid_before(SIGNED_AT - timedelta(days=days, minutes=1))
        .not_valid_after(SIGNED_AT + timedelta(days=days, minutes=10))
    )


def _usage(**used: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: used.get(name, False) for name in names})


def _pem(certificate: x509.Certificate) -> str:
    return base64_of(certificate.public_bytes(serialization.Encoding.PEM))
