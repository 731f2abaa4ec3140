"""hashes: digests under the names that the standard has for their algorithms."""

from __future__ import annotations

from collections.abc import Iterable

from mlgraph.model.assertions import JsonValue

_LENGTHS = {
    "MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128, "SHA3-256": 64, "SHA3-384": 96,
    "SHA3-512": 128, "BLAKE2b-256": 64, "BLAKE2b-384": 96, "BLAKE2b-512": 128, "BLAKE3": 64, "Streebog-256": 64,
    "Streebog-512": 128,
}  # fmt: skip
"""Algorithms (schema 1.7, hash-alg) -> hexadecimal digits of a digest."""
_DIGITS = frozenset("0123456789abcdefABCDEF")
_SINCE_1_7 = "Streebog"
_NAMES = {name.lower().replace("-", "").replace("_", ""): name for name in _LENGTHS} | {"blake2b": "BLAKE2b-512"}
"""Names without their marks, as hashlib and other tools spell them -> the standard's."""


def digests(texts: Iterable[str], spec_version: str) -> tuple[list[JsonValue], list[str]]:
    """`sha256:...` as the standard writes it, and what is of an algorithm that it does not know."""
    known: dict[tuple[str, str], JsonValue] = {}
    unknown: list[str] = []
    for text in sorted(set(texts)):
        algorithm, _, digest = text.partition(":")
        name = _NAMES.get(algorithm.lower().replace("-", "").replace("_", ""), "")
        if name.startswith(_SINCE_1_7) and spec_version < "1.7":
            name = ""
        if len(digest) == _LENGTHS.get(name) and _DIGITS.issuperset(digest):
            known[name, digest] = {"alg": name, "content": digest.lower()}
        else:
            unknown.append(text)
    return [known[key] for key in sorted(known)], unknown
