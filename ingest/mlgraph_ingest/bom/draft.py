"""A component on its way out of a document: what its chapters add to it, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ingest.bom.fields import Problems
from mlgraph_ingest.bom.things import Link, Organization, Relation, Said, StatedLicense
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope


@dataclass(slots=True)
class Context:
    """What the chapters of one document know of the whole."""

    problems: Problems = field(default_factory=list)
    spec_version: str = ""
    """`1.6`; empty where the document does not say."""
    serial_number: str | None = None
    is_ours: bool = False
    """Whether mlgraph wrote it, so that its properties of ours mean what they meant there."""
    root: str | None = None
    """The key of what the document is about."""


@dataclass(slots=True)
class Draft:
    """What is said of one component."""

    key: str
    """By what relations name it."""
    facts: list[Said] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    licenses: list[StatedLicense] = field(default_factory=list)
    organizations: list[Organization] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    qualifiers: dict[str, JsonValue] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=list)
    is_listed: bool = True
    whole: str | None = None
    """The name of the component that it is nested in."""
    address: str | None = None
    """Of data: where they are."""

    def say(self, kind: PropertyKind, value: JsonValue, place: str = "") -> None:
        """Add a fact."""
        self.facts.append(Said(kind, value, place))

    def link(self, kind: EdgeKind, target: NodeId, place: str = "", **qualifiers: JsonValue) -> None:
        """Add a link to what has a name of its own."""
        self.links.append(Link(kind, target, tuple(qualifiers.items()), place))

    def relate(
        self,
        kind: EdgeKind,
        targets: Sequence[str],
        place: str,
        *,
        qualifiers: tuple[tuple[str, JsonValue], ...] = (),
        is_reversed: bool = False,
    ) -> None:
        """Add a link to other parts of the document, by their keys."""
        self.relations.append(Relation(self.key, kind, tuple(targets), place, qualifiers, is_reversed))

    def note(self, name: str, value: str, place: str = "") -> None:
        """Keep a property as it was written."""
        self.say(PropertyKind.ANNOTATION, {"name": name, "value": value}, place)
