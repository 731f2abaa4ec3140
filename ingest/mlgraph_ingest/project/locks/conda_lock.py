"""Reads conda-lock.yml, version 1: packages of conda and of Python, for one or several platforms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.locks.locked_merge import merged
from mlgraph_ingest.project.manifests.conda_files import conda_file
from mlgraph_ingest.project.manifests.requirement import is_name
from mlgraph_ingest.project.origins import Origin, is_hash, origin, without_secrets
from mlgraph_ingest.project.scopes import scope_of_words
from mlgraph_ingest.project.toml_document import Table, table_in, text_in
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable, read_yaml
from mlgraph_ontology.kinds import Scope

VERSION = "1"
_MAIN = "main"


def read_conda_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a conda-lock.yml resolves; FormatError for a version of the format that is not known.

    A package of conda that is built for each platform is a release for each: its files, hashes and requirements
    differ. One that is built for all of them (`noarch`), and one of Python, is one release with its platforms.
    """
    said = read_yaml(file)
    if said.get("version") != VERSION:
        raise FormatError(f"{file.relative}: lock version {_shown(said)}; this version of mlgraph reads {VERSION}")
    packages = said.get("package")
    if not isinstance(packages, YamlList):
        raise FormatError(f"{file.relative}: it has no list of packages; lock the environment again")
    problems = problems_of(file)
    entries = list(_entries(packages, problems))
    releases = {entry.key: entry.release for entry in entries}
    for rule, of_manager in (("conda-lock", "conda"), ("conda-lock.pip", "pip")):
        locked = [_locked(entry, releases, problems) for entry in entries if entry.manager == of_manager]
        for package in merged(locked):
            if of_manager == "conda" or ids.canonical_name(package.name) != context.name:
                yield from locked_assertions(context.project, package, rule)
    yield from problems.assertions()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One package of the lock, for one platform."""

    said: Table
    line: int
    manager: str
    name: str
    platform: str
    release: NodeId

    @property
    def key(self) -> tuple[str, str, str]:
        return self.manager, self.name.lower(), self.platform


def _shown(said: YamlTable) -> str:
    return without_secrets(repr(said.get("version")))


def _entries(packages: YamlList, problems: Problems) -> Iterator[_Entry]:
    for index, said in enumerate(packages):
        line = packages.line(index)
        if isinstance(said, YamlTable) and (text_in(said, "name") or "").startswith("__"):
            continue  # a virtual package, which older versions of the tool list: what a machine has
        try:
            yield _entry(said, line)
        except FormatError as error:
            problems.add(line, str(error))


def _entry(said: object, line: int) -> _Entry:
    if not isinstance(said, YamlTable):
        raise FormatError("a package must be a mapping; not read")
    name, version, manager, platform = (text_in(said, key) for key in ("name", "version", "manager", "platform"))
    if name is None or version is None or platform is None:
        raise FormatError("a package without name, version or platform; which one it is is unknown")
    if manager == "conda":
        file = conda_file(text_in(said, "url") or "")
        build = text_in(said, "build") or file.build
        release = ids.conda_release(name, version, build=build, channel=file.channel, subdir=file.subdir or platform)
    elif manager == "pip" and is_name(name):
        release = ids.release(name, version)
    elif manager == "pip":
        raise FormatError(f"{name[:80]!r} is no name of a package; not read")
    else:
        raise FormatError(
            f"{name[:80]} is installed by {str(manager)[:80]!r}, which is neither conda nor pip; not read"
        )
    return _Entry(said, line, manager, name, platform, release)


def _locked(entry: _Entry, releases: dict[tuple[str, str, str], NodeId], problems: Problems) -> LockedPackage:
    category = text_in(entry.said, "category") or _MAIN
    is_main = category == _MAIN
    depends, virtual = _dependencies(entry, releases, problems)
    is_conda = entry.manager == "conda"
    url = text_in(entry.said, "url") or ""
    file = conda_file(url)
    return LockedPackage(
        name=entry.name,
        version=text_in(entry.said, "version"),
        line=entry.line,
        scope=Scope.RUNTIME if is_main else scope_of_words(category) or Scope.OPTIONAL,
        groups=() if is_main else (category,),
        hashes=_hashes(table_in(entry.said, "hash")),
        origin=_origin(entry.said, url, is_conda=is_conda),
        index=file.channel if is_conda else None,
        dependencies=depends,
        release=entry.release,
        platforms=(entry.platform,),
        virtual_packages=virtual,
    )


def _origin(said: Table, url: str, *, is_conda: bool) -> Origin:
    """Where a package comes from, when that is no channel or index: what they give out needs no address beside them."""
    if is_conda:
        file = conda_file(url)
        return Origin(None if file.channel else file.url)
    place = origin(url)
    return place if place.vcs or table_in(said, "source") else Origin(None)


def _hashes(said: Table) -> tuple[str, ...]:
    stated = (f"{name}:{text_in(said, name)}".lower() for name in ("md5", "sha256") if text_in(said, name))
    return tuple(found for found in stated if is_hash(found))


def _dependencies(
    entry: _Entry, releases: dict[tuple[str, str, str], NodeId], problems: Problems
) -> tuple[tuple[LockedDependency, ...], tuple[str, ...]]:
    """What a package requires: of conda the release that the lock has for the platform, of Python the package.

    Virtual packages (`__glibc`) are no packages but what a machine has; they are told apart, not dropped.
    """
    stated = entry.said.get("dependencies")
    if not isinstance(stated, YamlTable):
        if stated is not None:
            problems.add(entry.line, f"what {entry.name} requires must be a mapping; not read")
        return (), ()
    found: list[LockedDependency] = []
    virtual: list[str] = []
    for name, range_ in stated.items():
        specifier = range_.strip() if isinstance(range_, str) and range_.strip() not in {"", "*"} else None
        if name.startswith("__"):
            virtual.append(f"{name} {specifier or ''}".strip())
            continue
        try:
            found.append(_dependency(entry, name, specifier, releases))
        except FormatError as error:
            problems.add(stated.line(name), str(error))
    return tuple(found), tuple(virtual)


def _dependency(
    entry: _Entry, name: str, specifier: str | None, releases: dict[tuple[str, str, str], NodeId]
) -> LockedDependency:
    if entry.manager == "conda":
        target = releases.get(("conda", name.lower(), entry.platform)) or ids.conda_package(name)
        return LockedDependency(name, specifier=specifier, target=target)
    return LockedDependency(name, specifier=specifier)
