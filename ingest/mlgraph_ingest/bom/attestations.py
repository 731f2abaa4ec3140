"""Bills of materials that are the predicate of an attestation: unwrapped, with what the wrapping says.

in-toto Statement v0.1 and v1 (in-toto attestation framework, spec/v1/statement.md), in a DSSE envelope (secure-systems-lab
DSSE, envelope.md) or without one. Signatures are seen, not verified.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.json_parts import members, parsed
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import OfDocument, Said, Thing
from mlgraph_ontology.kinds import PropertyKind

_PREDICATES = ("https://cyclonedx.org/", "https://spdx.dev/", "cosign.sigstore.dev/attestation/")
"""What the types of predicates begin with that are, or may be, bills of materials."""
_LEVELS = 3
"""Wrappings within each other that are taken off."""


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """A document and what its wrapping says."""

    content: Content
    said: tuple[Thing, ...] = ()


def unwrapped(content: Content) -> Unwrapped:
    """The document in an attestation; anything else as it is. Raises FormatError where the wrapping is damaged."""
    found = Unwrapped(content)
    for _ in range(_LEVELS):
        inner = _inner(found.content)
        if inner is None:
            return found
        found = Unwrapped(inner.content, (*found.said, *inner.said))
    return found


def _inner(content: Content) -> Unwrapped | None:
    if content.data.lstrip()[:1] != b"{":
        return None
    try:
        parts = members(content.data, content.shown)
    except FormatError:
        return None
    if {"payload", "payloadType"} <= parts.keys():
        return _envelope(parts, content.shown)
    if {"predicate", "predicateType"} <= parts.keys():
        return _statement(parts, content.shown)
    return None


def _envelope(parts: Mapping[str, msgspec.Raw], shown: str) -> Unwrapped:
    payload = parsed(parts["payload"], shown, "#/payload")
    if not isinstance(payload, str):
        raise FormatError(f"{shown}#/payload: no text, where an envelope has one")
    try:
        data = base64.b64decode(payload.translate(_URL_SAFE), validate=True)
    except (binascii.Error, ValueError) as error:
        raise FormatError(f"{shown}#/payload: no base64, as an envelope has it") from error
    signatures = parsed(parts["signatures"], shown, "#/signatures") if "signatures" in parts else None
    count = len(signatures) if isinstance(signatures, list) else 0
    value = {"form": "dsse", "state": "not verified"}
    said = tuple(
        OfDocument(Said(PropertyKind.SIGNATURE, {**value}, f"#/signatures/{index}")) for index in range(min(count, 100))
    )
    return Unwrapped(Content(data, shown), said)


_URL_SAFE = str.maketrans("-_", "+/")


def _statement(parts: Mapping[str, msgspec.Raw], shown: str) -> Unwrapped | None:
    type_ = parsed(parts["predicateType"], shown, "#/predicateType")
    if not isinstance(type_, str) or not type_.startswith(_PREDICATES):
        return None
    data = _predicate(parts["predicate"], shown)
    said = [OfDocument(unmapped("attestation/predicateType", type_, "#/predicateType"))]
    if "subject" in parts:
        subject = parsed(parts["subject"], shown, "#/subject")
        said.append(OfDocument(unmapped("attestation/subject", subject, "#/subject")))
    return Unwrapped(Content(data, shown), tuple(said))


def _predicate(raw: msgspec.Raw, shown: str, depth: int = 0) -> bytes:
    """The document: an object as it stands, a text as it reads, and either of them in the `Data` of older cosign."""
    data = bytes(memoryview(raw))
    if data[:1] == b"{":
        parts = members(raw, shown)
        if "Data" in parts and "bomFormat" not in parts and depth < _LEVELS:
            return _predicate(parts["Data"], shown, depth + 1)
        return data
    found = parsed(raw, shown, "#/predicate")
    return found.encode("utf-8", "replace") if isinstance(found, str) else data
