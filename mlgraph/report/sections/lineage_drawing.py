"""The drawing of a lineage: boxes for things, arrows from what something was made from to what was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mlgraph.model.ids import NodeId
from mlgraph.report.layers import Bend, columns
from mlgraph.report.sections.lineage_steps import Lineage, Step
from mlgraph.report.shown import visible
from mlgraph_ontology.kinds import EdgeKind, NodeKind

DRAWN_LIMIT = 60
"""Things that a drawing shows at most; beyond that nobody finds anything in it, and the list has them all."""
_BOX = (210, 44)
_GAP = (110, 18)
_MARGIN = 6
_TITLE, _SUBTITLE = 25, 34
"""Characters that fit into a box."""
_FOLDED = 6
"""Datasets that nothing is known to lie behind and that one model was trained on: of more, one box tells the number."""


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in the drawing."""

    x: int
    y: int
    title: str
    subtitle: str
    whole: str
    """Its full name and what it is, for whoever points at it."""
    kind: str
    """`model`, `dataset` or `file`."""
    is_used: bool
    """Whether the project itself uses it."""
    is_read: bool
    """Whether anything was read about it; else what lies behind it is unknown."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A step in the drawing, from what something was made from to what was made."""

    path: str
    head: str
    """The path of its head."""
    label: str
    x: int
    y: int
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The drawing, in units of its own view box."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: int
    """Things that are listed only."""


@dataclass(frozen=True, slots=True)
class _Fold:
    """Datasets that only one thing was made from, in one way: drawn as one box."""

    count: int
    made: NodeId
    kind: EdgeKind


_Drawn: TypeAlias = "NodeId | _Fold"
_Place: TypeAlias = tuple[int, int]


def draw(lineage: Lineage) -> Drawing:
    """Draw a lineage that has a step, what the project uses first where it is too large."""
    folds = _folds(lineage)
    shown: list[_Drawn] = [node for node in lineage.reached if node not in folds]
    shown += dict.fromkeys(folds.values())
    order = sorted(shown, key=lambda one: one not in lineage.used)[:DRAWN_LIMIT]
    arrows = {(folds.get(step.origin, step.origin), step.made): step for step in reversed(lineage.steps)}
    drawn = {ends: step for ends, step in reversed(arrows.items()) if {*ends} <= {*order} and ends[0] != ends[1]}
    grid = columns(order, drawn)
    tallest = max(len(column) for column in grid)
    at, bends = _places(grid, tallest)
    (width, height), (across, down) = _BOX, _GAP
    return Drawing(
        width=2 * _MARGIN + len(grid) * (width + across) - across,
        height=2 * _MARGIN + tallest * (height + down) - down,
        box_width=width,
        box_height=height,
        boxes=tuple(_box(one, place, lineage) for one, place in at.items()),
        arrows=tuple(_arrow(step, at[o], bends.get((o, made), []), at[made]) for (o, made), step in drawn.items()),
        left_out=len(shown) - len(order),
    )


def _folds(lineage: Lineage) -> Mapping[NodeId, _Fold]:
    """The datasets that are drawn as one box, each with that box."""
    made = {step.made for step in lineage.steps}
    users: dict[NodeId, set[tuple[NodeId, EdgeKind]]] = {}
    for step in lineage.steps:
        users.setdefault(step.origin, set()).add((step.made, step.kind))
    leaves: dict[tuple[NodeId, EdgeKind], list[NodeId]] = {}
    for node, by in users.items():
        if node.kind is NodeKind.DATASET and node not in made and node not in lineage.used and len(by) == 1:
            leaves.setdefault(next(iter(by)), []).append(node)
    large = {_Fold(len(nodes), *by): nodes for by, nodes in leaves.items() if len(nodes) > _FOLDED}
    return {node: fold for fold, nodes in large.items() for node in nodes}


def _places(
    grid: Sequence[Sequence[_Drawn | Bend[_Drawn]]], tallest: int
) -> tuple[dict[_Drawn, _Place], dict[tuple[_Drawn, _Drawn], list[_Place]]]:
    """Where each box stands, and where each arrow that passes columns does so."""
    (width, height), (across, down) = _BOX, _GAP
    at: dict[_Drawn, _Place] = {}
    bends: dict[tuple[_Drawn, _Drawn], list[_Place]] = {}
    for number, column in enumerate(grid):
        top = _MARGIN + (tallest - len(column)) * (height + down) // 2
        for index, one in enumerate(column):
            place = (_MARGIN + number * (width + across), top + index * (height + down))
            if isinstance(one, Bend):
                bends.setdefault((one.source, one.target), []).append(place)
            else:
                at[one] = place
    return at, bends


def _box(one: _Drawn, place: _Place, lineage: Lineage) -> Box:
    if isinstance(one, _Fold):
        count = f"{one.count} datasets"
        whole = f"{count}, listed in the table"
        return Box(
            *place, title=count, subtitle="in the table", whole=whole, kind="dataset", is_used=False, is_read=True
        )
    name, kind = visible(lineage.name(one), 200), str(one.kind).lower()
    said = lineage.terms(one)
    licensed = ", ".join([*(expression for expression, _ in said.expressions), *said.wordings]) or "license unknown"
    return Box(
        *place,
        title=_cut(name.rpartition("/")[2] if len(name) > _TITLE else name, _TITLE),
        subtitle=_cut(licensed, _SUBTITLE),
        whole=f"{name}: {kind}, {licensed}",
        kind=kind,
        is_used=one in lineage.used,
        is_read=lineage.is_read(one),
    )


def _arrow(step: Step, origin: _Place, bends: list[_Place], made: _Place) -> Arrow:
    (width, height), (across, _) = _BOX, _GAP
    middle = height // 2
    points = [(origin[0] + width, origin[1] + middle)]
    for x, y in bends:
        points += [(x, y + middle), (x + width, y + middle)]
    points.append((made[0], made[1] + middle))
    path, pen = f"M{points[0][0]},{points[0][1]}", points[0]
    for number, (x, y) in enumerate(points[1:]):
        bend = max(across // 2, abs(x - pen[0]) // 2)
        is_straight = bool(number % 2)
        path += f" L{x},{y}" if is_straight else f" C{pen[0] + bend},{pen[1]} {x - bend},{y} {x},{y}"
        pen = (x, y)
    head = f"M{pen[0] - 7},{pen[1] - 4} L{pen[0]},{pen[1]} L{pen[0] - 7},{pen[1] + 4} z"
    start, end = points[-2], points[-1]
    label = step.how if step.kind is EdgeKind.DERIVED_FROM else ""
    kind = str(step.kind).replace("_", "-")
    return Arrow(path, head, label, (start[0] + end[0]) // 2, (start[1] + end[1]) // 2 - 4, kind)


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
