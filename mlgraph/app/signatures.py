"""Check the signatures in BOM files and beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mlgraph.app.validation import read_file

if TYPE_CHECKING:
    from mlgraph_ingest.signatures.signature import Signature
    from mlgraph_ingest.signatures.trust import Trust


def trusted(said: Mapping[str, str]) -> Trust:
    """What the caller trusts: files by the names `key` and `trust-root`, texts by `identity` and `issuer`.

    Raises MlgraphError where a file cannot be read or holds no key, or what checks signatures is not installed.
    """
    from mlgraph_ingest.signatures.trust import trust_from

    return trust_from(said)


def signatures_of(path: Path, *, trust: Trust) -> list[Signature]:
    """The signatures in a BOM file and of the bundles beside it. Raises MlgraphError where it cannot be read."""
    from mlgraph_ingest.bom.content import content_of
    from mlgraph_ingest.signatures.documents import signatures_of_document
    from mlgraph_queries.validation_parsing import MAX_BYTES

    content = content_of(read_file(path, MAX_BYTES), str(path), limit=MAX_BYTES)
    return signatures_of_document(path, content.data, trust=trust)


def is_refused(signatures: list[Signature], *, trust: Trust) -> bool:
    """Whether a document fails: a signature is invalid, or something is trusted and nothing was verified by it.

    A signature of a part of a document does not speak for the document.
    """
    from mlgraph_ingest.signatures.signature import State

    is_verified = any(each.state is State.VERIFIED and each.is_of_whole for each in signatures)
    is_invalid = any(each.state is State.INVALID for each in signatures)
    return is_invalid or (bool(trust.fingerprint) and not is_verified)
