"""The chapters of a document one by one, whichever form they were read from: what is in a list, element by element."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from mlgraph_ingest.bom.cyclonedx.component import components
from mlgraph_ingest.bom.cyclonedx.dependencies import composition, dependency
from mlgraph_ingest.bom.cyclonedx.metadata import metadata
from mlgraph_ingest.bom.cyclonedx.references import references
from mlgraph_ingest.bom.cyclonedx.services import services
from mlgraph_ingest.bom.cyclonedx.vulnerabilities import vulnerability
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.own_properties import properties
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import OfDocument, OfRef, Problem, Said, Thing
from mlgraph_ontology.kinds import PropertyKind

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
ONE_BY_ONE = frozenset({
    "components", "services", "dependencies", "compositions", "vulnerabilities", "annotations", "formulation", "citations",
})  # fmt: skip
"""Lists that may be long, so that their elements are handed over one by one."""
_SERIAL_NUMBER = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_OF_PROJECT = frozenset({PropertyKind.UNRESOLVED, PropertyKind.EXCLUDED})
"""What mlgraph's properties of a document say of the project that it is about."""


class Section(NamedTuple):
    """A member of the document, or one element of a member that is a list."""

    field: str
    place: str
    """JSON pointer. Of XML, too: the standard points that way into all its forms (schema 1.7, citation.pointers)."""
    value: object


def things(sections: Iterable[Section]) -> Iterator[Thing]:
    """What a document says, its parts as they come: metadata before all that its being ours matters for."""
    context = Context()
    for section in sections:
        yield from _read(section, context)
        yield from context.problems
        context.problems.clear()


def _read(section: Section, context: Context) -> Iterator[Thing]:
    if section.field in _HEADER:
        yield from _HEADER[section.field](section, context)
    elif section.field in _OBJECTS:
        if isinstance(section.value, Mapping):
            yield from _OBJECTS[section.field](Fields(section.value, section.place, context.problems), context)
        elif section.value is not None:
            yield from _mistyped(section)
    elif section.field in {"properties", "externalReferences"}:
        yield from _of_document(section, context)
    elif section.value not in (None, "", [], {}):
        yield OfDocument(unmapped(section.place.removeprefix("#/"), section.value, section.place))


def _mistyped(section: Section) -> Iterator[Thing]:
    is_listed = section.field in ONE_BY_ONE and section.place == f"#/{section.field}"
    wanted = "a list" if is_listed else "an object"
    yield Problem(section.place, f"{section.field}: a {type(section.value).__name__} where {wanted} belongs")
    yield OfDocument(unmapped(section.place.removeprefix("#/"), section.value, section.place))


def _of_document(section: Section, context: Context) -> Iterator[Thing]:
    said = Fields({section.field: section.value}, "#", context.problems)
    draft = Draft("#")
    if section.field == "properties":
        properties(said, draft, context)
    else:
        references(said, draft, context)
    for fact in (*draft.facts, *(unmapped(field, value, section.place) for field, value in said.rest())):
        if fact.kind in _OF_PROJECT and context.root is not None:
            yield OfRef(context.root, fact)
        else:
            yield OfDocument(fact)


def _spec_version(section: Section, context: Context) -> Iterator[Thing]:
    stated = section.value
    if not isinstance(stated, str) or stated not in VERSIONS:
        known = f"{VERSIONS[0]} to {VERSIONS[-1]}"
        yield Problem(
            section.place, f"version {str(stated)[:40]!r} of CycloneDX is not known; it was read as one of {known}"
        )
    if isinstance(stated, str) and stated:
        context.spec_version = stated if stated in VERSIONS else VERSIONS[-1]
        yield OfDocument(Said(PropertyKind.SPECIFICATION, f"CycloneDX {stated[:40]}", section.place))


def _serial_number(section: Section, context: Context) -> Iterator[Thing]:
    stated = section.value
    if isinstance(stated, str) and _SERIAL_NUMBER.fullmatch(stated.strip()):
        context.serial_number = stated.strip()
        yield OfDocument(Said(PropertyKind.SERIAL_NUMBER, stated.strip(), section.place))
    elif stated not in (None, ""):
        yield Problem(section.place, f"{str(stated)[:60]!r} is no serial number of the form urn:uuid:...")
        yield OfDocument(unmapped("serialNumber", stated, section.place))


def _bom_format(section: Section, _context: Context) -> Iterator[Thing]:
    if section.value != "CycloneDX":
        yield Problem(section.place, f"the format {str(section.value)[:40]!r}, where CycloneDX documents say CycloneDX")


def _nothing(_section: Section, _context: Context) -> Iterator[Thing]:
    return iter(())


_HEADER: Mapping[str, Callable[[Section, Context], Iterator[Thing]]] = {
    "$schema": _nothing,
    "bomFormat": _bom_format,
    "specVersion": _spec_version,
    "serialNumber": _serial_number,
    "signature": _nothing,  # mlgraph_ingest.signatures reads it from the text, which is what is signed
}
_OBJECTS: Mapping[str, Callable[[Fields, Context], Iterator[Thing]]] = {
    "metadata": metadata,
    "components": components,
    "services": services,
    "dependencies": lambda said, _: dependency(said),
    "compositions": lambda said, _: composition(said),
    "vulnerabilities": vulnerability,
}
