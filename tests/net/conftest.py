"""A door with little patience, so that what takes a minute for users takes a moment here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mlgraph.model.reporter import Reporter
from mlgraph.net import Door, Limits

QUICK = Limits(
    connect_seconds=2, read_seconds=2, total_seconds=6, backoff_seconds=0.01, wait_seconds=1.5, per_second=100_000
)


class Warnings(Reporter):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def warn(self, text: str) -> None:
        self.said.append(text)


class Doors:
    """Makes doors onto one cache; all are closed in the end."""

    def __init__(self, cache: Path) -> None:
        self.cache = cache
        self.warnings = Warnings()
        self._open: list[Door] = []

    def __call__(self, *, offline: bool = False, keeps: bool = True, **limits: float | int) -> Door:
        chosen = replace(QUICK, **limits)
        door = Door(self.cache if keeps else None, offline=offline, limits=chosen, report=self.warnings)
        self._open.append(door)
        return door

    def close(self) -> None:
        for door in self._open:
            door.__exit__(None, None, None)

    def kept_bytes(self) -> bytes:
        """All that is kept, names of files included."""
        files = [path for path in self.cache.rglob("*") if path.is_file()]
        return b"\n".join(str(path.relative_to(self.cache)).encode() + b"\n" + path.read_bytes() for path in files)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, certificate or password of the machine that runs the tests."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "MLGRAPH_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Doors]:
    made = Doors(tmp_path / "cache")
    yield made
    made.close()


@pytest.fixture
def door(doors: Doors) -> Door:
    return doors()
