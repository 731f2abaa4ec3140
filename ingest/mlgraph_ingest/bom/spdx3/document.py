"""A document of SPDX 3 in JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mlgraph.model.errors import FormatError
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.raw import counted, unmapped
from mlgraph_ingest.bom.spdx3.components import component
from mlgraph_ingest.bom.spdx3.context import Context
from mlgraph_ingest.bom.spdx3.elements import Element, Graph, refuse_empty, word
from mlgraph_ingest.bom.spdx3.index import AGENTS, COLLECTIONS, LISTED, Index, index_of
from mlgraph_ingest.bom.spdx3.relationships import relationship
from mlgraph_ingest.bom.spdx3.security import assessment, is_assessment, vulnerability
from mlgraph_ingest.bom.things import OfDocument, OfRef, Organization, Problem, Said, Thing
from mlgraph_ontology.kinds import PropertyKind

_VERSION = re.compile(r"3\.\d{1,3}(?:\.\d{1,3})?")
_LIFECYCLES = {
    "design": "design",
    "source": "pre-build",
    "build": "build",
    "deployed": "post-build",
    "runtime": "operations",
}
"""SbomType -> the word of CycloneDX (schema 1.6, metadata.lifecycles); `analyzed` says how, not when."""


def read(content: Content) -> Iterator[Thing]:
    """What the document says, its elements one by one. Raises FormatError where it is none, or of another version."""
    graph = Graph(content)
    index = index_of(graph)
    refuse_empty(graph, content.shown)
    _check_version(index, content.shown)
    context = Context(index, index.roots, index.is_ours)
    yield from (Problem(place, text) for place, text in graph.mistyped())
    yield from _created(context)
    for element in graph:
        yield from _element(element, context)
        yield from context.problems
        context.problems.clear()
    if index.people:
        yield OfDocument(counted("Person", index.people))


def _check_version(index: Index, shown: str) -> None:
    stated = {version for info in index.infos.values() if (version := info.text("specVersion")) is not None}
    if stated and not any(_VERSION.fullmatch(version.strip()) for version in stated):
        raise FormatError(f"{shown}: SPDX of the version {min(stated)[:40]!r} is not read in JSON-LD; 3.0 is")


def _created(context: Context) -> Iterator[Thing]:
    """When, by whom and with what the document was made: by the creation info of the document itself, else by the first."""
    index = context.index
    names = [element.text("creationInfo") for element in index.documents]
    info = next((index.infos[name] for name in names if name in index.infos), None)
    info = info or next(iter(index.infos.values()), None)
    version = info.text("specVersion") if info is not None else None
    if version is not None:
        yield OfDocument(Said(PropertyKind.SPECIFICATION, f"SPDX {version.strip()}", info.place if info else "#"))
    else:
        yield Problem(info.place if info else "#", "the document does not say of which version of SPDX it is")
    if info is not None:
        yield from _by(info, context)


def _by(info: Element, context: Context) -> Iterator[Thing]:
    text = info.text("created")
    time = moment(text) if text is not None else None
    if time is not None:
        yield OfDocument(Said(PropertyKind.CREATED_AT, time, info.place))
    elif text is not None:
        yield Problem(info.place, f"{text[:40]!r} is no time that a document can be made at")
    tools: dict[str, None] = {}
    for name in (*info.texts("createdUsing"), *info.texts("createdBy")):
        agent = context.index.agents.get(name)
        if agent is None:
            yield Problem(info.place, f"the creator {name[:120]!r} names nobody in the document")
        elif agent.type in {"Tool", "SoftwareAgent"} and agent.name:
            tools.setdefault(agent.name)
        elif agent.type == "Organization" and agent.name:
            yield OfDocument(Organization(agent.name, "creator"))
    yield from (OfDocument(Said(PropertyKind.TOOL, tool, info.place)) for tool in tools)


def _element(element: Element, context: Context) -> Iterator[Thing]:
    if element.type in LISTED:
        yield from component(element, context)
    elif element.type == "security_Vulnerability":
        yield from vulnerability(element, context)
    elif "relationshipType" in element.said:
        yield from (assessment if is_assessment(element) else relationship)(element, context)
    elif element.type in COLLECTIONS:
        yield from _collection(element, context)
    elif element.type == "Annotation":
        yield from _annotation(element, context)
    elif element.id in context.index.licenses.elements:
        yield from context.index.licenses.defined(element)
    elif element.type == "software_Snippet":
        yield _snippet(element)
    elif element.type not in AGENTS | {"CreationInfo"}:
        yield OfDocument(unmapped(element.type or "element", dict(element.said), element.place))


def _collection(element: Element, context: Context) -> Iterator[Thing]:
    """The document and its boms: what is said of them is said of the document."""
    fields = context.fields(element)
    for name in ("rootElement", "element"):
        fields.raw(name)
    if element.type == "SpdxDocument" and element.id == context.index.documents[0].id:
        yield OfDocument(Said(PropertyKind.SERIAL_NUMBER, element.id, element.place))
        title = fields.text("name")
        if title is not None:
            yield OfDocument(Said(PropertyKind.NAME, title, element.place))
    types = [word(type_) for type_ in fields.texts("software_sbomType")]
    for type_ in types:
        known = _LIFECYCLES.get(type_)
        said = (
            Said(PropertyKind.LIFECYCLE, known, element.place)
            if known
            else unmapped("software_sbomType", type_, element.place)
        )
        yield OfDocument(said)
    yield from (OfDocument(unmapped(f"{element.type}/{name}", value, element.place)) for name, value in fields.rest())


def _annotation(element: Element, context: Context) -> Iterator[Thing]:
    """A remark, under its type; the lines of ours are read with what they are about."""
    subject, statement = element.text("subject"), element.text("statement")
    if statement is None or (context.is_ours and subject in context.index.listed):
        return
    name = word(element.text("annotationType") or "annotation")
    said = Said(PropertyKind.ANNOTATION, {"name": name, "value": statement.strip()}, element.place)
    yield OfRef(subject, said) if subject is not None and subject not in context.index.others else OfDocument(said)


def _snippet(element: Element) -> Thing:
    """A part of a file: kept as it stands, with its file, as no kind of ours is a part of a file."""
    holder = element.text("software_snippetFromFile")
    said = unmapped("software_Snippet", {"spdxId": element.id, **element.said}, element.place)
    return OfRef(holder, said) if holder is not None else OfDocument(said)
