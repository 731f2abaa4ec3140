"""How a source asks a server: the one door to the network, as the readers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Route:
    """How a server is reached where the settings of the system do not say: what pip's configuration holds, for example.

    User and password stand in the URL that is asked for; the door takes them out of it before anything is stored,
    logged or shown.
    """

    ca_bundle: Path | None = None
    """Certificates to trust instead of the system's; TLS is always verified."""
    client_certificate: Path | None = None
    """Certificate and key that the server asks for, in one PEM file."""
    proxy: str | None = None
    """URL of a proxy for both http and https; None: that of the environment, if any."""
    token: str | None = field(default=None, repr=False)
    """Sent as a bearer token (RFC 6750) to the server that is asked, and to none that it redirects to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to one request, whole; only answers of success become one, errors are raised."""

    url: str
    """Where it came from in the end, redirects followed, without credentials."""
    content: bytes
    observed_at: datetime
    """When the server said it, or last confirmed it, in UTC."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """By their names in lower case."""
    is_cached: bool = False
    """Whether it was answered without any request."""


class Http(Protocol):
    """The door. Safe to use from several threads at once."""

    def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        fresh_for: timedelta | None = None,
        max_bytes: int | None = None,
        route: Route | None = None,
    ) -> Answer:
        """Ask for a URL: from the cache where its answer is younger than `fresh_for`, else from the server.

        `fresh_for` None leaves it to the door; `max_bytes` is the most that is read of an answer (None: the door's
        own limit). Raises NotFoundError (404, 410), NotCachedError (the network is not to be used, and nothing is
        kept), TransientSourceError (time-outs, connections that fail, 429 and 5xx after the retries), RefusedError (401, 403),
        SourceError (anything else that is no success), FormatError (an answer that is too large). Messages name the
        URL without credentials.
        """
