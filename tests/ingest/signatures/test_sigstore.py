"""Sigstore bundles, checked against a sigstore of the tests' own."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mlgraph_ingest.signatures.keys import Key
from mlgraph_ingest.signatures.signature import Signature, State
from mlgraph_ingest.signatures.sigstore_check import signature_of
from mlgraph_ingest.signatures.statements import Artifact
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, Trust, trust_from
from tests.ingest.signatures.fake_sigstore import IDENTITY, ISSUER, FakeSigstore, base64_of, pae
from tests.ingest.signatures.signing import signer

CONTENT = b"weights"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
FILE = Artifact("model.safetensors", SHA256)
IN_TOTO = "application/vnd.in-toto+json"
Change = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def sigstore() -> FakeSigstore:
    return FakeSigstore()


@pytest.fixture(scope="module")
def root(sigstore: FakeSigstore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("root") / "trusted_root.json"
    path.write_bytes(sigstore.trust_root())
    return path


def trusting(root: Path, **said: str) -> Trust:
    return trust_from({"trust-root": str(root), **said})


def look(bundle: object, trust: Trust, artifact: Artifact = FILE, *, is_own: bool = True) -> Signature | None:
    content = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
    return signature_of(content, artifact, trust=trust, place="x.sigstore.json", is_own=is_own)


def state(bundle: object, trust: Trust, artifact: Artifact = FILE, *, is_own: bool = True) -> State | None:
    found = look(bundle, trust, artifact, is_own=is_own)
    return found and found.state


def model_statement(*files: tuple[str, bytes], method: str = "files") -> dict[str, Any]:
    digests = [hashlib.sha256(content).hexdigest() for _, content in files]
    total = hashlib.sha256(bytes.fromhex("".join(digests))).hexdigest()
    resources = [
        {"name": name, "algorithm": "sha256", "digest": digest}
        for (name, _), digest in zip(files, digests, strict=True)
    ]
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "model", "digest": {"sha256": total}}],
        "predicateType": "https://model_signing/signature/v1.0",
        "predicate": {"serialization": {"method": method, "hash_type": "sha256"}, "resources": resources},
    }


def provenance(sha256: str) -> dict[str, Any]:
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "other", "digest": {"sha256": sha256}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {},
    }


@pytest.mark.parametrize("version", ["0.1", "0.2", "0.3"])
def test_bundle_of_an_expected_identity_is_verified(sigstore: FakeSigstore, root: Path, version: str) -> None:
    found = look(sigstore.bundle(CONTENT, version=version), trusting(root, identity=IDENTITY, issuer=ISSUER))
    assert found is not None
    assert found.value() == {
        "form": "sigstore",
        "state": "verified",
        "signer": f"{IDENTITY} by way of {ISSUER}",
    }


def test_without_an_expected_identity_it_says_who_signed_and_that_nobody_was_expected(
    sigstore: FakeSigstore, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = look(sigstore.bundle(CONTENT, identity="mallory@evil.example"), trusting(root))
    assert found is not None
    assert (found.state, found.signer) == (State.VERIFIED, f"mallory@evil.example by way of {ISSUER}")
    assert "no identity was asked for" in (found.reason or "")
    assert caplog.records == []


@pytest.mark.parametrize("said", [{"identity": "mallory@evil.example"}, {"issuer": "https://evil.example"}])
def test_another_identity_than_the_expected_one_is_invalid(
    sigstore: FakeSigstore, root: Path, said: dict[str, str]
) -> None:
    assert state(sigstore.bundle(CONTENT), trusting(root, **said)) is State.INVALID


def test_without_trust_a_bundle_is_seen_and_not_verified(sigstore: FakeSigstore) -> None:
    found = look(sigstore.bundle(CONTENT), NOTHING_TRUSTED)
    assert found is not None
    assert found.value() == {"form": "sigstore", "state": "not verified", "reason": "no trust root was given"}


def test_bundle_of_another_content_is_invalid_with_and_without_trust(sigstore: FakeSigstore, root: Path) -> None:
    bundle = sigstore.bundle(b"other")
    assert state(bundle, NOTHING_TRUSTED) is State.INVALID
    assert state(bundle, trusting(root)) is State.INVALID
    bundle["messageSignature"]["messageDigest"]["digest"] = base64_of(bytes.fromhex(SHA256))
    assert state(bundle, NOTHING_TRUSTED) is State.NOT_VERIFIED
    assert state(bundle, trusting(root)) is State.INVALID
    del bundle["messageSignature"]["messageDigest"]
    assert state(bundle, trusting(root)) is State.INVALID


def test_file_that_was_not_hashed_is_not_verified(sigstore: FakeSigstore, root: Path) -> None:
    unhashed = Artifact(FILE.name, None)
    for bundle in (sigstore.bundle(CONTENT), sigstore.statement_bundle(model_statement((FILE.name, CONTENT)))):
        found = look(bundle, trusting(root), unhashed)
        assert found is not None
        assert (found.state, found.reason) == (State.NOT_VERIFIED, "the file was not hashed")


def _log(bundle: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = bundle["verificationMaterial"]["tlogEntries"][0]
    return entry


def _flipped(text: str) -> str:
    content = bytearray(base64.b64decode(text))
    content[-1] ^= 1
    return base64_of(bytes(content))


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["messageSignature"].update(signature=_flipped(b["messageSignature"]["signature"])),
        lambda b: _log(b).update(integratedTime=str(int(_log(b)["integratedTime"]) + 3600)),
        lambda b: _log(b).update(integratedTime=str(int(_log(b)["integratedTime"]) + 1)),
        lambda b: _log(b).update(canonicalizedBody=_flipped(_log(b)["canonicalizedBody"])),
        lambda b: _log(b)["inclusionProof"].update(hashes=[base64_of(b"\0" * 32)]),
        lambda b: _log(b)["inclusionProof"].update(rootHash=base64_of(b"\0" * 32)),
        lambda b: _log(b)["inclusionPromise"].update(
            signedEntryTimestamp=_flipped(_log(b)["inclusionPromise"]["signedEntryTimestamp"])
        ),
    ],
)
def test_bundle_of_which_a_part_is_changed_is_never_verified(
    sigstore: FakeSigstore, root: Path, change: Change
) -> None:
    bundle = sigstore.bundle(CONTENT)
    change(bundle)
    assert state(bundle, trusting(root)) in {State.INVALID, State.NOT_VERIFIED}


@pytest.mark.parametrize("part", ["authority_key", "certificate_log_key", "log_key"])
def test_bundle_of_another_sigstore_is_invalid(sigstore: FakeSigstore, root: Path, part: str) -> None:
    parts = ("authority_key", "certificate_log_key", "log_key")
    other = FakeSigstore(**{name: getattr(sigstore, name) for name in parts if name != part})
    assert state(other.bundle(CONTENT), trusting(root)) is State.INVALID


def test_entry_of_another_signature_in_the_log_is_invalid(sigstore: FakeSigstore, root: Path) -> None:
    bundle, other = sigstore.bundle(CONTENT), sigstore.bundle(CONTENT)
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]
    assert state(bundle, trusting(root)) is State.INVALID


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["verificationMaterial"].update(tlogEntries=[]),
        lambda b: b["verificationMaterial"].update(tlogEntries=[_log(b), _log(b)]),
        lambda b: _log(b).pop("inclusionProof"),
        lambda b: _log(b).pop("inclusionPromise"),
        lambda b: _log(b)["inclusionProof"]["checkpoint"].update(envelope="x"),
        lambda b: _log(b)["kindVersion"].update(version="9.9.9"),
        lambda b: b["verificationMaterial"].pop("certificate"),
        lambda b: b["verificationMaterial"]["certificate"].update(rawBytes="AAAA"),
        lambda b: b.pop("verificationMaterial"),
        lambda b: b.pop("messageSignature"),
        lambda b: b["messageSignature"].pop("signature"),
        lambda b: b.update(mediaType="application/vnd.dev.sigstore.bundle.v9+json"),
        lambda b: b.update(verificationMaterial=[1]),
        lambda b: b.update(messageSignature=[1]),
    ],
)
def test_broken_bundle_is_not_verified_and_stops_nothing(sigstore: FakeSigstore, root: Path, change: Change) -> None:
    bundle = sigstore.bundle(CONTENT)
    change(bundle)
    assert state(bundle, trusting(root)) in {State.INVALID, State.NOT_VERIFIED}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\x89PGP", b'{"mediaType": 1}', b'{"a": 1}', b'{"mediaType": "x"}']
)
def test_what_is_no_bundle_says_nothing(content: bytes) -> None:
    assert look(content, NOTHING_TRUSTED) is None


def test_earlier_form_of_cosign_is_seen_and_not_verified(root: Path) -> None:
    found = look({"base64Signature": "AA==", "cert": "", "rekorBundle": {}}, trusting(root))
    assert found is not None
    assert (found.state, "cosign" in (found.reason or "")) == (State.NOT_VERIFIED, True)


@pytest.mark.parametrize("content", [b"{}", b"[", b'{"mediaType": "x"}', b"\xff"])
def test_trust_root_that_is_none_verifies_nothing(sigstore: FakeSigstore, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "root.json"
    path.write_bytes(content)
    found = look(sigstore.bundle(CONTENT), trusting(path))
    assert found is not None
    assert found.state is State.NOT_VERIFIED
    assert "no trust root of sigstore" in (found.reason or "")


def test_model_signature_speaks_for_the_files_that_it_names(sigstore: FakeSigstore, root: Path) -> None:
    bundle = sigstore.statement_bundle(model_statement((FILE.name, CONTENT), ("sub/other.bin", b"other")))
    trust = trusting(root, identity=IDENTITY)
    assert state(bundle, trust, is_own=False) is State.VERIFIED
    assert state(bundle, trust, Artifact("sub/other.bin", hashlib.sha256(b"other").hexdigest()), is_own=False) is (
        State.VERIFIED
    )
    assert state(bundle, trust, Artifact("sub/other.bin", SHA256), is_own=False) is State.INVALID
    assert state(bundle, trust, Artifact("unnamed.bin", SHA256), is_own=False) is None
    assert state(bundle, NOTHING_TRUSTED, is_own=False) is State.NOT_VERIFIED


@pytest.mark.parametrize(
    "statement",
    [
        model_statement((FILE.name, CONTENT), method="shards"),
        model_statement((FILE.name, CONTENT), (FILE.name, CONTENT)),
        {**model_statement((FILE.name, CONTENT)), "subject": [{"name": "m", "digest": {"sha256": "00" * 32}}]},
        {**model_statement((FILE.name, CONTENT)), "_type": "x"},
        {**model_statement((FILE.name, CONTENT)), "predicate": {}},
        {**model_statement((FILE.name, CONTENT)), "subject": 1},
    ],
)
def test_model_signature_that_does_not_say_enough_is_not_verified(
    sigstore: FakeSigstore, root: Path, statement: dict[str, Any]
) -> None:
    assert state(sigstore.statement_bundle(statement), trusting(root), is_own=False) is State.NOT_VERIFIED


def test_early_model_signature_lists_its_files_as_subjects(sigstore: FakeSigstore, root: Path) -> None:
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": FILE.name, "digest": {"sha256": SHA256}}],
        "predicateType": "https://model_signing/Digests/v0.1",
    }
    assert state(sigstore.statement_bundle(statement), trusting(root), is_own=False) is State.VERIFIED
    assert state(
        sigstore.statement_bundle(statement), trusting(root), Artifact(FILE.name, "00" * 32), is_own=False
    ) is (State.INVALID)


def test_statement_about_a_file_is_about_the_one_with_that_hash(sigstore: FakeSigstore, root: Path) -> None:
    trust = trusting(root, identity=IDENTITY)
    found = look(sigstore.statement_bundle(provenance(SHA256)), trust)
    assert found is not None
    assert (found.state, found.reason) == (
        State.VERIFIED,
        "it signs a statement about it: 'https://slsa.dev/provenance/v1'",
    )
    assert state(sigstore.statement_bundle(provenance("00" * 32)), trust) is State.INVALID
    assert state(sigstore.statement_bundle(provenance("00" * 32)), trust, is_own=False) is None


def test_changed_statement_is_invalid(sigstore: FakeSigstore, root: Path) -> None:
    bundle = sigstore.statement_bundle(provenance("00" * 32))
    bundle["dsseEnvelope"]["payload"] = base64_of(json.dumps(provenance(SHA256)).encode())
    assert state(bundle, trusting(root)) is State.INVALID


def test_envelope_of_another_payload_type_is_not_verified(sigstore: FakeSigstore, root: Path) -> None:
    bundle = sigstore.statement_bundle(provenance(SHA256))
    bundle["dsseEnvelope"]["payloadType"] = "text/plain"
    assert state(bundle, trusting(root)) is State.NOT_VERIFIED


def by_key(
    private: ec.EllipticCurvePrivateKey, *, hint: str = "", statement: dict[str, Any] | None = None
) -> dict[str, Any]:
    used = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}[private.curve.key_size]
    media = "application/vnd.dev.sigstore.bundle.v0.3+json"
    said: dict[str, Any] = {
        "mediaType": media,
        "verificationMaterial": {"publicKey": {"hint": hint}, "tlogEntries": []},
    }
    if statement is None:
        return {**said, "messageSignature": {"signature": base64_of(private.sign(CONTENT, ec.ECDSA(hashes.SHA256())))}}
    payload = json.dumps(statement).encode()
    value = private.sign(pae(IN_TOTO, payload), ec.ECDSA(used))
    envelope = {"payloadType": IN_TOTO, "payload": base64_of(payload), "signatures": [{"sig": base64_of(value)}]}
    return {**said, "dsseEnvelope": envelope}


@pytest.mark.parametrize("algorithm", ["ES256", "ES384", "ES512"])
def test_model_signed_with_a_given_key_is_verified(algorithm: str) -> None:
    by = signer(algorithm)
    bundle = by_key(by.private, statement=model_statement((FILE.name, CONTENT)))
    found = look(bundle, Trust((signer("Ed25519").key, by.key)), is_own=False)
    assert found is not None
    assert (found.state, found.signer) == (State.VERIFIED, str(by.key))
    assert state(bundle, Trust((signer(algorithm, 1).key,)), is_own=False) is State.INVALID
    assert state(bundle, NOTHING_TRUSTED, is_own=False) is State.NOT_VERIFIED
    bundle["dsseEnvelope"]["payload"] = base64_of(
        json.dumps(model_statement((FILE.name, CONTENT), ("a", b""))).encode()
    )
    assert state(bundle, Trust((by.key,)), is_own=False) is State.INVALID


def test_file_signed_with_a_given_key_is_verified() -> None:
    by = signer("ES256")
    assert state(by_key(by.private), Trust((by.key,))) is State.VERIFIED
    assert state(by_key(by.private), Trust((by.key,)), Artifact(FILE.name, "00" * 32)) is State.INVALID
    assert state(by_key(by.private), Trust((signer("Ed25519").key,))) is State.NOT_VERIFIED


def test_hint_names_the_key_that_is_meant() -> None:
    by, other = signer("ES256"), signer("ES256", 1)
    pem = by.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    hint = hashlib.sha256(pem).hexdigest()
    assert state(by_key(by.private, hint=hint), Trust((other.key, by.key))) is State.VERIFIED
    assert state(by_key(by.private, hint=hint), Trust((other.key,))) is State.NOT_VERIFIED
    assert state(by_key(other.private, hint=hint), Trust((by.key, other.key))) is State.INVALID


def test_secret_checks_no_bundle() -> None:
    secret: Key = signer("HS256").key
    assert state(by_key(signer("ES256").private), Trust((secret,))) is State.NOT_VERIFIED


_HINTS: dict[str, set[tuple[str, ...]]] = {
    "content": {("messageSignature", "messageDigest")},
    "statement": set(),
    "key": {
        ("verificationMaterial", "publicKey"),
        ("verificationMaterial", "publicKey", "hint"),
        ("verificationMaterial", "tlogEntries"),
    },
}
"""What a bundle need not have: the digest and the key are those of the caller, and by a key the log is not looked at."""
_JUNK: tuple[object, ...] = (None, True, -1, 2**70, 1.5, "", "x", "AAAA", "\ud800", [], [[]], {}, {"a": 1})


def _paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in entries:
        yield from _paths(each, (*path, name))


def _with(value: Any, path: tuple[Any, ...], junk: object) -> Any:
    copy = json.loads(json.dumps(value))
    at = copy
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = junk
    return copy


@pytest.mark.parametrize("kind", ["content", "statement", "key"])
def test_no_part_of_a_bundle_that_is_no_hint_can_be_anything_else(
    sigstore: FakeSigstore, root: Path, kind: str
) -> None:
    statement = model_statement((FILE.name, CONTENT))
    bundle = {
        "content": lambda: sigstore.bundle(CONTENT),
        "statement": lambda: sigstore.statement_bundle(statement),
        "key": lambda: by_key(signer("ES256").private, statement=statement),
    }[kind]()
    trust = replace(trusting(root, identity=IDENTITY), keys=(signer("ES256").key,))
    assert state(bundle, trust) is State.VERIFIED
    holding = {
        path for path in _paths(bundle) for junk in _JUNK if state(_with(bundle, path, junk), trust) is State.VERIFIED
    }
    assert holding == _HINTS[kind]
