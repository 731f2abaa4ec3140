"""How long, how much and how often: every limit of the door in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """What the door allows a server, and itself. All of them are choices of this project, not of a standard."""

    connect_seconds: float = 5
    """For a connection to stand, TLS apart."""
    read_seconds: float = 20
    """Between two pieces of an answer."""
    total_seconds: float = 120
    """For one attempt as a whole, so that a server that trickles holds nobody up."""
    attempts: int = 3
    backoff_seconds: float = 0.5
    """Before the second attempt; doubled before each further one."""
    wait_seconds: float = 60
    """The most that one request waits because a server asked for it; a server that wants more is not asked again."""
    answer_bytes: int = 64 * 1024 * 1024
    """The most that is read of an answer, unpacked."""
    redirects: int = 10
    fresh_for: timedelta = timedelta(hours=1)
    """How old a kept answer may be where the reader does not say."""
    missing_for: timedelta = timedelta(minutes=10)
    """How long "there is no such thing" is believed; no other error is kept."""
    at_once: int = 8
    """Requests to one server at the same time."""
    per_second: float = 50
    """Requests to one server, evenly spaced."""
    failures: int = 3
    """Requests in a row, with all their attempts, after which a server that does not answer is taken for dead."""
