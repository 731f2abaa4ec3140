"""Hosted services that the project calls."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator

from cyclonedx.model import Property, XsUri
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.model.service import Service

from mlgraph.bom.cyclonedx.draft import note
from mlgraph.bom.evidence import place
from mlgraph.bom.links import web_address
from mlgraph.bom.text import shown
from mlgraph_queries.entries import ServiceEntry

_BY_PIPE = "stdio"
"""Of the transports of MCP the one between two programs of one machine."""


def services(entries: Iterable[ServiceEntry]) -> tuple[Service, ...]:
    """One service per id. The standard has no evidence for services: where each was found is a property."""
    found: dict[str, Service] = {}
    for entry in entries:
        built = _service(entry)
        known = found.setdefault(entry.id.key, built)
        known.endpoints.update(built.endpoints)
        known.properties.update(built.properties)
    return tuple(found[key] for key in sorted(found))


def _service(entry: ServiceEntry) -> Service:
    endpoint = _endpoint(entry.endpoint) if entry.endpoint else None
    return Service(
        name=entry.name,
        bom_ref=entry.id.key,
        provider=_provider(entry),
        group=entry.provider,
        endpoints=[endpoint] if endpoint else [],
        x_trust_boundary=None if _is_near(entry) else True,
        properties=_properties(entry, is_listed=endpoint is not None),
    )


def _provider(entry: ServiceEntry) -> OrganizationalEntity | None:
    """Who provides it; of a server of tools a project's settings name the server alone."""
    return None if entry.transport else OrganizationalEntity(name=entry.provider)


def _is_near(entry: ServiceEntry) -> bool:
    """Whether what is called is on the same machine: a program that is started there, or a local endpoint."""
    return is_local(entry.endpoint) if entry.endpoint else entry.launches is not None or entry.transport == _BY_PIPE


def is_local(endpoint: str) -> bool:
    """Whether an endpoint is on the machine that calls it, so that no boundary is known to be crossed."""
    host = _host(endpoint)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host(endpoint: str) -> str:
    authority = endpoint.partition("://")[2] or endpoint
    authority = authority.partition("/")[0].rpartition("@")[2].lower()
    if authority.startswith("["):
        return authority[1:].partition("]")[0]
    return authority if authority.count(":") > 1 else authority.partition(":")[0]


def _endpoint(text: str) -> XsUri | None:
    """A URI; for a bare host a network-path reference (RFC 3986 section 4.2), as its scheme is not known."""
    if "://" in text:
        return web_address(text)
    url = web_address("https://" + text)
    return XsUri(str(url).removeprefix("https:")) if url else None


def _properties(entry: ServiceEntry, *, is_listed: bool) -> Iterator[Property]:
    if entry.endpoint and not is_listed:
        yield note("endpoint", entry.endpoint)
    if entry.transport:
        yield note("transport", shown(entry.transport))
    if entry.launches:
        yield note("launches", shown(entry.launches))
    yield from (note("occurrence", place(sighting)) for sighting in entry.sightings)
