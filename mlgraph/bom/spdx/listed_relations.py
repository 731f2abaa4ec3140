"""How what bills of materials list is related, and how much of that they say is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.bom.spdx.listed_things import thing_refs
from mlgraph.bom.spdx.relations import CONTAINS, DEPENDS_ON, DESCENDANT_OF, TESTED_ON, TRAINED_ON, Relation
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Scope
from mlgraph_queries.entries import Inventory
from mlgraph_queries.listed_aggregates import aggregates
from mlgraph_queries.listing import Listing

_WORDS = {
    EdgeKind.DERIVED_FROM: DESCENDANT_OF,
    EdgeKind.TRAINED_ON: TRAINED_ON,
    EdgeKind.EVALUATED_ON: TESTED_ON,
}
_COMPLETENESS = {"complete": "complete", "unknown": "unknown", "not_specified": "unknown"}
"""Aggregates of CycloneDX; all others are kinds of incomplete."""


def listed_relations(inventory: Inventory, listing: Listing) -> Iterator[Relation]:
    """Who requires whom, what holds what, and what was made from what, in a fixed order."""
    names = thing_refs(inventory, listing)
    nodes = sorted((node for node in listing.accounts if node != listing.root), key=names.__getitem__)
    for node in nodes:
        known = aggregates(listing, node)
        yield from _required(node, listing, names, _word(known.get("dependencies")))
    within = {inner for parts in listing.parts.values() for inner in parts}
    for node in nodes:
        inside = listing.parts.get(node, ())
        if node == inventory.project:
            inside = tuple(each for each in nodes if each not in within and each != inventory.project)
        word = _word(aggregates(listing, node).get("assemblies"))
        if inside or word:
            held = tuple(sorted({names[each] for each in inside} - {names[node]}))
            yield Relation(CONTAINS, names[node], held, word)
    for node in (*nodes, *sorted(listing.mentions)):
        yield from _lineage(node, listing, names)


def _required(node: NodeId, listing: Listing, names: Mapping[NodeId, str], completeness: str) -> Iterator[Relation]:
    """What a part requires, a relation per scope; one that leads to nothing where it is known to require nothing."""
    rows = listing.requires.get(node)
    if rows is None:
        if completeness:
            yield Relation(DEPENDS_ON, names[node], (), completeness)
        return
    groups: dict[str, set[str]] = {}
    for each in rows:
        if names.get(each.node, names[node]) != names[node]:
            groups.setdefault(each.scope or "", set()).add(names[each.node])
    if not groups:
        yield Relation(DEPENDS_ON, names[node], (), "complete")
    for scope, found in sorted(groups.items()):
        told = Scope(scope) if scope in set(Scope) else None
        yield Relation(DEPENDS_ON, names[node], tuple(sorted(found)), completeness, told)


def _lineage(node: NodeId, listing: Listing, names: Mapping[NodeId, str]) -> Iterator[Relation]:
    groups: dict[tuple[str, str], set[str]] = {}
    account = listing.accounts.get(node) or listing.mentions[node]
    for kind, link in account.links:
        if kind in _WORDS and names.get(link.node, names[node]) != names[node]:
            groups.setdefault((_WORDS[kind], link.relation or ""), set()).add(names[link.node])
    for (word, manner), found in sorted(groups.items()):
        comment = f"relation: {manner}" if manner else None
        yield Relation(word, names[node], tuple(sorted(found)), "", None, manner or None, comment)


def _word(aggregate: str | None) -> str:
    return "" if aggregate is None else _COMPLETENESS.get(aggregate, "incomplete")
