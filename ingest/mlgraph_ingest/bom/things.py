"""What every bill of materials says, in one form: the standards differ in words, not in what they can tell.

All are tuples, which are made in a third of the time that frozen dataclasses take: a large document has millions.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope


class StatedLicense(NamedTuple):
    """One statement on a license, in the words of its document."""

    text: str
    """An SPDX id or expression, a name, or a whole text."""
    acknowledgement: str | None = None
    """`declared` or `concluded`; None: the document does not say."""
    place: str = ""


class Said(NamedTuple):
    """A fact, as the ontology names it."""

    kind: PropertyKind
    value: JsonValue
    place: str = ""
    """Where in the document; empty: where its component is."""


class Organization(NamedTuple):
    """Who is named as behind a component. People are not kept, only that they were named."""

    name: str
    role: str
    """`supplier`, `manufacturer`, `publisher` or `originator`."""
    url: str | None = None
    """A page of it; an account of the Hugging Face hub names it."""


class Link(NamedTuple):
    """That a listed part is linked to something that has a name of its own, in the document or not."""

    kind: EdgeKind
    target: NodeId
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    place: str = ""
    """Where in the document; empty: where its component is."""


class Component(NamedTuple):
    """A part that a document lists."""

    ref: str | None
    """How the document calls it: bom-ref, SPDXID, spdxId; None: nothing refers to it."""
    place: str
    """JSON pointer, line or path in the document."""
    type: str
    """In the words of CycloneDX: library, application, framework, container, platform, operating-system, device,
    device-driver, firmware, file, machine-learning-model, data, cryptographic-asset, service. Empty: not said."""
    name: str
    group: str | None = None
    version: str | None = None
    """Exact; a range goes into `version_range`."""
    version_range: str | None = None
    purl: str | None = None
    address: str | None = None
    """Of data: where they are, which names them where no package URL does."""
    is_root: bool = False
    """Whether it is what the document is about."""
    is_one_of_roots: bool = False
    """Whether the document is about several things, of which it is one: each is then a part of what the file describes."""
    parent: str | None = None
    """Ref of the component that it is listed in, where that is not the root."""
    scope: Scope | None = None
    """What it is needed for, where the document says so."""
    licenses: tuple[StatedLicense, ...] = ()
    organizations: tuple[Organization, ...] = ()
    facts: tuple[Said, ...] = ()
    links: tuple[Link, ...] = ()
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    """What else is said of its being listed: at which revision, by which range."""
    is_listed: bool = True
    """Whether what the document is about has it as a part; else it is only mentioned, as an ancestor is."""

    @property
    def key(self) -> str:
        """By what relations name it: its ref, else its place."""
        return self.ref or self.place


class Relation(NamedTuple):
    """That one listed part is linked to others."""

    source: str
    """The key of a component."""
    kind: EdgeKind
    targets: tuple[str, ...]
    """Refs. Empty, of DEPENDS_ON: the document says that it requires nothing."""
    place: str
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    is_reversed: bool = False
    """Whether the targets are the subjects of the edges: `BUILD_TOOL_OF`, `DEPENDENCY_OF`."""


class Vulnerable(NamedTuple):
    """What a document says of one vulnerability, and of what it means for some listed parts."""

    id: str
    place: str
    facts: tuple[Said, ...] = ()
    aliases: tuple[str, ...] = ()
    affected: tuple[tuple[str, tuple[tuple[str, JsonValue], ...]], ...] = ()
    """(ref, qualifiers of AFFECTED_BY)."""
    assessed: tuple[tuple[str, tuple[tuple[str, JsonValue], ...]], ...] = ()
    """(ref, qualifiers of ASSESSED_FOR: status, justification, response, detail)."""


class OfDocument(NamedTuple):
    """A fact of the document itself: its serial number, its tools, a part of it that has no kind of ours; who made it."""

    said: Said | Organization


class OfLicense(NamedTuple):
    """A fact of a license that the document defines itself: the name or the text of a `LicenseRef-`."""

    name: str
    said: Said


class OfRef(NamedTuple):
    """A fact of a listed part that stands elsewhere than with it: how complete its dependencies are."""

    ref: str
    said: Said


class Problem(NamedTuple):
    """What could not be read, and what that leaves unknown."""

    place: str
    text: str


Thing: TypeAlias = Component | Relation | Vulnerable | OfDocument | OfLicense | OfRef | Problem
