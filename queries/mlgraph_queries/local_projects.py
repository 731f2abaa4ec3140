"""The other projects of a tree as one project sees them: those nested in it, and those that it requires."""

from __future__ import annotations

import os
import posixpath
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind, Scope
from mlgraph_queries.entries import PackageEntry, ProjectEntry
from mlgraph_queries.markers import Environment
from mlgraph_queries.requirements import strongest
from mlgraph_queries.sightings import text

VIA = "project"
"""The name under which the detail of a sighting says in which other project, by its path, something is asked for."""


@dataclass(slots=True)
class LocalProjects:
    """What a project requires of others in its tree, directly or through them."""

    edges: list[Edge]
    """What those require in their turn, each with the project's path in its qualifiers under VIA."""
    required: dict[NodeId, Scope]
    """The projects that are required, each with its strongest scope."""
    needs: dict[NodeId, set[NodeId]] = field(default_factory=dict)
    """Which of the projects require which."""


def local_projects(
    view: GraphView, project: NodeId, said: Sequence[Statement], environment: Environment
) -> LocalProjects:
    """Follow what a project requires to the other projects of its tree, their extras as they are asked for."""
    found = LocalProjects([], {})
    pending = deque((project, target, scope, extra) for target, scope, extra in _asked(said, None, environment))
    seen: set[tuple[NodeId, Scope, str | None]] = set()
    while pending:
        source, target, scope, extra = pending.popleft()
        found.needs.setdefault(source, set()).add(target)
        if (target, scope, extra) in seen or target == project:
            continue
        seen.add((target, scope, extra))
        found.required[target] = strongest((scope, found.required.get(target, scope))) or scope
        about = view.about([target]).get(view.canonical(target), ())
        path = seen_from(project, target)
        found.edges += [
            _through(edge, path, scope) for edge in _own_edges(about, extra) if edge.object.kind != NodeKind.PROJECT
        ]
        pending.extend(
            (target, to, _weaker(scope, of), e) for to, of, e in _asked(about, extra, environment, nested=True)
        )
    return found


def project_entries(
    view: GraphView, project: NodeId, said: Sequence[Statement], local: LocalProjects, packages: Sequence[PackageEntry]
) -> tuple[ProjectEntry, ...]:
    """The other projects, by path: what each is called, and what it requires of the project's entries."""
    nested = {edge.object for edge in edges_of(said, EdgeKind.CONTAINS) if edge.object.kind == NodeKind.PROJECT}
    others = sorted(nested | set(local.required))
    about = view.about(others)
    return tuple(
        ProjectEntry(
            id=other,
            path=seen_from(project, other),
            name=text(about.get(view.canonical(other), ()), PropertyKind.NAME) or ids.path_of(other).name,
            version=text(about.get(view.canonical(other), ()), PropertyKind.VERSION),
            is_nested=other in nested,
            scope=local.required.get(other),
            depends_on=tuple(sorted({*_entries_of(seen_from(project, other), packages), *local.needs.get(other, ())})),
        )
        for other in others
    )


def seen_from(project: NodeId, other: NodeId) -> str:
    """The path of another project's folder from that of a project."""
    return os.path.relpath(ids.path_of(other), ids.path_of(project))


def _entries_of(path: str, packages: Sequence[PackageEntry]) -> Iterator[NodeId]:
    for entry in packages:
        if any(s.detail.get(VIA) == path for s in entry.declared):
            yield entry.id


def _asked(
    said: Sequence[Statement], extra: str | None, environment: Environment, *, nested: bool = False
) -> Iterator[tuple[NodeId, Scope, str | None]]:
    """The projects that are asked for, each with the scope and, one after the other, with no extra and with each."""
    edges = _own_edges(said, extra) if nested else edges_of(said, EdgeKind.DEPENDS_ON)
    for edge in edges:
        if edge.object.kind == NodeKind.PROJECT and environment.allows(edge.qualifiers.get("marker")):
            scope = _scope(edge.qualifiers)
            yield edge.object, scope, None
            extras = edge.qualifiers.get("extras")
            yield from ((edge.object, scope, str(name)) for name in (extras if isinstance(extras, list) else ()))


def _own_edges(said: Sequence[Statement], extra: str | None) -> list[Edge]:
    """What a project requires when it is used: at run time, or for one extra of its own."""
    edges = [e for e in edges_of(said, EdgeKind.DEPENDS_ON) if e.object.kind in {NodeKind.PACKAGE, NodeKind.PROJECT}]
    if extra is not None:
        return [e for e in edges if e.qualifiers.get("extra") == extra]
    return [e for e in edges if "extra" not in e.qualifiers and _scope(e.qualifiers) is Scope.RUNTIME]


def _through(edge: Edge, path: str, scope: Scope) -> Edge:
    kept: dict[str, JsonValue] = {key: value for key, value in edge.qualifiers.items() if key != "extra"}
    source = edge.source._replace(title=posixpath.normpath(posixpath.join(path, edge.source.title)))
    return edge._replace(qualifiers={**kept, "scope": scope.value, VIA: path}, source=source)


def _scope(qualifiers: Mapping[str, JsonValue]) -> Scope:
    stated = qualifiers.get("scope")
    return Scope(str(stated)) if stated in set(Scope) else Scope.RUNTIME


def _weaker(outer: Scope, inner: Scope) -> Scope:
    """The scope of what is required in one scope by what is itself required in another."""
    return inner if outer is Scope.RUNTIME else outer
