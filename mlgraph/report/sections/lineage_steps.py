"""The steps of a lineage as a report shows them, and what is known of both ends of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import Material
from mlgraph_ontology.kinds import EdgeKind, Method, NodeKind
from mlgraph_queries.artifacts import name_of
from mlgraph_queries.entries import Artifact
from mlgraph_queries.stated import Link

_WORDS = {EdgeKind.TRAINED_ON: "trained on", EdgeKind.EVALUATED_ON: "evaluated on"}
_HOW = "derived from"
"""Where no source says how."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was made from another."""

    made: NodeId
    origin: NodeId
    kind: EdgeKind
    how: str
    """`finetune`, `trained on`, ...; `derived from` where no source says how."""
    method: Method
    where: str


class Lineage:
    """All steps that are known from what a project uses; what has another name in the inventory goes by that."""

    def __init__(self, material: Material) -> None:
        inventory = material.inventory
        own = {entry.id: entry.known for entry in (*inventory.models, *inventory.datasets)}
        self._known: Mapping[NodeId, Artifact] = {**{artifact.id: artifact for artifact in inventory.related}, **own}
        self._files = {file.id: file for file in inventory.files}
        self._paths = material.paths
        self.used = frozenset({*own, *self._files})
        """What the project itself uses."""
        self.steps = tuple(dict.fromkeys(self._steps()))
        self.reached = tuple(dict.fromkeys(node for step in self.steps for node in (step.made, step.origin)))
        """Both ends of all steps, each once."""

    def name(self, node: NodeId) -> str:
        """What a thing is called; a file by its path in the project."""
        if node in self._known:
            return self._known[node].name
        if node.kind is not NodeKind.FILE:
            return name_of(node)
        return self._paths.place(self._files[node].path if node in self._files else node.key)

    def terms(self, node: NodeId) -> Terms:
        """What a thing is licensed under."""
        if node in self._known:
            return terms(self._known[node].licenses)
        return terms(self._files[node].licenses if node in self._files else (), has_words=True)

    def is_read(self, node: NodeId) -> bool:
        """Whether anything was read about a thing; else what lies behind it is unknown."""
        known = self._known.get(node)
        return node.kind is NodeKind.FILE or (known is not None and bool(known.facts or known.documents))

    def _steps(self) -> Iterator[Step]:
        names = {alias: a.id for a in self._known.values() for alias in a.aliases if alias not in self._known}
        for made, kind, links in self._links():
            strongest: dict[NodeId, Link] = {}
            for stated in links:
                strongest.setdefault(stated.node, stated)
            for node, stated in strongest.items():
                how = _WORDS.get(kind) or next((str(x.relation) for x in links if x.node == node and x.relation), _HOW)
                yield Step(made, names.get(node, node), kind, how, stated.method, stated.where)

    def _links(self) -> Iterator[tuple[NodeId, EdgeKind, tuple[Link, ...]]]:
        for file in self._files.values():
            yield file.id, EdgeKind.DERIVED_FROM, file.origins
        for artifact in self._known.values():
            yield artifact.id, EdgeKind.DERIVED_FROM, artifact.derived_from
            yield artifact.id, EdgeKind.TRAINED_ON, artifact.trained_on
            yield artifact.id, EdgeKind.EVALUATED_ON, artifact.evaluated_on
