"""What a project of PDM asks for itself: its requirements, extras and groups, to be followed through its lock."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.locks.lock_reach import Root
from mlgraph_ingest.project.manifests.dependency_groups import group_requirements
from mlgraph_ingest.project.manifests.requirement import Requirement, parse_requirement
from mlgraph_ingest.project.scopes import scope_of_words
from mlgraph_ingest.project.toml_document import Table, table_in, texts_in
from mlgraph_ingest.project.toml_lines import TomlLines
from mlgraph_ontology.kinds import Scope

DEFAULT = "default"


def pdm_roots(project: Table) -> Iterator[tuple[Root, Requirement]]:
    """Each requirement of a project file with the part of the project that asks; what is none is left out."""
    for root, text in _stated(project):
        try:
            yield root, parse_requirement(text)
        except FormatError:
            continue  # a problem where it is declared


def _stated(project: Table) -> Iterator[tuple[Root, str]]:
    for text in texts_in(table_in(project, "project"), "dependencies"):
        yield Root(Scope.RUNTIME, group=DEFAULT), text
    optional = table_in(project, "project", "optional-dependencies")
    for key in optional:
        name = ids.canonical_name(key)
        for text in texts_in(optional, key):
            yield Root(scope_of_words(name) or Scope.OPTIONAL, extra=name, group=name), text
    groups = table_in(project, "dependency-groups")
    for entry in group_requirements(groups, TomlLines(""), Problems("")):
        yield _group(entry.group), entry.text
    older = table_in(project, "tool", "pdm", "dev-dependencies")
    for key in older:
        for text in texts_in(older, key):
            yield _group(ids.canonical_name(key)), text


def _group(name: str) -> Root:
    return Root(scope_of_words(name) or Scope.DEVELOPMENT, group=name)
