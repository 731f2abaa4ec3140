"""Reads pyproject.toml: the project's own metadata (PEP 621), its extras, groups (PEP 735) and build requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.manifests.dependency_groups import group_requirements
from mlgraph_ingest.project.manifests.own_extras import OwnExtras
from mlgraph_ingest.project.manifests.project_metadata import metadata_assertions
from mlgraph_ingest.project.manifests.requirement import Requirement, depends, parse_requirement
from mlgraph_ingest.project.origins import origin, without_secrets
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.toml_document import EMPTY, Table, entries_of, parse_toml, table_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import Place, TomlLines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, Scope

NAME = "pyproject.toml"


def read_pyproject(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a project file declares. Only the one at the project's root speaks for the project's name and license."""
    text = file.read_text()
    said = parse_toml(text, file.relative)
    names = {context.name, declared_name(said)}
    own = OwnExtras(table_in(said, "project", "optional-dependencies"), lambda name: ids.canonical_name(name) in names)
    reader = _Pyproject(said, TomlLines(text), context, problems_of(file), own, scope_of_path(file.relative))
    if file.relative == NAME:
        yield from metadata_assertions(context.project, table_in(said, "project"), reader.lines)
    yield from reader.requirements()
    if table_in(said, "tool", "poetry"):
        yield from _of_poetry(file, said, reader)
    yield from reader.problems.assertions()


def declared_name(said: Table) -> str | None:
    """The name that a project file gives its project, in canonical spelling."""
    name = text_in(table_in(said, "project"), "name") or text_in(table_in(said, "tool", "poetry"), "name")
    return ids.canonical_name(name) if name else None


def requirements_files(said: Table) -> list[tuple[str, Scope]]:
    """The requirements files that setuptools takes dynamic dependencies from, with what they are for."""
    dynamic = table_in(said, "tool", "setuptools", "dynamic")
    found = [(path, Scope.RUNTIME) for path in _files(dynamic.get("dependencies"))]
    for extra, stated in entries_of(table_in(dynamic, "optional-dependencies")):
        found.extend((path, scope_of_words(extra) or Scope.OPTIONAL) for path in _files(stated))
    return found


@dataclass(frozen=True, slots=True)
class _Pyproject:
    said: Table
    lines: TomlLines
    context: Context
    problems: Problems
    own_extras: OwnExtras
    path_scope: Scope | None
    """What the folder says that the file is for; None for an ordinary place."""

    def requirements(self) -> Iterator[Assertion]:
        project = table_in(self.said, "project")
        yield from self._array(project, ("project", "dependencies"), Scope.RUNTIME, "dependencies")
        yield from self._extras(project)
        yield from self._groups()
        build = table_in(self.said, "build-system")
        yield from self._array(build, ("build-system", "requires"), Scope.BUILD, "build-system")
        legacy = table_in(self.said, "tool", "uv")
        place = ("tool", "uv", "dev-dependencies")
        yield from self._array(legacy, place, Scope.DEVELOPMENT, "tool.uv", group="dev")
        yield from self._pdm()
        yield from self._pixi()
        self._note_what_is_unknown(project)

    def _pixi(self) -> Iterator[Assertion]:
        from mlgraph_ingest.project.manifests.pixi_manifest import PixiTables

        said = table_in(self.said, "tool", "pixi")
        tables = PixiTables(self.lines, self.context, self.problems, self.path_scope or Scope.RUNTIME)
        return tables.dependencies(said, ("tool", "pixi"))

    def _array(
        self, table: Table, place: Place, scope: Scope, rule: str, *, extra: str | None = None, group: str | None = None
    ) -> Iterator[Assertion]:
        items = table.get(str(place[-1]), [])
        if not isinstance(items, list):
            self.problems.add(self.lines.line(*place), f"{place[-1]} must be an array of requirements; not read")
            return
        for index, item in enumerate(items):
            line = self.lines.line(*place, index)
            for wanted in self._wanted(item, line, extra):
                yield self._depends(wanted, line, scope, rule, extra=extra, group=group)

    def _depends(
        self, wanted: Requirement, line: int, scope: Scope, rule: str, *, extra: str | None, group: str | None
    ) -> Assertion:
        if self.path_scope is not None and scope is Scope.RUNTIME:
            scope = self.path_scope
        evidence = Evidence(str(line), Method.DECLARED, rule)
        return depends(self.context.project, wanted, evidence, scope=scope, extra=extra, group=group)

    def _wanted(self, item: object, line: int, extra: str | None) -> Iterator[Requirement]:
        """The requirements that an item stands for: itself, or those of the project's own extras that it names."""
        try:
            wanted = _parsed(item) if isinstance(item, str) else None
        except FormatError as error:
            self.problems.add(line, str(error))
            return
        if wanted is None:
            self.problems.add(line, "a requirement must be a string; not read")
        elif self.own_extras.is_own(wanted.name):
            yield from self.own_extras.requirements(wanted, extra)
        else:
            yield replace(wanted, project=self._sibling(wanted.name))

    def _extras(self, project: Table) -> Iterator[Assertion]:
        optional = project.get("optional-dependencies", EMPTY)
        place = ("project", "optional-dependencies")
        if not isinstance(optional, dict):
            self.problems.add(self.lines.line(*place), "optional-dependencies must be a table; not read")
            return
        for key in optional:
            scope = scope_of_words(key) or Scope.OPTIONAL
            name = ids.canonical_name(key)
            yield from self._array(optional, (*place, key), scope, "optional-dependencies", extra=name)

    def _groups(self) -> Iterator[Assertion]:
        groups = table_in(self.said, "dependency-groups")
        for entry in group_requirements(groups, self.lines, self.problems):
            scope = scope_of_words(entry.group) or Scope.DEVELOPMENT
            for wanted in self._wanted(entry.text, entry.line, None):
                yield self._depends(wanted, entry.line, scope, "dependency-groups", extra=None, group=entry.group)

    def _pdm(self) -> Iterator[Assertion]:
        place = ("tool", "pdm", "dev-dependencies")
        groups = table_in(self.said, *place)
        for key in groups:
            scope = scope_of_words(key) or Scope.DEVELOPMENT
            yield from self._array(groups, (*place, key), scope, "tool.pdm", group=ids.canonical_name(key))

    def _sibling(self, name: str) -> NodeId | None:
        """The project of this tree that a name stands for, as uv's workspace and path sources say."""
        sources = table_in(self.said, "tool", "uv", "sources")
        canonical = ids.canonical_name(name)
        source = next((source for key, source in entries_of(sources) if ids.canonical_name(key) == canonical), EMPTY)
        path = text_in(source, "path")
        if path is not None:
            return self.context.project_in(path)
        return self.context.project_named(name) if "workspace" in source else None

    def _note_what_is_unknown(self, project: Table) -> None:
        known = {path for path, _ in requirements_files(self.said)}
        is_known = bool(known and known <= self.context.roles.keys()) or bool(
            table_in(self.said, "tool", "poetry", "dependencies")
        )
        for name in texts_in(project, "dynamic"):
            if name in {"dependencies", "optional-dependencies"} and not is_known:
                text = f"{name} are computed when the project is built (dynamic): what they are is unknown"
                self.problems.add(self.lines.line("project", "dynamic"), text)


def _of_poetry(file: SourceFile, said: Table, reader: _Pyproject) -> Iterator[Assertion]:
    from mlgraph_ingest.project.manifests.poetry_metadata import poetry_metadata
    from mlgraph_ingest.project.manifests.poetry_project import poetry_requirements

    if file.relative == NAME:
        yield from poetry_metadata(reader.context.project, said, reader.lines)
    yield from poetry_requirements(file, said, reader.lines, reader.context, reader.problems)


def _parsed(text: str) -> Requirement:
    """A requirement, also as PDM writes an editable one: `-e git+https://...#egg=name`."""
    if not text.startswith("-e "):
        return parse_requirement(text)
    place = origin(text.removeprefix("-e "))
    if place.egg is None:
        raise FormatError(f"{without_secrets(text)!r} does not say which package it is; add `#egg=name`")
    return Requirement(place.egg, extras=tuple(sorted(map(ids.canonical_name, place.egg_extras))), origin=place)


def _files(stated: Mapping[str, Any] | object) -> list[str]:
    if not isinstance(stated, dict):
        return []
    file = stated.get("file")
    return [file] if isinstance(file, str) else texts_in(stated, "file")
