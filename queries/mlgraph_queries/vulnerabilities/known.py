"""What is known of single weaknesses, whatever they affect: names, texts, severity, exploitation, dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, Statement, edges_of, value_of, values_of
from mlgraph.view.statements import Property
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.sightings import text, texts
from mlgraph_queries.vulnerabilities.coverage import EXPLOITED
from mlgraph_queries.vulnerability_entries import Advisories, KnownExploited, Prediction

_CVE = "CVE-"


@dataclass(frozen=True, slots=True)
class Known:
    """All that sources say of one weakness."""

    aliases: tuple[NodeId, ...]
    summary: str | None
    description: str | None
    severities: tuple[Property, ...]
    weaknesses: tuple[str, ...]
    published_at: str | None
    modified_at: str | None
    references: tuple[tuple[str, str], ...]
    fixed_in: tuple[NodeId, ...]
    is_known_exploited: bool | None
    exploited: KnownExploited | None
    prediction: Prediction | None


def known(
    view: GraphView, project: NodeId, nodes: Collection[NodeId], read: Sequence[Advisories]
) -> Mapping[NodeId, Known]:
    """What is known of some weaknesses, without what the documents of other projects say."""
    said = project_facts(view, project, nodes)
    has_catalog = any(one.kind == EXPLOITED for one in read)
    return {node: _known(view, node, said.get(node, ()), has_catalog=has_catalog) for node in nodes}


def _known(view: GraphView, node: NodeId, said: Sequence[Statement], *, has_catalog: bool) -> Known:
    names = view.aliases(node)
    exploited = _exploited(value_of(said, PropertyKind.KNOWN_EXPLOITED))
    could_be_listed = has_catalog and any(name.key.startswith(_CVE) for name in names)
    return Known(
        aliases=tuple(sorted(name for name in names if name != node)),
        summary=text(said, PropertyKind.SUMMARY),
        description=text(said, PropertyKind.DESCRIPTION),
        severities=tuple(values_of(said, PropertyKind.SEVERITY)),
        weaknesses=texts(said, PropertyKind.WEAKNESS),
        published_at=text(said, PropertyKind.PUBLISHED_AT),
        modified_at=text(said, PropertyKind.MODIFIED_AT),
        references=_references(said),
        fixed_in=tuple(sorted({edge.object for edge in edges_of(said, EdgeKind.FIXED_IN)})),
        is_known_exploited=True if exploited is not None else False if could_be_listed else None,
        exploited=exploited,
        prediction=_prediction(value_of(said, PropertyKind.EXPLOIT_PREDICTION)),
    )


def _references(said: Sequence[Statement]) -> tuple[tuple[str, str], ...]:
    found = [s.value for s in values_of(said, PropertyKind.HOMEPAGE) if isinstance(s.value, dict)]
    return tuple(dict.fromkeys((str(value.get("label", "")), str(value.get("url", ""))) for value in found))


def _exploited(stated: Property | None) -> KnownExploited | None:
    if stated is None or not isinstance(stated.value, dict):
        return None
    said = stated.value
    ransomware = said.get("ransomware")
    return KnownExploited(
        catalog=str(said.get("catalog", "")),
        added=str(said["added"]) if said.get("added") else None,
        due=str(said["due"]) if said.get("due") else None,
        is_ransomware=ransomware if isinstance(ransomware, bool) else None,
        where=stated.source.where,
    )


def _prediction(stated: Property | None) -> Prediction | None:
    if stated is None or not isinstance(stated.value, dict):
        return None
    probability, percentile = stated.value.get("probability"), stated.value.get("percentile")
    if not isinstance(probability, int | float) or not isinstance(percentile, int | float):
        return None
    day = str(stated.value.get("date", ""))
    return Prediction(float(probability), float(percentile), day, stated.source.where)
