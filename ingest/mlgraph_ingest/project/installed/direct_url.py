"""Reads direct_url.json (PEP 610): where a distribution was installed from when it was not an index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.origins import is_hash, public_url


@dataclass(frozen=True, slots=True)
class DirectUrl:
    """The origin of an installed distribution. A path on this machine is never kept."""

    url: str | None = None
    vcs: str | None = None
    revision: str | None = None
    subdirectory: str | None = None
    hashes: tuple[str, ...] = ()
    is_editable: bool = False
    is_local: bool = False


def parse_direct_url(content: bytes, shown: str) -> DirectUrl:
    """The origin that a direct_url.json states; FormatError when it is none."""
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{shown}: not JSON: {error}") from error
    url = _text(said, "url")
    if url is None:
        raise FormatError(f"{shown}: it names no URL")
    vcs, archive, folder = (_table(said, key) for key in ("vcs_info", "archive_info", "dir_info"))
    return DirectUrl(
        url=public_url(url),
        vcs=_text(vcs, "vcs"),
        revision=_text(vcs, "commit_id") or _text(vcs, "requested_revision"),
        subdirectory=_text(said, "subdirectory"),
        hashes=tuple(f"{key}:{value}" for key, value in _table(archive, "hashes").items() if is_hash(f"{key}:{value}")),
        is_editable=folder.get("editable") is True,
        is_local=url.startswith("file:"),
    )


def _table(said: object, key: str) -> dict[str, Any]:
    found = said.get(key) if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}


def _text(said: object, key: str) -> str | None:
    found = said.get(key) if isinstance(said, dict) else None
    return found if isinstance(found, str) and found else None
