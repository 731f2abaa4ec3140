"""What the parts of a document say: the one mapping for all the forms of SPDX 2."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.links import link
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.raw import counted, unmapped
from mlgraph_ingest.bom.spdx2.agents import agent
from mlgraph_ingest.bom.spdx2.annotations import annotation, remarks
from mlgraph_ingest.bom.spdx2.files import file, snippet
from mlgraph_ingest.bom.spdx2.packages import package
from mlgraph_ingest.bom.spdx2.parts import Chapter, Context, Part
from mlgraph_ingest.bom.spdx2.relationships import plain_link, relationship
from mlgraph_ingest.bom.things import OfDocument, OfLicense, Organization, Problem, Said, Thing
from mlgraph_ontology.kinds import PropertyKind

_VERSION = re.compile(r"SPDX-(2\.\d{1,3})")
_OURS = re.compile(r"mlgraph-")


def things(parts: Iterable[Part], context: Context) -> Iterator[Thing]:
    """What a document says; its own part comes first. Raises FormatError where it is of a version that is not read."""
    for part in parts:
        if part.chapter is Chapter.RELATIONSHIP and (link := plain_link(part, context)) is not None:
            yield link
            continue
        yield from _MAPPINGS[part.chapter](context.fields(part), context)
        yield from context.problems
        context.problems.clear()
    for missing in sorted(context.described - context.met - {context.document_id}):
        yield Problem("", f"the document is said to be about {missing[:120]!r}, which it does not list")
    if context.people:
        yield OfDocument(counted("Person", context.people))


def _document(fields: Fields, context: Context) -> Iterator[Thing]:
    version = fields.text("spdxVersion")
    match = _VERSION.fullmatch(version.strip()) if version else None
    if version and match is None:
        raise FormatError(f"SPDX of the version {version[:40]!r} is not read; 2.1 to 2.3 are")
    context.document_id = fields.text("SPDXID") or context.document_id
    said = {
        PropertyKind.SPECIFICATION: f"SPDX {match[1]}" if match else None,
        PropertyKind.NAME: fields.text("name"),
        PropertyKind.SERIAL_NUMBER: fields.text("documentNamespace"),
    }
    if match is None:
        fields.problem("spdxVersion", "the document does not say of which version of SPDX it is")
    yield from (OfDocument(Said(kind, text, fields.place)) for kind, text in said.items() if text)
    info = fields.table("creationInfo")
    if info is not None:
        yield from _creation(info, context)
    yield from (OfDocument(each) for each in remarks(fields, context))
    yield from (OfDocument(unmapped(name, value, fields.place)) for name, value in fields.rest())


def _creation(info: Fields, context: Context) -> Iterator[Thing]:
    created = info.text("created")
    time = moment(created) if created else None
    if time is not None:
        yield OfDocument(Said(PropertyKind.CREATED_AT, time, info.place))
    elif created:
        info.problem("created", f"{created[:40]!r} is no time that a document can be made at")
    for text in info.texts("creators"):
        named = agent(text)
        if named.kind == "tool" and named.name:
            context.is_ours = context.is_ours or bool(_OURS.match(named.name))
            yield OfDocument(Said(PropertyKind.TOOL, named.name, info.place))
        elif named.kind == "organization" and named.name:
            yield OfDocument(Organization(named.name, "creator"))
        elif named.kind == "person":
            context.people += 1
        else:
            info.problem("creators", "a creator is named neither as a tool nor as an organization nor as a person")


def _license(fields: Fields, context: Context) -> Iterator[Thing]:
    """A license that the document defines itself (SPDX 2.3 clause 10)."""
    name, place = fields.text("licenseId"), fields.place
    if name is None:
        yield Problem(place, "a license without an id, to which nothing can refer")
        return
    del context
    said = {
        PropertyKind.NAME: fields.text("name"),
        PropertyKind.LICENSE_TEXT: fields.text("extractedText"),
        PropertyKind.DESCRIPTION: fields.text("comment"),
    }
    found = [Said(kind, text, place) for kind, text in said.items() if text]
    found += [each for url in fields.texts("seeAlsos") if (each := link("see also", url, place)) is not None]
    yield from (OfLicense(name, each) for each in found)
    for field, value in fields.rest():
        yield OfDocument(unmapped(f"{Chapter.LICENSE}/{name}/{field}", value, place))


_MAPPINGS: Mapping[Chapter, Callable[[Fields, Context], Iterator[Thing]]] = {
    Chapter.DOCUMENT: _document,
    Chapter.LICENSE: _license,
    Chapter.PACKAGE: package,
    Chapter.FILE: file,
    Chapter.SNIPPET: snippet,
    Chapter.ANNOTATION: annotation,
    Chapter.RELATIONSHIP: relationship,
}
