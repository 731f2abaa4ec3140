"""Which document is written: its version of the standard, its number and its time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from mlgraph.bom.cyclonedx import SPEC_VERSIONS
from mlgraph.model.errors import UsageError

_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Issue:
    """What tells one writing of a document from another."""

    spec_version: str
    serial: UUID | None
    """None: reproducible, so that nothing random may be in it."""
    created: datetime | None
    """None: reproducible, and nobody gave a time."""

    @property
    def is_reproducible(self) -> bool:
        """Whether equal inventories give equal bytes."""
        return self.serial is None


def issue(spec_version: str, *, reproducible: bool, now: datetime | None) -> Issue:
    """Decide on version, number and time of a document."""
    if spec_version not in SPEC_VERSIONS:
        raise UsageError(f"CycloneDX {spec_version} is not written; choose one of {', '.join(SPEC_VERSIONS)}")
    epoch = os.environ.get(_EPOCH)
    if epoch:
        return Issue(spec_version, None, _time(epoch))
    if reproducible:
        return Issue(spec_version, None, None)
    created = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    return Issue(spec_version, uuid4(), created)


def _time(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_EPOCH} is {epoch[:40]!r}; it has to be a whole number of seconds since 1970") from error
