"""data: what a dataset holds, where it is, and who keeps it."""

from __future__ import annotations

from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.facts import source, source_of, text, texts
from mlgraph.bom.links import web_address
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Artifact

IN_DATA = frozenset({PropertyKind.SENSITIVE_DATA})
"""What of a dataset this field holds, so that it needs no property."""


def put_data(fields: Fields, artifact: Artifact) -> None:
    """Put in the one dataset that the component is; `classification` is left out, as nobody says it in a word."""
    said: dict[str, JsonValue] = {"type": "dataset", "name": shown(artifact.name)}
    url = web_address(artifact.id.key)
    if url is not None:
        said["contents"] = {"url": str(url)}
    sensitive = texts(artifact, PropertyKind.SENSITIVE_DATA)
    if sensitive:
        said["sensitiveData"] = [*sensitive]
    description = text(artifact, PropertyKind.DESCRIPTION)
    if description:
        said["description"] = description
    keepers: list[JsonValue] = [{"organization": {"name": shown(link.name)}} for link in artifact.publishers]
    if keepers:
        said["governance"] = {"custodians": keepers}
    fields.put("data", [said], "")
    fields.cite("data/0/sensitiveData", source_of(artifact, PropertyKind.SENSITIVE_DATA))
    fields.cite("data/0/description", source_of(artifact, PropertyKind.DESCRIPTION))
    fields.cite("data/0/governance", source(*artifact.publishers))
