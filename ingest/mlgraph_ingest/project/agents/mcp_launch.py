"""The program that a local MCP server is started with, as it may be shown, and the package that it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.project.code.secrets import HIDDEN, looks_like_key

_SHOWN_LIMIT = 300
_NPM = re.compile(r"((?:@[a-z0-9~][\w.~-]*/)?[a-z0-9~][\w.~-]*)(?:@([\w.+~^-]+))?")
"""A package of npm with its version or tag (npm documentation, "package-spec")."""
_EXACT_NPM = re.compile(r"\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_PYTHON = re.compile(r"([A-Za-z0-9][\w.-]*?)(?:\[[\w,.-]*\])?(?:(?:==|@)(\d[\w.+!]*)|[@<>=~!].*)?")
_SECRET_OPTION = re.compile(
    r"(?:key|token|secret|passw|credential|auth|bearer|header|cookie|session|pat$)", re.IGNORECASE
)
_HOME = re.compile(r"(?:/home/|/Users/|[A-Za-z]:[\\/]+Users[\\/]+)[^\\/\s:]+")
_IMAGE = re.compile(r"([\w.-]+(?::\d+)?(?:/[a-z0-9_.-]+)+|[a-z0-9_.-]+)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]{64}))?")
_NODE = {
    "npx": (),
    "bunx": (),
    "pnpx": (),
    "pnpm": ("dlx", "exec"),
    "yarn": ("dlx",),
    "bun": ("x",),
    "npm": ("exec", "x"),
}
_WITH_VALUE = frozenset({"-p", "--package", "--from", "--with", "--python", "--index-url", "--directory", "-c", "--call",
                         "-e", "--env", "-v", "--volume", "--mount", "--name", "--network", "--env-file", "-w", "-u",
                         "--project", "--registry", "--index", "--default-index"})  # fmt: skip
"""Options before the package that have a value of their own."""


@dataclass(frozen=True, slots=True)
class Launch:
    """What is started."""

    shown: str
    package: NodeId | None


def launch_of(words: Sequence[str]) -> Launch | None:
    """The program of a command line with its arguments, secrets hidden; None where there is no command.

    >>> launch_of(["npx", "-y", "@scope/server@1.2.3", "--api-key", "hunter2"])
    Launch(shown='npx -y @scope/server@1.2.3 --api-key ***', package=NodeId(kind=<NodeKind.RELEASE: 'Release'>, \
key='pkg:npm/%40scope/server@1.2.3'))
    """
    if not words:
        return None
    shown = " ".join(_safe(words))
    shown = shown if len(shown) <= _SHOWN_LIMIT else shown[: _SHOWN_LIMIT - 3] + "..."
    return Launch(shown, _package(words))


def _safe(words: Sequence[str]) -> list[str]:
    """The words without what may be a secret."""
    safe: list[str] = []
    hides_next = False
    for word in words:
        name, equals, _ = word.partition("=")
        if hides_next:
            safe.append(HIDDEN)
            hides_next = word.startswith("-") and bool(_SECRET_OPTION.search(word)) and not equals
            continue
        if equals and word[len(name) :].startswith("==") and not _SECRET_OPTION.search(name):
            safe.append(_plain(word))
        elif equals and (_SECRET_OPTION.search(name) or not name.startswith("-")):
            safe.append(f"{name}={HIDDEN}")
        elif looks_like_key(word):
            safe.append(HIDDEN)
        else:
            safe.append(_plain(word))
        hides_next = not equals and bool(re.match(r"--?[A-Za-z]", word)) and bool(_SECRET_OPTION.search(word))
        hides_next = hides_next or word == "-H"
    return safe


def _plain(word: str) -> str:
    """A word on one line; of an address the host, of a path in somebody's folder what follows it."""
    word = _HOME.sub("~", " ".join(word.split()))
    address = re.match(r"([A-Za-z][\w+.-]*://)([^/?#\s]+)", without_credentials(word))
    if address:
        return address[1] + address[2].rpartition("@")[2]
    return word


def _package(words: Sequence[str]) -> NodeId | None:
    program = re.sub(r"\.(?:cmd|exe)$", "", re.split(r"[\\/]", words[0])[-1].lower())
    rest = list(words[1:])
    if program == "cmd" and len(rest) > 1 and rest[0].lower() == "/c":
        return _package(rest[1:])
    if program in _NODE:
        return _npm(_first(rest, _NODE[program]))
    if program == "uvx" or (program in {"uv", "pipx"} and rest[:1] in (["tool"], ["run"], ["x"])):
        given = _option(rest, "--from") or _option(rest, "--spec")
        return _python(given or _first(rest, ("tool", "run", "x")))
    if program in {"docker", "podman"}:
        return _image(_first(rest, ("run", "container")))
    return None


def _first(words: Sequence[str], commands: Sequence[str]) -> str | None:
    """The first word that is neither option nor value of one, nor a subcommand."""
    skips = False
    for word in words:
        if skips:
            skips = False
        elif word.startswith("-"):
            skips = word in _WITH_VALUE and word not in {"-p", "--package"}
        elif word not in commands:
            return word
    return None


def _option(words: Sequence[str], name: str) -> str | None:
    return next((words[i + 1] for i, word in enumerate(words[:-1]) if word == name), None)


def _npm(text: str | None) -> NodeId | None:
    match = _NPM.fullmatch(text or "")
    if not match or looks_like_key(match[1]):
        return None
    scope, _, name = match[1].rpartition("/")
    path = f"{quote(scope, safe='')}/{quote(name, safe='')}" if scope else quote(name, safe="")
    is_exact = match[2] and _EXACT_NPM.fullmatch(match[2])
    return _parsed(f"pkg:npm/{path}" + (f"@{quote(match[2])}" if is_exact else ""))


def _python(text: str | None) -> NodeId | None:
    match = _PYTHON.fullmatch(text or "")
    if not match or looks_like_key(match[1]):
        return None
    try:
        return ids.release(match[1], match[2]) if match[2] else ids.package(match[1])
    except FormatError:
        return None


def _image(text: str | None) -> NodeId | None:
    """An image of Docker Hub or of another registry, whose name has a dot or a port (purl type `docker`)."""
    match = _IMAGE.fullmatch(text or "") if len(text or "") <= _SHOWN_LIMIT else None
    if not match:
        return None
    first, slash, rest = match[1].partition("/")
    is_registry = bool(slash) and (first == "localhost" or "." in first or ":" in first)
    name, where = (rest, f"?repository_url={quote(first, safe=':')}") if is_registry else (match[1], "")
    tag = match[2] if match[2] and re.search(r"\d", match[2]) else None  # `latest` names another image tomorrow
    version = match[3] or tag
    return _parsed(f"pkg:docker/{name}" + (f"@{quote(version)}" if version else "") + where)


def _parsed(purl: str) -> NodeId | None:
    try:
        return ids.parse(purl)
    except FormatError:
        return None
