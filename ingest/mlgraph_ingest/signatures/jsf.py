"""Signatures within a JSON document, in the JSON Signature Format (JSF) that CycloneDX uses.

Sources: JSF 0.82 (sections 5, 6, 8 and 9: signatures, several signers, chains), RFC 8785 (what is signed: the canonical
form of the object that holds the signature, without the signature's value), RFC 7493 (I-JSON: no name twice).

What is checked and what is only seen:

- A signature that fits a key of the caller is `verified`. A key in the document itself, or in a certificate there, shows
  that nothing was changed (`intact`), not who signed; certificates are not followed to their issuers.
- Each signer and each link of a chain is a signature of its own.
- What `excludes` names is not signed, nor is `excludes` itself, so anybody can add to it: such a signature is never
  verified.
- A document in which a name stands twice in one object is read in one way by one program and in another by the next:
  its signatures are not verified, whatever they fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlgraph_ingest.signatures.jsf_check import Checker
from mlgraph_ingest.signatures.signature import Signature, State
from mlgraph_ingest.signatures.trust import NOTHING_TRUSTED, Trust

SIGNATURE_LIMIT = 100
"""Signatures of one document that are looked at; the rest is counted."""
SIGNER_LIMIT = 32
"""Signers, or links of a chain, that one signature may have."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One signature, and all that it signs."""

    pointer: str
    said: Mapping[str, object]
    """Its members: algorithm, keys, value."""
    signed: Mapping[str, object]
    """The object that is signed, the signature's value and what it excludes left out."""
    excluded: tuple[str, ...]


def signatures_in(
    document: Mapping[str, object], *, content: bytes | None, trust: Trust = NOTHING_TRUSTED
) -> list[Signature]:
    """The signatures in a JSON document, its own and those of its parts, and what checking each came to.

    `content` is the text of the document in UTF-8, `document` what it was parsed to, unchanged; without the text, which
    alone shows names that stand twice, signatures are only seen.
    """
    found: list[Signature] = []
    checker = Checker(document, content, trust)
    for pointer, owner, signature in _signed_objects(document):
        if len(found) >= SIGNATURE_LIMIT:
            reason = f"further signatures are not looked at: there are more than {SIGNATURE_LIMIT}"
            found.append(Signature("jsf", State.NOT_VERIFIED, reason, place=pointer))
            break
        signers = list(_signers(pointer, owner, signature))
        if len(signers) > SIGNER_LIMIT or not signers:
            reason = f"it has more than {SIGNER_LIMIT} signers" if signers else "it has no signer that can be read"
            found.append(Signature("jsf", State.NOT_VERIFIED, reason, place=pointer))
            continue
        found.extend(checker.checked(signer) for signer in signers)
    return found


def is_signed(document: Mapping[str, object]) -> bool:
    """Whether a JSON document has a signature of its own, for readers that keep no more of it."""
    return _is_signature(document.get("signature"))


def _signed_objects(document: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object], Mapping[str, object]]]:
    """Where a signature stands, the object that it signs, and the signature; the document's own comes first."""
    waiting: list[tuple[str, object]] = [("#", document)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            signature = value.get("signature")
            is_signed_object = _is_signature(signature)
            if is_signed_object and isinstance(signature, dict):
                yield f"{pointer}/signature", value, signature
            nested = [
                (f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}", each)
                for name, each in value.items()
                if isinstance(each, dict | list) and not (is_signed_object and name == "signature")
            ]
            waiting.extend(reversed(nested))
        elif isinstance(value, list):
            nested = [(f"{pointer}/{index}", each) for index, each in enumerate(value) if isinstance(each, dict | list)]
            waiting.extend(reversed(nested))


def _is_signature(value: object) -> bool:
    return isinstance(value, dict) and (
        {"algorithm", "value"} <= value.keys() or bool({"signers", "chain"} & value.keys())
    )


def _signers(pointer: str, owner: Mapping[str, object], signature: Mapping[str, object]) -> Iterator[Signer]:
    """Each signature that a signature consists of, with what it signs."""
    kind = next((name for name in ("signers", "chain") if name in signature), None)
    if kind is None:
        names = _excluded(signature)
        yield Signer(pointer, signature, _without(owner, names, _bare(signature)), names)
        return
    listed = signature[kind]
    each = listed[: SIGNER_LIMIT + 1] if isinstance(listed, list) else []
    outer = {name: value for name, value in signature.items() if name != "excludes"}
    for index, said in enumerate(each):
        if not isinstance(said, dict):
            continue
        names = tuple(dict.fromkeys((*_excluded(signature), *_excluded(said))))
        before = each[:index] if kind == "chain" else []
        signed = _without(owner, names, {**outer, kind: [*before, _bare(said)]})
        yield Signer(f"{pointer}/{kind}/{index}", said, signed, names)


def _bare(said: Mapping[str, object]) -> dict[str, object]:
    """A signature as it is signed itself: without its value, and without what says what is excluded."""
    return {name: value for name, value in said.items() if name not in {"value", "excludes"}}


def _excluded(said: Mapping[str, object]) -> tuple[str, ...]:
    names = said.get("excludes")
    return tuple(str(name) for name in names) if isinstance(names, list) else () if names is None else (str(names),)


def _without(
    owner: Mapping[str, object], excluded: tuple[str, ...], signature: Mapping[str, object]
) -> dict[str, object]:
    """The object that is signed, with the signature as it is signed in place of its own."""
    return {**{name: value for name, value in owner.items() if name not in excluded}, "signature": signature}
