"""Which files a request means: those that it names, those in the folders that it names, those that its patterns find."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mlgraph.model.errors import UsageError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project.tree import printable

_ENDINGS = frozenset({
    ".json", ".xml", ".spdx", ".yaml", ".yml", ".rdf", ".tag", ".tv", ".cdx", ".bom", ".sbom", ".jsonld", ".gz",
})  # fmt: skip
"""Endings of files that are looked at in a folder."""
_LIMIT = 1_000_000
"""Files of one request."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may hold a document."""

    path: Path
    """Absolute, links resolved where it was named."""
    shown: Path
    """As messages call it."""
    is_named: bool
    """Whether the request names it, so that it has to be one; else it lies in a folder."""


def files_of(locators: Iterable[str], report: Reporter) -> list[Found]:
    """The files of a request, each once, in the order of the request, in a folder by path.

    Links in folders are not followed. Raises UsageError where there is no such file or folder.
    """
    found: dict[Path, Found] = {}
    for locator in locators:
        for each in _of(locator, report):
            found.setdefault(each.path, each)
            if len(found) > _LIMIT:
                raise UsageError(f"more than {_LIMIT:,} files; name fewer")
    return list(found.values())


def _of(locator: str, report: Reporter) -> Iterator[Found]:
    path = Path(locator)
    if path.is_dir():
        yield from _in_folder(path, report)
    elif path.exists() or not _is_pattern(locator):
        if not path.exists():
            raise UsageError(f"{printable(locator)}: there is no such file or folder")
        yield Found(path.resolve(), path, is_named=True)
    else:
        matches = sorted(_matching(locator))
        if not matches:
            raise UsageError(f"{printable(locator)}: no file is matched by this pattern")
        yield from (Found(match.resolve(), match, is_named=True) for match in matches if match.is_file())


def _in_folder(folder: Path, report: Reporter) -> Iterator[Found]:
    def refused(error: OSError) -> None:
        report.warn(f"{printable(str(error.filename))}: cannot be listed; what it holds is unknown")

    for root, folders, names in os.walk(folder, onerror=refused, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = Path(root, name)
            if path.suffix.lower() in _ENDINGS and path.is_file() and not path.is_symlink():
                yield Found(path.absolute(), path, is_named=False)


def _is_pattern(text: str) -> bool:
    return any(mark in text for mark in "*?[")


def _matching(pattern: str) -> Iterator[Path]:
    path = Path(pattern)
    base = Path(path.anchor) if path.anchor else Path()
    parts = path.parts[1:] if path.anchor else path.parts
    yield from base.glob("/".join(parts))
