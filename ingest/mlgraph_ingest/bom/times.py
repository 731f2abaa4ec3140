"""Times as the graph has them: ISO 8601 in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_TIME = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_EARLIEST, _LATEST = 1950, 2200
"""Years outside of which no software was made: what says so is a mistake."""


def moment(text: str) -> str | None:
    """A time in UTC; None where a text names none that can be: of the year 0, of the year 30,000, the 31st of June.

    A time without a zone is taken for one of UTC, as the standards ask for.

    >>> moment("2024-05-01T12:00:00+02:00")
    '2024-05-01T10:00:00+00:00'
    """
    if not _TIME.fullmatch(text.strip()):
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found.isoformat() if _EARLIEST <= found.year <= _LATEST else None
