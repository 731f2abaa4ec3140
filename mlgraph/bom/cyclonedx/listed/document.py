"""The whole document: every part that documents list, nested as they nest it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlgraph.bom.cyclonedx.ancestry import rooted
from mlgraph.bom.cyclonedx.listed.artifacts import described
from mlgraph.bom.cyclonedx.listed.carried import Target, put_carried, put_carried_whole
from mlgraph.bom.cyclonedx.listed.component import Part, component
from mlgraph.bom.cyclonedx.listed.metadata import metadata, references, whole_properties
from mlgraph.bom.cyclonedx.listed.refs import listed_refs
from mlgraph.bom.cyclonedx.listed.relations import compositions, dependencies
from mlgraph.bom.cyclonedx.listed.services import service
from mlgraph.bom.cyclonedx.listed.sources import citations, source_notes
from mlgraph.bom.cyclonedx.listed.vulnerabilities import vulnerabilities
from mlgraph.bom.cyclonedx.vulnerabilities import entries
from mlgraph.bom.issue import Issue
from mlgraph.bom.text import legal
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError, QueryError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.entries import Finding, Inventory, PackageEntry
from mlgraph_queries.listing import Facts, Listing
from mlgraph_queries.stated import LicenseStatement

Json = dict[str, JsonValue]
_ORDER = (
    "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "services",
    "externalReferences", "dependencies", "compositions", "vulnerabilities", "annotations", "formulation",
    "declarations", "definitions", "citations", "properties",
)  # fmt: skip


def listed_text(
    inventory: Inventory, spec_version: str, issue: Issue, findings: Sequence[Finding], *, form: str
) -> bytes:
    """The document as JSON or XML.

    Where the XML has no place for a field that was kept as it stood, all of those are told in properties.
    """
    said = listed_document(inventory, spec_version, issue, findings)
    if form == "json":
        import orjson

        return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    from mlgraph.bom.cyclonedx.xml import xml_text
    from mlgraph_queries.validation_xml import xml_violations

    is_carrying = any(PropertyKind.UNMAPPED in facts for facts in _facts(inventory))
    try:
        text = xml_text(said)
        if not is_carrying or not xml_violations(text, name="document"):
            return text
    except FormatError:
        if not is_carrying:
            raise
    return xml_text(listed_document(inventory, spec_version, issue, findings, is_carried=False))


def _facts(inventory: Inventory) -> Iterator[Facts]:
    listing = inventory.listing
    if listing is not None:
        yield from (account.facts for account in listing.accounts.values())
        yield from (document.facts for document in listing.documents)


def listed_document(
    inventory: Inventory, spec_version: str, issue: Issue, findings: Sequence[Finding], *, is_carried: bool = True
) -> Json:
    """The document in the shape of its JSON; `is_carried`: with the fields that no kind of ours holds, where they fit."""
    from uuid import uuid4

    listing = inventory.listing
    if listing is None:
        raise QueryError("only what bills of materials list is written this way")
    names = listed_refs(inventory, listing)
    parts = {part.node: part for part in _parts(inventory, listing, names, spec_version)}
    drafts = {node: component(part, names, spec_version) for node, part in parts.items()}
    target = Target(spec_version, frozenset(names.values()), is_open=is_carried)
    put_carried({node: part.account for node, part in parts.items()}, drafts, target)
    root = drafts.pop(inventory.project)
    behind = {names[node] for node in listing.mentions}
    is_about = listing.root is not None or PropertyKind.NAME in listing.accounts[inventory.project].facts
    bill: Json = {
        "$schema": f"http://cyclonedx.org/schema/bom-{spec_version}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": spec_version,
        "serialNumber": None if issue.is_reproducible else uuid4().urn,
        "version": 1,
        "metadata": metadata(listing, root if is_about else None, issue),
        "components": [*rooted(_nested({**drafts, inventory.project: root}, inventory, names), behind)[0]],
        "services": _services(inventory, listing, names, target),
        "externalReferences": references(listing.documents),
        "dependencies": dependencies(listing, names),
        "compositions": compositions(listing, names),
        "vulnerabilities": [*vulnerabilities(listing, names), *_found(inventory, listing, names)],
    }
    lines = put_carried_whole(bill, listing.documents, target)
    bill["properties"] = whole_properties(inventory, listing, lines, findings)
    if spec_version >= "1.7" and issue.created is not None:
        bill["citations"] = citations(listing, names, bill["components"], issue.created)
    found = legal({name: bill[name] for name in _ORDER if bill.get(name)})
    return found if isinstance(found, dict) else {}


def _found(inventory: Inventory, listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """What advisories and verdicts that were read besides say of the parts, where the documents themselves do not."""
    if inventory.audit is None:
        return []
    ruled = {(entry.id, entry.subject) for entry in inventory.audit.vulnerabilities if entry.verdict is not None}
    told = set[tuple[NodeId, NodeId]]()
    for each in listing.vulnerabilities:
        assessed = {link.node for link in each.assessed}
        for name in (each.id, *each.aliases):
            told |= {(name, node) for node in assessed}
            told |= {(name, link.node) for link in each.affected if (name, link.node) not in ruled}
    return entries(inventory, inventory.audit, names, told=told)


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
    for node, account in listing.mentions.items():
        yield Part(node, account, names[node], (), described(node, account), [("lineage", "not used directly")])


def _of_index(entry: PackageEntry | None, licenses: Sequence[LicenseStatement]) -> Iterator[tuple[str, str]]:
    """What others than the documents say of a package: an index that was asked."""
    del licenses
    if entry is not None and (entry.index is not None or entry.absent_from):
        from mlgraph.bom.cyclonedx.index import index_notes

        for each in index_notes(entry):
            yield each.name.removeprefix("mlgraph:"), each.value or ""


def _nested(drafts: Mapping[NodeId, Json], inventory: Inventory, names: Mapping[NodeId, str]) -> list[Json]:
    """The components in order, those that are listed within another one inside it; each stands in one place."""
    listing, project = inventory.listing, inventory.project
    parts = listing.parts if listing is not None else {}
    root = listing.root if listing is not None else None
    held: dict[NodeId, NodeId] = {project: project}
    for place in sorted(parts):
        holder = project if place == root else place
        for node in parts[place]:
            if node in drafts and holder in drafts and node not in held and not _is_above(node, holder, held):
                held[node] = holder
    del held[project]
    for node in sorted(held, key=lambda each: _place(each, drafts, names)):
        inner = drafts[held[node]].setdefault("components", [])
        if isinstance(inner, list):
            inner.append(drafts[node])
    top = [node for node in drafts if node not in held and node != project]
    return [drafts[node] for node in sorted(top, key=lambda each: _place(each, drafts, names))]


def _is_above(node: NodeId, holder: NodeId, held: Mapping[NodeId, NodeId]) -> bool:
    """Whether a component already holds the one that would hold it."""
    at: NodeId | None = holder
    while at is not None and at != node:
        at = held.get(at) if held.get(at) != at else None
    return at == node


def _place(node: NodeId, drafts: Mapping[NodeId, Json], names: Mapping[NodeId, str]) -> tuple[str, str, str, str]:
    said = drafts[node]
    return (names.get(node, ""), str(said.get("name")), str(said.get("version", "")), node.key)


def _services(inventory: Inventory, listing: Listing, names: Mapping[NodeId, str], target: Target) -> list[JsonValue]:
    drafts = {e.id: service(e, listing.accounts[e.id], names, target.spec_version) for e in inventory.services}
    put_carried(listing.accounts, drafts, target, "services")
    return [*sorted(drafts.values(), key=lambda row: (str(row.get("bom-ref", "")), str(row["name"])))]
