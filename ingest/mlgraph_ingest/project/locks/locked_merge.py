"""Brings together what a lock says of one release for several platforms and environments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.locks.locked import LockedPackage
from mlgraph_ingest.project.origins import Origin
from mlgraph_ingest.project.scopes import strongest

_T = TypeVar("_T")


def merged(packages: Iterable[LockedPackage]) -> Iterator[LockedPackage]:
    """Each release once, at the line of its first entry, with all that its entries say."""
    of: dict[NodeId | None, list[LockedPackage]] = {}
    for package in packages:
        of.setdefault(package.release, []).append(package)
    return (entries[0] if len(entries) == 1 else _merged(entries) for entries in of.values())


def _merged(entries: list[LockedPackage]) -> LockedPackage:
    origins = set(_each(entry.origin for entry in entries))
    indexes = {entry.index for entry in entries}
    return replace(
        entries[0],
        scope=strongest(entry.scope for entry in entries if entry.scope is not None),
        groups=_all(entry.groups for entry in entries) if all(entry.groups for entry in entries) else (),
        hashes=_all((*entry.hashes, *entry.origin.hashes) for entry in entries),
        origin=origins.pop() if len(origins) == 1 else Origin(None),
        index=indexes.pop() if len(indexes) == 1 else None,
        dependencies=_each(needed for entry in entries for needed in entry.dependencies),
        platforms=_all(entry.platforms for entry in entries),
        environments=_all(entry.environments for entry in entries),
        virtual_packages=_all(entry.virtual_packages for entry in entries),
    )


def _all(each: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({text for texts in each for text in texts}))


def _each(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))
