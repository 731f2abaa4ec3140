"""The things of an inventory, drawn from the drafts of its CycloneDX components, so that both documents say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mlgraph.bom.cyclonedx.draft import Draft
from mlgraph.bom.cyclonedx.draft import unique as unique_drafts
from mlgraph.bom.cyclonedx.metadata import metadata, properties
from mlgraph.bom.cyclonedx.packages import package
from mlgraph.bom.cyclonedx.references import behind, published, reference
from mlgraph.bom.cyclonedx.services import services
from mlgraph.bom.cyclonedx.weights import weight_file
from mlgraph.bom.dependencies import parts
from mlgraph.bom.evidence import place
from mlgraph.bom.issue import Issue
from mlgraph.bom.lineage import artifacts, known_as
from mlgraph.bom.links import web_address
from mlgraph.bom.model_names import model_names
from mlgraph.bom.refs import refs, root_ref
from mlgraph.bom.spdx.artifact_things import artifact_thing, file_things
from mlgraph.bom.spdx.licenses import spdx_licensing
from mlgraph.bom.spdx.remarks import all_remarks, digests, optional, remarks
from mlgraph.bom.spdx.text import line, said
from mlgraph.bom.spdx.things import Link, Thing, ThingKind, unique
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import public_url
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Finding, Inventory, PackageEntry
from mlgraph_queries.stated import LicenseStatement, Sighting

_UNISSUED = Issue(is_reproducible=True, created=None)


def things(inventory: Inventory, findings: Sequence[Finding] = ()) -> tuple[Thing, ...]:
    """The project, and everything in it, in order of ref."""
    if inventory.listing is not None:
        from mlgraph.bom.spdx.listed_things import listed_things

        return unique(listed_things(inventory, inventory.listing))
    names = refs(inventory)
    drafts = {str(draft.ref.value): draft for draft in unique_drafts(_drafts(inventory))}
    known = {artifact.id.key: artifact for artifact in artifacts(inventory)}
    return unique(
        (
            *_root(inventory, findings, drafts),
            *(_package(entry, drafts[names[entry.id]]) for entry in inventory.packages),
            *(artifact_thing(artifact, drafts[ref]) for ref, artifact in known.items()),
            *(thing for artifact in known.values() for thing in file_things(artifact)),
            *(_file(draft, entry.licenses) for entry, draft in zip(inventory.files, _files(inventory), strict=True)),
            *_services(inventory),
            *_ancestors(inventory),
        )
    )


def ancestors(inventory: Inventory) -> tuple[NodeId, ...]:
    """What weight files were made from; files and projects, whose keys hold paths of this machine, are not named."""
    nodes = {node for file in inventory.files for node in file.derived_from}
    return tuple(sorted(node for node in nodes if node.kind not in {NodeKind.FILE, NodeKind.PROJECT}))


def _drafts(inventory: Inventory) -> Iterator[Draft]:
    yield from (package(entry, "1.6") for entry in inventory.packages)
    names = known_as(inventory)
    yield from (reference(used, names) for used in (*inventory.models, *inventory.datasets))
    yield from (behind(artifact, names) for artifact in inventory.related)
    if inventory.subject is not None:
        yield published(inventory.subject, names)


def _files(inventory: Inventory) -> list[Draft]:
    return [weight_file(entry) for entry in inventory.files]


def _root(inventory: Inventory, findings: Sequence[Finding], drafts: Mapping[str, Draft]) -> Iterator[Thing]:
    """What the document is about: a project, or a published model."""
    if inventory.subject is None:
        yield _project(inventory, findings)
        return
    subject = artifact_thing(inventory.subject, drafts[inventory.subject.id.key])
    told = (f"parts: {parts(inventory)}", *remarks(properties(inventory, findings)))
    yield replace(subject, is_root=True, remarks=(*subject.remarks, *told))


def _project(inventory: Inventory, findings: Sequence[Finding]) -> Thing:
    chapter = metadata(inventory, _UNISSUED)
    licensing = spdx_licensing(inventory.licenses)
    whole = [*(f"lifecycle: {phase}" for phase in phases(inventory)), f"parts: {parts(inventory)}"]
    own = chapter.component.properties if chapter.component else ()
    return Thing(
        root_ref(inventory),
        ThingKind.PROJECT,
        said(inventory.name),
        version=optional(inventory.version),
        description=optional(inventory.description),
        licensing=licensing,
        is_root=True,
        remarks=(*whole, *remarks(own, licensing), *remarks(properties(inventory, findings))),
    )


def phases(inventory: Inventory) -> tuple[str, ...]:
    """At which stages of its life the project was looked at, in the words of CycloneDX."""
    if inventory.listing is not None:
        return inventory.listing.phases
    found = (getattr(each, "phase", None) for each in metadata(inventory, _UNISSUED).lifecycles)
    return tuple(sorted(str(phase.value) for phase in found if phase is not None))


def _package(entry: PackageEntry, draft: Draft) -> Thing:
    component = draft.component
    links = [Link(r.type.value, str(r.url), optional(r.comment)) for r in sorted(component.external_references)]
    licensing = spdx_licensing(entry.licenses)
    return Thing(
        str(draft.ref.value),
        ThingKind.PACKAGE,
        said(entry.name),
        version=optional(entry.version),
        purl=component.purl.to_string() if component.purl else None,
        description=optional(entry.description),
        download_location=_download(entry),
        source_info=_source(entry),
        released_at=entry.index.released_at if entry.index else None,
        home_page=next((link.url for link in links if link.type == "website"), None),
        links=tuple(links),
        hashes=digests(component),
        licensing=licensing,
        remarks=all_remarks(draft, licensing),
    )


def _file(draft: Draft, statements: Sequence[LicenseStatement]) -> Thing:
    licensing = spdx_licensing(statements)
    return Thing(
        str(draft.ref.value),
        ThingKind.FILE,
        said(draft.component.name),
        hashes=digests(draft.component),
        licensing=licensing,
        remarks=all_remarks(draft, licensing),
    )


def _services(inventory: Inventory) -> Iterator[Thing]:
    for service in services(inventory.services):
        provider = service.provider.name if service.provider else None
        endpoints = tuple(f"endpoint: {line(str(uri))}" for uri in sorted(service.endpoints))
        crosses = ("trust-boundary: crossed",) if service.x_trust_boundary else ()
        yield Thing(
            str(service.bom_ref.value),
            ThingKind.SERVICE,
            said(service.name),
            supplier=line(provider or "").strip() or None,
            remarks=(*endpoints, *crosses, *remarks(service.properties)),
        )


def _ancestors(inventory: Inventory) -> Iterator[Thing]:
    """What a weight file names as its origin: known by name alone, and not used by the project for that."""
    for node in ancestors(inventory):
        kind = ThingKind.DATASET if node.kind is NodeKind.DATASET else ThingKind.MODEL
        purl, group, name = model_names(node, node.key)
        yield Thing(
            node.key,
            kind,
            said(f"{group}/{name}" if group else name),
            version=optional(purl.version if purl else None),
            purl=purl.to_string() if purl else None,
            remarks=("ancestor: named in the header of a weight file",),
        )


def _download(entry: PackageEntry) -> str | None:
    """The one address that it is asked for or locked at; a path on a machine is none."""
    stated = {(str(s.detail["url"]), s.detail.get("revision")) for s in _stating(entry) if s.detail.get("url")}
    if len(stated) != 1:
        return None
    ((url, revision),) = stated
    tool, plus, address = public_url(url).rpartition("+") if re.match(r"\w+\+https?://", url) else ("", "", url)
    found = web_address(public_url(address))
    if found is None:
        return None
    at = f"@{revision}" if plus and revision and re.fullmatch(r"[\w.-]+", str(revision)) else ""
    return f"{tool}{plus}{found}{at}"


def _source(entry: PackageEntry) -> str | None:
    """By which places and methods the version is known."""
    if entry.version is None:
        return None
    found = sorted({place(s) for s in _stating(entry) if s.version == entry.version})
    return said(f"version {entry.version}: {'; '.join(found)}") if found else None


def _stating(entry: PackageEntry) -> Iterator[Sighting]:
    yield from (*entry.installed, *entry.locked, *entry.declared)
