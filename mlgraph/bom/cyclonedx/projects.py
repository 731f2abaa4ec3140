"""The other projects of a tree, as application components: each has a document of its own."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import Property
from cyclonedx.model.component import Component, ComponentScope, ComponentType

from mlgraph.bom.cyclonedx.draft import Draft, note
from mlgraph.bom.refs import project_ref
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.entries import ProjectEntry


def local_project(entry: ProjectEntry) -> Draft:
    """A project that is nested in this one, or that this one requires by its folder."""
    scope = None
    if entry.scope is not None:
        scope = ComponentScope.REQUIRED if entry.scope is Scope.RUNTIME else ComponentScope.EXCLUDED
    component = Component(
        type=ComponentType.APPLICATION,
        name=entry.name,
        version=entry.version,
        bom_ref=project_ref(entry),
        scope=scope,
        properties=_properties(entry),
    )
    return Draft(component)


def _properties(entry: ProjectEntry) -> Iterator[Property]:
    yield note("project-path", entry.path)
    yield note("relation", "nested" if entry.is_nested else "beside")
    if entry.scope is not None:
        yield note("scope", entry.scope)
