"""When a document is written, and whether its bytes may differ from those of another writing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime

from mlgraph.model.errors import UsageError

_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class Issue:
    """What tells one writing of a document from another."""

    is_reproducible: bool
    """Whether equal inventories give equal bytes, so that nothing random may be in it."""
    created: datetime | None
    """None: reproducible, and nobody gave a time."""


def issue(*, reproducible: bool, now: datetime | None) -> Issue:
    """Decide on the time of a document; SOURCE_DATE_EPOCH gives it, and implies that it is reproducible.

    Raises UsageError for a SOURCE_DATE_EPOCH that is no time.
    """
    epoch = os.environ.get(_EPOCH)
    if epoch:
        return Issue(is_reproducible=True, created=_time(epoch))
    if reproducible:
        return Issue(is_reproducible=True, created=None)
    return Issue(is_reproducible=False, created=(now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0))


def _time(epoch: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_EPOCH} is {epoch[:40]!r}; it has to be a whole number of seconds since 1970") from error
