"""hashes: the digests of a component, in hashlib's names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind

_ALGORITHMS = {
    "MD5": ("md5", 32),
    "SHA-1": ("sha1", 40),
    "SHA-256": ("sha256", 64),
    "SHA-384": ("sha384", 96),
    "SHA-512": ("sha512", 128),
    "SHA3-256": ("sha3_256", 64),
    "SHA3-384": ("sha3_384", 96),
    "SHA3-512": ("sha3_512", 128),
    "BLAKE2b-256": ("blake2b_256", 64),
    "BLAKE2b-384": ("blake2b_384", 96),
    "BLAKE2b-512": ("blake2b", 128),
    "BLAKE3": ("blake3", 64),
    "Streebog-256": ("streebog_256", 64),
    "Streebog-512": ("streebog_512", 128),
}
"""The standard's names (schema 1.7, hashAlg) -> hashlib's, and how many hex digits belong to them."""
_SPELLINGS = {name.replace("-", "").lower(): name for name in _ALGORITHMS}
_HEX = re.compile(r"[0-9a-fA-F]+")


def hashes(said: Fields) -> Iterator[Said]:
    """The digests that are ones; a problem and the raw value for the others."""
    for place, pair in said.rows("hashes", "alg", "content"):
        if isinstance(pair, tuple) and (found := _known(*pair)) is not None:
            yield Said(PropertyKind.HASH, found, place)
            continue
        row = said.back(place, dict(zip(("alg", "content"), pair, strict=True))) if isinstance(pair, tuple) else pair
        algorithm, content = row.peek("alg"), row.peek("content")
        if not isinstance(algorithm, str) or not isinstance(content, str):
            row.problem("", "a hash without an algorithm or a digest")
            continue
        found = _known(algorithm, content)
        if found is not None:
            row.raw("alg"), row.raw("content")
            yield Said(PropertyKind.HASH, found, row.place)
            continue
        name = _name(algorithm)
        if name is None:
            row.problem("alg", f"{algorithm[:40]!r} is no hash algorithm of the standard")
        else:
            digits = _ALGORITHMS[name][1]
            row.problem("content", f"{content[:40]!r} is no {name} digest, which has {digits} hex digits")


def _name(algorithm: str) -> str | None:
    return algorithm if algorithm in _ALGORITHMS else _SPELLINGS.get(algorithm.replace("-", "").lower())


def _known(algorithm: str, content: str) -> str | None:
    """A digest in hashlib's spelling; None where it is none."""
    name = _name(algorithm)
    if name is None:
        return None
    known, digits = _ALGORITHMS[name]
    digest = content.strip()
    return f"{known}:{digest.lower()}" if len(digest) == digits and _HEX.fullmatch(digest) else None
