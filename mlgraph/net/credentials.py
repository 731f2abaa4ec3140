"""Credentials leave a URL before anything is stored, logged or shown."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from mlgraph.model.errors import SourceError
from mlgraph.model.urls import is_secret, public_url, without_credentials

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,4096}=*")
"""What a bearer token can hold (RFC 6750, section 2.1)."""
_ILLEGAL = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: what is asked for, as whom, and what of it may be seen."""

    url: str = field(repr=False)
    """What goes to the server: without user and password, with the secret parameters that it wants."""
    shown: str
    """For messages and logs: secret parameters are `***`."""
    public: str
    """For storing: without them."""
    origin: tuple[str, str, int]
    """Scheme, host and port: credentials never leave it."""
    auth: tuple[bytes, bytes] | None = field(default=None, repr=False)
    """User and password."""
    token: str | None = field(default=None, repr=False)
    """A bearer token, in place of a user."""

    @property
    def identity(self) -> str:
        """Tells different users of one URL apart; nobody can read a password out of it. Empty for nobody."""
        query = urlsplit(self.url).query
        secrets = [p for p in query.split("&") if is_secret(unquote(p.partition("=")[0]))]
        if not self.auth and not self.token and not secrets:
            return ""
        user, password = self.auth or (b"", (self.token or "").encode())
        proof = _slow_digest(user, password, self.origin) if self.auth or self.token else b""
        return hmac.digest(proof, "&".join(secrets).encode(), "sha256").hex()


def target(url: str) -> Target:
    """Take a URL apart. Raises SourceError where it cannot be asked for over http or https."""
    shown = without_credentials(url.strip())
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme.lower() not in ("http", "https") or _ILLEGAL.search(url.strip()):
        raise SourceError(f"{shown!r} is no address that can be asked for; give one that begins with https://")
    scheme = parts.scheme.lower()
    name = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((scheme, name, parts.path or "/", parts.query, ""))
    origin = (scheme, host, port or (443 if scheme == "https" else 80))
    return Target(bare, without_credentials(bare), public_url(bare), origin, _user(parts.username, parts.password))


def known(to: Target, token: str | None = None) -> Target:
    """The same target, and who asks: the user of its URL, else who has the token, else whom ~/.netrc knows.

    NETRC names another file. Raises SourceError where the token is none that can be sent.
    """
    if to.auth:
        return to
    if token is None:
        return replace(to, auth=_from_netrc(to.origin[1]))
    if not _TOKEN.fullmatch(token):
        raise SourceError(f"{to.shown} was not asked for: the token to send holds characters that no token has")
    return replace(to, token=token)


def next_hop(at: Target, location: str) -> Target:
    """Where a redirect leads: as the same user within one origin, else as whom ~/.netrc knows there.

    Whatever user the redirect itself names is ignored. Raises SourceError where it leaves https or http.
    """
    try:
        there = target(urljoin(at.url, location))
    except (SourceError, ValueError):
        there = None
    if there is None:
        raise SourceError(f"{at.shown} redirects to {without_credentials(location)[:200]!r}, which is not followed")
    if (at.origin[0], there.origin[0]) == ("https", "http"):
        raise SourceError(f"{at.shown} redirects to {there.shown}, without encryption, which is not followed")
    if there.origin == at.origin:
        return known(replace(there, auth=at.auth), at.token)
    return known(replace(there, auth=None))


def _from_netrc(host: str) -> tuple[bytes, bytes] | None:
    """User and password of a host; None where the file does not know it, or is not there, or cannot be read."""
    named = os.environ.get("NETRC")
    try:
        path = Path(named) if named else Path.home() / ".netrc"
        found = netrc(path).authenticators(host) if path.is_file() else None
    except (OSError, RuntimeError, UnicodeError, NetrcParseError):
        return None
    return (found[0].encode(), (found[2] or "").encode()) if found else None


def _user(name: str | None, password: str | None) -> tuple[bytes, bytes] | None:
    return (unquote(name or "").encode(), unquote(password or "").encode()) if name or password else None


@lru_cache(maxsize=64)
def _slow_digest(user: bytes, password: bytes, origin: tuple[str, str, int]) -> bytes:
    """Scrypt (RFC 7914) with the server as salt: weak passwords cannot be guessed from the names of kept files."""
    salt = "\0".join(map(str, origin)).encode() + b"\0" + user
    return hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1, dklen=32)
