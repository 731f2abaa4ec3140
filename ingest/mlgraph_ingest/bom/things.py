"""What every bill of materials says, in one form: the standards differ in words, not in what they can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope


@dataclass(frozen=True, slots=True)
class StatedLicense:
    """One statement on a license, in the words of its document."""

    text: str
    """An SPDX id or expression, a name, or a whole text."""
    acknowledgement: str | None = None
    """`declared` or `concluded`; None: the document does not say."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A fact, as the ontology names it."""

    kind: PropertyKind
    value: JsonValue
    place: str = ""
    """Where in the document; empty: where its component is."""


@dataclass(frozen=True, slots=True)
class Organization:
    """Who is named as behind a component. People are not kept, only that they were named."""

    name: str
    role: str
    """`supplier`, `manufacturer`, `publisher` or `originator`."""


@dataclass(frozen=True, slots=True)
class Component:
    """A part that a document lists."""

    ref: str | None
    """How the document calls it: bom-ref, SPDXID, spdxId; None: nothing refers to it."""
    place: str
    """JSON pointer, line or path in the document."""
    type: str
    """In the words of CycloneDX: library, application, framework, container, platform, operating-system, device,
    device-driver, firmware, file, machine-learning-model, data, cryptographic-asset, service."""
    name: str
    group: str | None = None
    version: str | None = None
    """Exact; a range goes into `version_range`."""
    version_range: str | None = None
    purl: str | None = None
    is_root: bool = False
    """Whether it is what the document is about."""
    parent: str | None = None
    """Ref of the component that it is listed in, where that is not the root."""
    scope: Scope | None = None
    """What it is needed for, where the document says so."""
    licenses: tuple[StatedLicense, ...] = ()
    organizations: tuple[Organization, ...] = ()
    facts: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """That one listed part is linked to others."""

    source: str
    """A ref."""
    kind: EdgeKind
    targets: tuple[str, ...]
    """Refs. Empty, of DEPENDS_ON: the document says that it requires nothing."""
    place: str
    qualifiers: tuple[tuple[str, JsonValue], ...] = ()
    is_reversed: bool = False
    """Whether the targets are the subjects of the edges: `BUILD_TOOL_OF`, `DEPENDENCY_OF`."""


@dataclass(frozen=True, slots=True)
class Vulnerable:
    """What a document says of one vulnerability, and of what it means for some listed parts."""

    id: str
    place: str
    facts: tuple[Said, ...] = ()
    aliases: tuple[str, ...] = ()
    affected: tuple[tuple[str, tuple[tuple[str, JsonValue], ...]], ...] = ()
    """(ref, qualifiers of AFFECTED_BY)."""
    assessed: tuple[tuple[str, tuple[tuple[str, JsonValue], ...]], ...] = ()
    """(ref, qualifiers of ASSESSED_FOR: status, justification, response, detail)."""


@dataclass(frozen=True, slots=True)
class OfDocument:
    """A fact of the document itself: its serial number, its tools, a part of it that has no kind of ours."""

    said: Said


@dataclass(frozen=True, slots=True)
class OfRef:
    """A fact of a listed part that stands elsewhere than with it: how complete its dependencies are."""

    ref: str
    said: Said


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and what that leaves unknown."""

    place: str
    text: str


Thing: TypeAlias = Component | Relation | Vulnerable | OfDocument | OfRef | Problem
