"""Reads Pipfile.lock, pipfile-spec 6: the releases by category, their hashes and origins.

It does not say what requires what: the requirements of its packages stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.locks.locked import LockedPackage, locked_assertions
from mlgraph_ingest.project.manifests.pipfile import scope_of_category
from mlgraph_ingest.project.manifests.stated_origins import archive_version, stated_origin
from mlgraph_ingest.project.origins import Origin, is_hash, public_url, without_secrets
from mlgraph_ingest.project.toml_document import Table, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.tree import SourceFile

SPEC = 6
_META = "_meta"
_MISS_LIMIT = 100
"""Keys that are written with escapes and looked for in vain, each through the whole text."""
_VALUE = re.compile(r"\s*:\s*\{")


def read_pipfile_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a Pipfile.lock resolves; FormatError for another version of the format."""
    text = file.read_text()
    said = _parsed(text, file.relative)
    spec = table_in(said, _META).get("pipfile-spec")
    if spec != SPEC or isinstance(spec, bool):
        raise FormatError(
            f"{file.relative}: pipfile-spec {without_secrets(repr(spec))}; this version of mlgraph reads {SPEC}"
        )
    sources = tables_in(table_in(said, _META), "sources")
    indexes = {name: public_url(text_in(s, "url") or "") for s in sources if (name := text_in(s, "name"))}
    lines = _Lines(text)
    problems = problems_of(file)
    for category, table in said.items():
        line = lines.of(category)
        if category == _META:
            continue
        if not isinstance(table, dict):
            problems.add(line, f"{without_secrets(category)!r} is no table of packages; not read")
            continue
        for name, entry in table.items():
            line = lines.of(name)
            try:
                locked = _locked(name, entry, line, category, indexes)
                if ids.canonical_name(name) != context.name:
                    yield from locked_assertions(context.project, locked, "Pipfile.lock")
            except FormatError as error:
                problems.add(line, str(error))
    yield from problems.assertions()


def _parsed(text: str, shown: str) -> Table:
    import orjson

    try:
        said: Any = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise FormatError(f"{shown}: not JSON: {str(error)[:200]}; lock the project again") from error
    if not isinstance(said, dict):
        raise FormatError(f"{shown}: no JSON object; lock the project again")
    return said


def _locked(name: str, entry: object, line: int, category: str, indexes: dict[str, str | None]) -> LockedPackage:
    if not isinstance(entry, dict):
        raise FormatError(f"{without_secrets(name)!r} is no table; not read")
    place = stated_origin(entry)
    return LockedPackage(
        name=name,
        version=_version(name, entry, place),
        line=line,
        scope=scope_of_category(category),
        marker=text_in(entry, "markers"),
        groups=(ids.canonical_name(category),),
        extras=tuple(sorted({ids.canonical_name(extra) for extra in texts_in(entry, "extras")})),
        hashes=tuple(found.lower() for found in texts_in(entry, "hashes") if is_hash(found)),
        origin=place or Origin(None),
        index=indexes.get(text_in(entry, "index") or ""),
        is_editable=entry.get("editable") is True,
    )


def _version(name: str, entry: Table, place: Origin | None) -> str | None:
    """The one version that is locked: `==` before it, or the name of its file; FormatError where there is none."""
    stated = text_in(entry, "version")
    if stated is not None:
        if not stated.startswith("==") or not stated.lstrip("=").strip() or stated.endswith("*"):
            raise FormatError(
                f"{without_secrets(name)} is locked as {without_secrets(stated)!r}: which version it is is unknown"
            )
        return stated.lstrip("=").strip()
    address = text_in(entry, "file") or text_in(entry, "path")
    found = archive_version(address) if address else None
    if found is None and place is not None and place.vcs is not None:
        at = f"revision {without_secrets(place.revision)!r}" if place.revision else "no revision"
        raise FormatError(
            f"{without_secrets(name)} is locked to {at} of a {place.vcs} repository; its version is unknown"
        )
    return found


class _Lines:
    """Finds the lines of the tables of a JSON text, asked for in the order in which they stand there."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1
        self._missed = 0

    def of(self, key: str) -> int:
        """The line of the next table with a key; that of the one before where it is not found."""
        if self._missed > _MISS_LIMIT:
            return self._line
        quoted = f'"{key}"'
        found = self._text.find(quoted, self._position)
        while found != -1 and not _VALUE.match(self._text, found + len(quoted)):
            found = self._text.find(quoted, found + 1)
        if found == -1:
            self._missed += 1
            return self._line
        self._line += self._text.count("\n", self._position, found)
        self._position = found
        return self._line
