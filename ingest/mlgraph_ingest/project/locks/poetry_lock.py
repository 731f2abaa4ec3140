"""Reads poetry.lock, lock-version 1.x and 2.x: the releases, their files and sources, and what each requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.locks.lock_reach import Root, reached
from mlgraph_ingest.project.locks.locked import LockedPackage, locked_assertions
from mlgraph_ingest.project.locks.poetry_lock_needs import needs
from mlgraph_ingest.project.locks.poetry_lock_purpose import LockedFor, locked_for
from mlgraph_ingest.project.locks.uv_reach import Reach
from mlgraph_ingest.project.manifests.poetry_project import MAIN, PoetryProject
from mlgraph_ingest.project.manifests.requirement import Requirement
from mlgraph_ingest.project.manifests.stated_origins import archive_version, stated_origin
from mlgraph_ingest.project.origins import Origin, is_hash, public_url, without_secrets
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, tables_in, text_in
from mlgraph_ingest.project.toml_lines import array_table_lines
from mlgraph_ingest.project.tree import SourceFile

_MAJORS = ("1", "2")


def read_poetry_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a poetry.lock resolves; FormatError for a major version of the format that this reader does not know."""
    text, said = read_toml(file)
    version = table_in(said, "metadata").get("lock-version")
    if not isinstance(version, str) or version.partition(".")[0] not in _MAJORS:
        found = without_secrets(repr(version))
        raise FormatError(f"{file.relative}: lock-version {found}; this version of mlgraph reads 1.x and 2.x")
    packages = tables_in(said, "package")
    lines = array_table_lines(text, "package", len(packages))
    problems = problems_of(file)
    locked = list(_locked(packages, lines, said, problems))
    purposes = _purposes(packages, locked, context.project_beside(file))
    for stated, package, purpose in zip(packages, locked, purposes, strict=True):
        path = text_in(table_in(stated, "source"), "url") if package.origin.is_local else None
        if ids.canonical_name(package.name) == context.name or context.project_at(file, path) is not None:
            continue
        try:
            yield from locked_assertions(context.project, purpose.applied_to(package), "poetry.lock")
        except FormatError as error:
            problems.add(package.line, str(error))
    yield from problems.assertions()


def _locked(packages: Sequence[Table], lines: list[int], said: Table, problems: Problems) -> Iterator[LockedPackage]:
    names = Counter(text_in(package, "name") for package in packages)
    for package, line in zip(packages, lines, strict=True):
        name = text_in(package, "name") or ""
        source = table_in(package, "source")
        python = text_in(package, "python-versions")
        url = text_in(source, "url")
        is_index = text_in(source, "type") == "legacy"
        yield LockedPackage(
            name=name,
            version=text_in(package, "version"),
            line=line,
            scope=None,
            hashes=tuple(_hashes(package, said, shared=names[name] > 1)),
            origin=Origin(None) if is_index else _origin(source),
            index=public_url(url) if is_index and url else None,
            dependencies=tuple(needs(package, line, problems)),
            is_editable=package.get("develop") is True,
            requires_python=python if python != "*" else None,
        )


def _hashes(package: Table, said: Table, *, shared: bool) -> Iterator[str]:
    """The hashes of a package's files; before 2.0 several versions of one name share a list of files."""
    name = text_in(package, "name") or ""
    files = tables_in(package, "files")
    if not files:
        files = tables_in(table_in(said, "metadata", "files"), name)
        if shared:
            files = [file for file in files if _is_of_version(text_in(file, "file"), text_in(package, "version"))]
    for file in files:
        digest = text_in(file, "hash")
        if digest and is_hash(digest):
            yield digest.lower()


def _is_of_version(file: str | None, version: str | None) -> bool:
    from packaging.utils import canonicalize_version

    stated = archive_version(file) if file else None
    return bool(stated and version) and canonicalize_version(stated or "") == canonicalize_version(version or "")


def _origin(source: Table) -> Origin:
    kind, url = text_in(source, "type"), text_in(source, "url")
    if url is None:
        return Origin(None)
    if kind in {"directory", "file"}:
        return Origin(None, is_local=True)
    revision = text_in(source, "resolved_reference") or text_in(source, "reference")
    key = kind if kind in {"git", "hg", "svn", "bzr"} else "url"
    return stated_origin({str(key): url, "rev": revision, "subdirectory": source.get("subdirectory")}) or Origin(None)


def _purposes(packages: Sequence[Table], locked: Sequence[LockedPackage], project: Table) -> list[LockedFor]:
    """What each package is for: from the lock where it says so, else by following the project's requirements."""
    if all("groups" in package for package in packages):
        return [locked_for(package, None) for package in packages]
    found: Sequence[Reach | None] = [None] * len(packages)
    if table_in(project, "tool", "poetry", "dependencies") and "dependencies" not in table_in(project, "project"):
        found = reached(locked, _roots(project))
    return [locked_for(package, reach) for package, reach in zip(packages, found, strict=True)]


def _roots(project: Table) -> Iterator[tuple[Root, Requirement]]:
    for wanted in PoetryProject(project).wanted():
        group = wanted.group or MAIN
        yield Root(wanted.scope, wanted.extra, group), wanted.dependency.requirement
