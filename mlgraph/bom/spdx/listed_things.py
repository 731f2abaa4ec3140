"""The things that bills of materials list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mlgraph.bom.cyclonedx.listed.addresses import addresses
from mlgraph.bom.cyclonedx.listed.artifacts import artifact_fields, described, timeless
from mlgraph.bom.cyclonedx.listed.component import named_parts, purl_of
from mlgraph.bom.cyclonedx.listed.digests import digests
from mlgraph.bom.cyclonedx.listed.notes import IN_PLACE, identifiers, own_notes, unmapped_line
from mlgraph.bom.cyclonedx.listed.refs import listed_refs
from mlgraph.bom.cyclonedx.listed.sources import otherwise, placed, source_notes, without_folders
from mlgraph.bom.model_names import model_names
from mlgraph.bom.properties import PREFIX
from mlgraph.bom.spdx.artifact_things import DATASET_TYPES
from mlgraph.bom.spdx.issue import NAMESPACES
from mlgraph.bom.spdx.licenses import SpdxLicensing, spdx_licensing
from mlgraph.bom.spdx.remarks import card_lines, optional
from mlgraph.bom.spdx.text import line, said
from mlgraph.bom.spdx.things import Link, Thing, ThingKind
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.artifacts import name_of
from mlgraph_queries.entries import Artifact, Inventory
from mlgraph_queries.listing import Account, Listing

_TYPES = {
    ThingKind.PROJECT: "application",
    ThingKind.PACKAGE: "library",
    ThingKind.MODEL: "machine-learning-model",
    ThingKind.DATASET: "data",
    ThingKind.FILE: "file",
    ThingKind.SERVICE: "service",
}
"""What a kind says of the type; any other type is told in a line."""
_BEHIND = "lineage: not used directly"
_KINDS = {
    NodeKind.MODEL: ThingKind.MODEL,
    NodeKind.DATASET: ThingKind.DATASET,
    NodeKind.FILE: ThingKind.FILE,
    NodeKind.SERVICE: ThingKind.SERVICE,
    NodeKind.PROJECT: ThingKind.PROJECT,
}


def listed_things(inventory: Inventory, listing: Listing) -> Iterator[Thing]:
    """What the documents are about, every part, and what a part is said to come from that is none."""
    context = _Context(inventory, listing, thing_refs(inventory, listing))
    for node in listing.accounts:
        if node != listing.root:
            yield _thing(node, context)
    for node in mentioned(listing):
        if node in listing.mentions:
            thing = _thing(node, context)
            yield replace(thing, remarks=(_BEHIND, *thing.remarks))
        else:
            yield _mention(node, context.names[node])


def thing_refs(inventory: Inventory, listing: Listing) -> Mapping[NodeId, str]:
    """What every thing is called: as in its document, else by its id, without any path of this machine."""
    found = {**listed_refs(inventory, listing)}
    for node in (*listing.accounts, *mentioned(listing)):
        found.setdefault(node, node.key.partition("#")[2] if node.key.startswith("file://") else node.key)
    return found


def mentioned(listing: Listing) -> tuple[NodeId, ...]:
    """What parts are said to come from, or to have been measured with, and that no document lists."""
    told = (*listing.accounts.values(), *listing.mentions.values())
    nodes = {link.node for account in told for _, link in account.links} | listing.mentions.keys()
    local = {NodeKind.FILE, NodeKind.PROJECT, NodeKind.REPOSITORY}
    return tuple(sorted(node for node in nodes - listing.accounts.keys() if node.kind not in local))


@dataclass(frozen=True, slots=True)
class _Context:
    """What all things of a document share."""

    inventory: Inventory
    listing: Listing
    names: Mapping[NodeId, str]

    def artifact(self, node: NodeId) -> Artifact | None:
        """What is known of a model or a dataset; None of anything else."""
        if node == self.inventory.project:
            return self.inventory.subject
        if node.kind not in {NodeKind.MODEL, NodeKind.DATASET}:
            return None
        if node in self.listing.mentions:
            return described(node, self.listing.mentions[node])
        entries = (*self.inventory.models, *self.inventory.datasets)
        return next((entry.known for entry in entries if entry.id == node), None)


def _thing(node: NodeId, context: _Context) -> Thing:
    listing, artifact = context.listing, context.artifact(node)
    account = listing.accounts.get(node) or listing.mentions[node]
    is_root = node == context.inventory.project
    own = listing.root if is_root and listing.root is not None else node
    group, name, version = named_parts(own, account, context.names[node])
    type_ = account.text(PropertyKind.COMPONENT_TYPE) or ""
    links = [*map(_link, addresses(account)), *(_serials(listing) if is_root else ())]
    hashes, others = digests(account.texts(PropertyKind.HASH), "1.6")
    licensing = spdx_licensing(placed(account.licenses, listing), listing.license_texts)
    fields = artifact_fields(artifact, account, context.names) if artifact is not None else {}
    extra = [*source_notes(listing, account), *otherwise(account), *(("hash", text) for text in others)]
    extra += [("group", group)] if group and artifact is None else []
    kind = _kind(own if artifact is not None or not is_root else node)
    extra += [("component-type", type_)] if type_ and type_ != _TYPES[kind] else []
    return Thing(
        context.names[node],
        kind,
        said(f"{group}/{name}" if group and artifact is not None else name),
        version=optional(version),
        purl=purl_of(own, account),
        description=optional(account.text(PropertyKind.DESCRIPTION)),
        download_location=next((link.url for link in links if link.type == "distribution"), _page(own)),
        released_at=_time(account, PropertyKind.RELEASED_AT),
        built_at=_time(account, PropertyKind.CREATED_AT),
        supplier=_behind(account, "supplier"),
        originator=_behind(account, "originator") or _behind(account, "manufacturer"),
        dataset_types=tuple(sorted(DATASET_TYPES.intersection(account.texts(PropertyKind.DATA_TYPE)))),
        home_page=next((link.url for link in links if link.type == "website"), None),
        links=tuple(link for link in links if link.type != "distribution"),
        hashes=tuple(sorted(_digest(each) for each in hashes)),
        licensing=licensing,
        known=artifact and timeless(artifact, context.names[node]),
        card=card_lines(fields),
        component_type=type_,
        copyright=optional("\n".join(account.texts(PropertyKind.COPYRIGHT))),
        identifiers=identifiers(account),
        tools=_tools(listing) if is_root else (),
        is_root=is_root,
        remarks=(
            *sorted(_remarks(account, artifact, extra, licensing)),
            *(_gaps(context.inventory) if is_root else ()),
        ),
    )


def _tools(listing: Listing) -> tuple[str, ...]:
    """The tools of the documents, as these name them, mlgraph left out."""
    stated = (s.value for d in listing.documents for s in d.facts.get(PropertyKind.TOOL, ()))
    names = {line(value).strip() for value in stated if isinstance(value, str)}
    return tuple(sorted(name for name in names if name and not name.startswith("mlgraph")))


def _serials(listing: Listing) -> Iterator[Link]:
    """The documents, by the names that they give themselves; of those that mlgraph derived from content nobody asks."""
    stated = (s.value for d in listing.documents for s in d.facts.get(PropertyKind.SERIAL_NUMBER, ()))
    yield from (Link("bom", str(url), None) for url in sorted(map(str, stated)) if NAMESPACES not in url)


def _page(node: NodeId) -> str | None:
    """Where a dataset is, where its id is an address."""
    return node.key if node.kind is NodeKind.DATASET and node.key.startswith("https://") else None


def _kind(node: NodeId) -> ThingKind:
    return _KINDS.get(node.kind, ThingKind.PACKAGE)


def _behind(account: Account, role: str) -> str | None:
    """The organization that is named in a role."""
    found = (link.name for link in account.publishers if link.detail.get("role") == role)
    return next((line(name).strip() for name in found if name.strip()), None)


def _remarks(
    account: Account, artifact: Artifact | None, extra: list[tuple[str, str]], licensing: SpdxLicensing
) -> Iterator[str]:
    """What no field holds, a line each: under our names, and of other tools as `annotation: name=value`."""
    for name, value in dict.fromkeys((*own_notes(account, artifact, with_identifiers=False), *extra)):
        yield f"{line(name)}: {line(value)}"
    yield from (f"{line(name)}: {line(value)}" for name, value in licensing.remarks)
    for table in account.tables(PropertyKind.UNMAPPED):
        if table.get("field") not in IN_PLACE:
            yield f"unmapped: {line(unmapped_line(table))}"
    for table in account.tables(PropertyKind.ANNOTATION):
        name, value = str(table.get("name")), line(str(table.get("value")))
        is_ours = name.startswith(PREFIX)
        yield f"{line(name.removeprefix(PREFIX))}: {value}" if is_ours else f"annotation: {line(name)}={value}"


def _gaps(inventory: Inventory) -> Iterator[str]:
    yield from (f"lifecycle: {line(phase)}" for phase in (inventory.listing.phases if inventory.listing else ()))
    listing = inventory.listing
    texts = {without_folders(p.text, listing) for p in inventory.problems} if listing is not None else set()
    yield from (f"problem: {line(text)}" for text in sorted(texts))


def _mention(node: NodeId, ref: str) -> Thing:
    purl, group, name = model_names(node, name_of(node))
    return Thing(
        ref,
        _kind(node),
        said(f"{group}/{name}" if group else name),
        version=optional(purl.version if purl else None),
        purl=purl.to_string() if purl else None,
        download_location=_page(node),
        remarks=(_BEHIND,),
    )


def _link(said_of: JsonValue) -> Link:
    row = said_of if isinstance(said_of, dict) else {}
    return Link(str(row.get("type")), str(row.get("url")), optional(str(row.get("comment") or "")))


def _digest(said_of: JsonValue) -> tuple[str, str]:
    row = said_of if isinstance(said_of, dict) else {}
    return str(row.get("alg")), str(row.get("content"))


def _time(account: Account, kind: PropertyKind) -> datetime | None:
    found = account.text(kind)
    try:
        moment = datetime.fromisoformat(found) if found else None
        return moment.astimezone(UTC).replace(microsecond=0) if moment is not None and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
