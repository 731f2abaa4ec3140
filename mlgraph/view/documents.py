"""What a view knows of the documents that its facts were read in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What the graph knows of a document."""

    locator: str
    title: str
    reader: str
    fingerprint: str | None
    """None: it was never read, or the last try failed."""
    observed_at: datetime | None
    recorded_at: datetime
    collection: str
    error: str | None
    error_at: datetime | None
    assertions: int
