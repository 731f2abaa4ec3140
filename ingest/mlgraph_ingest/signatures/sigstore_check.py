"""What checking a sigstore bundle comes to: by a key of the caller, or by the caller's trust root.

By a trust root everything that sigstore's client specification demands is checked, offline, by sigstore's own library: the
certificate up to a root at the time that the log or a timestamp says, the certificate's own log (SCT), the identity, the
log entry's inclusion proof, checkpoint and promise, the signature, and that the entry is one of this signature.

By a key the signature is checked, and that it is over this file; the log is not looked at, as the key says who signed.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.tree import printable
from mlgraph_ingest.signatures.bundle import Bundle, read_bundle
from mlgraph_ingest.signatures.signature import Signature, State, quoted
from mlgraph_ingest.signatures.statements import Artifact, Coverage, covers, kind_of
from mlgraph_ingest.signatures.trust import MISSING, Trust

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from sigstore.models import Bundle as OfficialBundle
    from sigstore.verify import Verifier
    from sigstore.verify.policy import VerificationPolicy

    from mlgraph_ingest.signatures.keys import Key

_SHOWN_CHARS = 300
"""Characters of an identity, and of what the library says is wrong, that are kept."""
_OTHER = "it signs another content than the file has: the file was changed, or the signature is another file's"


def signature_of(
    content: bytes, artifact: Artifact, *, trust: Trust, place: str, is_own: bool = True
) -> Signature | None:
    """What a bundle says of a file; None: it is no bundle, or one that is not about this file.

    `is_own` says that the bundle bears the file's name, so that it is about this file or wrong.
    """
    try:
        bundle = read_bundle(content)
        if bundle is None:
            return None
        if bundle.envelope is not None:
            coverage = covers(bundle.envelope.payload_type, bundle.envelope.payload, artifact)
        elif not is_own:
            return None  # signs one file, without saying which
        else:
            is_other = None not in {bundle.sha256, artifact.sha256} and bundle.sha256 != artifact.sha256
            coverage = Coverage.OTHER if is_other else Coverage.SAME
        if coverage is Coverage.NONE and not is_own:
            return None
        if coverage is not Coverage.SAME:
            return Signature("sigstore", State.INVALID, _OTHER, place=place)
        state, reason, signer = _outcome(bundle, artifact, trust)
        if state is State.VERIFIED and bundle.envelope is not None:
            reason = "; ".join(filter(None, (kind_of(bundle.envelope.payload), reason))) or None
    except FormatError as error:
        state, reason, signer = State.NOT_VERIFIED, str(error), None
    except ImportError:
        state, reason, signer = State.NOT_VERIFIED, MISSING, None
    return Signature("sigstore", state, reason, None, signer, place)


def _outcome(bundle: Bundle, artifact: Artifact, trust: Trust) -> tuple[State, str | None, str | None]:
    if artifact.sha256 is None:
        raise FormatError("the file was not hashed")
    if bundle.key_hint is not None:
        return _by_key(bundle, bytes.fromhex(artifact.sha256), trust.keys)
    if trust.trust_root is None:
        raise FormatError("no trust root was given")
    return _by_trust_root(bundle, artifact, trust)


def _by_key(bundle: Bundle, digest: bytes, keys: Iterable[Key]) -> tuple[State, str | None, str | None]:
    from mlgraph_ingest.signatures.algorithms import fits_envelope, fits_sha256

    public = [key for key in keys if key.public is not None]
    hinted = [key for key in public if bundle.key_hint in _hints(key)]
    if not public:
        raise FormatError("it is signed with a key, and no key was given")
    doubts: list[str] = []
    for key in hinted or public:
        try:
            if bundle.envelope is not None:
                envelope = bundle.envelope
                is_fitting = fits_envelope(key, envelope.payload_type, envelope.payload, envelope.value)
            else:
                is_fitting = fits_sha256(key, digest, bundle.value or b"")
        except FormatError as error:
            doubts.append(str(error))
            continue
        if is_fitting:
            return State.VERIFIED, None, str(key)
    if doubts and len(doubts) == len(hinted or public):
        raise FormatError(doubts[0])
    if bundle.key_hint and not hinted:
        raise FormatError(f"it is signed with the key {quoted(bundle.key_hint)}, which is none of those given")
    return State.INVALID, "it fits none of the keys that were given", None


def _hints(key: Key) -> frozenset[str]:
    """How bundles name a key: SHA-256 of its DER in base64 (cosign) or of its PEM in hexadecimal (model signing)."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    if key.public is None:
        return frozenset()
    pem = key.public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = hashlib.sha256(key.spki)
    return frozenset({base64.b64encode(der.digest()).decode(), der.hexdigest(), hashlib.sha256(pem).hexdigest()})


def _by_trust_root(bundle: Bundle, artifact: Artifact, trust: Trust) -> tuple[State, str | None, str | None]:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509 import DuplicateExtension, ExtensionNotFound, InvalidVersion
    from sigstore.errors import Error, VerificationError
    from sigstore.models import Bundle as OfficialBundle

    verifier, policy = _verifier(trust.trust_root), _policy(trust)
    malformed = (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
        struct.error,
    )
    try:
        official = OfficialBundle.from_json(bundle.content)
        if bundle.envelope is None:
            _check_content(official, artifact, verifier, policy)
        else:
            _check_statement(official, artifact, verifier, policy)
    except VerificationError as error:
        return State.INVALID, f"it does not hold against the trust root: {_line(error)}", None
    except (Error, UnsupportedAlgorithm, DuplicateExtension, ExtensionNotFound, InvalidVersion, *malformed) as error:
        # The library takes the form of some parts for granted, and fails in its own ways where they lack it.
        raise FormatError(f"the bundle cannot be checked: {_line(error)}") from error
    expected = trust.identity or trust.issuer
    anybody = "no identity was asked for: this says who signed, not that it is who should"
    return State.VERIFIED, None if expected else anybody, _signer(official)


def _check_content(
    official: OfficialBundle, artifact: Artifact, verifier: Verifier, policy: VerificationPolicy
) -> None:
    """Check a signature over a file itself. Raises VerificationError, of sigstore, where it does not hold."""
    from sigstore.hashes import Hashed
    from sigstore_models.common.v1 import HashAlgorithm

    digest = bytes.fromhex(artifact.sha256 or "")
    verifier.verify_artifact(Hashed(algorithm=HashAlgorithm.SHA2_256, digest=digest), official, policy)


def _check_statement(
    official: OfficialBundle, artifact: Artifact, verifier: Verifier, policy: VerificationPolicy
) -> None:
    """Check a signed statement about a file. Raises VerificationError, of sigstore, where it does not hold."""
    from sigstore.errors import VerificationError

    payload_type, payload = verifier.verify_dsse(official, policy)
    if covers(payload_type, payload, artifact) is not Coverage.SAME:
        raise VerificationError("what is signed is not this file")


def _verifier(path: Path | None) -> Verifier:
    from sigstore.errors import Error
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    try:
        return Verifier(trusted_root=TrustedRoot.from_file(str(path)))
    except (Error, ValueError, OSError) as error:
        raise FormatError(f"{path} is no trust root of sigstore that can be read: {_line(error)}") from error


class _Anybody:
    """The demand that somebody signed, whoever it was; the library's own of this kind warns at each use."""

    def verify(self, cert: Certificate) -> None:
        """Accept a certificate, which the caller has checked otherwise."""


def _policy(trust: Trust) -> VerificationPolicy:
    from sigstore.verify import policy

    demands: list[VerificationPolicy] = []
    if trust.identity:
        demands.append(policy.Identity(identity=trust.identity))
    if trust.issuer:
        demands.append(policy.AnyOf([policy.OIDCIssuerV2(trust.issuer), policy.OIDCIssuer(trust.issuer)]))
    return policy.AllOf(demands) if demands else _Anybody()


def _signer(official: OfficialBundle) -> str:
    """The identity in a certificate, and who vouches for it."""
    from cryptography import x509
    from cryptography.hazmat import asn1

    extensions = official.signing_certificate.extensions
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    issuers = [
        f"by way of {asn1.decode_der(str, each.value.value)}"
        for each in extensions
        if each.oid.dotted_string == _ISSUER and isinstance(each.value, x509.UnrecognizedExtension)
    ]
    return printable(" ".join([*(str(each.value) for each in names), *issuers])[:_SHOWN_CHARS])


_ISSUER = "1.3.6.1.4.1.57264.1.8"
"""The extension that names who vouched for the identity (Fulcio, docs/oid-info.md: OIDC Issuer V2)."""


def _line(error: Exception) -> str:
    return printable(" ".join(str(error).split())[:_SHOWN_CHARS])
