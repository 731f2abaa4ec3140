"""Which verdicts somebody gave on weaknesses in the parts of a project (VEX), and which of them hold here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from packageurl import PackageURL

from mlgraph.model import ids
from mlgraph.model.assessments import STATUSES
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import Statement, edges_of, values_of
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.vulnerability_entries import Verdict


class Product:
    """The project, as statements on products may name it."""

    def __init__(self, project: NodeId, name: str, version: str | None, said: Sequence[Statement]) -> None:
        self._name, self._version = ids.canonical_name(name), version
        purls = (s.value for s in values_of(said, PropertyKind.IDENTIFIER) if isinstance(s.value, dict))
        self._purls = {str(value.get("value")) for value in purls if value.get("type") == "purl"}
        self.nodes = (project, *self._named(name))
        """What a statement on the project as a whole may be about."""

    def is_named(self, product: str) -> bool:
        """Whether a package URL names the project: one of its own, or its name, in its version where one is given."""
        if product in self._purls:
            return True
        try:
            parts = PackageURL.from_string(product)
        except ValueError:
            return False
        is_version = None in (parts.version, self._version) or parts.version == self._version
        return ids.canonical_name(parts.name) == self._name and is_version

    def _named(self, name: str) -> Iterator[NodeId]:
        texts = [*self._purls]
        for kind in ("pypi", "generic"):
            versions = (None, self._version) if self._version else (None,)
            texts += [PackageURL(kind, None, name, version).to_string() for version in versions if name]
        for text in texts:
            try:
                node = ids.parse(text)
            except (FormatError, ValueError):
                continue
            if node.kind in {NodeKind.PACKAGE, NodeKind.RELEASE, NodeKind.MODEL}:
                yield node


def verdicts(statements: Iterable[Sequence[Statement]], product: Product) -> Mapping[NodeId, tuple[Verdict, ...]]:
    """By weakness: the verdicts among some statements that hold in this project, the latest first."""
    found: defaultdict[NodeId, set[Verdict]] = defaultdict(set)
    for said in statements:
        for edge in edges_of(said, EdgeKind.ASSESSED_FOR):
            named = edge.qualifiers.get("product")
            if edge.qualifiers.get("status") in STATUSES and (named is None or product.is_named(str(named))):
                found[edge.object].add(_verdict(edge))
    return {node: tuple(sorted(told, key=_latest_first)) for node, told in found.items()}


def latest_first(told: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Verdicts in the order in which they count (OpenVEX 0.2.0: a later statement overrides an earlier one)."""
    return tuple(sorted(set(told), key=_latest_first))


def _verdict(edge: Edge) -> Verdict:
    said, responses = edge.qualifiers, edge.qualifiers.get("response")
    return Verdict(
        status=str(said["status"]),
        state=_text(said.get("state")),
        justification=_text(said.get("justification")),
        responses=tuple(map(str, responses)) if isinstance(responses, list) else (),
        detail=_text(said.get("detail")),
        subject=edge.subject,
        product=_text(said.get("product")),
        said_at=_moment(said.get("said_at")) or edge.source.observed_at,
        where=edge.source.where,
    )


def _latest_first(verdict: Verdict) -> tuple[object, ...]:
    return -verdict.said_at.timestamp(), STATUSES.index(verdict.status), verdict.where, repr(verdict)


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
