"""Lists what is installed in an environment's package folders, and opens each distribution's metadata."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model import ids
from mlgraph.model.errors import FormatError, MlgraphError, SourceError
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.installed.direct_url import DirectUrl, parse_direct_url
from mlgraph_ingest.project.installed.distribution import Distribution
from mlgraph_ingest.project.installed.egg_info import parse_requires
from mlgraph_ingest.project.installed.metadata import parse_header, read_header_bytes, read_small
from mlgraph_ingest.project.tree import printable, reason

_FOLDER = re.compile(r"(?P<name>[^-]+)(?:-[^-]+)*\.(?:dist-info|egg-info)")


@dataclass(frozen=True, slots=True)
class Installed:
    """The metadata of one installed distribution: where it is and what is in it, unparsed."""

    path: Path
    """The METADATA or PKG-INFO file."""
    shown: str
    """Its path below the folder of packages."""
    parts: tuple[tuple[str, bytes], ...]
    """(name of a file, content) of all that is read of it."""

    @property
    def name(self) -> str | None:
        """Canonical name of the distribution, as its folder spells it; None where the folder's name is of no form."""
        match = _FOLDER.fullmatch(self.path.parent.name) or _FOLDER.fullmatch(self.path.name)
        return ids.canonical_name(match["name"]) if match else None

    @property
    def is_egg(self) -> bool:
        """Whether it is in the older form, which has its requirements in a file of their own."""
        return self.path.name != "METADATA"

    def distribution(self, problems: Problems) -> Distribution:
        """What the files say; those besides the metadata that are damaged are problems."""
        files = dict(self.parts)
        header = parse_header(files["header"])
        requires = tuple(header.all("requires-dist"))
        if self.is_egg and not requires:
            requires = tuple(parse_requires(files.get("requires.txt", b"").decode("utf-8", "replace")))
        installer = files.get("INSTALLER", b"").decode("utf-8", "replace").strip()[:40]
        return Distribution(
            header,
            requires,
            installer=printable(installer) or None,
            is_requested="REQUESTED" in files,
            direct=self._direct(files.get("direct_url.json"), problems),
        )

    def _direct(self, content: bytes | None, problems: Problems) -> DirectUrl | None:
        if content is None:
            return None
        try:
            return parse_direct_url(content, "direct_url.json")
        except FormatError as error:
            problems.add("", str(error))
            return None


@dataclass(frozen=True, slots=True)
class Inventory:
    """What one folder of packages holds."""

    found: tuple[Installed, ...]
    problems: tuple[str, ...]


def list_installed(site: Path) -> Inventory:
    """The distributions of a folder of packages, sorted by name; what cannot be read is said, the rest goes on."""
    problems: list[str] = []
    found: list[Installed] = []
    try:
        names = sorted(entry.name for entry in os.scandir(site))
    except OSError as error:
        return Inventory((), (f"the folder of packages cannot be listed ({reason(error)}); what it holds is unknown",))
    for name in names:
        if name.endswith((".dist-info", ".egg-info", ".egg-link")):
            try:
                found.append(_open(site, name))
            except MlgraphError as error:
                problems.append(str(error))
    problems.extend(_doubled(found))
    return Inventory(tuple(found), tuple(problems))


def _open(site: Path, name: str) -> Installed:
    shown = printable(name)
    if name.startswith("~"):
        raise FormatError(f"{shown}: left behind by an installation that did not finish; remove it")
    folder = site / name
    if name.endswith(".egg-link"):
        return _linked(folder, shown)
    if name.endswith(".egg-info"):
        return _egg(folder, shown)
    present = _names_in(folder, shown)
    if "METADATA" not in present:
        raise FormatError(f"{shown}: no METADATA in it; what is installed there is unknown")
    path = folder / "METADATA"
    optional = (_optional(folder, file) for file in ("INSTALLER", "REQUESTED", "direct_url.json") if file in present)
    return Installed(path, f"{shown}/METADATA", (("header", read_header_bytes(path, shown)), *optional))


def _egg(folder: Path, shown: str) -> Installed:
    if not folder.is_dir():
        return Installed(folder, shown, (("header", read_header_bytes(folder, shown)),))
    present = _names_in(folder, shown)
    if "PKG-INFO" not in present:
        raise FormatError(f"{shown}: no PKG-INFO in it; what is installed there is unknown")
    path = folder / "PKG-INFO"
    optional = (_optional(folder, file) for file in ("requires.txt",) if file in present)
    return Installed(path, f"{shown}/PKG-INFO", (("header", read_header_bytes(path, shown)), *optional))


def _linked(link: Path, shown: str) -> Installed:
    """The distribution that an .egg-link of a development installation points to."""
    target = read_small(link, shown).decode("utf-8", "replace").partition("\n")[0].strip()
    folder = Path(target) / f"{link.stem.replace('-', '_')}.egg-info"
    if "\0" in target or not folder.is_dir():
        raise FormatError(f"{shown}: what it points to is not there; its version and requirements are unknown")
    return _egg(folder, printable(folder.name))


def _names_in(folder: Path, shown: str) -> set[str]:
    try:
        return set(os.listdir(folder))  # noqa: PTH208 - names alone, for many folders
    except OSError as error:
        raise SourceError(f"{shown}: cannot be listed ({reason(error)}); what is installed there is unknown") from error


def _optional(folder: Path, name: str) -> tuple[str, bytes]:
    return name, read_small(folder / name, f"{printable(folder.name)}/{name}")


def _doubled(found: list[Installed]) -> Iterator[str]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for installed in found:
        if installed.name is not None:
            by_name[installed.name].append(installed.shown.partition("/")[0])
    for name, folders in sorted(by_name.items()):
        if len(folders) > 1:
            yield f"{name} is installed more than once ({', '.join(folders)}); which one is imported is unknown"
