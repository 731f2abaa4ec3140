"""Which things of a graph a text means: an id with all its versions, a name, a vulnerability, or a part of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.errors import FormatError, QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph.view.statements import Edge
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
    unclear: int = 0
    """Releases, and packages that a project has in no version, of which it cannot be told whether they are meant."""


def meant(view: GraphView, text: str) -> Meant:
    """The things that a text means: by id, else by name, else by a part of a name.

    A package without a version means its releases, too, a model as a whole its states; a vulnerability means what is
    said to be affected by it. Raises QueryError where there is no text.
    """
    text = text.strip().encode("utf-8", "backslashreplace").decode()  # as the graph keeps what is no Unicode
    if not text:
        raise QueryError("say what to look for: an id, a name, a part of one, or a vulnerability")
    node = _parsed(text)
    if node is not None and node.kind is NodeKind.VULNERABILITY:
        things, unclear = _affected(view, node)
        return Meant(things, "vulnerability", unclear=unclear)
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


def _affected(view: GraphView, vulnerability: NodeId) -> tuple[tuple[NodeId, ...], int]:
    """What is affected by a vulnerability: what is said to be, and the releases in the ranges that records give.

    With it comes of how much it cannot be told. Records that were withdrawn say nothing.
    """
    found: set[NodeId] = set()
    records: dict[NodeId, list[Edge]] = {}
    for edge in view.naming([vulnerability]):
        if edge.kind is EdgeKind.AFFECTED_BY and "withdrawn" not in edge.qualifiers:
            if "ecosystem" in edge.qualifiers:
                records.setdefault(edge.subject, []).append(edge)
            else:
                found.add(edge.subject)
    unclear = 0
    for package, edges in records.items():
        releases = view.portfolio.matching(str(package), by="id", limit=THING_LIMIT)
        answers = {release: _is_affected(release, edges) for release in releases if release.kind is NodeKind.RELEASE}
        found.update(release for release, answer in answers.items() if answer)
        unclear += sum(answer is None for answer in answers.values()) + _without_version(view, releases)
    return _with_aliases(view, sorted(found)), unclear


def _is_affected(release: NodeId, edges: Sequence[Edge]) -> bool | None:
    """Whether records mean a release; None: it cannot be told."""
    from mlgraph_queries.vulnerabilities.affected_versions import is_affected

    parts = ids.purl_parts(release)
    answers = [is_affected(parts.version, parts.type, edge.qualifiers) if parts.version else None for edge in edges]
    return True if any(answers) else None if None in answers else False


def _without_version(view: GraphView, nodes: Sequence[NodeId]) -> int:
    """In how many projects a package is that is in no version there."""
    kinds: dict[NodeId, set[NodeKind]] = {}
    for listing in view.portfolio.listings(nodes):
        kinds.setdefault(listing.project, set()).add(listing.thing.kind)
    return sum(found == {NodeKind.PACKAGE} for found in kinds.values())
