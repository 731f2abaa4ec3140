"""URLs as they may be stored and shown: canonical, and without anything secret in them."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from mlgraph.model.errors import FormatError
from mlgraph.model.tokens import without_tokens

_DEFAULT_PORTS = frozenset({("https", 443), ("http", 80), ("ssh", 22), ("git", 9418)})
_SECRET = re.compile(
    r"(?:[a-z]+[-_]?)?(?:token|secret|password|passwd|signature)|(?:api|access|private|subscription)[-_]?key"
    r"|auth|authorization|pwd|sig|x-(?:amz|goog)-.*|awsaccesskeyid|googleaccessid|credentials?",
    re.IGNORECASE,
)
"""Names of query parameters that carry a secret: tokens, keys and the signatures of AWS, Google Cloud and Azure."""
_CHANNEL_TOKEN = re.compile(r"(^|/)t/[^/]+(?=/|$)")
"""Where conda puts a token: a path segment of its own, `https://host/t/TOKEN/channel`."""
_PARAMETER = re.compile(r"([?&][^?=&#\s]+)=[^&#\s]*")


def is_secret(name: str) -> bool:
    """Whether a parameter of this name carries a secret."""
    return bool(_SECRET.fullmatch(name))


def canonical_url(url: str) -> str:
    """A URL without user, password, tokens, secret parameters, fragment, default port and trailing slash.

    Scheme and host are in lower case, and what no URL may hold (spaces, controls, other scripts) is percent-encoded.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = (parts.hostname or "").lower().rstrip(".")
        path = quote(without_tokens(parts.path.rstrip("/")), safe="/:@!$&'()*+,;=%~")
        query = _public_query(parts.query)
    except ValueError as error:
        raise FormatError(f"{without_credentials(url)!r} is no URL") from error
    if not parts.scheme or not host or re.search(r"[\s@\\<>\"^`{|}]", host):
        raise FormatError(f"{without_credentials(url)!r} is no URL")
    host = f"[{host}]" if ":" in host else host
    if port is not None and (parts.scheme, port) not in _DEFAULT_PORTS:
        host = f"{host}:{port}"
    return urlunsplit((parts.scheme, host, path, query, ""))


def without_credentials(url: str) -> str:
    """A URL as it may be shown or stored: without user and password (the user `git` says nothing and stays).

    Secret parameters, and tokens in the path, become `***`. What is malformed loses too much rather than too little: a password with an
    unescaped `/` or `@` goes entirely.

    >>> without_credentials("https://me:p@ss@git.example.org/a/b@v1")
    'https://git.example.org/a/b@v1'
    """
    if "://" in url:
        first, *rest = url.split("://")
        shown = "://".join([first, *map(_without_user, rest)])
        if "=" not in shown:
            return shown
        return _PARAMETER.sub(lambda p: f"{p[1]}=***" if _SECRET.fullmatch(unquote(p[1][1:])) else p[0], shown)
    user, at, host = url.partition("/")[0].rpartition("@")
    return url[len(user + at) :] if ":" in user and re.match(r"[\w-]+(?:\.[\w-]+)+(?::|$)", host) else url


def without_channel_token(text: str) -> str:
    """The name or URL of a conda channel, or of a file in one, without the token that its path may hold.

    >>> without_channel_token("https://conda.example/t/tk-1234/team/linux-64")
    'https://conda.example/team/linux-64'
    """
    head, separator, path = text.rpartition("://")
    return head + separator + _CHANNEL_TOKEN.sub("", path) if "t/" in path else text


def _without_user(text: str) -> str:
    """What follows `://` in a URL, from its host on."""
    if "@" not in text:
        return without_tokens(text)
    authority = re.split(r"[/?#\n]", text, maxsplit=1)[0]
    user, at, _ = authority.rpartition("@")
    if at:
        return without_tokens(text if user == "git" else text[len(user) + 1 :])
    _, _, port = (authority.rpartition("]")[2] if authority.startswith("[") else authority).partition(":")
    is_broken = not re.fullmatch(r"\d*", port.split(" ")[0])
    return without_tokens(text.rpartition("@")[2] if is_broken else text)


def public_url(text: str) -> str:
    """A URL, or what stands in for one, without user, password and secret parameters; otherwise as it is written."""
    head, mark, query = without_credentials(text).partition("?")
    if not mark:
        return head
    return "?".join(filter(None, (head, _public_query(query))))


def _public_query(query: str) -> str:
    """The parameters of a query that carry no secret, in their order."""
    kept = [p for p in query.split("&") if not _SECRET.fullmatch(unquote(p.partition("=")[0]))]
    return quote("&".join(kept), safe="/:@!$&'()*+,;=?%~")
