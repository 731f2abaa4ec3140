"""Which document is written: when, and by what name that no other document has."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from mlgraph.bom.issue import issue
from mlgraph.model.errors import UsageError

FIXED_INSTANT = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands as the time of a reproducible document for which nobody gave one: both versions demand a time."""
FIXED_INSTANT_COMMENT = (
    "This document is reproducible and SOURCE_DATE_EPOCH was not set: the time of its creation is the fixed instant "
    "1970-01-01T00:00:00Z, as SPDX demands one, and says nothing."
)
NAMESPACES = "https://spdx.org/spdxdocs/mlgraph-"
"""How the standard names documents of those who have no website for them (SPDX 2.3 clause 6.5); nothing is there."""


@dataclass(frozen=True, slots=True)
class SpdxIssue:
    """What tells one writing of a document from another."""

    created: datetime
    is_reproducible: bool
    """Whether equal inventories give equal bytes."""
    is_timeless: bool
    """Whether `created` is the fixed instant."""

    @property
    def comments(self) -> tuple[str, ...]:
        """What the document has to say of its time."""
        return (FIXED_INSTANT_COMMENT,) if self.is_timeless else ()

    def namespace(self, content: object) -> str:
        """The document's own name: random or, where it is reproducible, derived from what it says."""
        return NAMESPACES + str(self._number(content))

    def _number(self, content: object) -> UUID:
        if not self.is_reproducible:
            return uuid4()
        spelled = repr((self.created, content)).encode("utf-8", "backslashreplace")
        return uuid5(NAMESPACE_URL, hashlib.sha256(spelled).hexdigest())


def spdx_issue(spec_version: str, known: tuple[str, ...], *, reproducible: bool, now: datetime | None) -> SpdxIssue:
    """Decide on version and time of a document, by the rules that hold for CycloneDX.

    Raises UsageError for a version that is not written, or for a SOURCE_DATE_EPOCH that is no time.
    """
    if spec_version not in known:
        raise UsageError(f"SPDX {spec_version} is not written in this format; it is written as {', '.join(known)}")
    decided = issue(reproducible=reproducible, now=now)
    return SpdxIssue(decided.created or FIXED_INSTANT, decided.is_reproducible, decided.created is None)
