"""services: what is called over a network, by whom it is provided, and at which hosts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from mlgraph.model.urls import public_url
from mlgraph_ingest.bom.cyclonedx.licenses import licenses
from mlgraph_ingest.bom.cyclonedx.organizations import organization
from mlgraph_ingest.bom.cyclonedx.references import references
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.own_properties import properties
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.things import Component, Said, Thing
from mlgraph_ingest.bom.versions import version_or_range
from mlgraph_ontology.kinds import PropertyKind


def services(said: Fields, context: Context, *, parent: str | None = None) -> Iterator[Thing]:
    """A service with those within it; where its data go and which boundary they cross stay as they stand."""
    ref = said.ref()
    draft = Draft(ref or said.place)
    name, group = said.text("name") or "", said.text("group")
    if not name:
        said.problem("name", "a service without a name")
    _provider(said, draft)
    _endpoints(said, draft, context)
    description = said.text("description")
    if description is not None:
        draft.say(PropertyKind.DESCRIPTION, description)
    draft.licenses.extend(licenses(said, context))
    references(said, draft, context)
    properties(said, draft, context)
    version, range_ = version_or_range(said.text("version"))
    nested = ("services",) if isinstance(said.peek("services"), list) else ()
    yield Component(
        ref=ref,
        place=said.place,
        type="service",
        name=name,
        group=group,
        version=version,
        version_range=range_,
        parent=parent,
        licenses=tuple(draft.licenses),
        organizations=tuple(draft.organizations),
        facts=(*draft.facts, *(unmapped(field, value) for field, value in said.rest(but=nested))),
        links=tuple(draft.links),
        qualifiers=tuple(draft.qualifiers.items()),
    )
    for row in said.tables("services", apart=True):
        yield from services(row, context, parent=draft.key)


def _provider(said: Fields, draft: Draft) -> None:
    inner = said.table("provider")
    people: list[Said] = []
    found = organization(inner, "provider", people) if inner is not None else []
    draft.organizations.extend(found)
    draft.facts.extend(people)
    for each in found:
        draft.say(PropertyKind.PROVIDER, each.name, f"{said.place}/provider")


def _endpoints(said: Fields, draft: Draft, context: Context) -> None:
    """The host of the first endpoint, as the graph has one; what that leaves out stays as it stands, without secrets."""
    for index, text in enumerate(said.texts("endpoints")):
        place = f"{said.place}/endpoints/{index}"
        if index:
            draft.facts.append(unmapped(f"endpoints/{index}", public_url(text), place))
            continue
        host = _as_ours(text) if context.is_ours else _host(text)
        draft.say(PropertyKind.ENDPOINT, host, place)
        if host not in {text, text.removeprefix("//")}:
            draft.facts.append(unmapped("endpoints/0", public_url(text), place))


def _as_ours(text: str) -> str:
    """As mlgraph writes it: a host of which no scheme is known is a network-path reference (RFC 3986, section 4.2)."""
    return public_url(text.removeprefix("//"))


def _host(text: str) -> str:
    """The host of an endpoint; what is no address as it is, without credentials."""
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host:
        return public_url(text)
    return f"{host}:{port}" if port else host
