"""What a view says of a node, each statement with its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from mlgraph.model.assertions import Evidence, JsonValue, Period
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, PropertyKind


class Source(NamedTuple):
    """The document and the place in it that a statement comes from."""

    document: str
    """Locator of the document."""
    title: str
    """What is shown of the document."""
    observed_at: datetime
    collection: str
    evidence: Evidence

    @property
    def where(self) -> str:
        """`requirements.txt:3`, as an editor understands it; a JSON pointer follows its document's title."""
        return shown_place(self.title, self.evidence.locator)


class Property(NamedTuple):
    """One statement on a property of a node."""

    subject: NodeId
    kind: PropertyKind
    value: JsonValue
    source: Source
    period: Period


class Edge(NamedTuple):
    """One statement that links two nodes."""

    subject: NodeId
    kind: EdgeKind
    object: NodeId
    qualifiers: Mapping[str, JsonValue]
    source: Source
    period: Period
    named: NodeId | None = None
    """The object by the name that the document has for it, where another name stands for both; None: it is that."""


def shown_place(title: str, place: str) -> str:
    """A place in a document, as an editor understands it.

    >>> shown_place("requirements.txt", "3"), shown_place("app.cdx.json", "#/components/0")
    ('requirements.txt:3', 'app.cdx.json#/components/0')
    """
    if not place:
        return title
    return f"{title}{place}" if place.startswith("#") else f"{title}:{place}"
