"""Lineage: what the models, datasets and weight files of the project were made from, drawn and listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from mlgraph.model.ids import NodeId
from mlgraph.report.layers import Bend, columns
from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import Absence, Material, Section, counted
from mlgraph.report.shown import link, page_of, visible
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind
from mlgraph_queries.artifacts import name_of
from mlgraph_queries.entries import Artifact, Inventory
from mlgraph_queries.stated import Link

DRAWN_LIMIT = 60
"""Things that a drawing shows at most; beyond that nobody finds anything in it, and the list has them all."""
_BOX = (210, 44)
_GAP = (110, 18)
_MARGIN = 6
_TITLE, _SUBTITLE = 25, 34
"""Characters that fit into a box."""
_FOLDED = 6
"""Datasets that nothing is known to lie behind and that one model was trained on: of more, one box tells the number."""
_WORDS = {EdgeKind.TRAINED_ON: "trained on", EdgeKind.EVALUATED_ON: "evaluated on"}


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
class StepRow:
    """A step as the table shows it."""

    made: str
    made_page: str | None
    how: str
    """`finetune`, `trained on`, ...; `derived from` where no source says how."""
    origin: str
    origin_page: str | None
    terms: Terms
    """What the origin is licensed under."""
    method: Method
    where: str
    where_page: str | None


@dataclass(frozen=True, slots=True)
class LineageBody:
    """What the template of this chapter shows."""

    drawing: Drawing | None
    rows: tuple[StepRow, ...]
    ends: tuple[str, ...]
    """Names of what nothing was read about, so that its own origins are unknown."""
    absence: Absence | None


@dataclass(frozen=True, slots=True)
class _Step:
    made: NodeId
    origin: NodeId
    kind: EdgeKind
    how: str
    method: Method
    where: str


def lineage(material: Material) -> Section:
    """What everything was made from, through all steps that are known."""
    known = _known(material.inventory)
    names = {alias: artifact.id for artifact in known.values() for alias in artifact.aliases if alias not in known}
    steps = list(dict.fromkeys(_steps(material.inventory, known, names)))
    reached = list(dict.fromkeys(node for step in steps for node in (step.made, step.origin)))
    unread = tuple(_name(node, known, material) for node in reached if not _is_read(node, known))
    rows = tuple(_row(step, known, material) for step in steps)
    drawing = _drawing(reached, steps, known, material) if steps else None
    absence = None if steps else _absence(material.inventory)
    body = LineageBody(drawing, rows, unread, absence)
    return Section("lineage", "Lineage", counted(len(rows), absence), body)


def _absence(inventory: Inventory) -> Absence:
    used = [*inventory.models, *inventory.datasets]
    if not used and not inventory.files:
        return Absence(is_known=True, text="None: the project names no model and no dataset and holds no weight file.")
    return Absence(
        is_known=False,
        text="Unknown: no source that was read says what the models, datasets and weight files were made from.",
    )


def _known(inventory: Inventory) -> dict[NodeId, Artifact]:
    found = {entry.id: entry.known for entry in (*inventory.models, *inventory.datasets)}
    return {**{artifact.id: artifact for artifact in inventory.related}, **found}


def _steps(inventory: Inventory, known: Mapping[NodeId, Artifact], names: Mapping[NodeId, NodeId]) -> Iterator[_Step]:
    """Every step; what has another name in the inventory goes by that."""
    for file in inventory.files:
        said = {stated.node: stated for stated in reversed(file.origins)}
        for origin in file.derived_from:
            stated = said.get(origin)
            how = (stated and stated.relation) or "derived from"
            method, where = (stated.method, stated.where) if stated else (Method.OBSERVED, file.path)
            yield _Step(file.id, names.get(origin, origin), EdgeKind.DERIVED_FROM, how, method, where)
    for artifact in known.values():
        for kind, links in (
            (EdgeKind.DERIVED_FROM, artifact.derived_from),
            (EdgeKind.TRAINED_ON, artifact.trained_on),
            (EdgeKind.EVALUATED_ON, artifact.evaluated_on),
        ):
            strongest: dict[NodeId, Link] = {}
            for stated in links:
                strongest.setdefault(stated.node, stated)
            for node, stated in strongest.items():
                how = _WORDS.get(kind) or next((str(x.relation) for x in links if x.node == node and x.relation), "")
                yield _Step(
                    artifact.id, names.get(node, node), kind, how or "derived from", stated.method, stated.where
                )


def _row(step: _Step, known: Mapping[NodeId, Artifact], material: Material) -> StepRow:
    return StepRow(
        made=_name(step.made, known, material),
        made_page=page_of(step.made),
        how=step.how,
        origin=_name(step.origin, known, material),
        origin_page=page_of(step.origin),
        terms=_terms(step.origin, known, material),
        method=step.method,
        where=material.paths.place(step.where),
        where_page=link(step.where.partition("#")[0]),
    )


def _name(node: NodeId, known: Mapping[NodeId, Artifact], material: Material) -> str:
    if node in known:
        return known[node].name
    if node.kind is not NodeKind.FILE:
        return name_of(node)
    files = {entry.id: entry.path for entry in material.inventory.files}
    return material.paths.place(files.get(node, node.key))


def _terms(node: NodeId, known: Mapping[NodeId, Artifact], material: Material) -> Terms:
    if node in known:
        return terms(known[node].licenses)
    return terms([s for file in material.inventory.files if file.id == node for s in file.licenses], has_words=True)


def _is_read(node: NodeId, known: Mapping[NodeId, Artifact]) -> bool:
    return node.kind is NodeKind.FILE or (node in known and bool(known[node].facts or known[node].documents))


def _drawing(
    reached: list[NodeId], steps: list[_Step], known: Mapping[NodeId, Artifact], material: Material
) -> Drawing:
    inventory = material.inventory
    used = {*(entry.id for entry in (*inventory.models, *inventory.datasets)), *(file.id for file in inventory.files)}
    folded = _folded(steps, used)
    reached = [node for node in reached if node not in folded] + sorted(set(folded.values()))
    order = sorted(reached, key=lambda node: (node not in used, reached.index(node)))[:DRAWN_LIMIT]
    shown = set(order)
    whole = dict.fromkeys(replace(step, origin=folded.get(step.origin, step.origin), where="") for step in steps)
    drawn = [step for step in whole if step.made in shown and step.origin in shown]
    grid = columns(order, [(step.origin, step.made) for step in drawn])
    tallest = max(len(column) for column in grid)
    (width, height), (across, down) = _BOX, _GAP
    at: dict[NodeId, tuple[int, int]] = {}
    bends: dict[tuple[NodeId, NodeId], list[tuple[int, int]]] = {}
    for number, column in enumerate(grid):
        top = _MARGIN + (tallest - len(column)) * (height + down) // 2
        for index, one in enumerate(column):
            place = (_MARGIN + number * (width + across), top + index * (height + down))
            if isinstance(one, Bend):
                bends.setdefault((one.source, one.target), []).append(place)
            else:
                at[one] = place
    return Drawing(
        width=2 * _MARGIN + len(grid) * (width + across) - across,
        height=2 * _MARGIN + tallest * (height + down) - down,
        box_width=width,
        box_height=height,
        boxes=tuple(_box(node, at[node], known, material, is_used=node in used) for node in at),
        arrows=tuple(
            _arrow(step, at[step.origin], bends.get((step.origin, step.made), []), at[step.made])
            for step in drawn
            if step.made != step.origin
        ),
        left_out=len(reached) - len(order),
    )


def _folded(steps: list[_Step], used: AbstractSet[NodeId]) -> dict[NodeId, NodeId]:
    """Datasets that are drawn as one box -> that box; its id says how many they are and of which model."""
    made = {step.made for step in steps}
    users: dict[NodeId, set[tuple[NodeId, EdgeKind]]] = {}
    for step in steps:
        users.setdefault(step.origin, set()).add((step.made, step.kind))
    leaves: dict[tuple[NodeId, EdgeKind], list[NodeId]] = {}
    for node, by in users.items():
        if node.kind is NodeKind.DATASET and node not in made and node not in used and len(by) == 1:
            leaves.setdefault(next(iter(by)), []).append(node)
    return {
        node: NodeId(NodeKind.DATASET, f"{len(nodes)} datasets#{user.key}#{kind}")
        for (user, kind), nodes in leaves.items()
        if len(nodes) > _FOLDED
        for node in nodes
    }


def _box(
    node: NodeId, place: tuple[int, int], known: Mapping[NodeId, Artifact], material: Material, *, is_used: bool
) -> Box:
    if "#" in node.key and " datasets#" in node.key:
        count = node.key.partition("#")[0]
        whole = f"{count}, listed in the table"
        return Box(
            *place, title=count, subtitle="in the table", whole=whole, kind="dataset", is_used=False, is_read=True
        )
    name = visible(_name(node, known, material), 200)
    said = _terms(node, known, material)
    licensed = ", ".join([*(expression for expression, _ in said.expressions), *said.wordings]) or "license unknown"
    return Box(
        x=place[0],
        y=place[1],
        title=_cut(name.rpartition("/")[2] if len(name) > _TITLE else name, _TITLE),
        subtitle=_cut(licensed, _SUBTITLE),
        whole=f"{name}: {str(node.kind).lower()}, {licensed}",
        kind=str(node.kind).lower(),
        is_used=is_used,
        is_read=_is_read(node, known),
    )


def _arrow(step: _Step, origin: tuple[int, int], bends: list[tuple[int, int]], made: tuple[int, int]) -> Arrow:
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
