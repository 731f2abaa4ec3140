"""Which node stands for all that are said to be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mlgraph.model.ids import NodeId


def resolve(pairs: Iterable[tuple[NodeId, NodeId]]) -> Mapping[NodeId, NodeId]:
    """Map each node of the pairs (alias, what it is the same as) to the one that stands for its class.

    That is the one which is nobody's alias; where there are several, or none, the smallest key among them.
    """
    parent: dict[NodeId, NodeId] = {}
    aliases = set()

    def root(node: NodeId) -> NodeId:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for alias, target in pairs:
        aliases.add(alias)
        parent[root(alias)] = root(target)
    classes: dict[NodeId, list[NodeId]] = {}
    for node in parent:
        classes.setdefault(root(node), []).append(node)
    stands_for = {}
    for members in classes.values():
        chosen = min([member for member in members if member not in aliases] or members)
        stands_for.update(dict.fromkeys(members, chosen))
    return stands_for
