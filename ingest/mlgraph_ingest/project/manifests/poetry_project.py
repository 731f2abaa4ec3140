"""What `[tool.poetry]` of a pyproject.toml asks for: dependencies, extras, groups, and what they do beside `[project]`.

Beside `[project]` the tables of Poetry only add to what is declared there, such as the index a package has to come from
(Poetry's documentation, "The pyproject.toml file", `dependencies`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, Problems
from mlgraph_ingest.project.manifests.poetry_dependency import PoetryDependency, dependencies_of
from mlgraph_ingest.project.manifests.requirement import depends, parse_requirement
from mlgraph_ingest.project.origins import public_url
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.toml_document import EMPTY, Table, entries_of, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import Place, TomlLines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, Scope

ENTRY_LIMIT = 100_000
"""Requirements and includes of all groups at most, includes followed: groups that include groups can multiply."""
MAIN = "main"
_ROOT = ("tool", "poetry")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One package that the project asks for, and on whose behalf."""

    dependency: PoetryDependency
    scope: Scope
    extra: str | None = None
    group: str | None = None


@dataclass(slots=True)
class PoetryProject:
    """The dependencies in `[tool.poetry]` of one project file."""

    said: Table
    problems: list[tuple[Place, str]] = field(default_factory=list)
    _steps: int = 0

    @property
    def _poetry(self) -> Table:
        return table_in(self.said, *_ROOT)

    def wanted(self) -> Iterator[Wanted]:
        """All that is asked for; what `[project]` and `[dependency-groups]` declare themselves only with what is added."""
        yield from self._main()
        yield from self._of_groups()

    def indexes(self) -> dict[str, str | None]:
        """The address of each index that is named, without credentials."""
        sources = tables_in(self._poetry, "source")
        return {name: public_url(text_in(s, "url") or "") for s in sources if (name := text_in(s, "name"))}

    def _main(self) -> Iterator[Wanted]:
        extras = self._extras()
        found = [*self._entries((*_ROOT, "dependencies")), *self._entries((*_ROOT, "group", MAIN, "dependencies"))]
        declared = _Declared.of_project(self.said)
        for dependency in found:
            name = ids.canonical_name(dependency.requirement.name)
            if name == "python":
                continue
            if declared.replaces(is_optional=dependency.is_optional):
                if name in declared.names and _adds(dependency):
                    yield Wanted(dependency, declared.names[name])
                continue
            if not dependency.is_optional:
                yield Wanted(dependency, Scope.RUNTIME)
                continue
            for extra in extras.get(name, ()):
                yield Wanted(dependency, scope_of_words(extra) or Scope.OPTIONAL, extra=extra)
            if name not in extras:
                yield Wanted(dependency, Scope.OPTIONAL)

    def _extras(self) -> dict[str, list[str]]:
        """The extras that name each package, in canonical spelling."""
        found: dict[str, list[str]] = {}
        table = table_in(self._poetry, "extras")
        for key, stated in table.items():
            if not isinstance(stated, list) or not all(isinstance(item, str) for item in stated):
                self.problems.append(((*_ROOT, "extras", key), f"extra {key!r} is no array of names; not read"))
                continue
            for item in stated:
                found.setdefault(ids.canonical_name(item), []).append(ids.canonical_name(key))
        return {name: list(dict.fromkeys(extras)) for name, extras in found.items()}

    def _of_groups(self) -> Iterator[Wanted]:
        tables = {ids.canonical_name(key): key for key, _ in entries_of(table_in(self._poetry, "group"))}
        for name in [*tables, *(["dev"] if "dev" not in tables else [])]:
            if name == MAIN:
                continue
            is_optional = table_in(self._poetry, "group", tables.get(name, name)).get("optional") is True
            scope = scope_of_words(name) or (Scope.OPTIONAL if is_optional else Scope.DEVELOPMENT)
            is_declared = bool(_group_items(self.said, name))
            for dependency in self._with_includes(name, tables):
                if not is_declared or _adds(dependency):
                    yield Wanted(dependency, scope, group=name)

    def _with_includes(self, name: str, tables: dict[str, str]) -> Iterator[PoetryDependency]:
        """The entries of a group and of those that it includes, each group once."""
        pending, taken = [name], {name}
        while pending:
            current = pending.pop(0)
            key = tables.get(current, current)
            if current == "dev":
                yield from self._entries((*_ROOT, "dev-dependencies"))
            for found in self._entries((*_ROOT, "group", key, "dependencies")):
                self._count()
                yield found
            for included in texts_in(table_in(self._poetry, "group", key), "include-groups"):
                self._count()
                other = ids.canonical_name(included)
                if other not in tables and not _group_items(self.said, other):
                    place = (*_ROOT, "group", key, "include-groups")
                    self.problems.append((place, f"includes the group {included[:80]!r}, which is not there"))
                elif other not in taken:
                    taken.add(other)
                    pending.append(other)

    def _count(self) -> None:
        self._steps += 1
        if self._steps > ENTRY_LIMIT:
            raise FormatError(f"groups of Poetry hold more than {ENTRY_LIMIT:,} entries with their includes")

    def _entries(self, place: Place) -> Iterator[PoetryDependency]:
        table: object = self.said
        for key in place:
            table = table.get(key, EMPTY) if isinstance(table, dict) else EMPTY
        if not isinstance(table, dict):
            self.problems.append((place, f"{place[-1]} must be a table of requirements; not read"))
            return
        for name, stated in table.items():
            for found in dependencies_of(name, stated, (*place, name)):
                if isinstance(found, str):
                    self.problems.append(((*place, name), found))
                    continue
                self.problems.extend((found.place, doubt) for doubt in found.doubts)
                yield found


def poetry_requirements(
    file: SourceFile, said: Table, lines: TomlLines, context: Context, problems: Problems
) -> Iterator[Assertion]:
    """What the project depends on by `[tool.poetry]`, as assertions; what cannot be read as problems."""
    project = PoetryProject(said)
    indexes = project.indexes()
    path_scope = scope_of_path(file.relative)
    for found in project.wanted():
        dependency = found.dependency
        beside = context.project_at(file, dependency.path)
        if beside == context.project:
            continue
        scope = path_scope if path_scope is not None and found.scope is Scope.RUNTIME else found.scope
        evidence = Evidence(str(lines.line(*dependency.place)), Method.DECLARED, "tool.poetry")
        yield depends(
            context.project,
            replace(dependency.requirement, project=beside),
            evidence,
            scope=scope,
            extra=found.extra,
            group=found.group,
            index=indexes.get(dependency.source or ""),
            editable=dependency.is_editable or None,
        )
    for place, text in dict.fromkeys(project.problems):
        problems.add(lines.line(*place), text)


@dataclass(frozen=True, slots=True)
class _Declared:
    """What `[project]` itself declares."""

    names: dict[str, Scope]
    has_required: bool
    has_optional: bool
    is_dynamic: bool

    @classmethod
    def of_project(cls, said: Table) -> _Declared:
        project = table_in(said, "project")
        optional = table_in(project, "optional-dependencies")
        names = dict.fromkeys(_names(item for key in optional for item in texts_in(optional, key)), Scope.OPTIONAL)
        required = dict.fromkeys(_names(texts_in(project, "dependencies")), Scope.RUNTIME)
        dynamic = {"dependencies", "optional-dependencies"} & set(texts_in(project, "dynamic"))
        return cls(names | required, bool(required), bool(names), bool(dynamic))

    def replaces(self, *, is_optional: bool) -> bool:
        """Whether the tables of Poetry ask for nothing of their own among the required (or the optional) packages."""
        if not self.has_required and not self.has_optional:
            return False
        if self.is_dynamic and self.has_required != self.has_optional:
            return self.has_optional if is_optional else self.has_required
        return True


def _names(items: Iterable[str]) -> Iterator[str]:
    for item in items:
        try:
            yield ids.canonical_name(parse_requirement(item).name)
        except FormatError:
            continue  # a problem where it is declared


def _group_items(said: Table, name: str) -> list[object]:
    groups = table_in(said, "dependency-groups")
    return [item for key in groups if ids.canonical_name(key) == name for item in texts_in(groups, key)]


def _adds(dependency: PoetryDependency) -> bool:
    """Whether an entry says more than that the package is asked for."""
    wanted = dependency.requirement
    return bool(dependency.source or wanted.origin or wanted.specifier or wanted.extras)
