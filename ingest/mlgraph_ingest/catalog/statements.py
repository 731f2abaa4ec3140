"""What a document of the catalog says of an entry, as assertions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.catalog.entries import node_of
from mlgraph_ontology.kinds import FUNCTIONAL, EdgeKind, Method, PropertyKind

CURATED = Evidence("", Method.CURATED, "catalog")
TARGETS = (
    EdgeKind.PUBLISHED_BY,
    EdgeKind.TRAINED_ON,
    EdgeKind.EVALUATED_ON,
    EdgeKind.SAME_AS,
)
"""Edges whose field is a list of ids."""
_LICENSED, _DERIVED = EdgeKind.LICENSED_UNDER, EdgeKind.DERIVED_FROM


def statement_assertions(node: NodeId, fields: Mapping[str, Any]) -> Iterator[Assertion]:
    """The assertions of one document on one entry, in the order of its fields.

    `licensed_under` is one license expression or a list, `derived_from` a mapping from an id to the relation
    (empty: not stated), other edges are lists of ids; a property that can have several values is a list.
    """
    for name, value in fields.items():
        if name == _LICENSED:
            yield from (_license(node, text) for text in ([value] if isinstance(value, str) else value))
        elif name == _DERIVED:
            for base, relation in value.items():
                yield edge(node, EdgeKind.DERIVED_FROM, node_of(base), CURATED, relation=relation)
        elif name in TARGETS:
            yield from (edge(node, EdgeKind(name), node_of(key), CURATED) for key in value)
        else:
            kind = PropertyKind(name)
            yield from (fact(node, kind, one, CURATED) for one in ([value] if kind in FUNCTIONAL else value))


def targets(fields: Mapping[str, Any]) -> Iterator[NodeId]:
    """What a statement leads to: base models, datasets, publishers."""
    for name, value in fields.items():
        if name == _DERIVED or name in TARGETS:
            yield from map(node_of, value)


def _license(node: NodeId, text: str) -> Assertion:
    return edge(node, EdgeKind.LICENSED_UNDER, ids.license_expression(text), CURATED, acknowledgement="declared")
