"""Reads pixi.toml, and `[tool.pixi]` of a pyproject.toml: what a workspace says of itself and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.manifests.conda_files import public_channel
from mlgraph_ingest.project.manifests.match_spec import conda_depends
from mlgraph_ingest.project.manifests.pixi_requirements import (
    conda_requirement,
    place_of,
    project_of,
    python_requirement,
)
from mlgraph_ingest.project.manifests.requirement import Requirement, depends, listed
from mlgraph_ingest.project.origins import Origin
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.toml_document import Table, entries_of, read_toml, table_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import Place, TomlLines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, PropertyKind, Scope

NAME = "pixi.toml"
_TABLES = (
    ("dependencies", None),
    ("run-dependencies", None),
    ("host-dependencies", Scope.BUILD),
    ("build-dependencies", Scope.BUILD),
)
"""Tables of conda packages; with the scope that their name says."""
_FIELDS = (
    ("name", PropertyKind.NAME),
    ("version", PropertyKind.VERSION),
    ("description", PropertyKind.DESCRIPTION),
)
_ADDRESSES = ("homepage", "repository", "documentation")
_TEXT_LIMIT = 2_000


def read_pixi(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a pixi.toml declares; it names the project where it is at its root and no distribution is declared there."""
    text, said = read_toml(file)
    lines, problems = TomlLines(text), problems_of(file)
    if file.relative == NAME and context.name is None:
        for key in ("package", "project", "workspace"):
            yield from _metadata(context.project, table_in(said, key), key, lines)
    tables = PixiTables(lines, context, problems, scope_of_path(file.relative) or Scope.RUNTIME)
    yield from tables.dependencies(said, ())
    yield from problems.assertions()


def _features(environment: object) -> list[str]:
    if isinstance(environment, dict):
        environment = environment.get("features")
    return [name for name in environment if isinstance(name, str)] if isinstance(environment, list) else []


def _metadata(project: NodeId, table: Table, key: str, lines: TomlLines) -> Iterator[Assertion]:
    for name, kind in _FIELDS:
        value = text_in(table, name)
        if value is not None:
            yield fact(project, kind, value[:_TEXT_LIMIT], Evidence(str(lines.line(key, name)), Method.DECLARED, key))
    license_ = text_in(table, "license")
    if license_:
        stated = Stated(license_, lines.line(key, "license"))
        yield from license_assertions(project, LicenseFields(expression=stated), Method.DECLARED)
    addresses = [Address(name, url, lines.line(key, name)) for name in _ADDRESSES if (url := text_in(table, name))]
    yield from address_assertions(project, addresses, Method.DECLARED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a table is for."""

    scope: Scope
    channels: tuple[str, ...]
    group: str | None = None
    platform: str | None = None

    @property
    def platforms(self) -> list[JsonValue] | None:
        return listed([self.platform] if self.platform else [])


@dataclass(frozen=True, slots=True)
class PixiTables:
    """Reads the tables of dependencies of one file."""

    lines: TomlLines
    context: Context
    problems: Problems
    scope: Scope
    """What the file is for."""

    def dependencies(self, said: Table, at: Place) -> Iterator[Assertion]:
        """What the tables ask for; `at` is where they stand in the file."""
        workspace = table_in(said, "workspace") or table_in(said, "project")
        channels = tuple(shown for name in texts_in(workspace, "channels") if (shown := public_channel(name)))
        asked = _Asked(self.scope, channels)
        yield from self._part(said, at, asked)
        yield from self._part(table_in(said, "package"), (*at, "package"), asked)
        default = _features(table_in(said, "environments").get("default"))
        for name, feature in entries_of(table_in(said, "feature")):
            scope = self.scope if name in default else scope_of_words(name) or Scope.OPTIONAL
            yield from self._part(feature, (*at, "feature", name), replace(asked, scope=scope, group=name))

    def _part(self, said: Table, at: Place, asked: _Asked) -> Iterator[Assertion]:
        """The workspace itself, its package or a feature, for all platforms and for single ones."""
        yield from self._tables(said, at, asked)
        for platform, target in entries_of(table_in(said, "target")):
            yield from self._tables(target, (*at, "target", platform), replace(asked, platform=platform))

    def _tables(self, said: Table, at: Place, asked: _Asked) -> Iterator[Assertion]:
        for table, scope in _TABLES:
            for name, spec, line in self._entries(said, (*at, table)):
                yield from self._conda(name, spec, line, replace(asked, scope=scope or asked.scope))
        for name, spec, line in self._entries(said, (*at, "pypi-dependencies")):
            yield from self._python(name, spec, line, asked)

    def _entries(self, said: Table, place: Place) -> Iterator[tuple[str, object, int]]:
        table = said.get(str(place[-1]), {})
        if not isinstance(table, dict):
            self.problems.add(self.lines.line(*place), f"{place[-1]} must be a table; not read")
            return
        for name, spec in table.items():
            yield name, spec, self.lines.line(*place, name)

    def _conda(self, name: str, spec: object, line: int, asked: _Asked) -> Iterator[Assertion]:
        try:
            wanted = conda_requirement(name, spec)
        except FormatError as error:
            self.problems.add(line, str(error))
            return
        project = project_of(spec, self.context)
        if project is not None:
            yield from self._sibling(project, name, line, asked)
        if wanted.is_virtual or project is not None:
            return
        place = place_of(spec) if isinstance(spec, dict) else Origin(None)
        yield conda_depends(
            self.context.project,
            wanted,
            Evidence(str(line), Method.DECLARED, "pixi"),
            scope=asked.scope,
            url=place.url,
            vcs=place.vcs,
            revision=place.revision,
            channels=listed(asked.channels),
            group=asked.group,
            platforms=asked.platforms,
        )

    def _python(self, name: str, spec: object, line: int, asked: _Asked) -> Iterator[Assertion]:
        try:
            wanted = python_requirement(name, spec)
        except FormatError as error:
            self.problems.add(line, str(error))
            return
        project = project_of(spec, self.context)
        if project is not None:
            yield from self._sibling(project, name, line, asked)
        elif ids.canonical_name(name) != self.context.name:
            yield self._depends(wanted, line, asked)

    def _sibling(self, project: NodeId, name: str, line: int, asked: _Asked) -> Iterator[Assertion]:
        if project != self.context.project:
            yield self._depends(Requirement(name, project=project), line, asked)

    def _depends(self, wanted: Requirement, line: int, asked: _Asked) -> Assertion:
        evidence = Evidence(str(line), Method.DECLARED, "pixi-pypi")
        project = self.context.project
        return depends(project, wanted, evidence, scope=asked.scope, group=asked.group, platforms=asked.platforms)
