"""Reads uv.lock, version 1: the releases, their hashes and origins, and what of the project asks for each."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Sequence

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.locks.uv_reach import Reach, reach
from mlgraph_ingest.project.origins import Origin, is_hash, origin, public_url
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, tables_in, tables_of, text_in, texts_in
from mlgraph_ingest.project.toml_lines import array_table_lines
from mlgraph_ingest.project.tree import SourceFile

VERSION = 1
_PROJECT_SOURCES = ("virtual", "editable", "directory")
_LOCAL_SOURCES = ("path", *_PROJECT_SOURCES)


def read_uv_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a uv.lock resolves; FormatError for a version of the format that is newer than this reader."""
    text, said = read_toml(file)
    version = said.get("version")
    if version != VERSION:
        raise FormatError(f"{file.relative}: lock version {version!r}; this version of mlgraph reads {VERSION}")
    packages = tables_in(said, "package")
    lines = array_table_lines(text, "package", len(packages))
    local = _local(packages, texts_in(table_in(said, "manifest"), "members"), file, context)
    members = [index for index, project in local.items() if project in {context.project, None}]
    groups = tables_of(table_in(table_in(said, "manifest"), "dependency-groups")) if _is_beside(file) else {}
    reached = reach(packages, members, groups)
    is_shared = len(local) > len(members)
    problems = problems_of(file)
    for index, package in enumerate(packages):
        is_own = ids.canonical_name(text_in(package, "name") or "") == context.name
        if index in local or is_own or (is_shared and reached[index].scope is None):
            continue
        try:
            yield from locked_assertions(context.project, _locked(package, lines[index], reached[index]), "uv.lock")
        except FormatError as error:
            problems.add(lines[index], str(error))
    yield from problems.assertions()


def _local(
    packages: Sequence[Table], names: Collection[str], file: SourceFile, context: Context
) -> dict[int, NodeId | None]:
    """The packages of the lock that are projects of its tree, with the Project; None: no project of its own there.

    A package from a folder outside of what is read is none of them.
    """
    found = {}
    for index, package in enumerate(packages):
        source = table_in(package, "source")
        folder = next((text_in(source, key) for key in _PROJECT_SOURCES if text_in(source, key)), None)
        if folder is not None:
            project = context.project_in(posixpath.join(posixpath.dirname(file.relative), folder))
            if project is not None or text_in(package, "name") in names:
                found[index] = project
    return found


def _is_beside(file: SourceFile) -> bool:
    """Whether the lock lies in the project's own folder, so that the groups of its root are the project's."""
    return "/" not in file.relative


def _locked(package: Table, line: int, reached: Reach) -> LockedPackage:
    source = table_in(package, "source")
    registry = text_in(source, "registry")
    markers = texts_in(package, "resolution-markers")
    return LockedPackage(
        name=text_in(package, "name") or "",
        version=text_in(package, "version"),
        line=line,
        scope=reached.scope,
        marker=" or ".join(f"({marker})" if len(markers) > 1 else marker for marker in markers) or None,
        groups=reached.groups,
        extras=reached.extras,
        hashes=_hashes(package),
        origin=_origin(source),
        index=public_url(registry) if registry else None,
        dependencies=tuple(_dependencies(package)),
    )


def _hashes(package: Table) -> tuple[str, ...]:
    files = [table_in(package, "sdist"), *tables_in(package, "wheels")]
    hashes = (text_in(file, "hash") for file in files)
    return tuple(found for found in hashes if found and is_hash(found))


def _origin(source: Table) -> Origin:
    git = text_in(source, "git")
    if git is not None:
        address, _, commit = git.partition("#")
        subdirectory = text_in(source, "subdirectory")
        return Origin(public_url(address), vcs="git", revision=commit or None, subdirectory=subdirectory)
    url = text_in(source, "url")
    return origin(url) if url else Origin(None, is_local=any(key in source for key in _LOCAL_SOURCES))


def _dependencies(package: Table) -> Iterator[LockedDependency]:
    for needed in tables_in(package, "dependencies"):
        yield _dependency(needed, None)
    optional = table_in(package, "optional-dependencies")
    for extra in optional:
        for needed in tables_in(optional, extra):
            yield _dependency(needed, ids.canonical_name(extra))


def _dependency(needed: Table, extra: str | None) -> LockedDependency:
    extras = tuple(sorted(ids.canonical_name(name) for name in texts_in(needed, "extra")))
    return LockedDependency(
        text_in(needed, "name") or "", text_in(needed, "version"), text_in(needed, "marker"), extras, extra
    )
