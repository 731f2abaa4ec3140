"""The whole document: every part that documents list, nested as they nest it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlgraph.bom.cyclonedx.index import index_notes
from mlgraph.bom.cyclonedx.listed.carried import put_carried
from mlgraph.bom.cyclonedx.listed.component import Part, component
from mlgraph.bom.cyclonedx.listed.metadata import metadata, sources
from mlgraph.bom.cyclonedx.listed.refs import listed_refs
from mlgraph.bom.cyclonedx.listed.relations import compositions, dependencies
from mlgraph.bom.cyclonedx.listed.services import service
from mlgraph.bom.cyclonedx.listed.sources import citations, source_notes
from mlgraph.bom.cyclonedx.listed.vulnerabilities import vulnerabilities
from mlgraph.bom.issue import Issue
from mlgraph.bom.text import legal
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Finding, Inventory, PackageEntry
from mlgraph_queries.listing import Listing
from mlgraph_queries.stated import LicenseStatement

Json = dict[str, JsonValue]
_ORDER = (
    "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "services",
    "externalReferences", "dependencies", "compositions", "vulnerabilities", "annotations", "formulation",
    "declarations", "definitions", "citations", "properties",
)  # fmt: skip


def listed_document(
    inventory: Inventory, listing: Listing, spec_version: str, issue: Issue, findings: Sequence[Finding]
) -> Json:
    """The document in the shape of its JSON."""
    from uuid import uuid4

    names = listed_refs(inventory, listing)
    parts = {part.node: part for part in _parts(inventory, listing, names, spec_version)}
    drafts = {node: component(part, names, spec_version) for node, part in parts.items()}
    put_carried(parts, drafts, spec_version)
    root = drafts.pop(inventory.project)
    bill: Json = {
        "$schema": f"http://cyclonedx.org/schema/bom-{spec_version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": spec_version,
        "serialNumber": None if issue.is_reproducible else uuid4().urn,
        "version": 1,
        "metadata": metadata(listing, root, issue),
        "components": _nested(drafts, listing, names),
        "services": _services(inventory, listing, names, spec_version),
        "externalReferences": sources(listing.documents),
        "dependencies": dependencies(listing, names),
        "compositions": compositions(listing, names),
        "vulnerabilities": vulnerabilities(listing, names),
        "properties": _properties(inventory, findings),
    }
    if spec_version >= "1.7" and issue.created is not None:
        bill["citations"] = citations(listing, names, bill["components"], issue.created)
    found = legal({name: bill[name] for name in _ORDER if bill.get(name)})
    return found if isinstance(found, dict) else {}


def _parts(inventory: Inventory, listing: Listing, names: Mapping[NodeId, str], spec_version: str) -> Iterator[Part]:
    """Every component; what the document is about, with its own name, is one with the project."""
    others = {**{e.id: e.licenses for e in inventory.packages}, **{e.id: e.licenses for e in inventory.files}}
    known = {entry.id: entry.known for entry in (*inventory.models, *inventory.datasets)}
    packages = {entry.id: entry for entry in inventory.packages}
    is_cited = spec_version >= "1.7"
    for node, account in listing.accounts.items():
        if node == listing.root or node.kind is NodeKind.SERVICE:
            continue
        artifact = inventory.subject if node == inventory.project else known.get(node)
        licenses = others.get(node) or (artifact.licenses if artifact is not None else ())
        extra = [*_of_index(packages.get(node), licenses), *([] if is_cited else source_notes(listing, account))]
        named = listing.root if node == inventory.project and listing.root is not None else node
        stated = listing.accounts[named] if named != node else account
        yield Part(node, stated, names.get(node), licenses, artifact, extra, named)


def _of_index(entry: PackageEntry | None, licenses: Sequence[LicenseStatement]) -> Iterator[tuple[str, str]]:
    """What others than the documents say of a package: an index that was asked."""
    del licenses
    if entry is not None and (entry.index is not None or entry.absent_from):
        for each in index_notes(entry):
            yield each.name.removeprefix("mlgraph:"), each.value or ""


def _nested(drafts: Mapping[NodeId, Json], listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """The components in order, those that are listed within another one inside it; each stands in one place."""
    held: dict[NodeId, NodeId] = {}
    for holder in sorted(listing.parts):
        for node in listing.parts[holder]:
            if node in drafts and holder in drafts and node not in held and not _is_above(node, holder, held):
                held[node] = holder
    for node in sorted(held, key=lambda each: _place(each, drafts, names)):
        inner = drafts[held[node]].setdefault("components", [])
        if isinstance(inner, list):
            inner.append(drafts[node])
    top = [node for node in drafts if node not in held]
    return [drafts[node] for node in sorted(top, key=lambda each: _place(each, drafts, names))]


def _is_above(node: NodeId, holder: NodeId, held: Mapping[NodeId, NodeId]) -> bool:
    """Whether a component already holds the one that would hold it."""
    at: NodeId | None = holder
    while at is not None and at != node:
        at = held.get(at)
    return at == node


def _place(node: NodeId, drafts: Mapping[NodeId, Json], names: Mapping[NodeId, str]) -> tuple[str, str, str, str]:
    said = drafts[node]
    return (names.get(node, ""), str(said.get("name")), str(said.get("version", "")), node.key)


def _services(
    inventory: Inventory, listing: Listing, names: Mapping[NodeId, str], spec_version: str
) -> list[JsonValue]:
    return [service(entry, listing.accounts[entry.id], names, spec_version) for entry in inventory.services]


def _properties(inventory: Inventory, findings: Sequence[Finding]) -> list[JsonValue]:
    """What could not be read of the documents."""
    del findings
    rows = {f"{problem.text}" for problem in inventory.problems}
    return [{"name": "mlgraph:problem", "value": text} for text in sorted(rows)]
