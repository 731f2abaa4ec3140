"""What bills of materials say besides the rows of an inventory: how they nest, how complete they are, in whose words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.stated import LicenseStatement, Link, Sighting, Stated

Facts = Mapping[PropertyKind, tuple[Stated, ...]]


@dataclass(frozen=True, slots=True)
class Account:
    """All that documents say of one component, or of what they are about."""

    sightings: tuple[Sighting, ...]
    """Where each document lists it; the detail holds `ref`, `group`, `purl`, `version`, `scope`, ... as read."""
    facts: Facts
    licenses: tuple[LicenseStatement, ...]
    publishers: tuple[Link, ...]
    links: tuple[tuple[EdgeKind, Link], ...] = ()
    """Further edges: what it was derived from, trained on, where it is developed."""
    aliases: tuple[NodeId, ...] = ()
    """Other ids that its documents say are the same, sorted."""

    def texts(self, kind: PropertyKind) -> tuple[str, ...]:
        """The values of a property that are texts, the strongest first, each once."""
        return tuple(dict.fromkeys(s.value for s in self.facts.get(kind, ()) if isinstance(s.value, str)))

    def text(self, kind: PropertyKind) -> str | None:
        """The first of them; None where there is none."""
        return next(iter(self.texts(kind)), None)

    def tables(self, kind: PropertyKind) -> tuple[Mapping[str, JsonValue], ...]:
        """The values of a property that are mappings, the strongest first, each once."""
        stated_ones = self.facts.get(kind, ())
        if len(stated_ones) < 2:
            return tuple(s.value for s in stated_ones if isinstance(s.value, dict))
        found: dict[str, Mapping[str, JsonValue]] = {}
        for stated in stated_ones:
            if isinstance(stated.value, dict):
                found.setdefault(repr(sorted(stated.value.items(), key=lambda item: item[0])), stated.value)
        return tuple(found.values())

    def detail(self, name: str) -> JsonValue:
        """What the first document that says it has under a name; None where none does."""
        return next((s.detail[name] for s in self.sightings if name in s.detail), None)

    @property
    def purl(self) -> str | None:
        """The package URL as its document writes it, where that is not the id; None: the id, or `has_purl` is false."""
        found = self.detail("purl")
        return found if isinstance(found, str) else None

    @property
    def has_purl(self) -> bool:
        """Whether any document gives a package URL for it: an id that was made from a name alone is none."""
        return not self.sightings or any(s.detail.get("purl") is not False for s in self.sightings)


NOBODY = Account((), {}, (), ())


@dataclass(frozen=True, slots=True)
class Requirement:
    """That one part requires another."""

    node: NodeId
    scope: str | None = None
    """What for, where a document says so."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """One bill of materials."""

    title: str
    standard: str
    """`cyclonedx`, `spdx2` or `spdx3`; empty: it says nothing."""
    facts: Facts
    """Of the document itself: serial number, specification, tools, lifecycles, what has no kind of ours."""
    publishers: tuple[Link, ...] = ()
    """Whom it names as behind itself."""


@dataclass(frozen=True, slots=True)
class ListedVulnerability:
    """A vulnerability that documents name, and what it means for their parts."""

    id: NodeId
    facts: Facts
    aliases: tuple[NodeId, ...]
    affected: tuple[Link, ...]
    """The parts, each with the qualifiers as read."""
    assessed: tuple[Link, ...]
    """The parts that a statement was made on: `status`, `justification`, `response`, `detail`."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What bills of materials say of one thing."""

    documents: tuple[ListedDocument, ...]
    root: NodeId | None
    """The node of what they are about, where it has one besides the project."""
    accounts: Mapping[NodeId, Account]
    """Of the project and of every part, by id of its entry."""
    parts: Mapping[NodeId, tuple[NodeId, ...]]
    """Component -> the components that are listed within it; what stands at the top is in none."""
    requires: Mapping[NodeId, tuple[Requirement, ...]]
    """Of the project and of every part of which a document says what it requires; empty: nothing. The others are
    unknown."""
    vulnerabilities: tuple[ListedVulnerability, ...] = ()
    license_texts: Mapping[str, str] = field(default_factory=dict)
    """Of licenses that the documents define themselves: name (`LicenseRef-...`) -> text."""

    mentions: Mapping[NodeId, Account] = field(default_factory=dict)
    """What they say of what is no part but lies behind one: ancestors, data that a model was made with."""

    @property
    def phases(self) -> tuple[str, ...]:
        """At which stages of its life the documents say that the thing was looked at, in the words of CycloneDX."""
        stated = (s.value for d in self.documents for s in d.facts.get(PropertyKind.LIFECYCLE, ()))
        return tuple(sorted({value for value in stated if isinstance(value, str)}))
