"""Lays out a graph in columns, so that what things were made from stands to the left of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
_SWEEPS = 8
"""Passes over the columns; more do not visibly improve drawings of the sizes that are drawn."""


@dataclass(frozen=True, slots=True)
class Bend(Generic[Node]):
    """A place in a column that an arrow passes on its way to a later one, kept free for it."""

    source: Node
    target: Node
    column: int


def columns(nodes: Sequence[Node], arrows: Iterable[tuple[Node, Node]]) -> list[list[Node | Bend[Node]]]:
    """The nodes in columns from left to right, each arrow leading to a later column, few arrows crossing.

    A node stands in the last column that is left of everything that it leads to (longest-path layering), an arrow that
    passes columns has a bend in each; within a column, places are ordered by the mean of their neighbors', pass by pass
    (the barycenter method; Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
    structures", 1981). An arrow that closes a cycle does not count. The order depends on the order of the input alone.

    >>> columns(["tuned", "base", "data"], [("base", "tuned"), ("data", "tuned")])
    [['base', 'data'], ['tuned']]
    """
    following: dict[Node, list[Node]] = {node: [] for node in nodes}
    for source, target in dict.fromkeys(arrows):
        if source != target and source in following and target in following:
            following[source].append(target)
    distance = _distances(nodes, following)
    last = max(distance.values(), default=0)
    found: list[list[Node | Bend[Node]]] = [[] for _ in range(last + 1)]
    beside: dict[Node | Bend[Node], set[Node | Bend[Node]]] = {}
    for node in nodes:
        found[last - distance[node]].append(node)
        beside[node] = set()
    for source, targets in following.items():
        for target in targets:
            bends = [Bend(source, target, c) for c in range(last - distance[source] + 1, last - distance[target])]
            for bend in bends:
                found[bend.column].append(bend)
            way: list[Node | Bend[Node]] = [source, *bends, target]
            for one, next_ in pairwise(way):
                beside.setdefault(one, set()).add(next_)
                beside.setdefault(next_, set()).add(one)
    _untangle(found, beside)
    return found


def _distances(nodes: Sequence[Node], following: Mapping[Node, Sequence[Node]]) -> dict[Node, int]:
    """From each node, the steps of the longest way to an end; no recursion, as a lineage may be long."""
    found: dict[Node, int] = {}
    open_: set[Node] = set()
    for start in nodes:
        stack = [start]
        while stack:
            node = stack[-1]
            if node in found:
                stack.pop()
                continue
            open_.add(node)
            waiting = [n for n in following[node] if n not in found and n not in open_]
            if waiting:
                stack.extend(waiting)
                continue
            found[node] = max((found[n] + 1 for n in following[node] if n in found), default=0)
            open_.discard(node)
            stack.pop()
    return found


def _untangle(found: list[list[Node | Bend[Node]]], beside: Mapping[Node | Bend[Node], set[Node | Bend[Node]]]) -> None:
    place = {one: (index + 0.5) / len(column) for column in found for index, one in enumerate(column)}
    for sweep in range(_SWEEPS):
        for column in found if sweep % 2 else reversed(found):
            weights = {one: _mean([place[n] for n in beside[one]], place[one]) for one in column}
            column.sort(key=weights.__getitem__)
            place.update((one, (index + 0.5) / len(column)) for index, one in enumerate(column))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
