"""Answers that are kept: one file each, complete or not at all, and never the reason why a run fails."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import orjson

from mlgraph.model.reporter import Reporter
from mlgraph.model.urls import without_credentials

_VERSION = "answers-1"
"""A folder for this form of the files; another form gets another."""
_MAX_HEAD_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: of success, or that there is no such thing."""

    url: str
    """Without credentials, redirects followed."""
    status: int
    observed_at: datetime
    """When the server said it, or last confirmed it, in UTC."""
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""


def default_folder() -> Path | None:
    """Where answers are kept: $MLGRAPH_CACHE, else the user's cache folder as the XDG base directories say."""
    if named := os.environ.get("MLGRAPH_CACHE"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME", "")
    try:
        return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "mlgraph"
    except RuntimeError:  # a user without a home
        return None


class Cache:
    """A folder of answers that several processes and threads share.

    A file is written aside and renamed, so that no lock is needed, and holds the digest of its content, so that
    what a crash or a full disk left half-written is not taken for an answer. Trouble is reported once.
    """

    def __init__(self, folder: Path | None, *, max_bytes: int, report: Reporter) -> None:
        self._folder = folder / _VERSION if folder else None
        self._max_bytes = max_bytes + _MAX_HEAD_BYTES
        self._report = report
        self._has_warned = False
        self._lock = threading.Lock()

    def read(self, key: str) -> Kept | None:
        """The answer that is kept under a key; None where there is none that can be trusted."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            return _decode(*_read(path, self._max_bytes))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self._warn(f"what is kept in {path} cannot be used ({_reason(error)}); it is asked for anew")
            return None

    def keep(self, key: str, kept: Kept) -> None:
        """Keep an answer in place of the one before."""
        if self._folder is None or len(kept.content) > self._max_bytes:
            return
        path = self._path(self._folder, key)
        head = _head(kept)
        if len(head) > _MAX_HEAD_BYTES:
            return
        try:
            for folder in (self._folder.parent, self._folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, (head, kept.content))
        except OSError as error:
            self._warn(
                f"answers cannot be kept in {self._folder} ({_reason(error)}); they are asked for again next time"
            )

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]

    def _warn(self, text: str) -> None:
        with self._lock:
            is_first, self._has_warned = not self._has_warned, True
        if is_first:
            self._report.warn(text)


def _read(path: Path, max_bytes: int) -> tuple[bytes, bytes]:
    """The head of a file of the cache and the content that follows it, apart, so that nothing large is copied."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(handle, "rb") as file:  # noqa: PTH123 - a path cannot open without following links
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > max_bytes:
            raise ValueError("no file of this cache")
        head = file.readline(_MAX_HEAD_BYTES)
        return head, file.read(max(found.st_size - len(head), 0))


def _write(path: Path, parts: tuple[bytes, bytes]) -> None:
    """Replace a file as a whole; mkstemp makes it readable for its owner alone."""
    handle, aside = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with open(handle, "wb", buffering=0) as file:  # noqa: PTH123 - mkstemp gives a handle
            for part in parts:
                rest = memoryview(part)
                while rest:
                    rest = rest[file.write(rest) or 0 :]
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _head(kept: Kept) -> bytes:
    head = {
        "url": kept.url,
        "status": kept.status,
        "observed_at": kept.observed_at.isoformat(),
        "headers": {name: _public(value) for name, value in kept.headers.items()},
        "sha256": hashlib.sha256(kept.content).hexdigest(),
    }
    return orjson.dumps(head) + b"\n"


def _decode(line: bytes, content: bytes) -> Kept:
    """Understand a file of the cache. Raises ValueError, KeyError, TypeError or AttributeError where it is none."""
    head = orjson.loads(line)
    if hashlib.sha256(content).hexdigest() != head["sha256"]:
        raise ValueError("its content is not what was written")
    observed_at = datetime.fromisoformat(head["observed_at"])
    if observed_at.tzinfo is None:
        raise ValueError("its time has no zone")
    headers = {str(name): str(value) for name, value in head["headers"].items()}
    return Kept(str(head["url"]), int(head["status"]), observed_at, headers, content)


def _public(value: str) -> str:
    return " ".join(map(without_credentials, value.split(" "))) if "://" in value else value


def _reason(error: Exception) -> str:
    return error.strerror or "unreadable" if isinstance(error, OSError) else "it is damaged"
