"""Answers of real servers, recorded: the shared data hold them, the replay server gives them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.replay import Replay, Says

_OF_THE_CONNECTION = {"content-length", "content-encoding", "transfer-encoding", "connection", "keep-alive"}
"""Headers that were true of another connection; bodies are recorded unpacked."""
_WITH_URLS = {"location", "link"}


@dataclass(frozen=True, slots=True)
class Recording:
    """What a server once said to a GET."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def recordings(shared_data: Path) -> Iterator[Recording]:
    """All recorded GETs, in the order of their index; files that it names and that are not there are left out."""
    folder = shared_data / "api-recordings"
    for entry in json.loads((folder / "INDEX.json").read_text()):
        path = folder / entry["file"]
        if entry["method"] != "GET" or not urlsplit(entry["url"]).hostname or not path.is_file():
            continue
        response = json.loads(path.read_text())["response"]
        yield Recording(entry["url"], entry["status"], response.get("headers") or {}, _bytes(response.get("body")))


def serve(replay: Replay, recorded: Iterable[Recording]) -> None:
    """Put recordings on a server, each at `address(replay, its URL)`; of several of one URL the first is given."""
    seen = set()
    for one in recorded:
        path = _path(one.url)
        if path not in seen:
            seen.add(path)
            replay.says(path, said(replay, one))


def said(replay: Replay, one: Recording) -> Says:
    """A recording as an answer; redirects and next pages lead to the local server too."""
    headers = {name: _local(replay, name, value) for name, value in one.headers.items()}
    kept = {name: value for name, value in headers.items() if name.lower() not in _OF_THE_CONNECTION}
    return Says(one.status, one.body, kept)


def address(replay: Replay, url: str) -> str:
    """Where the answer of a URL is on the local server: its host becomes the first part of the path."""
    return replay.url(_path(url))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"/{parts.netloc}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def _local(replay: Replay, name: str, value: str) -> str:
    return value.replace("https://", replay.url("/")) if name.lower() in _WITH_URLS else value


def _bytes(body: object) -> bytes:
    if body is None:
        return b""
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()
