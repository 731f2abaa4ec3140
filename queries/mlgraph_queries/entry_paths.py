"""By which path things enter projects: the shortest from each project, for thousands of projects at once.

Breadth first from each thing towards its project, all of them level by level together, as arrays. A path costs what
lies above its thing, not what the whole portfolio holds; nothing recurs, so that neither cycles nor length matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlgraph.model.ids import NodeId
from mlgraph.view.portfolio import Links

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_WORD = 64
"""Bits of a number, one of them its sign."""
Names = Callable[[Collection[int]], Mapping[int, NodeId]]


@dataclass(frozen=True, slots=True)
class Entry:
    """How one thing enters one project."""

    path: tuple[NodeId, ...]
    """From below the project to the thing itself; empty: no path leads to it."""
    asked_by: int
    """How many parts of the project, itself included, require it directly."""


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of one level: from `above` one step down to `below`, on the way to the thing of `row`."""

    row: Numbers
    above: Numbers
    below: Numbers

    def only(self, chosen: NDArray[np.bool_]) -> _Steps:
        return _Steps(self.row[chosen], self.above[chosen], self.below[chosen])


def entry_paths(links: Links, roots: Numbers, things: tuple[Numbers, Numbers], names: Names) -> list[Entry]:
    """Say of each thing, given as its project's position and its number, how it enters that project.

    `roots` holds the projects' own numbers, `names` tells nodes by number. Of several shortest paths, the one counts
    whose ids come first in order, step by step from the project.
    """
    import numpy as np

    group, thing = (np.asarray(part, dtype=np.int64) for part in things)
    root = np.asarray(roots, dtype=np.int64)[group]
    levels, distance, asked = _upwards(_Above(links), group, thing, root)
    chosen = _on_paths(levels, distance, root)
    known = names(np.unique(np.concatenate([steps.below for steps in chosen])).tolist() if chosen else [])
    paths = _first(chosen, distance, root, known)
    return [Entry(tuple(known[n] for n in path), count) for path, count in zip(paths, asked.tolist(), strict=True)]


def with_tops(links: Links, roots: Numbers) -> Links:
    """The links and, from each project, one to every part that leads somewhere and that nothing leads to."""
    import numpy as np

    size = 1 + max((int(part.max()) for part in (links.source, links.target) if len(part)), default=0)
    group = links.group.astype(np.int64)
    tops = np.setdiff1d(group * size + links.source, group * size + links.target)
    group, top = tops // size, tops % size
    root = np.asarray(roots, dtype=np.int64)[group]
    group, top, root = (part[root != top].astype(np.int32) for part in (group, top, root))
    return Links(
        np.concatenate([links.group, group]),
        np.concatenate([links.source, root]),
        np.concatenate([links.target, top]),
    )


class _Above:
    """Which nodes lead to a node, by project."""

    def __init__(self, links: Links) -> None:
        import numpy as np

        highest = max((int(part.max()) for part in (links.source, links.target) if len(part)), default=0)
        self.size = highest + 2
        self._beyond = int(links.group.max(initial=-1)) + 1
        """A project that nothing leads from."""
        keys = links.group.astype(np.int64)
        keys *= self.size
        keys += links.target
        bits = max(1, highest.bit_length())
        if (self.size * (self._beyond + 1)).bit_length() + bits < _WORD:
            keys <<= bits  # both are sorted as one number, in place, which is fast
            keys |= links.source
            keys.sort()
            self._bits, self._keys, self._source = bits, keys, keys
        else:
            order = np.argsort(keys)
            self._bits, self._keys, self._source = 0, keys[order], links.source[order].astype(np.int64)

    def steps(self, group: Numbers, row: Numbers, node: Numbers) -> _Steps:
        """All steps down to some nodes, each for its row."""
        import numpy as np

        keys = np.minimum(group, self._beyond) * self.size + np.minimum(node, self.size - 1)
        low, high = (np.searchsorted(self._keys, (keys + more) << self._bits) for more in (0, 1))
        counts = high - low
        first = np.repeat(low - np.cumsum(counts) + counts, counts)
        place = first + np.arange(int(counts.sum()))
        above = self._source[place]
        if self._bits:
            above &= (1 << self._bits) - 1
        return _Steps(np.repeat(row, counts), above, np.repeat(node, counts))


def _upwards(above: _Above, group: Numbers, thing: Numbers, root: Numbers) -> tuple[list[_Steps], Numbers, Numbers]:
    """The steps of each level, how far each thing is from its project (-1: no path), and how many ask for it."""
    import numpy as np

    row = np.arange(len(thing))
    distance = np.where(thing == root, 0, -1)
    asked = np.zeros(len(thing), dtype=np.int64)
    node, seen = thing, row * above.size + np.minimum(thing, above.size - 1)
    levels: list[_Steps] = []
    while len(row):
        steps = above.steps(group[row], row, node)
        states = steps.row * above.size + steps.above
        if not levels:
            fresh = np.unique(states[steps.above != steps.below])
            asked = np.bincount(fresh // above.size, minlength=len(thing))
        place = np.minimum(np.searchsorted(seen, states), len(seen) - 1)
        steps, states = steps.only(is_new := seen[place] != states), states[is_new]
        levels.append(steps)
        distance[steps.row[steps.above == root[steps.row]]] = len(levels)
        found = np.unique(states)
        seen = np.insert(seen, np.searchsorted(seen, found), found)
        found = found[distance[found // above.size] < 0]
        row, node = found // above.size, found % above.size
    return levels, distance, asked


def _on_paths(levels: list[_Steps], distance: Numbers, root: Numbers) -> list[_Steps]:
    """Of the steps, those on a shortest path, from the project down; the first level is that of the longest path."""
    import numpy as np

    chosen: list[_Steps] = []
    size = 1 + max((int(max(steps.above.max(), steps.below.max())) for steps in levels if len(steps.row)), default=0)
    reached = np.zeros(0, dtype=np.int64)
    for level in range(int(distance.max(initial=0)), 0, -1):
        steps = levels[level - 1]
        begins = (distance[steps.row] == level) & (steps.above == root[steps.row])
        goes_on = (distance[steps.row] > level) & np.isin(steps.row * size + steps.above, reached)
        steps = steps.only(begins | goes_on)
        reached = np.unique(steps.row * size + steps.below)
        chosen.append(steps)
    return chosen


def _first(chosen: list[_Steps], distance: Numbers, root: Numbers, known: Mapping[int, NodeId]) -> list[list[int]]:
    """Of the shortest paths the one whose ids come first."""
    import numpy as np

    numbers = np.array(sorted(known, key=known.__getitem__), dtype=np.int64)
    rank = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=np.int64)
    rank[numbers] = np.arange(len(numbers))
    current = root.copy()
    paths: list[list[int]] = [[] for _ in range(len(distance))]
    for steps in chosen:
        here = steps.only(steps.above == current[steps.row])
        order = np.lexsort((rank[here.below], here.row))
        row, at = np.unique(here.row[order], return_index=True)
        below = here.below[order][at]
        current[row] = below
        for place, number in zip(row.tolist(), below.tolist(), strict=True):
            paths[place].append(number)
    return paths
