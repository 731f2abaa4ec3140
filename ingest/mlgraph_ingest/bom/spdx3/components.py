"""Packages, files, models and datasets as components."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from mlgraph_ingest.bom.digests import digest_text
from mlgraph_ingest.bom.draft import Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.links import Address, address, link
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.own_lines import account_page, described_by_lines, drawn, hub_page, named_by_ref, of_document
from mlgraph_ingest.bom.raw import plain, unmapped
from mlgraph_ingest.bom.spdx3.context import Context
from mlgraph_ingest.bom.spdx3.elements import Element, word
from mlgraph_ingest.bom.spdx3.profiles import OWN_PROFILES, PROFILES
from mlgraph_ingest.bom.things import Component, Organization, Thing
from mlgraph_ingest.bom.versions import version_or_range
from mlgraph_ontology.kinds import PropertyKind

_TYPES = {
    "software_File": "file",
    "ai_AIPackage": "machine-learning-model",
    "dataset_DatasetPackage": "data",
}
_PURPOSES = {
    "application": "application",
    "container": "container",
    "data": "data",
    "device": "device",
    "deviceDriver": "device-driver",
    "file": "file",
    "firmware": "firmware",
    "framework": "framework",
    "library": "library",
    "model": "machine-learning-model",
    "operatingSystem": "operating-system",
    "platform": "platform",
}
"""Entries of SoftwarePurpose -> types of CycloneDX; all others have none and are kept as they are."""
_SERVICE = "A hosted service that the project calls;"
"""How the comment begins by which mlgraph tells a service, as the standard has no class for one."""
_OWN_LABELS = {
    "altDownloadLocation": "distribution",
    "altWebPage": "other",
    "issueTracker": "issue-tracker",
    "releaseNotes": "release-notes",
}
"""ExternalRefType -> the types of CycloneDX that mlgraph writes as it."""
_SCHEMES = {
    "packageUrl": "purl",
    "cpe22": "cpe",
    "cpe23": "cpe",
}
_DATES = {"releaseTime": PropertyKind.RELEASED_AT, "builtTime": PropertyKind.CREATED_AT}
_PUBLISHED = frozenset({"ai_AIPackage", "dataset_DatasetPackage"})


def component(element: Element, context: Context) -> Iterator[Thing]:
    """What a document lists, with all that it says of it."""
    fields = context.fields(element)
    draft = Draft(element.id)
    version, ranged = version_or_range(fields.text("software_packageVersion"))
    purl = _identifiers(fields, draft)
    found = Component(
        ref=None if element.id == element.place else element.id,
        place=element.place,
        type=_type(element, fields, is_ours=context.is_ours),
        name=fields.text("name") or "",
        version=version,
        version_range=ranged,
        purl=purl,
    )
    if not found.name:
        fields.problem("", "it has no name")
    if context.is_ours and element.type in _PUBLISHED:
        for name in ("software_downloadLocation", *_DATES):
            fields.raw(name)  # the address follows from the id, and its lines say its times
    _facts(fields, draft)
    _addresses(fields, draft, purl, context)
    lines = context.index.lines.get(element.id, ())
    for kind in (OWN_PROFILES if context.is_ours else PROFILES).get(element.type, ()):
        kind(fields, draft, lines)
    draft.licenses.extend(context.index.licenses_of(element.id, context.problems))
    draft.organizations.extend(_organizations(element, fields, context, purl))
    draft.facts.extend(unmapped(name, value) for name, value in fields.rest())
    found = described_by_lines(found, draft, lines)
    if context.is_ours:
        found = named_by_ref(found, unquote(element.id.partition("#")[2]))
    yield from of_document(draft)
    is_root, is_alone = element.id in context.roots, len(context.roots) == 1
    yield drawn(found, draft)._replace(is_root=is_root and is_alone, is_one_of_roots=is_root and not is_alone)


def _type(element: Element, fields: Fields, *, is_ours: bool) -> str:
    if is_ours and str(fields.peek("comment")).startswith(_SERVICE):
        for name in ("comment", "software_primaryPurpose"):
            fields.raw(name)
        return "service"
    purpose = fields.peek("software_primaryPurpose")
    known = _PURPOSES.get(word(purpose)) if isinstance(purpose, str) else None
    if known is not None:
        fields.raw("software_primaryPurpose")
    return _TYPES.get(element.type) or known or ""


def _identifiers(fields: Fields, draft: Draft) -> str | None:
    """The package URL, and all other names under a public scheme."""
    purl = fields.text("software_packageUrl")
    for row in fields.tables("externalIdentifier"):
        type_, value = word(row.text("externalIdentifierType") or "other"), row.text("identifier")
        row.raw("type")
        if value is None:
            row.problem("", "an identifier without a value")
        elif type_ == "packageUrl" and purl is None:
            purl = value.strip()
        elif type_ == "email":
            continue
        else:
            draft.say(PropertyKind.IDENTIFIER, {"type": _SCHEMES.get(type_, type_), "value": value.strip()}, row.place)
    for row in fields.tables("software_contentIdentifier"):
        type_, value = (
            word(row.text("software_contentIdentifierType") or "other"),
            row.text("software_contentIdentifierValue"),
        )
        row.raw("type")
        if value is not None:
            draft.say(PropertyKind.IDENTIFIER, {"type": type_, "value": value.strip()}, row.place)
    return purl.strip() if purl is not None else None


def _facts(fields: Fields, draft: Draft) -> None:
    description = fields.text("description") or fields.text("summary")
    if description is not None:
        draft.say(PropertyKind.DESCRIPTION, description)
    copyright_ = fields.text("software_copyrightText")
    if copyright_ is not None and copyright_.strip() != "NOASSERTION":
        draft.say(PropertyKind.COPYRIGHT, copyright_.strip())
    for row in fields.tables("verifiedUsing"):
        _hash(row, draft)
    for name, kind in _DATES.items():
        text = fields.text(name)
        if text is None:
            continue
        time = moment(text)
        if time is None:
            fields.problem(name, f"{text[:40]!r} is no time at which software can be made")
            draft.facts.append(unmapped(name, text))
        else:
            draft.say(kind, time)
    for row in fields.tables("extension"):
        for entry in row.tables("extension_cdxProperty"):
            entry.raw("type")
            draft.note(
                entry.text("extension_cdxPropName") or "", entry.text("extension_cdxPropValue") or "", entry.place
            )


def _hash(row: Fields, draft: Draft) -> None:
    if word(str(row.peek("type"))).endswith("PackageVerificationCode"):
        draft.facts.append(unmapped("verifiedUsing", {name: plain(value) for name, value in row.rest()}, row.place))
        for name in ("type", "algorithm", "hashValue", "packageVerificationCodeExcludedFile"):
            row.raw(name)
        return
    row.raw("type")
    algorithm, value = row.text("algorithm"), row.text("hashValue")
    found = digest_text(word(algorithm), value) if algorithm and value else None
    if found is None:
        row.problem("", "a hash that is no hexadecimal number, or of no algorithm")
    else:
        draft.say(PropertyKind.HASH, found, row.place)


def _addresses(fields: Fields, draft: Draft, purl: str | None, context: Context) -> None:
    for name, label in (("software_homePage", "homepage"), ("software_downloadLocation", "download")):
        url = fields.text(name)
        if url is None or url.strip() == "NOASSERTION":
            continue
        draft.facts.append(link(label, url) or unmapped(name, url))
    for row in fields.tables("externalRef"):
        type_, comment = word(row.text("externalRefType") or "other"), row.text("comment")
        row.raw("type")
        if context.is_ours:
            type_ = _OWN_LABELS.get(type_, type_)
        for locator in locators(row):
            address(
                Address(type_, locator, comment, row.place), draft, is_ours=context.is_ours, own_page=hub_page(purl)
            )


def locators(row: Fields) -> list[str]:
    """The addresses of a reference, which may stand without a list around them."""
    return [row.text("locator") or ""] if isinstance(row.peek("locator"), str) else row.texts("locator")


def _organizations(element: Element, fields: Fields, context: Context, purl: str | None) -> Iterator[Organization]:
    rows = [("supplier", fields.text("suppliedBy"))]
    rows += [("originator", name) for name in fields.texts("originatedBy")]
    rows += [("supplier", name) for name in context.index.suppliers.get(element.id, ())]
    for role, name in rows:
        agent = context.index.agents.get(name or "")
        if name is not None and agent is None:
            fields.problem("", f"the {role} names nobody in the document")
        elif agent is not None and agent.name and (agent.type == "Organization" or _is_account(agent.type, context)):
            yield Organization(agent.name, role, account_page(agent.name, purl) if context.is_ours else None)


def _is_account(type_: str, context: Context) -> bool:
    """Whether an Agent is one of ours: whoever publishes a model, which may be an organization or a person's account."""
    return type_ == "Agent" and context.is_ours
