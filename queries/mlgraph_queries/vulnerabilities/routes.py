"""How a part came into a project: the shortest way to it, and how many of the project's own declarations lead there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from mlgraph.model.ids import NodeId
from mlgraph_queries.entries import PackageEntry, ProjectEntry


class Routes:
    """The ways from what a project declares itself to whatever that requires."""

    def __init__(
        self, direct: Iterable[NodeId], packages: Iterable[PackageEntry], projects: Iterable[ProjectEntry]
    ) -> None:
        self._direct = tuple(sorted(direct))
        needs = {entry.id: entry.depends_on for entry in packages} | {one.id: one.depends_on for one in projects}
        self._wanted_by: dict[NodeId, list[NodeId]] = {}
        self._counts: dict[NodeId, int] = {}
        self._before: dict[NodeId, NodeId | None] = dict.fromkeys(self._direct)
        for node, needed in needs.items():
            for other in needed:
                self._wanted_by.setdefault(other, []).append(node)
        waiting = deque(self._direct)
        while waiting:
            node = waiting.popleft()
            for other in needs.get(node, ()):
                if other not in self._before:
                    self._before[other] = node
                    waiting.append(other)

    def path(self, node: NodeId) -> tuple[NodeId, ...]:
        """The shortest way, the first of several by id: from what the project declares to the part; empty: there is none."""
        found: list[NodeId] = []
        here: NodeId | None = node if node in self._before else None
        while here is not None:
            found.append(here)
            here = self._before[here]
        return tuple(reversed(found))

    def direct_count(self, node: NodeId) -> int:
        """How many of what the project declares itself lead to a part, itself included."""
        if node not in self._counts:
            self._counts[node] = self._counted(node)
        return self._counts[node]

    def _counted(self, node: NodeId) -> int:
        seen, waiting = {node}, [node]
        while waiting:
            for other in self._wanted_by.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return sum(node in seen for node in self._direct)
