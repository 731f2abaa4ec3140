"""Reads pdm.lock, lock_version 4.x: the releases, what of the project asks for each, and what each requires.

A package that is asked for with extras is an entry of its own there; here it is one release, whose extras require more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.locks.lock_reach import reached
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.locks.pdm_roots import DEFAULT, pdm_roots
from mlgraph_ingest.project.manifests.requirement import parse_requirement
from mlgraph_ingest.project.manifests.stated_origins import stated_origin
from mlgraph_ingest.project.origins import Origin, is_hash, without_secrets
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, read_toml, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import array_table_lines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Scope

_MAJOR = "4"


def read_pdm_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a pdm.lock resolves; FormatError for a major version of the format that this reader does not know."""
    text, said = read_toml(file)
    version = table_in(said, "metadata").get("lock_version")
    if not isinstance(version, str) or version.partition(".")[0] != _MAJOR:
        found = without_secrets(repr(version))
        raise FormatError(f"{file.relative}: lock_version {found}; this version of mlgraph reads {_MAJOR}.x")
    packages = tables_in(said, "package")
    lines = array_table_lines(text, "package", len(packages))
    problems = problems_of(file)
    reader = _Reader(table_in(said, "metadata", "files"), _extras_of_project(context.project_beside(file)), problems)
    entries = [reader.locked(package, line) for package, line in zip(packages, lines, strict=True)]
    releases = list(_releases(entries, reader))
    paths = {line: text_in(package, "path") for package, line in zip(packages, lines, strict=True)}
    for locked in _with_purposes(releases, context.project_beside(file)):
        path = paths.get(locked.line)
        if ids.canonical_name(locked.name) == context.name or context.project_at(file, path) is not None:
            continue
        try:
            yield from locked_assertions(context.project, locked, "pdm.lock")
        except FormatError as error:
            problems.add(locked.line, str(error))
    yield from problems.assertions()


def _extras_of_project(project: Table) -> frozenset[str] | None:
    """The names of the project's extras, which its lock lists among the groups; None where they are not known."""
    table = table_in(project, "project")
    return frozenset(map(ids.canonical_name, table_in(table, "optional-dependencies"))) if table else None


def _releases(entries: Sequence[tuple[LockedPackage, bool]], reader: _Reader) -> Iterator[LockedPackage]:
    """Each release once: what its entries with extras require is added to the entry without."""
    base: dict[tuple[str, str | None], LockedPackage] = {}
    more: dict[tuple[str, str | None], list[LockedPackage]] = defaultdict(list)
    found: list[LockedPackage] = []
    for package, has_extras in sorted(entries, key=lambda entry: entry[1]):
        key = (ids.canonical_name(package.name), package.version)
        if has_extras and key in base:
            more[key].append(package)
        elif base.setdefault(key, package) is not package:
            found.append(package)
    found += [reader.merged(package, more[key]) for key, package in base.items()]
    yield from sorted(found, key=lambda package: package.line)


def _with_purposes(releases: list[LockedPackage], project: Table) -> list[LockedPackage]:
    """The releases with what asks for each, where the lock has no groups: the project's requirements are followed."""
    if any(release.groups for release in releases) or not table_in(project, "project"):
        return releases
    found = reached(releases, pdm_roots(project))
    return [
        replace(release, scope=reach.scope, groups=reach.groups, extras=reach.extras)
        for release, reach in zip(releases, found, strict=True)
    ]


class _Reader:
    def __init__(self, files: Table, extras: frozenset[str] | None, problems: Problems) -> None:
        self._files = files
        self._extras = extras
        self._problems = problems

    def locked(self, package: Table, line: int) -> tuple[LockedPackage, bool]:
        """One entry, and whether it is that of a package with extras."""
        name, version = text_in(package, "name") or "", text_in(package, "version")
        of_extras = [ids.canonical_name(extra) for extra in texts_in(package, "extras")]
        groups = tuple(map(ids.canonical_name, texts_in(package, "groups")))
        python = text_in(package, "requires_python")
        locked = LockedPackage(
            name=name,
            version=version,
            line=line,
            scope=self._scope(groups),
            marker=text_in(package, "marker"),
            groups=groups,
            extras=self._extras_in(groups),
            hashes=tuple(self._hashes(package, f"{name} {version}")),
            origin=stated_origin(package) or Origin(None),
            dependencies=tuple(self._dependencies(package, of_extras, line)),
            is_editable=package.get("editable") is True,
            requires_python=python,
        )
        return locked, bool(of_extras)

    def merged(self, package: LockedPackage, more: list[LockedPackage]) -> LockedPackage:
        """A release with what its entries with extras add."""
        groups = tuple(dict.fromkeys(group for each in (package, *more) for group in each.groups))
        needs = tuple(needed for each in (package, *more) for needed in each.dependencies)
        return replace(
            package, groups=groups, scope=self._scope(groups), extras=self._extras_in(groups), dependencies=needs
        )

    def _extras_in(self, groups: tuple[str, ...]) -> tuple[str, ...]:
        """The extras of the project that ask for a package, where its run time does not."""
        return tuple(group for group in groups if group in (self._extras or ())) if DEFAULT not in groups else ()

    def _scope(self, groups: tuple[str, ...]) -> Scope | None:
        """What a package is for; None where a group may be an extra or not, and its name does not say what it is for."""
        found = [self._scope_of_group(group) for group in groups]
        known = [scope for scope in found if scope is not None]
        return strongest(known) if Scope.RUNTIME in known or len(known) == len(found) else None

    def _scope_of_group(self, group: str) -> Scope | None:
        if group == DEFAULT:
            return Scope.RUNTIME
        if self._extras is None:
            return scope_of_words(group)
        return scope_of_words(group) or (Scope.OPTIONAL if group in self._extras else Scope.DEVELOPMENT)

    def _hashes(self, package: Table, key: str) -> Iterator[str]:
        """The hashes of the files, which older versions of the format list apart, by name and version."""
        for file in tables_in(package, "files") or tables_in(self._files, key):
            digest = text_in(file, "hash")
            if digest and is_hash(digest):
                yield digest.lower()

    def _dependencies(self, package: Table, of_extras: list[str], line: int) -> Iterator[LockedDependency]:
        """What an entry requires. Which of several extras asks for it is not said: any of them, by a marker."""
        own = ids.canonical_name(text_in(package, "name") or "")
        several = " or ".join(f'extra == "{extra}"' for extra in of_extras) if len(of_extras) > 1 else None
        for text in texts_in(package, "dependencies"):
            try:
                wanted = parse_requirement(text)
            except FormatError as error:
                self._problems.add(line, str(error))
                continue
            if of_extras and ids.canonical_name(wanted.name) == own:
                continue
            yield LockedDependency(
                wanted.name,
                marker=_both(wanted.marker, several),
                extras=wanted.extras,
                extra=of_extras[0] if len(of_extras) == 1 else None,
                specifier=wanted.specifier,
                is_optional=bool(of_extras),
            )


def _both(marker: str | None, several: str | None) -> str | None:
    if marker is None or several is None:
        return marker or several
    return f"({marker}) and ({several})"
