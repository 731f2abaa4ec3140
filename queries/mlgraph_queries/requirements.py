"""Which releases of a project require which: the requirements of each, markers and extras applied."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.view.graph import Statement, edges_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, Method, Scope
from mlgraph_queries.markers import Environment

STRENGTH = {scope: rank for rank, scope in enumerate(Scope)}
"""Scopes, the strongest claim first: what runs, then what builds, tests, develops, and what is a matter of choice."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A release (or, where no version is known, a package) that the project is made of."""

    id: NodeId
    package: NodeId
    version: str | None
    is_installed: bool
    is_complete: bool
    """Whether it is locked by a format that states every requirement, so that none stated means that there is none."""


def requirements(
    candidates: Sequence[Candidate],
    statements: Mapping[NodeId, Sequence[Statement]],
    declared: Sequence[Edge],
    environment: Environment,
    collection: str,
) -> dict[NodeId, tuple[NodeId, ...]]:
    """For each candidate the ids of those that it requires, sorted.

    An extra counts only where it is asked for: by the project, or by a release that is itself required with it.
    """
    by_package: dict[NodeId, list[Candidate]] = {}
    for candidate in candidates:
        for node in {candidate.package, candidate.id}:  # a lock may name the very release that it means
            by_package.setdefault(node, []).append(candidate)
    wanted = {c.id: _own(c, statements.get(c.id, ()), collection) for c in candidates}
    extras: dict[NodeId, set[str]] = {c.id: set() for c in candidates}
    for edge in declared:
        for candidate in by_package.get(edge.object, ()):
            extras[candidate.id].update(_texts(edge, "extras"))
    found: dict[NodeId, set[NodeId]] = {c.id: set() for c in candidates}
    pending = deque(candidates)
    while pending:
        candidate = pending.popleft()
        for edge in wanted[candidate.id]:
            if not _applies(edge, extras[candidate.id], environment):
                continue
            for target in _targets(edge, by_package.get(edge.object, ())):
                found[candidate.id].add(target.id)
                asked = set(_texts(edge, "extras")) - extras[target.id]
                if asked:
                    extras[target.id] |= asked
                    pending.append(target)
    return {node: tuple(sorted(targets - {node})) for node, targets in found.items()}


def scopes(
    candidates: Sequence[Candidate], requires: Mapping[NodeId, Sequence[NodeId]], direct: Mapping[NodeId, Scope]
) -> dict[NodeId, Scope]:
    """The strongest scope in which each candidate is reached from the project; those never reached are left out."""
    reached: dict[NodeId, Scope] = {}
    known = {candidate.id for candidate in candidates}
    for scope in sorted(set(direct.values()), key=STRENGTH.__getitem__):
        pending = [node for node, of in direct.items() if of == scope and node in known]
        while pending:
            node = pending.pop()
            if node not in reached:
                reached[node] = scope
                pending.extend(requires.get(node, ()))
    return reached


def strongest(found: Iterable[Scope]) -> Scope | None:
    """The strongest of some scopes; None of none."""
    return min(found, key=STRENGTH.__getitem__, default=None)


def _own(candidate: Candidate, statements: Sequence[Statement], collection: str) -> list[Edge]:
    """What a release requires: by its own metadata where it is installed, else by the lock, else by the index."""
    edges = edges_of(statements, EdgeKind.DEPENDS_ON)
    own = [e for e in edges if e.source.collection == collection]
    if candidate.is_installed:
        return [e for e in own if e.source.evidence.method != Method.RESOLVED]
    resolved = [e for e in own if e.source.evidence.method == Method.RESOLVED]
    return resolved if resolved or candidate.is_complete else [e for e in edges if not e.source.collection]


def _applies(edge: Edge, extras: set[str], environment: Environment) -> bool:
    extra = edge.qualifiers.get("extra")
    if isinstance(extra, str) and extra not in extras:
        return False
    return environment.allows(edge.qualifiers.get("marker"), extras)


def _targets(edge: Edge, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates that an edge means: the version it names where it is among them, else every one."""
    version = edge.qualifiers.get("version")
    exact = [c for c in candidates if version is not None and c.version == version]
    return exact or candidates


def _texts(edge: Edge, name: str) -> list[str]:
    value = edge.qualifiers.get(name)
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
