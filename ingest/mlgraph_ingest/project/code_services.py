"""Who answers a call to a hosted model: the vendor of the client library, or the host that the client is sent to."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from mlgraph.model import ids, urls
from mlgraph.model.errors import FormatError
from mlgraph_ingest.project.code_calls import Hidden, Reference, Site, UnknownReference, argument_of, written
from mlgraph_ingest.project.code_names import is_service_name
from mlgraph_ingest.project.code_secrets import looks_like_key, shown
from mlgraph_ingest.project.code_values import Text, Values
from mlgraph_ingest.project.rules import Argument, Vendor


def service_of(site: Site, vendor: Vendor, name: Text, values: Values) -> Reference | UnknownReference:
    """The service that a call asks; unknown where the client is sent to a place that is not known."""
    endpoint = _endpoint(site, vendor, values)
    host = _host(endpoint) if isinstance(endpoint, Text) else None
    if not is_service_name(name.value):
        return site.unknown(repr(name.value))
    is_elsewhere = endpoint is not None and bool(vendor.hosts)
    if is_elsewhere and host is None:
        place = repr(_bare(endpoint.value)) if isinstance(endpoint, Text) else endpoint
        return site.unknown(f"{name.value!r} at {place}")
    is_vendor = host is None or not vendor.hosts or any(host == h or host.endswith(f".{h}") for h in vendor.hosts)
    provider = vendor.provider if is_vendor or host is None else host
    try:
        node = ids.service(provider, name.value)
    except FormatError:
        return site.unknown(f"{name.value!r} at {provider!r}")
    is_literal = name.is_literal and not (isinstance(endpoint, Text) and not endpoint.is_literal)
    reference = site.refers_to(node, is_literal=is_literal)
    return replace(reference, provider=provider, name=name.value, endpoint=host)


def _endpoint(site: Site, vendor: Vendor, values: Values) -> Text | str | None:
    """Where the client is sent: a text, an expression that is not known, or None where the code does not say."""
    if site.target.is_instance:
        call, place = site.target.origin, site.target.origin_place
    else:
        call, place = site.call, site.place
    if call is not None and place is not None:
        given = argument_of(call, Argument(None, vendor.endpoint))
        if isinstance(given, Hidden):
            return written(given)
        if given is not None:
            return values.text(given, place) or written(given)
    valued = None if site.target.is_instance else values.setting(vendor.settings)
    if valued is None:
        return None
    return values.text(valued.expression, valued.place) or shown(valued.expression)


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
