"""Where the hub is, and as whom it is asked: as its own client finds both."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from mlgraph.model.errors import UsageError
from mlgraph.model.http import Route
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import without_credentials
from mlgraph_ontology.kinds import NodeKind

_DEFAULT = "https://huggingface.co"
_YES = frozenset({"1", "on", "yes", "true"})
_TOKEN_LIMIT = 4_096


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A hub: huggingface.co, a mirror of it, or one of a company."""

    base: str = field(repr=False)
    """Without a slash at its end; it may hold credentials, and is not shown."""
    route: Route = field(default_factory=Route, repr=False)
    """With the token, where there is one."""

    @property
    def host(self) -> str:
        """What it is called in messages."""
        return urlsplit(self.base).hostname or "hub"

    def api_url(self, kind: NodeKind, repo_id: str, revision: str | None = None) -> str:
        """What the hub says of a repository, at a revision if one is given."""
        state = f"/revision/{quote(revision, safe='')}" if revision is not None else ""
        return f"{self.base}/api/{_plural(kind)}/{repo_id}{state}"

    def with_files(self, url: str) -> str:
        """The same, with size and hash of each file (hub API, `blobs`)."""
        return f"{url}?blobs=true"

    def file_url(self, kind: NodeKind, repo_id: str, commit: str, path: str) -> str:
        """A file of a repository in one state."""
        folder = "datasets/" if kind is NodeKind.DATASET else ""
        return f"{self.base}/{folder}{repo_id}/resolve/{commit}/{quote(path)}"

    def croissant_url(self, repo_id: str) -> str:
        """The description of a dataset in Croissant, which the hub makes."""
        return f"{self.base}/api/datasets/{repo_id}/croissant"

    def account_url(self, account: NodeId) -> str:
        """What the hub says of an organization; of a person, who has the same kind of name, it says nothing here."""
        return f"{self.base}/api/organizations/{account.key.rpartition('/')[2]}/overview"


def endpoint(environment: Mapping[str, str] = os.environ) -> Endpoint:
    """The hub that HF_ENDPOINT names, else huggingface.co, and the token for it.

    The token is that of HF_TOKEN or HUGGING_FACE_HUB_TOKEN, else the one that `hf auth login` has left behind, unless
    HF_HUB_DISABLE_IMPLICIT_TOKEN is set (huggingface_hub, "Environment variables"). Raises UsageError where HF_ENDPOINT is no
    web address.
    """
    stated = environment.get("HF_ENDPOINT", "").strip() or _DEFAULT
    try:
        parts = urlsplit(stated)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web = False
    if not is_web:
        raise UsageError(f"HF_ENDPOINT is {without_credentials(stated)!r}; give an address that begins with https://")
    base = urlunsplit(parts._replace(path=parts.path.rstrip("/"), query="", fragment=""))
    return Endpoint(base, Route(token=token(environment)))


def token(environment: Mapping[str, str]) -> str | None:
    """The token to give to the hub; None where there is none."""
    if environment.get("HF_HUB_DISABLE_IMPLICIT_TOKEN", "").lower() in _YES:
        return None
    stated = _clean(environment.get("HF_TOKEN", "")) or _clean(environment.get("HUGGING_FACE_HUB_TOKEN", ""))
    return stated or _clean(_kept_token(environment))


def is_hub_offline(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the hub is not to be asked, as its own client is told (HF_HUB_OFFLINE)."""
    return environment.get("HF_HUB_OFFLINE", "").lower() in _YES


def _kept_token(environment: Mapping[str, str]) -> str:
    try:
        with _token_path(environment).open("rb") as file:
            return file.read(_TOKEN_LIMIT).decode("ascii", "ignore")
    except (OSError, RuntimeError, ValueError):
        return ""


def _token_path(environment: Mapping[str, str]) -> Path:
    if named := environment.get("HF_TOKEN_PATH"):
        return Path(named).expanduser()
    cache = Path(environment.get("XDG_CACHE_HOME") or "~/.cache")
    return (Path(environment.get("HF_HOME") or cache / "huggingface") / "token").expanduser()


def _clean(text: str) -> str | None:
    return re.sub(r"[\r\n]", "", text).strip() or None


def _plural(kind: NodeKind) -> str:
    return "datasets" if kind is NodeKind.DATASET else "models"
