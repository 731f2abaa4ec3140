"""The addresses of one package index: what is asked of it, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from mlgraph.model.errors import UsageError
from mlgraph.model.http import Route
from mlgraph.model.urls import without_credentials

_SIMPLE = "/simple"


DOUBT = "is this the address of a package index?"
"""What a document that is none makes one ask."""


@dataclass(frozen=True, slots=True)
class Index:
    """A package index, by the URL of its simple API, which may hold credentials and is not shown."""

    simple: str = field(repr=False)
    """Without a slash at its end."""
    route: Route = field(default_factory=Route, repr=False)

    @property
    def host(self) -> str:
        """What it is called in messages."""
        return urlsplit(self.simple).hostname or "index"

    @property
    def has_documents(self) -> bool:
        """Whether its URL tells where project documents are: beside a simple API that is called so."""
        return self.simple.endswith(_SIMPLE)

    def project_url(self, name: str, version: str | None = None) -> str:
        """The document of a package, or of one release of it (Warehouse's JSON API)."""
        parts = (name,) if version is None else (name, version)
        return "/".join([self.simple.removesuffix(_SIMPLE), "pypi", *(quote(p, safe="+!") for p in parts), "json"])

    def simple_url(self, name: str) -> str:
        """The list of a package's files (simple repository API)."""
        return f"{self.simple}/{name}/"

    def found_at(self, base: str, url: str) -> str | None:
        """An address that a document at `base` gives, with this index's credentials where it is on the same host.

        None where it is no web address. A document is never sent to a host with the credentials of another.
        """
        try:
            parts = urlsplit(urljoin(base, url))
            own = urlsplit(self.simple)
            is_own = (parts.scheme, parts.hostname, parts.port) == (own.scheme, own.hostname, own.port)
        except ValueError:
            return None
        if parts.scheme not in {"https", own.scheme} or not parts.hostname:
            return None
        user, at, _ = own.netloc.rpartition("@")
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, f"{user}{at}{host}" if is_own else host, parts.path, parts.query, ""))


def index_at(url: str, route: Route) -> Index:
    """The index whose simple API is at a URL. Raises UsageError where that is no web address."""
    try:
        parts = urlsplit(url.strip())
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web = False
    if not is_web:
        raise UsageError(f"{without_credentials(url)!r} is no address of a package index; give https://HOST/.../simple")
    return Index(urlunsplit(parts._replace(path=parts.path.rstrip("/"), query="", fragment="")), route)
