"""Finds an installed Python environment from what a caller names, without running anything of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model.errors import MlgraphError, UsageError
from mlgraph_ingest.project.tree import printable, read_regular

_CONFIG = "pyvenv.cfg"
_CONFIG_LIMIT = 2**16
_VERSION = re.compile(r"(\d+\.\d+(?:\.\d+)?)")
_LIBRARY = re.compile(r"(?:python|pypy)(\d+(?:\.\d+)?)")
_SITE_NAMES = ("site-packages", "dist-packages")
_MAGIC = (
    (b"\x7fELF", "linux"),
    (b"MZ", "win32"),
    (b"\xcf\xfa\xed\xfe", "darwin"),
    (b"\xca\xfe\xba\xbe", "darwin"),
)
"""First bytes of an interpreter -> `sys.platform`: ELF, PE, Mach-O of 64 bits, Mach-O universal binary."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Where an environment keeps its packages, and what it says of itself."""

    prefix: Path
    """Its folder."""
    sites: tuple[Path, ...]
    """The folders that hold installed packages, each once."""
    python_version: str | None
    """Exact where the environment states it, `X.Y` where only a folder's name does."""
    platform: str | None
    problems: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called: the name of its folder."""
        return printable(self.prefix.name) or "environment"


def find_environment(python: Path) -> Environment:
    """The environment of a venv folder, an interpreter or a site-packages folder; UsageError when it is none."""
    shown = printable(str(python))
    if not python.exists():
        raise UsageError(f"{shown}: no such environment; give a virtual environment's folder or its interpreter")
    if python.is_dir():
        return _of_folder(python, shown)
    for candidate in (Path(os.path.abspath(python)), Path(os.path.realpath(python))):  # noqa: PTH100 - links kept
        prefix = candidate.parent.parent if candidate.parent.name in {"bin", "Scripts"} else candidate.parent
        found = _library_sites(prefix)
        if found:
            return _environment(prefix, found, _version_in(candidate.name))
    raise UsageError(f"{shown}: no packages are installed beside it; give a virtual environment's folder")


def _of_folder(folder: Path, shown: str) -> Environment:
    folder = Path(os.path.abspath(folder))  # noqa: PTH100 - links kept: a venv's name is its own
    if folder.name in _SITE_NAMES or any(folder.glob("*.dist-info")):
        library = folder.parent
        prefix = next((p for p in folder.parents[:4] if (p / _CONFIG).is_file()), folder)
        return _environment(prefix, [(_version_in(library.name), folder)], None)
    found = _library_sites(folder)
    if not found:
        raise UsageError(f"{shown}: not a Python environment; give a virtual environment's folder or its interpreter")
    return _environment(folder, found, None)


def _environment(prefix: Path, found: list[tuple[str | None, Path]], named: str | None) -> Environment:
    config = _config(prefix)
    stated = _VERSION.match(config.get("version_info", "") or config.get("version", ""))
    version = stated[1] if stated else named
    fitting = [item for item in found if version is None or _fits(item[0], version)] or found
    newest = max((item[0] or "" for item in fitting), key=_order)
    sites = tuple(path for of, path in fitting if (of or "") == newest or not _is_minor(of))
    problems = []
    left_out = sorted({of for of, path in found if of and path not in sites})
    if left_out:
        problems.append(f"packages installed for Python {', '.join(left_out)} in the same environment were not read")
    if config.get("include-system-site-packages", "").lower() == "true":
        problems.append("the environment also uses the packages of the system's Python, which were not read")
    exact = stated[1] if stated else next((text for text in (named, newest) if _is_minor(text)), None)
    return Environment(prefix, sites, exact, _platform(prefix), tuple(problems))


def _library_sites(prefix: Path) -> list[tuple[str | None, Path]]:
    """(Python version in the folder's name, folder with packages) of all libraries below a prefix, each once."""
    found: list[tuple[str | None, Path]] = []
    for library in ("lib", "lib64", "local/lib"):
        for folder in _folders(prefix / library):
            if _LIBRARY.fullmatch(folder.name):
                sites = [folder / name for name in _SITE_NAMES if (folder / name).is_dir()]
                found.extend((_version_in(folder.name), site) for site in sites)
    windows = prefix / "Lib" / "site-packages"
    if windows.is_dir() and not found:
        found.append((None, windows))
    by_real = {os.path.realpath(path): (of, path) for of, path in reversed(found)}
    return list(reversed(by_real.values()))


def _folders(parent: Path) -> Iterator[Path]:
    try:
        yield from sorted(path for path in parent.iterdir() if path.is_dir())
    except OSError:
        return


def _config(prefix: Path) -> dict[str, str]:
    try:
        text = read_regular(prefix / _CONFIG, _CONFIG, limit=_CONFIG_LIMIT).decode("utf-8", "replace")
    except MlgraphError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {key.strip().lower(): value.strip() for key, _, value in pairs}


def _platform(prefix: Path) -> str | None:
    for name in ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe"):
        try:
            start = read_start(Path(os.path.realpath(prefix / name)), 4)
        except OSError:
            continue
        for magic, platform in _MAGIC:
            if start.startswith(magic):
                return platform
    return None


def read_start(path: Path, size: int) -> bytes:
    """The first bytes of a file that is known not to be a link."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        return os.read(descriptor, size)
    finally:
        os.close(descriptor)


def _version_in(name: str) -> str | None:
    match = _LIBRARY.match(name)
    return match[1] if match else None


def _fits(of: str | None, version: str) -> bool:
    return of is None or all(a == b for a, b in zip(of.split("."), version.split("."), strict=False))


def _is_minor(of: str | None) -> bool:
    return of is not None and "." in of


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part)
