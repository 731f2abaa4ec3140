"""Whether to ask again, and when: every dialect in which servers say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

AGAIN = frozenset({429, 500, 502, 503, 504})
"""Statuses that may be gone a moment later."""
_EPOCH_FROM = 1_000_000_000
"""A reset of so many seconds is a point in time (2001 or later), not a span of 30 years."""
_FOREVER = 10 * 365 * 86400.0
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?", re.ASCII)
_DATE = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT", re.ASCII)
_RESETS = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")
_LIMIT = "rate limit"


def is_rate_limit(status: int, headers: Mapping[str, str], content: bytes) -> bool:
    """Whether a server refuses because it was asked too often: 429, or 403 in the way that GitHub says it."""
    if status == 403:
        says_so = _LIMIT.encode() in content[:4096].lower()
        return says_so or "retry-after" in headers or _is_used_up(headers)
    return status == 429


def wait_asked_for(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds that a server wants to be left alone for; None where it does not say so in a way that makes sense.

    Retry-After (RFC 9110, section 10.2.3) as seconds or date, of several values the longest; else, where nothing is
    left of a limit, its reset: seconds or, as GitHub has it, a point in time; or the RateLimit header (IETF draft
    ratelimit-headers). Dates are read against the clock of the server, where it tells the time.
    """
    clock = _date(headers.get("date", "")) or now
    wait = _retry_after(headers.get("retry-after", ""), clock)
    if wait is None and (_is_used_up(headers) or _remaining(headers) is None):
        wait = _reset(headers, clock)
    return None if wait is None else min(max(wait, 0.0), _FOREVER)


def _retry_after(value: str, clock: datetime) -> float | None:
    numbers = _numbers(value)
    if numbers:
        return max(numbers)
    dates = [date for date in map(_date, _DATE.findall(value) or [value]) if date]
    return (max(dates) - clock).total_seconds() if dates else None


def _reset(headers: Mapping[str, str], clock: datetime) -> float | None:
    for name in _RESETS:
        if numbers := _numbers(headers.get(name, "")):
            reset = max(numbers)
            return reset if reset < _EPOCH_FROM else reset - clock.timestamp()
    found = re.search(r"\b(?:t|reset)=(\d{1,12})", headers.get("ratelimit", ""), re.ASCII)
    return float(found[1]) if found else None


def _is_used_up(headers: Mapping[str, str]) -> bool:
    return _remaining(headers) == 0


def _remaining(headers: Mapping[str, str]) -> float | None:
    """How many requests a server still allows, the least where it counts several; None where it does not say."""
    counts = [n for name in ("x-ratelimit-remaining", "ratelimit-remaining") for n in _numbers(headers.get(name, ""))]
    found = re.findall(r"\b(?:r|remaining)=(\d{1,12})", headers.get("ratelimit", ""), re.ASCII)
    return min([*counts, *map(float, found)], default=None)


def _numbers(value: str) -> list[float]:
    return [float(part) for part in map(str.strip, value.split(",")) if _NUMBER.fullmatch(part)]


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
