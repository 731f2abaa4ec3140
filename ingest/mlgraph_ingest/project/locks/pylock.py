"""Reads pylock.toml (PEP 751), major version 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.origins import Origin, is_hash, public_url
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import array_table_lines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Scope

_MAJOR = "1"
_IN_EXTRAS = re.compile(r"""["']([^"']+)["']\s+in\s+extras\b""")
_IN_GROUPS = re.compile(r"""["']([^"']+)["']\s+in\s+dependency_groups\b""")


@dataclass(frozen=True, slots=True)
class _Choices:
    """Which parts of a lock an installer may choose."""

    default_groups: set[str]
    is_given: bool
    """Whether the lock offers any; one that offers none does not say what its packages are for."""

    def scope(self, extras: tuple[str, ...], groups: tuple[str, ...]) -> Scope | None:
        """What a package is for, by the extras and groups that its marker asks for."""
        scopes = [scope_of_words(extra) or Scope.OPTIONAL for extra in extras]
        scopes += [self._of_group(group) for group in groups]
        return strongest(scopes) or (Scope.RUNTIME if self.is_given else None)

    def _of_group(self, group: str) -> Scope:
        return Scope.RUNTIME if group in self.default_groups else scope_of_words(group) or Scope.DEVELOPMENT


def read_pylock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a pylock.toml resolves; FormatError for a major version other than 1."""
    text, said = read_toml(file)
    version = said.get("lock-version")
    if not isinstance(version, str) or version.partition(".")[0] != _MAJOR:
        raise FormatError(f"{file.relative}: lock-version {version!r}; this version of mlgraph reads {_MAJOR}.x")
    packages = tables_in(said, "packages")
    lines = array_table_lines(text, "packages", len(packages))
    choices = _Choices(
        {ids.canonical_name(name) for name in texts_in(said, "default-groups")},
        is_given=bool(texts_in(said, "extras") or texts_in(said, "dependency-groups")),
    )
    problems = problems_of(file)
    for package, line in zip(packages, lines, strict=True):
        if _is_the_project(package, context):
            continue
        try:
            yield from locked_assertions(context.project, _locked(package, line, choices), "pylock")
        except FormatError as error:
            problems.add(line, str(error))
    yield from problems.assertions()


def _is_the_project(package: Table, context: Context) -> bool:
    path = text_in(table_in(package, "directory"), "path")
    return path in {".", "./"} or ids.canonical_name(text_in(package, "name") or "") == context.name


def _locked(package: Table, line: int, choices: _Choices) -> LockedPackage:
    marker = text_in(package, "marker")
    extras = tuple(sorted({ids.canonical_name(name) for name in _IN_EXTRAS.findall(marker or "")}))
    groups = tuple(sorted({ids.canonical_name(name) for name in _IN_GROUPS.findall(marker or "")}))
    index = text_in(package, "index")
    return LockedPackage(
        name=text_in(package, "name") or "",
        version=text_in(package, "version"),
        line=line,
        scope=choices.scope(extras, groups),
        marker=marker,
        groups=groups,
        extras=extras,
        hashes=tuple(_hashes(package)),
        origin=_origin(package),
        index=public_url(index) if index else None,
        dependencies=tuple(_dependencies(package)),
    )


def _hashes(package: Table) -> Iterator[str]:
    for file in (table_in(package, "sdist"), table_in(package, "archive"), *tables_in(package, "wheels")):
        for algorithm, digest in table_in(file, "hashes").items():
            if is_hash(f"{algorithm}:{digest}"):
                yield f"{algorithm}:{digest}".lower()


def _origin(package: Table) -> Origin:
    vcs = table_in(package, "vcs")
    if vcs:
        return Origin(
            public_url(text_in(vcs, "url") or ""),
            vcs=text_in(vcs, "type"),
            revision=text_in(vcs, "commit-id") or text_in(vcs, "requested-revision"),
            subdirectory=text_in(vcs, "subdirectory"),
            is_local="path" in vcs,
        )
    archive = table_in(package, "archive")
    url = text_in(archive, "url")
    is_local = bool(table_in(package, "directory")) or "path" in archive
    return Origin(public_url(url) if url else None, is_local=is_local)


def _dependencies(package: Table) -> Iterator[LockedDependency]:
    for needed in tables_in(package, "dependencies"):
        yield LockedDependency(text_in(needed, "name") or "", text_in(needed, "version"))
