"""Packages (SPDX 2.3 clause 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph_ingest.bom.digests import digest_text
from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.links import link
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.own_lines import account_page, described_by_lines, drawn, is_published, of_document
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.spdx2.agents import agent
from mlgraph_ingest.bom.spdx2.annotations import own_lines, remarks
from mlgraph_ingest.bom.spdx2.external_refs import external_refs
from mlgraph_ingest.bom.spdx2.licensing import copyrights, licenses, said
from mlgraph_ingest.bom.spdx2.parts import Context
from mlgraph_ingest.bom.things import Component, Organization, Relation, Said, Thing
from mlgraph_ingest.bom.versions import version_or_range
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_TYPES = {
    "APPLICATION": "application",
    "FRAMEWORK": "framework",
    "LIBRARY": "library",
    "CONTAINER": "container",
    "OPERATING-SYSTEM": "operating-system",
    "DEVICE": "device",
    "FIRMWARE": "firmware",
    "FILE": "file",
}
"""Purposes (clause 7.24) -> types of CycloneDX; SOURCE, ARCHIVE, INSTALL and OTHER have none and are kept as they are."""
_DATES = {
    "releaseDate": PropertyKind.RELEASED_AT,
    "builtDate": PropertyKind.CREATED_AT,
}


def package(fields: Fields, context: Context) -> Iterator[Thing]:
    """A package, and the files that it says are its own."""
    ref = fields.text("SPDXID")
    draft = Draft(ref or fields.place)
    external = external_refs(fields, draft, is_ours=context.is_ours)
    version, ranged = version_or_range(said(fields, "versionInfo"))
    found = Component(
        ref=ref,
        place=fields.place,
        type=_type(fields),
        name=named(fields, ref, "name"),
        version=version,
        version_range=ranged,
        purl=external,
    )
    draft.licenses.extend(licenses(fields, ("licenseInfoFromFiles",)))
    draft.organizations.extend(_organizations(fields, context, external))
    lines = own_lines(fields) if context.is_ours else ()
    if context.is_ours:
        found = found._replace(address=_drop_implied(fields, lines))
    draft.facts.extend(_facts(fields, context))
    files = fields.texts("hasFiles")
    draft.facts.extend(left(fields))
    found = described_by_lines(found, draft, lines)
    yield from of_document(draft)
    yield rooted(drawn(found, draft), context)
    if files and ref is not None:
        yield Relation(ref, EdgeKind.CONTAINS, tuple(files), fields.place)


def _drop_implied(fields: Fields, lines: Sequence[tuple[str, str, str]]) -> str | None:
    """Leave out what mlgraph writes because the standard asks for it, and of a model what its lines say better.

    Returns the address of what is published at one, which names data.
    """
    for name in ("filesAnalyzed", "packageFileName", "primaryPackagePurpose"):
        fields.raw(name)
    if not is_published(lines):
        return None
    fields.raw("releaseDate"), fields.raw("builtDate")
    return said(fields, "downloadLocation")


def rooted(component: Component, context: Context) -> Component:
    """A component, marked where the document is about it."""
    if component.ref is None or component.ref not in context.described:
        return component
    context.met.add(component.ref)
    is_alone = len(context.described) == 1
    return component._replace(is_root=is_alone, is_one_of_roots=not is_alone)


def named(fields: Fields, ref: str | None, *names: str) -> str:
    """What a part is called, from the first of some fields; what is missing of name and id is told."""
    found = next((text.strip() for name in names if (text := fields.text(name)) is not None), "")
    if not found:
        fields.problem("", "it has no name")
    if ref is None:
        fields.problem("", "it has no SPDXID to which anything could refer")
    return found


def left(fields: Fields) -> Iterator[Said]:
    """What of a part has no kind of ours."""
    yield from (unmapped(name, value) for name, value in fields.rest())


def checksums(fields: Fields) -> Iterator[Said]:
    """The digests of a package or a file (clauses 7.10 and 8.4)."""
    for each in fields.tables("checksums"):
        algorithm, value = each.text("algorithm"), each.text("checksumValue")
        found = digest_text(algorithm, value) if algorithm and value else None
        if found is None:
            each.problem("", "a checksum that is no hexadecimal number, or of no algorithm")
        else:
            yield Said(PropertyKind.HASH, found, each.place)


def _type(fields: Fields) -> str:
    """The type of a purpose; a purpose without one stays unread."""
    purpose = fields.peek("primaryPackagePurpose")
    known = _TYPES.get(purpose.strip().upper().replace("_", "-"), "") if isinstance(purpose, str) else ""
    if known:
        fields.raw("primaryPackagePurpose")
    return known


def _organizations(fields: Fields, context: Context, purl: str | None) -> Iterator[Organization]:
    for role in ("supplier", "originator"):
        text = said(fields, role)
        if text is None:
            continue
        who = agent(text)
        if who.kind == "organization" and who.name:
            yield Organization(who.name, role, account_page(who.name, purl) if context.is_ours else None)
        elif who.kind == "person":
            context.people += 1
        else:
            fields.problem(role, f"the {role} is named neither as an organization nor as a person")


def _facts(fields: Fields, context: Context) -> Iterator[Said]:
    description = fields.text("description") or fields.text("summary")
    if description is not None:
        yield Said(PropertyKind.DESCRIPTION, description)
    yield from copyrights(fields)
    yield from checksums(fields)
    for name, label in (("homepage", "homepage"), ("downloadLocation", "download")):
        address = said(fields, name)
        shown = link(label, address) if address else None
        if shown is not None:
            yield shown
        elif address:
            yield unmapped(name, address)
    for name, kind in _DATES.items():
        text = fields.text(name)
        if text is not None:
            yield _dated(fields, name, text, kind)
    if not context.is_ours:
        yield from remarks(fields, context)


def _dated(fields: Fields, name: str, text: str, kind: PropertyKind) -> Said:
    found = moment(text)
    if found is None:
        fields.problem(name, f"{text[:40]!r} is no time at which software can be made")
        return unmapped(name, text)
    return Said(kind, found)
