"""Who answers a call to a hosted model: the vendor of the client library, or the host that the client is sent to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from mlgraph.model import ids, urls
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code.answers import Answer, answers
from mlgraph_ingest.project.code.calls import Hidden, Reference, Site, UnknownReference, argument_of, written
from mlgraph_ingest.project.code.names import is_service_name
from mlgraph_ingest.project.code.rules import Argument, Vendor
from mlgraph_ingest.project.code.rules.naming import ollama_model
from mlgraph_ingest.project.code.rules.providers import is_provider, provider_named, provider_of
from mlgraph_ingest.project.code.secrets import looks_like_key, shown
from mlgraph_ingest.project.code.things import NOTHING_KNOWN, Mapping, Passed, Spot, Text, Things, entry_of, followed
from mlgraph_ingest.project.code.values import Values


def services_of(site: Site, vendor: Vendor, name: Text, values: Values) -> Iterator[Reference | UnknownReference]:
    """The service that a call asks; unknown where the client is sent to a place that is not known."""
    if not is_service_name(name.value):
        yield site.unknown(repr(name.value))
        return
    if vendor.attribute is None:
        yield from _asked(site, vendor, name, values)
        return
    provider = _said_by_class(site, vendor.attribute, values)
    if provider is None:
        yield site.unknown(f"{name.value!r} at a provider that the code does not say")
        return
    yield from _asked(site, replace(vendor, provider=provider), name, values)


def _asked(site: Site, vendor: Vendor, name: Text, values: Values) -> Iterator[Reference | UnknownReference]:
    """The service that a client of a vendor asks for a model of this name."""
    asked = name.value
    if vendor.separator is not None:
        provider, asked = _routed(site, vendor, name.value, values)
        if provider == "ollama":
            yield from _ollama(site, asked, name)
            return
        name = name if name.value != asked or vendor.provider == provider else replace(name, is_literal=False)
        vendor = replace(vendor, provider=provider)
    endpoint = _endpoint(site, vendor, values)
    host = _host(endpoint) if isinstance(endpoint, Text) else None
    is_elsewhere = endpoint is not None and bool(vendor.hosts)
    if is_elsewhere and host is None:
        place = repr(_bare(endpoint.value)) if isinstance(endpoint, Text) else endpoint
        yield site.unknown(f"{name.value!r} at {place}")
        return
    is_vendor = host is None or not vendor.hosts or any(host == h or host.endswith(f".{h}") for h in vendor.hosts)
    provider = vendor.provider if is_vendor or host is None else host
    answer = answers(provider, asked)
    if answer is Answer.NO and not (name.is_literal and site.target.is_certain):
        return  # meant for another branch of the code
    if answer is Answer.HARDLY and not (name.is_literal and site.target.is_certain):
        if site.target.is_certain:
            yield site.unknown(f"{name.value!r} at a host that the code does not say")
        return
    try:
        node = ids.service(provider, asked)
    except FormatError:
        yield site.unknown(f"{name.value!r} at {provider!r}")
        return
    is_literal = name.is_literal and not (isinstance(endpoint, Text) and not endpoint.is_literal)
    reference = site.refers_to(node, name, is_literal=is_literal)
    yield replace(reference, provider=provider, name=asked, endpoint=host)


def _routed(site: Site, vendor: Vendor, name: str, values: Values) -> tuple[str, str]:
    """Provider and model of a name that holds both, or that a library tells by how it begins."""
    beside = argument_of(site.call, vendor.beside) if vendor.beside is not None else None
    given = None if beside is None or isinstance(beside, Hidden) else values.text(beside, site.place)
    if given is not None:
        return provider_named(given.value), name
    head, separator, model = name.partition(vendor.separator or "/")
    if separator and model and is_provider(head):
        return provider_named(head), model
    return provider_of(name) or vendor.provider, name


def _said_by_class(site: Site, attribute: str, values: Values) -> str | None:
    """The provider that the class sets that hands its base the model; None where it does not say one that is known."""
    if not site.target.path.endswith(".__init__"):
        return None
    expression = ast.Attribute(ast.Name("self", ast.Load()), attribute, ast.Load())
    text = values.text(expression, site.place)
    return provider_named(text.value) if text is not None and is_provider(text.value) else None


def _ollama(site: Site, model: str, name: Text) -> Iterator[Reference | UnknownReference]:
    """A model that a library asks Ollama for is a model, not a service of somebody else's."""
    named = ollama_model(model)
    if named is None:
        yield site.unknown(repr(name.value))
        return
    reference = site.refers_to(named.node, name, is_literal=name.is_literal)
    yield replace(reference, qualifiers={"revision": named.revision} if named.revision else {})


def _endpoint(site: Site, vendor: Vendor, values: Values) -> Text | str | None:
    """Where the client is sent: a text, an expression that is not known, or None where the code does not say."""
    if site.target.is_instance:
        call, place = site.target.origin, site.target.origin_place
    else:
        call, place = site.call, site.place
    if call is not None and place is not None:
        given = argument_of(call, Argument(None, vendor.endpoint))
        if isinstance(given, Hidden):
            return _endpoint_passed(given, Spot(call, place), vendor, values)
        if given is not None:
            return values.text(given, place) or written(given)
    valued = None if site.target.is_instance else values.setting(vendor.settings)
    if valued is None:
        return None
    return values.text(valued.expression, valued.place) or shown(valued.expression)


def _endpoint_passed(given: Hidden, at: Spot, vendor: Vendor, values: Values) -> Text | str | None:
    """Where `**options` send a client: nowhere, if they are seen to hold no address."""
    for thing in values.things(given.expression, at.place):
        for name in vendor.endpoint:
            told: Things | None = NOTHING_KNOWN
            if isinstance(thing, Passed):
                told = values.passed(thing.function, name, 0)
            elif isinstance(thing, Mapping) and (entry := entry_of(thing, name)) is not None:
                told = followed(values.things(entry.expression, entry.place))
            elif isinstance(thing, Mapping) and not thing.is_open:
                told = None
            if told is not None:
                return told[0] if len(told) == 1 and isinstance(told[0], Text) else written(given)
    return None


def _host(url: Text) -> str | None:
    try:
        parts = urlsplit(url.value)
        port = parts.port
    except ValueError:
        return None
    if not parts.hostname or looks_like_key(parts.hostname):
        return None
    return parts.hostname if port is None else f"{parts.hostname}:{port}"


def _bare(url: str) -> str:
    return "***" if looks_like_key(url) else urls.without_credentials(url).partition("?")[0]
