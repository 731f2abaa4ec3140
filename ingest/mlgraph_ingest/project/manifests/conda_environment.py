"""Reads a conda environment file (environment.yml): packages of conda, and of Python where pip installs them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence
from mlgraph.model.errors import FormatError, MlgraphError
from mlgraph_ingest.project.context import Context, Problems, problems_of
from mlgraph_ingest.project.manifests.conda_files import public_channel
from mlgraph_ingest.project.manifests.match_spec import conda_depends, parse_match_spec
from mlgraph_ingest.project.manifests.requirement import depends, listed
from mlgraph_ingest.project.manifests.requirements_file import requirement_of
from mlgraph_ingest.project.manifests.requirements_lines import Include, Statement, Unreadable, statements
from mlgraph_ingest.project.origins import without_secrets
from mlgraph_ingest.project.scopes import scope_of_path, scope_of_words
from mlgraph_ingest.project.toml_document import text_in, texts_in
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable, parse_yaml, read_yaml
from mlgraph_ontology.kinds import Method, Scope

_USUAL = re.compile(r"environment\.ya?ml")
_SELECTOR = re.compile(r"#\s*\[([^\[\]]+)\]\s*$")


def read_environment(file: SourceFile, context: Context) -> Iterator[Assertion]:
    """What an environment file asks for; a file that only has the name of one says nothing."""
    text = file.read_text()
    try:
        said = parse_yaml(text, file.relative)
    except FormatError:
        if not _USUAL.fullmatch(file.name):
            return  # a file of another format, of which nothing is claimed
        raise
    problems = problems_of(file)
    if not isinstance(said.get("dependencies"), YamlList):
        if _USUAL.fullmatch(file.name) and said.get("dependencies", file) is not None:
            problems.add(said.line("dependencies"), "an environment file must have a list of dependencies; not read")
    else:
        named = scope_of_words(text_in(said, "category") or "")
        scope = named or scope_of_path(file.relative) or Scope.RUNTIME
        reader = _Environment(file, context, problems, scope, text.splitlines(), _channels(said))
        yield from reader.assertions(said["dependencies"])
    yield from problems.assertions()


def included_requirements(file: SourceFile) -> list[tuple[str, Scope]]:
    """The requirements files that the list for pip includes, with what they are for; none where it cannot be read."""
    try:
        said = read_yaml(file)
    except MlgraphError:
        return []
    dependencies = said.get("dependencies")
    scope = scope_of_path(file.relative) or Scope.RUNTIME
    found: list[tuple[str, Scope]] = []
    for item in dependencies if isinstance(dependencies, YamlList) else []:
        for text in texts_in(item, "pip") if isinstance(item, YamlTable) else []:
            included = (statement for statement in statements(text) if isinstance(statement, Include))
            found.extend((_target(file, include), scope) for include in included if not include.is_constraint)
    return found


def _channels(said: YamlTable) -> tuple[str, ...]:
    shown = (public_channel(channel) for channel in texts_in(said, "channels"))
    return tuple(channel for channel in shown if channel)


def _target(file: SourceFile, include: Include) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(file.relative), include.target))


@dataclass(frozen=True, slots=True)
class _Environment:
    file: SourceFile
    context: Context
    problems: Problems
    scope: Scope
    lines: list[str]
    channels: tuple[str, ...]

    def assertions(self, dependencies: YamlList) -> Iterator[Assertion]:
        for index, item in enumerate(dependencies):
            line = dependencies.line(index)
            if isinstance(item, str):
                yield from self._conda(item, line)
            elif isinstance(item, YamlTable) and set(item) == {"pip"}:
                yield from self._pip(item)
            elif item is not None:
                self.problems.add(line, "a dependency must be a text or a list for pip; not read")

    def _conda(self, item: str, line: int) -> Iterator[Assertion]:
        try:
            wanted = parse_match_spec(item)
        except FormatError as error:
            self.problems.add(line, str(error))
            return
        if wanted.is_virtual:
            return
        selector = _SELECTOR.search(self.lines[line - 1])
        yield conda_depends(
            self.context.project,
            wanted,
            Evidence(str(line), Method.DECLARED, "conda"),
            scope=self.scope,
            channels=listed(self.channels),
            selector=selector[1].strip() if selector else None,
        )

    def _pip(self, item: YamlTable) -> Iterator[Assertion]:
        wanted = item["pip"]
        if not isinstance(wanted, YamlList):
            if wanted is not None:
                self.problems.add(item.line("pip"), "what pip installs must be a list of requirements; not read")
            return
        for index, text in enumerate(wanted):
            line = wanted.line(index)
            if not isinstance(text, str):
                self.problems.add(line, "a requirement must be a text; not read")
                continue
            for statement in statements(text):
                yield from self._python(statement, line)

    def _python(self, statement: Statement, line: int) -> Iterator[Assertion]:
        if isinstance(statement, Unreadable):
            self.problems.add(line, statement.text)
        elif isinstance(statement, Include):
            if _target(self.file, statement) not in self.context.roles:
                shown = without_secrets(statement.target)
                self.problems.add(line, f"{shown!r} is not read: there is no such file in what is read of the project")
        else:
            try:
                wanted = requirement_of(statement, self.file, self.context)
            except FormatError as error:
                self.problems.add(line, str(error))
                return
            if wanted is not None and ids.canonical_name(wanted.name) != self.context.name:
                yield depends(
                    self.context.project,
                    wanted,
                    Evidence(str(line), Method.DECLARED, "conda-pip"),
                    scope=self.scope,
                    hashes=statement.hashes,
                    editable=statement.is_editable or None,
                )
