"""Reads one entry of a Poetry table of dependencies: a range, a table, or an array of these for several conditions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.manifests.requirement import Requirement, exact_version, is_name, standard_marker
from mlgraph_ingest.project.manifests.stated_origins import archive_version, stated_origin
from mlgraph_ingest.project.manifests.version_ranges import all_of, platform_marker, python_marker, version_range
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.toml_document import Table, text_in, texts_in
from mlgraph_ingest.project.toml_lines import Place

_MARKER_LIMIT = 1_000


@dataclass(frozen=True, slots=True)
class PoetryDependency:
    """One condition under which a package is asked for."""

    requirement: Requirement
    place: Place
    is_optional: bool = False
    """Whether only an extra of the project asks for it."""
    is_editable: bool = False
    source: str | None = None
    """Name of the index that it has to come from."""
    path: str | None = None
    """The folder or file of it, where it comes from this machine."""
    doubts: tuple[str, ...] = ()
    """What of it could not be read, one sentence each."""


def dependencies_of(name: str, stated: object, place: Place) -> Iterator[PoetryDependency | str]:
    """What an entry asks for; a sentence in place of what cannot be read."""
    if not is_name(name):
        yield f"{without_secrets(name)!r} is no name of a package; not read"
    elif isinstance(stated, list):
        for index, item in enumerate(stated):
            if isinstance(item, str | dict):
                yield _one(name, item, (*place, index))
            else:
                yield f"{name}: an item of its array is neither a range nor a table; not read"
    elif isinstance(stated, str | dict):
        yield _one(name, stated, place)
    else:
        yield f"{name}: neither a range, a table nor an array of these; not read"


def _one(name: str, stated: str | dict[str, object], place: Place) -> PoetryDependency:
    entry: Table = {"version": stated} if isinstance(stated, str) else stated
    doubts: list[str] = []
    origin = stated_origin(entry)
    specifier = _specifier(name, entry, doubts)
    path = text_in(entry, "path")
    at = text_in(entry, "url") or path
    requirement = Requirement(
        name,
        extras=tuple(sorted({ids.canonical_name(extra) for extra in texts_in(entry, "extras")})),
        specifier=specifier,
        version=exact_version(specifier) or (archive_version(at) if at else None),
        marker=_marker(name, entry, doubts),
        origin=origin,
    )
    return PoetryDependency(
        requirement,
        place,
        is_optional=entry.get("optional") is True,
        is_editable=entry.get("develop") is True,
        source=text_in(entry, "source"),
        path=path,
        doubts=tuple(doubts),
    )


def _specifier(name: str, entry: Table, doubts: list[str]) -> str | None:
    stated = entry.get("version", "*")
    if not isinstance(stated, str):
        doubts.append(f"{name}: its version is no text; which versions it accepts is unknown")
        return None
    found = version_range(stated)
    if not found.is_comparable:
        why = "is no range that one version specifier can say; it is kept as written and compared with nothing"
        doubts.append(f"{name}: {without_secrets(stated)!r} {why}")
    return found.specifier


def _marker(name: str, entry: Table, doubts: list[str]) -> str | None:
    return all_of(
        [
            _condition(name, "markers", entry, doubts),
            _condition(name, "python", entry, doubts),
            _condition(name, "platform", entry, doubts),
        ]
    )


def _condition(name: str, key: str, entry: Table, doubts: list[str]) -> str | None:
    """What a condition says as a marker; one that cannot be read is kept in its words, so that none seems absent."""
    stated = entry.get(key)
    if stated is None:
        return None
    try:
        if isinstance(stated, str):
            return _READ[key](stated)
        words = None
    except FormatError:
        words = without_secrets(stated, _MARKER_LIMIT) if isinstance(stated, str) else None
    doubts.append(f"{name}: its condition {key!r} cannot be read; when it applies is unknown")
    return words


_READ = {"markers": standard_marker, "python": python_marker, "platform": platform_marker}
