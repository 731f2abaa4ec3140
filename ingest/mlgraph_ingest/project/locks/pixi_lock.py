"""Reads pixi.lock, versions 4, 5 and 6: packages of conda and of Python, by environment and platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.locks.locked import LockedDependency, LockedPackage, locked_assertions
from mlgraph_ingest.project.locks.locked_merge import merged
from mlgraph_ingest.project.locks.pixi_packages import PixiPackage, Place, pixi_packages, place, targets
from mlgraph_ingest.project.manifests.conda_files import conda_file, public_channel
from mlgraph_ingest.project.manifests.match_spec import parse_match_spec
from mlgraph_ingest.project.manifests.requirement import parse_requirement
from mlgraph_ingest.project.origins import Origin, is_hash, origin, without_secrets
from mlgraph_ingest.project.scopes import scope_of_words, strongest
from mlgraph_ingest.project.toml_document import Table, table_in, text_in, texts_in
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, read_yaml
from mlgraph_ontology.kinds import Scope

VERSIONS = ("4", "5", "6")
_DEFAULT = "default"


def read_pixi_lock(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a pixi.lock resolves; FormatError for a version of the format that is not known.

    A conda package that is built for each platform is a release for each: its files, hashes and requirements differ.
    One that is built for all of them (`noarch`), and one of Python, is one release with its platforms.
    """
    said = read_yaml(file)
    if said.get("version") not in VERSIONS:
        found = without_secrets(repr(said.get("version")))
        raise FormatError(f"{file.relative}: lock version {found}; this version of mlgraph reads {', '.join(VERSIONS)}")
    packages = said.get("packages")
    if not isinstance(packages, YamlList):
        raise FormatError(f"{file.relative}: it has no list of packages; lock the environments again")
    problems = problems_of(file)
    entries = list(pixi_packages(packages, problems))
    place(entries, table_in(said, "environments"), problems)
    known = targets(entries)
    for rule, of_kind in (("pixi.lock", "conda"), ("pixi.lock.pypi", "pypi")):
        chosen = [entry for entry in entries if entry.kind == of_kind and not _is_of_project(entry, file, context)]
        for package in merged(_locked(entry, known, problems) for entry in chosen):
            yield from locked_assertions(context.project, package, rule)
    yield from problems.assertions()


def _is_of_project(entry: PixiPackage, file: SourceFile, context: Context) -> bool:
    if entry.kind == "pypi" and ids.canonical_name(entry.name) == context.name:
        return True
    return "://" not in entry.address and context.project_at(file, entry.address) is not None


def _locked(entry: PixiPackage, releases: Mapping[tuple[Place, str], NodeId], problems: Problems) -> LockedPackage:
    environments = tuple(sorted({environment for environment, _ in entry.places}))
    depends, virtual = (
        _conda_needs(entry, releases, problems) if entry.kind == "conda" else (_needs(entry, problems), ())
    )
    return LockedPackage(
        name=entry.name,
        version=entry.version,
        line=entry.line,
        scope=strongest(_scope(environment) for environment in environments),
        hashes=_hashes(entry.said),
        origin=_origin(entry),
        index=_channel(entry) if entry.kind == "conda" else None,
        dependencies=depends,
        release=entry.release,
        platforms=tuple(sorted({platform for _, platform in entry.places})),
        environments=environments,
        virtual_packages=virtual,
    )


def _scope(environment: str) -> Scope:
    """What a package of an environment is for; one beside the default is a matter of choice."""
    return Scope.RUNTIME if environment == _DEFAULT else scope_of_words(environment) or Scope.OPTIONAL


def _channel(entry: PixiPackage) -> str | None:
    stated = text_in(entry.said, "channel")
    return conda_file(entry.address).channel or (public_channel(stated) if stated else None)


def _origin(entry: PixiPackage) -> Origin:
    """Where a package comes from, when that is no channel or index: what they give out needs no address beside them."""
    if "://" not in entry.address:
        return Origin(None, is_local=True)
    if entry.kind == "conda":
        return Origin(None) if _channel(entry) else Origin(conda_file(entry.address).url)
    place = origin(entry.address.removeprefix("direct+"))
    return place if place.vcs or entry.address.startswith("direct+") else Origin(None)


def _hashes(said: Table) -> tuple[str, ...]:
    stated = (f"{name}:{text_in(said, name)}".lower() for name in ("md5", "sha256") if text_in(said, name))
    return tuple(found for found in stated if is_hash(found))


def _conda_needs(
    entry: PixiPackage, releases: Mapping[tuple[Place, str], NodeId], problems: Problems
) -> tuple[tuple[LockedDependency, ...], tuple[str, ...]]:
    """What a package of conda requires: the releases that the lock has for the environments and platforms it is in.

    Virtual packages (`__glibc`) are no packages but what a machine has; they are told apart, not dropped.
    """
    found: list[LockedDependency] = []
    virtual: list[str] = []
    for text in texts_in(entry.said, "depends"):
        try:
            wanted = parse_match_spec(text)
        except FormatError as error:
            problems.add(entry.line, str(error))
            continue
        if wanted.is_virtual:
            virtual.append(text.strip())
            continue
        found_in = {releases[at, wanted.name] for at in entry.places if (at, wanted.name) in releases}
        found.extend(
            LockedDependency(wanted.name, specifier=wanted.specifier, target=target)
            for target in sorted(found_in) or [ids.conda_package(wanted.name)]
        )
    return tuple(found), tuple(virtual)


def _needs(entry: PixiPackage, problems: Problems) -> tuple[LockedDependency, ...]:
    """What a package of Python requires, as its own metadata says."""
    found: list[LockedDependency] = []
    for text in texts_in(entry.said, "requires_dist"):
        try:
            wanted = parse_requirement(text)
        except FormatError as error:
            problems.add(entry.line, str(error))
            continue
        for extra in wanted.wanted_by or (None,):
            needed = LockedDependency(
                wanted.name, None, wanted.marker, wanted.extras, extra, specifier=wanted.specifier
            )
            found.append(needed)
    return tuple(found)
