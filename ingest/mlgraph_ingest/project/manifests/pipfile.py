"""Reads a Pipfile: what a project of Pipenv asks for, in the packages, the packages for development and categories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.manifests.requirement import (
    Requirement,
    depends,
    is_name,
    parse_requirement,
    standard_marker,
)
from mlgraph_ingest.project.manifests.stated_origins import archive_version, stated_origin
from mlgraph_ingest.project.manifests.version_ranges import all_of
from mlgraph_ingest.project.origins import public_url, without_secrets
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.toml_document import Table, parse_toml, table_in, tables_in, text_in, texts_in
from mlgraph_ingest.project.toml_lines import TomlLines
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import Method, PropertyKind, Scope

NAME = "Pipfile"
_MARKER_LIMIT = 1_000
_OTHER_TABLES = frozenset({"source", "sources", "requires", "scripts", "pipfile", "pipenv"})
_VARIABLES = (
    "sys_platform",
    "os_name",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_version",
    "python_full_version",
    "implementation_name",
    "implementation_version",
)
"""Variables of environment markers, which may stand as keys of an entry."""


def scope_of_category(category: str) -> Scope:
    """What the packages of a category are for; one of the project's own has to be asked for by name."""
    if category in {"packages", "default"}:
        return Scope.RUNTIME
    if category in {"dev-packages", "develop"}:
        return Scope.DEVELOPMENT
    return scope_of_words(category) or Scope.OPTIONAL


def read_pipfile(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What a Pipfile declares. Only the one at the project's root speaks for the project's version of Python."""
    text = file.read_text()
    said = parse_toml(text, file.relative)
    reader = _Pipfile(file, said, TomlLines(text), context, problems_of(file))
    if file.relative == NAME:
        yield from reader.python()
    for category, table in said.items():
        if category not in _OTHER_TABLES:
            yield from reader.category(category, table)
    yield from reader.problems.assertions()


class _Pipfile:
    def __init__(self, file: SourceFile, said: Table, lines: TomlLines, context: Context, problems: Problems) -> None:
        self.problems = problems
        self._file = file
        self._said = said
        self._lines = lines
        self._context = context
        self._path_scope = scope_of_path(file.relative)
        sources = tables_in(said, "source")
        self._indexes = {name: public_url(text_in(s, "url") or "") for s in sources if (name := text_in(s, "name"))}

    def python(self) -> Iterator[Assertion]:
        """The version of Python that is required; `3.11` stands for all of its releases."""
        requires = table_in(self._said, "requires")
        for key, form in (("python_full_version", "=={}"), ("python_version", "=={}.*")):
            version = text_in(requires, key)
            if version is not None:
                evidence = Evidence(str(self._lines.line("requires", key)), Method.DECLARED, NAME)
                kind = PropertyKind.REQUIRES_PYTHON
                yield fact(self._context.project, kind, form.format(version[:100]), evidence)
                return

    def category(self, category: str, table: object) -> Iterator[Assertion]:
        """What one category asks for."""
        if not isinstance(table, dict):
            self.problems.add(self._lines.line(category), f"{category[:80]!r} is no table of packages; not read")
            return
        scope = scope_of_category(category)
        group = {"packages": None, "dev-packages": "develop"}.get(category, ids.canonical_name(category))
        for name, stated in table.items():
            line = self._lines.line(category, name)
            try:
                entry = _entry(name, stated)
                wanted = self._wanted(name, entry, line)
            except FormatError as error:
                self.problems.add(line, str(error))
                continue
            beside = self._context.project_at(self._file, text_in(entry, "path"))
            if beside == self._context.project:
                continue
            yield depends(
                self._context.project,
                replace(wanted, project=beside),
                Evidence(str(line), Method.DECLARED, NAME),
                scope=self._path_scope if self._path_scope and scope is Scope.RUNTIME else scope,
                group=group,
                index=self._indexes.get(text_in(entry, "index") or ""),
                editable=entry.get("editable") is True or None,
            )

    def _wanted(self, name: str, entry: Table, line: int) -> Requirement:
        wanted = self._range(name, entry, line)
        address = text_in(entry, "file") or text_in(entry, "path")
        return replace(
            wanted,
            version=wanted.version or (archive_version(address) if address else None),
            extras=tuple(sorted({ids.canonical_name(extra) for extra in texts_in(entry, "extras")})),
            marker=self._marker(name, entry, line),
            origin=stated_origin(entry),
        )

    def _range(self, name: str, entry: Table, line: int) -> Requirement:
        stated = entry.get("version", "*")
        if stated == "*":
            return Requirement(name)
        if isinstance(stated, str) and not {"@", ";", "[", "("} & set(stated):
            try:
                return parse_requirement(f"{name} {stated}")
            except FormatError:
                words = without_secrets(stated)
                self.problems.add(line, f"{name}: {words!r} is no version range; it is compared with nothing")
                return Requirement(name, specifier=words)
        self.problems.add(line, f"{name}: its version is no version range; which versions it accepts is unknown")
        return Requirement(name)

    def _marker(self, name: str, entry: Table, line: int) -> str | None:
        """The markers of an entry: `markers`, and variables of markers that stand as keys."""
        found: list[str | None] = []
        for key in ("markers", *_VARIABLES):
            stated = entry.get(key)
            if stated is None:
                continue
            text = stated if key == "markers" else f"{key} {stated}"
            try:
                found.append(standard_marker(str(text)))
            except FormatError:
                found.append(without_secrets(str(text), _MARKER_LIMIT))
                self.problems.add(line, f"{name}: its condition {key!r} cannot be read; when it applies is unknown")
        return all_of(found)


def _entry(name: str, stated: object) -> Table:
    if not is_name(name):
        raise FormatError(f"{without_secrets(name)!r} is no name of a package; not read")
    if isinstance(stated, str):
        return {"version": stated}
    if isinstance(stated, dict):
        return stated
    raise FormatError(f"{name}: neither a version range nor a table; not read")
