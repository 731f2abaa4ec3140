"""Times as documents write them, where they can be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=366 * 50)
"""A document may announce something; nothing that it says of lies further ahead."""


def moment(text: str) -> str | None:
    """A time as ISO 8601 in UTC; None where it is none, or lies before 1970 or far ahead. Without a zone it is UTC.

    >>> moment("2024-05-01T10:00:00+02:00")
    '2024-05-01T08:00:00+00:00'
    >>> moment("0000-00-00T00:00:00Z") is None
    True
    """
    try:
        found = datetime.fromisoformat(text.strip())
        utc = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return utc.isoformat() if _EARLIEST <= utc <= datetime.now(UTC) + _AHEAD else None
