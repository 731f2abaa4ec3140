"""What checking one JSF signature comes to, with the keys that there are."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from mlgraph.model.errors import FormatError
from mlgraph_ingest.signatures.signature import Signature, State, quoted
from mlgraph_ingest.signatures.trust import MISSING, Trust

if TYPE_CHECKING:
    from mlgraph_ingest.signatures.keys import Key

CONTENT_LIMIT = 32 * 2**20
"""Bytes of a document whose signatures are checked."""
WORK_LIMIT = 64 * 2**20
"""Bytes of canonical text that are made of one document: each signer signs all of it once more."""
DEPTH_LIMIT = 200
"""Objects and lists within each other, in a document whose signatures are checked."""
CERTIFICATE_LIMIT = 10
"""Certificates of one path (JSF has the signer's first)."""
_OWN_KEY = "it fits the key that it carries itself, {key}, which shows that nothing was changed, not who signed"


class Signed(Protocol):
    """One signature, and all that it signs."""

    @property
    def pointer(self) -> str:
        """Where it stands."""

    @property
    def said(self) -> Mapping[str, object]:
        """Its members."""

    @property
    def signed(self) -> Mapping[str, object]:
        """What it signs."""

    @property
    def excluded(self) -> tuple[str, ...]:
        """The names that it leaves out."""


class Checker:
    """Checks the signatures of one document."""

    def __init__(self, document: Mapping[str, object], content: bytes | None, trust: Trust) -> None:
        self._document = document
        self._content = content
        self._trust = trust
        self._work = 0

    def checked(self, signer: Signed) -> Signature:
        """What checking a signature comes to."""
        algorithm = signer.said.get("algorithm")
        shown = algorithm[:40] if isinstance(algorithm, str) and algorithm.isprintable() else None
        try:
            state, reason, key = self._outcome(signer, algorithm)
        except FormatError as error:
            state, reason, key = State.NOT_VERIFIED, str(error), None
        except ImportError:
            state, reason, key = State.NOT_VERIFIED, MISSING, None
        found = str(key) if state is State.VERIFIED else None
        return Signature("jsf", state, reason, shown, found, signer.pointer)

    def _outcome(self, signer: Signed, algorithm: object) -> tuple[State, str | None, Key | None]:
        from mlgraph_ingest.signatures.algorithms import is_known

        if not isinstance(algorithm, str) or not is_known(algorithm):
            raise FormatError(f"the algorithm {quoted(algorithm)} is not known")
        is_shared = algorithm.startswith("HS")
        own, doubt = (None, None) if is_shared else _own_key(signer.said)
        given = list(_that_may_fit(self._trust.keys, signer.said.get("keyId"), is_shared=is_shared))
        if own is None and not given:
            raise FormatError(doubt or self._no_key(signer.said, algorithm, is_shared=is_shared))
        value = _value(signer.said)
        data = self._canonical(signer.signed)
        fitting, is_tried = _fitting(given, algorithm, data, value)
        if fitting is not None:
            return _allowing_for(signer.excluded, State.VERIFIED, None, fitting)
        if own is not None:
            fits_own, _ = _fitting([own], algorithm, data, value)
            if fits_own is not None:
                also = "; that key is none of those given" if self._trust.keys else ""
                return _allowing_for(signer.excluded, State.INTACT, _OWN_KEY.format(key=own) + also, own)
            return State.INVALID, "it does not fit the key that it carries itself: what was signed was changed", None
        if not is_tried:
            raise FormatError(f"none of the keys that were given is one of {algorithm}")
        reason = "it fits none of the keys that were given: what was signed was changed, or another key signed it"
        return State.INVALID, reason, None

    def _no_key(self, said: Mapping[str, object], algorithm: str, *, is_shared: bool) -> str:
        """Why there is nothing to check a signature with."""
        named = f"; it names the key {quoted(said['keyId'])}" if "keyId" in said else ""
        if is_shared:
            return f"{algorithm} is checked with a shared secret, which no document can carry; none was given{named}"
        none = "none of the keys that were given is the one that it names" if self._trust.keys else "no key was given"
        return f"it carries no key, and {none}{named}"

    def _canonical(self, signed: Mapping[str, object]) -> bytes:
        """The text that is signed. Raises FormatError where a document has none that is one for every reader."""
        import rfc8785

        if self._doubt is not None:
            raise FormatError(self._doubt)
        if self._work > WORK_LIMIT:
            raise FormatError(f"checking it would take more than {WORK_LIMIT:,} bytes of canonical text in all")
        try:
            whole: Any = signed  # JSON, as the parser made it
            text: bytes = rfc8785.dumps(whole)
        except ValueError as error:
            raise FormatError(f"the document has no canonical form (RFC 8785): {error}") from error
        self._work += len(text)
        return text

    @cached_property
    def _doubt(self) -> str | None:
        """Why the text of the document cannot be relied on; None: every program reads it alike."""
        if self._content is None:
            return "the text of the document, in which a name may stand twice, was not kept"
        if len(self._content) > CONTENT_LIMIT:
            return f"the document has more than {CONTENT_LIMIT:,} bytes"
        if _is_deep(self._document):
            return f"the document has more than {DEPTH_LIMIT} objects and lists within each other"
        try:
            read = json.loads(self._content.decode("utf-8-sig"), object_pairs_hook=_object, parse_constant=_no_constant)
        except (ValueError, FormatError) as error:
            return f"programs may read the document differently: {error}"
        return None if read == self._document else "programs may read the document differently: some did"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    met: set[str] = set()
    for name, _ in pairs:
        if name in met:
            break
        met.add(name)
    raise FormatError(f"the name {quoted(name)} stands twice in one object")


def _no_constant(word: str) -> NoReturn:
    raise FormatError(f"{word} is no JSON")


def _is_deep(document: object) -> bool:
    level = [document]
    for _ in range(DEPTH_LIMIT):
        level = [
            each
            for value in level
            for each in (value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
            if isinstance(each, dict | list)
        ]
        if not level:
            return False
    return True


def _own_key(said: Mapping[str, object]) -> tuple[Key | None, str | None]:
    """The key that a signature carries itself, or why it cannot be used; neither: it carries none."""
    from mlgraph_ingest.signatures.keys import key_of_certificate, key_of_jwk

    jwk, path = said.get("publicKey"), said.get("certificatePath")
    if jwk is not None and (not isinstance(jwk, dict) or jwk.get("kty") == "oct"):
        return None, "the key that it carries itself is no public key"
    try:
        if isinstance(jwk, dict):
            return key_of_jwk(jwk), None
        return (key_of_certificate(_first_certificate(path)), None) if path is not None else (None, None)
    except FormatError as error:
        return None, str(error)


def _first_certificate(path: object) -> bytes:
    """The signer's certificate, DER."""
    if not isinstance(path, list) or not path or len(path) > CERTIFICATE_LIMIT or not isinstance(path[0], str):
        raise FormatError(f"its path of certificates is none: 1 to {CERTIFICATE_LIMIT} in base64url belong there")
    plain = path[0].replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise FormatError("its certificate is no base64url") from error


def _that_may_fit(keys: Iterable[Key], named: object, *, is_shared: bool) -> Iterator[Key]:
    """The keys that were given, of the right sort, without those that have another id than the one that is named."""
    for key in keys:
        if (key.secret is not None) is is_shared and (key.kid is None or named is None or key.kid == named):
            yield key


def _value(said: Mapping[str, object]) -> bytes:
    from mlgraph_ingest.signatures.keys import unbase64url

    try:
        return unbase64url(said.get("value"))
    except ValueError as error:
        raise FormatError(f"its value is no signature: {error}") from error


def _fitting(keys: Iterable[Key], algorithm: str, data: bytes, value: bytes) -> tuple[Key | None, bool]:
    """The first key that a value fits, and whether any could be tried."""
    from mlgraph_ingest.signatures.algorithms import fits

    is_tried = False
    for key in keys:
        try:
            if fits(algorithm, key, data, value):
                return key, True
        except FormatError:
            continue
        is_tried = True
    return None, is_tried


def _allowing_for(
    excluded: tuple[str, ...], state: State, reason: str | None, key: Key
) -> tuple[State, str | None, Key | None]:
    """The outcome for a signature that fits: what leaves anything out may have been added to."""
    if not excluded:
        return state, reason, key
    names = ", ".join(quoted(name) for name in excluded[:10])
    why = f"it fits the key {key}, but leaves out {names}, which anybody can add or change"
    return State.NOT_VERIFIED, why, None
