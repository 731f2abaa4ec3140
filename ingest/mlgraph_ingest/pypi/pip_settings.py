"""Which index pip is configured with, and how it is reached: read as pip reads it, without running pip.

Reference: pip documentation, "Configuration" (Location, Configuration Files, Environment Variables, Precedence /
Override order). Not read: `--find-links`, `trusted-host` (TLS is always verified), keyrings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from configparser import Error, RawConfigParser
from dataclasses import dataclass, field
from pathlib import Path

from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.http import Route
from mlgraph_ingest.project.tree import read_regular

_SIZE_LIMIT = 2**20
_SECTIONS = ("global", "download", "install")
"""Those that speak of fetching packages, the last one first; the environment overrides them all."""
_ENVIRONMENT = ":env:"
_TRUE = frozenset({"y", "yes", "t", "true", "on", "1"})
_FALSE = frozenset({"n", "no", "f", "false", "off", "0"})
_MAC_LIBRARY = "Library/Application Support"


@dataclass(frozen=True, slots=True)
class PipSettings:
    """Where packages come from, as pip is told. URLs may hold credentials and are never shown."""

    indexes: tuple[str, ...] = field(repr=False)
    """URLs of simple APIs, the main one first; empty: pip is told to use none."""
    route: Route = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConfigFiles:
    """The files in which pip looks, whether they exist or not; of each kind the last one overrides the others."""

    machine: tuple[Path, ...]
    user: tuple[Path, ...]
    site: tuple[Path, ...]


def config_files(environ: Mapping[str, str], *, prefix: Path, platform: str = sys.platform) -> ConfigFiles:
    """Where pip of the Python environment at `prefix` looks for its configuration."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "win32":
        data, roaming = environ.get("PROGRAMDATA", r"C:\ProgramData"), environ.get("APPDATA")
        new = Path(roaming) if roaming else home / "AppData" / "Roaming"
        user = (home / "pip" / "pip.ini", new / "pip" / "pip.ini")
        return ConfigFiles((Path(data) / "pip" / "pip.ini",), user, (prefix / "pip.ini",))
    legacy, site = home / ".pip" / "pip.conf", (prefix / "pip.conf",)
    if platform == "darwin":
        folder = home / _MAC_LIBRARY / "pip"
        own = folder if folder.is_dir() else home / ".config" / "pip"
        return ConfigFiles((Path("/") / _MAC_LIBRARY / "pip" / "pip.conf",), (legacy, own / "pip.conf"), site)
    shared = [Path(part) for part in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep) if part]
    own = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip"
    machine = (*(folder / "pip" / "pip.conf" for folder in shared), Path("/etc/pip.conf"))
    return ConfigFiles(machine, (legacy, own / "pip.conf"), site)


def pip_settings(environ: Mapping[str, str], files: ConfigFiles) -> PipSettings:
    """What pip would use. Raises SourceError where a file of its configuration cannot be read."""
    said = _merged(environ, files)
    indexes = () if _is_true(said.get("no-index")) else (_main_index(said), *said.get("extra-index-url", "").split())
    route = Route(
        ca_bundle=_path(said.get("cert")),
        client_certificate=_path(said.get("client-cert")),
        proxy=said.get("proxy"),
    )
    return PipSettings(tuple(dict.fromkeys(indexes)), route)


def _main_index(said: Mapping[str, str]) -> str:
    stated = said.get("index-url") or said.get("pypi-url")
    if stated:
        return stated.strip()
    from pypi_simple import PYPI_SIMPLE_ENDPOINT

    return PYPI_SIMPLE_ENDPOINT


def _merged(environ: Mapping[str, str], files: ConfigFiles) -> dict[str, str]:
    """Each option's value: by section first, whatever the file; an empty value says nothing."""
    sections: dict[str, dict[str, str]] = {name: {} for name in (*_SECTIONS, _ENVIRONMENT)}
    for path in _files(environ, files):
        for name, options in _read(path):
            if name in sections:
                sections[name].update(options)
    variables = ((key[4:], value) for key, value in environ.items() if key.startswith("PIP_"))
    sections[_ENVIRONMENT].update({_option(key): value for key, value in variables})
    return {key: value for options in sections.values() for key, value in options.items() if value}


def _files(environ: Mapping[str, str], files: ConfigFiles) -> Iterator[Path]:
    """The files, the last one overriding: PIP_CONFIG_FILE replaces those of the user and overrides all."""
    own = environ.get("PIP_CONFIG_FILE")
    if own == os.devnull:
        return
    yield from files.machine
    if not (own and Path(own).exists()):
        yield from files.user
    yield from files.site
    if own:
        yield Path(own)


def _read(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The sections of a file. Messages name the file only: a line of it may hold a password."""
    if not path.exists():
        return []
    parser = RawConfigParser()
    try:
        parser.read_string(read_regular(path.resolve(), str(path), limit=_SIZE_LIMIT).decode())
        return [(name, {_option(key): value for key, value in parser.items(name)}) for name in parser.sections()]
    except (Error, UnicodeDecodeError, FormatError, OSError):
        problem = f"{path}: pip's configuration cannot be read, so it is unknown which index to ask; correct the file"
        raise SourceError(problem) from None


def _option(name: str) -> str:
    return name.lower().replace("_", "-").removeprefix("--")


def _is_true(value: str | None) -> bool:
    if value is not None and value.lower() not in _TRUE | _FALSE:
        raise SourceError("pip's setting no-index is neither yes nor no; correct it")
    return value is not None and value.lower() in _TRUE


def _path(value: str | None) -> Path | None:
    return Path(value).expanduser() if value else None
