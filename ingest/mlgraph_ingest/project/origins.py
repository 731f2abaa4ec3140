"""Where a distribution comes from when it is not an index: a URL that is safe to store, a revision, hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from mlgraph.model.tokens import without_tokens

_VCS = re.compile(r"(git|hg|svn|bzr)\+(.+)", re.IGNORECASE | re.DOTALL)
_SCP = re.compile(r"(?:([\w.-]+)@)?([\w.-]+\.[\w-]+):(?!\d+/|/)(\S+)")
_HASH = re.compile(r"(md5|sha1|sha224|sha256|sha384|sha512)[=:]([0-9a-fA-F]{32,128})")
_EGG = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?")
_SPLIT_PASSWORD = re.compile(r"://[^/@?#]*:\d*/[^?#]*@[^?#]*/")
"""A password with an unescaped slash, which reads like a port and a path: `://me:12/rest@host/`."""
_SECRET = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*:)//\S*")


@dataclass(frozen=True, slots=True)
class Origin:
    """A place that is named by URL. No part holds a user, a password or a query, which may be secrets."""

    url: str | None
    """None: a file on this machine, or no URL that can be read."""
    vcs: str | None = None
    revision: str | None = None
    """What stands after `@` in the URL of a version control system: a commit, a tag or a branch."""
    subdirectory: str | None = None
    egg: str | None = None
    """Name that the fragment gives to the distribution."""
    egg_extras: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    is_local: bool = False


def origin(text: str) -> Origin:
    """Read the URL of a distribution.

    >>> origin("git+https://me:key@github.com/acme/lib.git@v1.2#egg=lib")
    Origin(url='https://github.com/acme/lib.git', vcs='git', revision='v1.2', subdirectory=None, egg='lib', \
egg_extras=(), hashes=(), is_local=False)
    """
    vcs, text = _version_control(text.strip())
    if _SPLIT_PASSWORD.search(text):
        return Origin(None, vcs=vcs)
    head, _, fragment = text.partition("#")
    said = dict(part.partition("=")[::2] for part in fragment.split("&"))
    revision = None
    if vcs is not None:
        head, revision = _revision(head)
    egg = _EGG.match(unquote(said.get("egg", "")))
    hashes = tuple(f"{name}:{said[name].lower()}" for name in said if is_hash(f"{name}:{said[name]}"))
    return Origin(
        url=public_url(head),
        vcs=vcs,
        revision=revision,
        subdirectory=said.get("subdirectory") or None,
        egg=egg[1] if egg else None,
        egg_extras=tuple(e.strip() for e in (egg[2] or "").split(",") if e.strip()) if egg else (),
        hashes=hashes,
        is_local=head.startswith("file:"),
    )


def public_url(text: str) -> str | None:
    """A URL without user, password, tokens, query and fragment; None for a local file and what is no URL.

    >>> public_url("https://token@example.org/simple?key=1")
    'https://example.org/simple'
    """
    scp = _SCP.fullmatch(text) if "://" not in text else None
    if scp:
        text = f"ssh://{scp[1] or 'git'}@{scp[2]}/{scp[3]}"
    if _SPLIT_PASSWORD.search(text):
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme == "file":
        return None
    user = "git@" if parts.scheme == "ssh" and parts.username == "git" else ""
    netloc = user + (host if port is None else f"{host}:{port}")
    return urlunsplit((parts.scheme, netloc, without_tokens(parts.path), "", ""))


def without_secrets(text: str, limit: int = 80) -> str:
    """A piece of a file as a message may quote it: every URL shortened to its scheme and host, cut to `limit`."""
    return _SECRET.sub(_host_only, text[: 4 * limit])[:limit]


def is_hash(text: str) -> bool:
    """Whether a text is an algorithm of hashlib and a hex digest, `sha256:...`."""
    return bool(_HASH.fullmatch(text))


def hashes_in(text: str) -> tuple[str, ...]:
    """The hashes in the options of a requirements line, `--hash=sha256:...`."""
    return tuple(f"{algorithm}:{digest.lower()}" for algorithm, digest in _HASH.findall(text))


def _version_control(text: str) -> tuple[str | None, str]:
    match = _VCS.fullmatch(text)
    if match:
        return match[1].lower(), match[2]
    return ("git", text) if text.startswith("git://") else (None, text)


def _revision(head: str) -> tuple[str, str | None]:
    start = head.find("://") + 3 if "://" in head else head.find(":")
    slash = head.find("/", max(start, 0))
    at = head.rfind("@")
    if slash == -1 or at < slash:
        return head, None
    return head[:at], head[at + 1 :].partition("?")[0] or None


def _host_only(match: re.Match[str]) -> str:
    url = public_url(match[0])
    return f"{match[1]}//{urlsplit(url).hostname if url else ''}/..."
