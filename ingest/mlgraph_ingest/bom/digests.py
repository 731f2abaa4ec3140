"""Digests as the graph has them: `algorithm:hexdigest`, the algorithm as hashlib calls it."""

from __future__ import annotations

import re

_HEX = re.compile(r"[0-9a-f]{2,256}")
_NAMES = {
    "sha3256": "sha3_256",
    "sha3384": "sha3_384",
    "sha3512": "sha3_512",
    "blake2b512": "blake2b",
    "blake2b256": "blake2b_256",
    "blake2b384": "blake2b_384",
}
"""Names without their marks, where hashlib has others; all others are alike."""


def digest_text(algorithm: str, value: str) -> str | None:
    """A digest by the name that a standard has for its algorithm; None where it is no hexadecimal number.

    >>> digest_text("SHA-256", "AB12")
    'sha256:ab12'
    >>> digest_text("checksumAlgorithm_sha1", "ab12")
    'sha1:ab12'
    """
    name = re.sub(r"[^a-z0-9]", "", algorithm.rpartition("checksumAlgorithm_")[2].lower())
    digest = value.strip().lower()
    if not name or not _HEX.fullmatch(digest):
        return None
    return f"{_NAMES.get(name, name)}:{digest}"
