"""Models and datasets that the code names, as machine-learning-model and data components."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from packageurl import PackageURL

from mlgraph.bom.cyclonedx.draft import Draft, note
from mlgraph.bom.links import web_address
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.entries import ReferenceEntry

_HUB = "https://huggingface.co/"
"""Where the purl type `huggingface` says that its repositories are (purl-spec, huggingface-definition.json)."""
_NOT_SHIPPED = frozenset({Scope.TEST, Scope.DEVELOPMENT, Scope.BUILD})


def model(entry: ReferenceEntry) -> Draft:
    """A model that the project uses; its version is a commit or nothing."""
    purl, group, name = model_names(entry.id, entry.name)
    component = Component(
        type=ComponentType.MACHINE_LEARNING_MODEL,
        group=group,
        name=name,
        version=(purl and purl.version) or (entry.revision if entry.is_pinned else None),
        bom_ref=entry.id.key,
        purl=purl,
        scope=_scope(entry),
        external_references=_hub_page(purl),
        properties=_properties(entry),
    )
    return Draft(component, entry.sightings)


def dataset(entry: ReferenceEntry) -> Draft:
    """A dataset that the project reads."""
    component = Component(
        type=ComponentType.DATA,
        name=entry.name,
        version=entry.revision if entry.is_pinned else None,
        bom_ref=entry.id.key,
        scope=_scope(entry),
        properties=_properties(entry),
    )
    data: dict[str, JsonValue] = {"type": "dataset", "name": entry.name}
    url = web_address(entry.id.key)
    if url is not None:
        data["contents"] = {"url": str(url)}
    return Draft(component, entry.sightings, {"data": [data]})


def model_names(node: NodeId, name: str) -> tuple[PackageURL | None, str | None, str]:
    """The purl, group and name of a model, as far as its id says them."""
    if not node.key.startswith("pkg:"):
        return None, None, name
    purl = PackageURL.from_string(node.key)
    return purl, purl.namespace or None, purl.name


def _hub_page(purl: PackageURL | None) -> list[ExternalReference]:
    """The address that the id itself stands for; whether anything answers there is not known."""
    if purl is None or purl.type != "huggingface":
        return []
    path = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    return [ExternalReference(type=ExternalReferenceType.DISTRIBUTION, url=XsUri(_HUB + path))]


def _scope(entry: ReferenceEntry) -> ComponentScope | None:
    if Scope.RUNTIME in entry.scopes:
        return ComponentScope.REQUIRED
    if entry.scopes and _NOT_SHIPPED.issuperset(entry.scopes):
        return ComponentScope.EXCLUDED
    return None


def _properties(entry: ReferenceEntry) -> Iterator[Property]:
    yield note("pinned", "true" if entry.is_pinned else "false")
    if entry.revision and not entry.is_pinned:
        yield note("revision", entry.revision)
    yield from (note("scope", scope) for scope in entry.scopes)
