"""services: what documents list as services."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.bom.cyclonedx.listed.addresses import addresses
from mlgraph.bom.cyclonedx.listed.licenses import listed_licenses
from mlgraph.bom.cyclonedx.listed.notes import notes
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import ServiceEntry
from mlgraph_queries.listed_entries import version_of
from mlgraph_queries.listing import Account


def service(
    entry: ServiceEntry, account: Account, names: Mapping[NodeId, str], spec_version: str
) -> dict[str, JsonValue]:
    """One service; its endpoints as they stand in the document."""
    choices, lines = listed_licenses(account.licenses, spec_version)
    provider = next(iter(account.publishers), None)
    group = account.detail("group")
    said: dict[str, JsonValue] = {
        "bom-ref": names.get(entry.id),
        "provider": {"name": shown(provider.name)} if provider is not None else None,
        "group": group if isinstance(group, str) else None,
        "name": shown(entry.name) or entry.id.key,
        "version": version_of(entry.id, account),
        "description": account.text(PropertyKind.DESCRIPTION),
        "endpoints": _endpoints(account),
        "licenses": choices,
        "externalReferences": addresses(account),
        "properties": notes(account, None, [("license-statement", line) for line in lines]),
    }
    return {name: value for name, value in said.items() if value}


def _endpoints(account: Account) -> list[JsonValue]:
    """The addresses as they stand in the document; of one of which only the host is known, that."""
    stated = {
        str(table.get("field")): table.get("value")
        for table in account.tables(PropertyKind.UNMAPPED)
        if is_endpoint(table)
    }
    whole = [stated[field] for field in sorted(stated)]
    return whole if "endpoints/0" in stated else [*sorted(account.texts(PropertyKind.ENDPOINT)), *whole]


def is_endpoint(table: Mapping[str, JsonValue]) -> bool:
    """Whether what has no kind of ours is an endpoint, which is written as one."""
    return str(table.get("field")).startswith("endpoints/")
