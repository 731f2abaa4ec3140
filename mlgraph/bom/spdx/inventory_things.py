"""The things of an inventory, drawn from the drafts of its CycloneDX components, so that both documents say the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from cyclonedx.model import Property
from cyclonedx.model.component import Component

from mlgraph.bom.cyclonedx.draft import Draft
from mlgraph.bom.cyclonedx.draft import unique as unique_drafts
from mlgraph.bom.cyclonedx.metadata import metadata, properties
from mlgraph.bom.cyclonedx.packages import package
from mlgraph.bom.cyclonedx.references import dataset, model, model_names
from mlgraph.bom.cyclonedx.services import services
from mlgraph.bom.cyclonedx.weights import weight_file
from mlgraph.bom.dependencies import parts
from mlgraph.bom.evidence import place
from mlgraph.bom.issue import Issue
from mlgraph.bom.links import web_address
from mlgraph.bom.refs import root_ref
from mlgraph.bom.spdx.licenses import SpdxLicensing, spdx_licensing
from mlgraph.bom.spdx.text import line, said
from mlgraph.bom.spdx.things import Link, Thing, ThingKind, unique
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import public_url
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Finding, Inventory, LicenseStatement, PackageEntry, Sighting

_OUR = "mlgraph:"
_LICENSES = "license-statement"
_UNISSUED = Issue(is_reproducible=True, created=None)


def things(inventory: Inventory, findings: Sequence[Finding] = ()) -> tuple[Thing, ...]:
    """The project, and everything in it, in order of ref."""
    drafts = {str(draft.ref.value): draft for draft in unique_drafts(_drafts(inventory))}
    return unique(
        (
            _project(inventory, findings),
            *(_package(entry, drafts[entry.id.key]) for entry in inventory.packages),
            *(_model(drafts[entry.id.key]) for entry in inventory.models),
            *(_dataset(drafts[entry.id.key]) for entry in inventory.datasets),
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
    yield from map(model, inventory.models)
    yield from map(dataset, inventory.datasets)


def _files(inventory: Inventory) -> list[Draft]:
    return [weight_file(entry) for entry in inventory.files]


def _project(inventory: Inventory, findings: Sequence[Finding]) -> Thing:
    chapter = metadata(inventory, _UNISSUED)
    licensing = spdx_licensing(inventory.licenses)
    whole = [*(f"lifecycle: {phase}" for phase in phases(inventory)), f"parts: {parts(inventory)}"]
    own = chapter.component.properties if chapter.component else ()
    return Thing(
        root_ref(inventory),
        ThingKind.PROJECT,
        said(inventory.name),
        version=_optional(inventory.version),
        description=_optional(inventory.description),
        licensing=licensing,
        remarks=(*whole, *_remarks(own, licensing), *_remarks(properties(inventory, findings))),
    )


def phases(inventory: Inventory) -> tuple[str, ...]:
    """At which stages of its life the project was looked at, in the words of CycloneDX."""
    found = (getattr(each, "phase", None) for each in metadata(inventory, _UNISSUED).lifecycles)
    return tuple(sorted(str(phase.value) for phase in found if phase is not None))


def _package(entry: PackageEntry, draft: Draft) -> Thing:
    component = draft.component
    links = [Link(r.type.value, str(r.url), _optional(r.comment)) for r in sorted(component.external_references)]
    licensing = spdx_licensing(entry.licenses)
    return Thing(
        entry.id.key,
        ThingKind.PACKAGE,
        said(entry.name),
        version=_optional(entry.version),
        purl=entry.id.key,
        description=_optional(entry.description),
        download_location=_download(entry),
        source_info=_source(entry),
        released_at=entry.index.released_at if entry.index else None,
        home_page=next((link.url for link in links if link.type == "website"), None),
        links=tuple(links),
        hashes=_hashes(component),
        licensing=licensing,
        remarks=_all_remarks(draft, licensing),
    )


def _model(draft: Draft) -> Thing:
    component = draft.component
    purl = component.purl
    pages = [str(r.url) for r in component.external_references]
    return Thing(
        str(draft.ref.value),
        ThingKind.MODEL,
        said(f"{component.group}/{component.name}" if component.group else component.name),
        version=_optional(component.version),
        purl=purl.to_string() if purl else None,
        download_location=pages[0] if pages else None,
        remarks=_all_remarks(draft),
    )


def _dataset(draft: Draft) -> Thing:
    ref = str(draft.ref.value)
    url = web_address(ref)
    return Thing(
        ref,
        ThingKind.DATASET,
        said(draft.component.name),
        version=_optional(draft.component.version),
        download_location=str(url) if url else None,
        remarks=_all_remarks(draft),
    )


def _file(draft: Draft, statements: Sequence[LicenseStatement]) -> Thing:
    licensing = spdx_licensing(statements)
    return Thing(
        str(draft.ref.value),
        ThingKind.FILE,
        said(draft.component.name),
        hashes=_hashes(draft.component),
        licensing=licensing,
        remarks=_all_remarks(draft, licensing),
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
            remarks=(*endpoints, *crosses, *_remarks(service.properties)),
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
            version=_optional(purl.version if purl else None),
            purl=purl.to_string() if purl else None,
            remarks=("ancestor: named in the header of a weight file",),
        )


def _all_remarks(draft: Draft, licensing: SpdxLicensing | None = None) -> tuple[str, ...]:
    seen = sorted({f"found: {line(place(sighting))}" for sighting in draft.sightings})
    return (*seen, *_remarks(draft.component.properties, licensing))


def _remarks(of: Iterable[Property], licensing: SpdxLicensing | None = None) -> tuple[str, ...]:
    """Our properties as lines; what the two license fields do not say comes from them, not from CycloneDX's one."""
    said_here = [(p.name.removeprefix(_OUR), p.value or "") for p in sorted(of) if p.name.startswith(_OUR)]
    if licensing is not None:
        said_here = [row for row in said_here if row[0] != _LICENSES] + list(licensing.remarks)
    return tuple(f"{line(name)}: {line(value)}" for name, value in said_here)


def _hashes(component: Component) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(each.alg.value), each.content) for each in component.hashes))


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


def _optional(text: str | None) -> str | None:
    return said(text) if text else None
