"""Which things of a graph a text means: an id with all its versions, a name, a vulnerability, or a part of a name."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph_ontology.kinds import EdgeKind, NodeKind

THING_LIMIT = 10_000
"""Things of one id or name; a package with more releases is none."""
PART_LIMIT = 200
"""Things whose names hold a text; more than that is no question."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a text means."""

    things: tuple[NodeId, ...]
    by: str
    """How: `id`, `name`, `vulnerability` or `part of a name`."""
    is_cut: bool = False
    """Whether there are more."""


def meant(view: GraphView, text: str) -> Meant:
    """The things that a text means: by id, else by name, else by a part of a name.

    A package without a version means its releases, too, a model as a whole its states; a vulnerability means what is
    said to be affected by it.
    """
    node = _parsed(text)
    if node is not None and node.kind is NodeKind.VULNERABILITY:
        return Meant(_affected(view, node), "vulnerability")
    if node is not None and node.kind is not NodeKind.LICENSE:
        return Meant(_with_aliases(view, view.portfolio.matching(str(node), by="id", limit=THING_LIMIT)), "id")
    named = view.portfolio.matching(text, by="name", limit=THING_LIMIT)
    if named:
        return Meant(_with_aliases(view, named), "name")
    found = view.portfolio.matching(text, by="part", limit=PART_LIMIT + 1)
    return Meant(_with_aliases(view, found[:PART_LIMIT]), "part of a name", is_cut=len(found) > PART_LIMIT)


def _parsed(text: str) -> NodeId | None:
    try:
        return ids.parse(text)
    except FormatError:
        return None


def _with_aliases(view: GraphView, nodes: list[NodeId]) -> tuple[NodeId, ...]:
    return tuple(dict.fromkeys(alias for node in nodes for alias in view.aliases(node)))


def _affected(view: GraphView, vulnerability: NodeId) -> tuple[NodeId, ...]:
    subjects = {edge.subject for edge in view.naming([vulnerability]) if edge.kind is EdgeKind.AFFECTED_BY}
    return _with_aliases(view, sorted(subjects))
