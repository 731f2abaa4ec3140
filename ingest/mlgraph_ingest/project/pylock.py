"""Reads pylock.toml (PEP 751), major version 1."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, problems_of
from mlgraph_ingest.project.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.origins import Origin, is_hash, public_url
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import array_table_lines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Scope

_MAJOR = "1"
_NAMED = re.compile(r"pylock(?:\.[^./]+)?\.toml")
_IN_EXTRAS = re.compile(r"""["']([^"']+)["']\s+in\s+extras\b""")
_IN_GROUPS = re.compile(r"""["']([^"']+)["']\s+in\s+dependency_groups\b""")


def is_pylock(relative: str) -> bool:
    """Whether a path names a lock of PEP 751: `pylock.toml` or `pylock.<name>.toml`."""
    return bool(_NAMED.fullmatch(relative.rpartition("/")[2]))


def read_pylock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a pylock.toml resolves; FormatError for a major version other than 1."""
    text, said = read_toml(file)
    version = said.get("lock-version")
    if not isinstance(version, str) or version.partition(".")[0] != _MAJOR:
        raise FormatError(f"{file.relative}: lock-version {version!r}; this version of mlgraph reads {_MAJOR}.x")
    packages = tables_in(said, "packages")
    lines = array_table_lines(text, "packages", len(packages))
    defaults = texts_in(said, "default-groups")
    problems = problems_of(file)
    for package, line in zip(packages, lines, strict=True):
        if _is_the_project(package, context):
            continue
        try:
            yield from locked_assertions(context.project, _locked(package, line, defaults), "pylock")
        except FormatError as error:
            problems.add(line, str(error))
    yield from problems.assertions()


def _is_the_project(package: Table, context: Context) -> bool:
    path = text_in(table_in(package, "directory"), "path")
    return path in {".", "./"} or ids.canonical_name(text_in(package, "name") or "") == context.name


def _locked(package: Table, line: int, defaults: list[str]) -> LockedPackage:
    marker = text_in(package, "marker")
    extras = tuple(sorted({ids.canonical_name(name) for name in _IN_EXTRAS.findall(marker or "")}))
    groups = tuple(sorted({ids.canonical_name(name) for name in _IN_GROUPS.findall(marker or "")}))
    index = text_in(package, "index")
    return LockedPackage(
        name=text_in(package, "name") or "",
        version=text_in(package, "version"),
        line=line,
        scope=_scope(extras, groups, {ids.canonical_name(name) for name in defaults}),
        marker=marker,
        groups=groups,
        extras=extras,
        hashes=tuple(_hashes(package)),
        origin=_origin(package),
        index=public_url(index) if index else None,
        dependencies=tuple(_dependencies(package)),
    )


def _scope(extras: tuple[str, ...], groups: tuple[str, ...], defaults: set[str]) -> Scope | None:
    scopes = [scope_of_words(extra) or Scope.OPTIONAL for extra in extras]
    scopes += [Scope.RUNTIME if group in defaults else scope_of_words(group) or Scope.DEVELOPMENT for group in groups]
    return strongest(scopes) or Scope.RUNTIME


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
        )
    url = text_in(table_in(package, "archive"), "url")
    return Origin(public_url(url) if url else None)


def _dependencies(package: Table) -> Iterator[LockedDependency]:
    for needed in tables_in(package, "dependencies"):
        yield LockedDependency(text_in(needed, "name") or "", text_in(needed, "version"))
