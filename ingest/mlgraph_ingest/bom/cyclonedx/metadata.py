"""metadata: what a document is about, who made it, with which tools, and at which stage."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.cyclonedx.component import components
from mlgraph_ingest.bom.cyclonedx.licenses import licenses
from mlgraph_ingest.bom.cyclonedx.organizations import organization
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.own_properties import properties
from mlgraph_ingest.bom.raw import counted, unmapped
from mlgraph_ingest.bom.things import OfDocument, Organization, Said, Thing
from mlgraph_ontology.kinds import PropertyKind

_OUR_NAME = "mlgraph"


def metadata(said: Fields, context: Context) -> Iterator[Thing]:
    """The chapter, with what the document is about, and with what that holds."""
    facts: list[Said] = list(_tools(said, context))
    stated = said.text("timestamp")
    made = moment(stated) if stated is not None else None
    if made is not None:
        facts.append(Said(PropertyKind.CREATED_AT, made, f"{said.place}/timestamp"))
    elif stated is not None:
        said.problem("timestamp", f"{stated[:40]!r} is no time that can be; it was left out")
    facts.extend(_lifecycles(said))
    behind = list(_behind(said, facts))
    checked = [stated.text for stated in licenses(said, context)]
    if checked:
        facts.append(unmapped("metadata/licenses", checked, f"{said.place}/licenses"))
    yield from (OfDocument(organization) for organization in _makers(said, context, facts))
    inner = said.table("component")
    if inner is not None:
        apart = inner.apart()
        yield from components(apart, context, behind=tuple(behind))
    else:
        yield from (OfDocument(each) for each in behind)
    draft = Draft(said.place)
    properties(said, draft, context)
    facts.extend(draft.facts)
    facts.extend(unmapped(f"metadata/{field}", value) for field, value in said.rest())
    yield from (OfDocument(fact) for fact in facts)


def _behind(said: Fields, facts: list[Said]) -> Iterator[Organization]:
    """Who supplied and who manufactured what the document is about."""
    for name, role in (("supplier", "supplier"), ("manufacture", "manufacturer")):
        inner = said.table(name)
        if inner is not None:
            yield from organization(inner, role, facts)


def _makers(said: Fields, context: Context, facts: list[Said]) -> Iterator[Organization]:
    """Who made the document: organizations by name, people by their number."""
    del context
    inner = said.table("manufacturer")
    if inner is not None:
        yield from organization(inner, "manufacturer", facts)
    authors = said.raw("authors")
    if authors:
        facts.append(counted("metadata/authors", len(authors) if isinstance(authors, list) else 1))


def _tools(said: Fields, context: Context) -> Iterator[Said]:
    """The tools, in both shapes that the standard has for them."""
    rows: list[Fields] = []
    if isinstance(said.peek("tools"), dict):
        inner = said.table("tools")
        if inner is not None:
            rows = [*inner.tables("components"), *inner.tables("services")]
    else:
        rows = said.tables("tools")
    for row in rows:
        vendor, name, version = row.text("vendor") or row.text("group"), row.text("name"), row.text("version")
        row.raw("type")
        context.is_ours = context.is_ours or (name == _OUR_NAME and vendor is None)
        text = " ".join(word for word in (vendor, name, version) if word)
        if text:
            yield Said(PropertyKind.TOOL, text, row.place)
        else:
            row.problem("", "a tool without a name")


def _lifecycles(said: Fields) -> Iterator[Said]:
    for row in said.tables("lifecycles"):
        found = row.text("phase") or row.text("name")
        if found is not None:
            yield Said(PropertyKind.LIFECYCLE, found, row.place)
