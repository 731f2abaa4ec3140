"""What the caller trusts: keys, and a sigstore trust root with the identity that is expected to sign."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.model.errors import SourceError, UsageError

if TYPE_CHECKING:
    from mlgraph_ingest.signatures.keys import Key

OPTIONS = frozenset({"key", "trust-root", "identity", "issuer"})
"""The options of a source, by which a caller says what is trusted; several files of keys stand with `:` between them."""
MISSING = "checking signatures needs `pip install mlgraph[signatures]`"
_FILE_LIMIT = 4 * 2**20
"""Bytes of a file of keys or of a trust root; sigstore's own has 0.01 MB."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What signatures are checked against."""

    keys: tuple[Key, ...] = ()
    trust_root: Path | None = None
    """A sigstore `trusted_root.json`."""
    identity: str | None = None
    """Who is expected to sign by way of the trust root: an address, or the URI of a workflow; None: anybody."""
    issuer: str | None = None
    """Who is expected to vouch for that identity; None: any issuer that the trust root knows."""
    fingerprint: str = ""
    """Digest of all of this; empty where nothing is trusted."""


NOTHING_TRUSTED = Trust()


def trust_from(options: Mapping[str, str]) -> Trust:
    """What the options `key`, `trust-root`, `identity` and `issuer` say is trusted.

    Raises UsageError where they make no sense or the packages that check signatures are missing, SourceError where a
    file cannot be read, FormatError where it holds no key.
    """
    said = {name: value for name, value in options.items() if name in OPTIONS and value}
    if not said:
        return NOTHING_TRUSTED
    if said.keys() & {"identity", "issuer"} and "trust-root" not in said:
        raise UsageError("an identity or issuer is checked by way of a trust root; name its file as trust-root")
    paths = [Path(part) for part in said.get("key", "").split(os.pathsep) if part]
    root = Path(said["trust-root"]) if "trust-root" in said else None
    contents = [_read(path) for path in (*paths, *([root] if root else []))]
    keys = [key for path, content in zip(paths, contents, strict=False) for key in _keys(content, path.name)]
    total = hashlib.sha256(repr((sorted(said.items()), contents)).encode()).hexdigest()
    return Trust(tuple(keys), root, said.get("identity"), said.get("issuer"), total)


def _keys(content: bytes, name: str) -> tuple[Key, ...]:
    try:
        from mlgraph_ingest.signatures.keys import keys_in
    except ImportError as error:
        raise UsageError(MISSING) from error
    return keys_in(content, name)


def _read(path: Path) -> bytes:
    """A file that the caller names, by way of whatever links."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_FILE_LIMIT + 1)
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
    if len(content) > _FILE_LIMIT:
        raise SourceError(f"{path} has more than {_FILE_LIMIT:,} bytes; it is no key and no trust root")
    return content
