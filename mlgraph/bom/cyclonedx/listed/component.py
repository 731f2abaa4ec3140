"""A part of a bill of materials as a component."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.bom.cyclonedx.listed.addresses import addresses
from mlgraph.bom.cyclonedx.listed.artifacts import artifact_fields
from mlgraph.bom.cyclonedx.listed.digests import digests
from mlgraph.bom.cyclonedx.listed.licenses import listed_licenses
from mlgraph.bom.cyclonedx.listed.notes import notes
from mlgraph.bom.cyclonedx.listed.sources import first_and_others, otherwise, short
from mlgraph.bom.text import shown
from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact
from mlgraph_queries.listed_entries import version_of
from mlgraph_queries.listing import Account
from mlgraph_queries.stated import LicenseStatement, Link

TYPES = frozenset({
    "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
    "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
})  # fmt: skip
"""Types of components (schemas 1.6 and 1.7, component.type)."""
_BY_KIND = {
    NodeKind.MODEL: "machine-learning-model",
    NodeKind.DATASET: "data",
    NodeKind.FILE: "file",
    NodeKind.PROJECT: "application",
}
_SCOPES = {"runtime": "required", "optional": "optional"}
"""All others are `excluded` (schema 1.6, component.scope)."""
_TITLED = frozenset({"machine-learning-model", "data"})
"""Types whose names hold the group in the graph."""

Json = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Part:
    """One part, and what its document is to say of it."""

    node: NodeId
    account: Account
    ref: str | None
    licenses: Sequence[LicenseStatement] = ()
    """Those of others than the documents: an index, a hub."""
    known: Artifact | None = None
    """Of a model or a dataset."""
    extra: Sequence[tuple[str, str]] = ()
    """Further properties."""
    named: NodeId | None = None
    """What has its package URL and its version; None: the node itself."""


def component(part: Part, names: Mapping[NodeId, str], spec_version: str) -> Json:
    """The component, without what is nested in it; `names` are the references of all parts."""
    account = part.account
    type_ = account.text(PropertyKind.COMPONENT_TYPE) or ""
    group, name, version = named_parts(part.named or part.node, account, part.ref)
    found: Json = {"type": type_ if type_ in TYPES else _BY_KIND.get(part.node.kind, "library")}
    own, others = first_and_others(account.licenses)
    choices, lines = listed_licenses(own or part.licenses, spec_version)
    notices = [shown(text) for text in account.texts(PropertyKind.COPYRIGHT)]
    known, unknown = digests(account.texts(PropertyKind.HASH), spec_version)
    said: Json = {
        "bom-ref": part.ref,
        **_roles(account.publishers),
        "group": group,
        "name": name,
        "version": version,
        "description": _first(account, PropertyKind.DESCRIPTION),
        "scope": _scope(account),
        "hashes": known,
        "licenses": choices,
        "copyright": next(iter(notices), None),
        **_identifiers(account),
        "purl": purl_of(part.named or part.node, account),
        "externalReferences": addresses(account),
    }
    found |= {field: value for field, value in said.items() if value}
    if notices[1:]:
        found["evidence"] = {"copyright": [{"text": text} for text in notices[1:]]}
    if version is None and spec_version >= "1.7":
        found |= _ranged(account)
    if part.known is not None:
        found |= artifact_fields(part.known, account, names)
    if ancestors := _ancestors(part, names):
        found["pedigree"] = {"ancestors": ancestors}
    lines += [f"{s.expression or s.text} at {short(s.where)} ({s.method}, {s.rule})" for s in others]
    extra = [
        *part.extra,
        *otherwise(account),
        *(("license-statement", line) for line in lines),
        *(("hash", text) for text in unknown),
    ]
    if properties := notes(account, part.known, extra):
        found["properties"] = properties
    return found


def purl_of(node: NodeId, account: Account) -> str | None:
    """The package URL of a part, as its document writes it; None where it has none."""
    if account.purl is not None:
        return account.purl
    return node.key if node.key.startswith("pkg:") and account.has_purl else None


def named_parts(node: NodeId, account: Account, ref: str | None) -> tuple[str | None, str, str | None]:
    """Group, name and version of a part, as far as documents say them; without a name its reference stands for one."""
    group = account.detail("group")
    group = group if isinstance(group, str) else _unlisted(account, "group")
    name = account.text(PropertyKind.NAME) or ""
    if group and account.text(PropertyKind.COMPONENT_TYPE) in _TITLED:
        name = name.removeprefix(f"{group}/")
    return group, shown(name) or ref or "(no name)", version_of(node, account)


def _unlisted(account: Account, field: str) -> str | None:
    """What a document says of what it is about, which it does not list."""
    found = (t.get("value") for t in account.tables(PropertyKind.UNMAPPED) if t.get("field") == field)
    return next((value for value in found if isinstance(value, str)), None)


def _first(account: Account, kind: PropertyKind) -> str | None:
    found = account.text(kind)
    return shown(found) if found else None


def _scope(account: Account) -> str | None:
    stated = account.detail("scope")
    return _SCOPES.get(stated, "excluded") if isinstance(stated, str) else None


def _roles(publishers: Sequence[Link]) -> Json:
    """Who is behind it; of several in one role the first. An originator is who made it first: its manufacturer."""
    found: Json = {}
    for link in publishers:
        role = str(link.detail.get("role") or "supplier")
        entity: Json = {"name": shown(link.name)}
        if link.node.key.startswith("https://"):
            entity["url"] = [link.node.key]
        if role == "publisher":
            found.setdefault("publisher", shown(link.name))
        else:
            found.setdefault({"supplier": "supplier"}.get(role, "manufacturer"), entity)
    return found


def _identifiers(account: Account) -> Json:
    """The names that the standard has a field for; further ones are properties (`notes`)."""
    found: Json = {}
    for table in account.tables(PropertyKind.IDENTIFIER):
        value = str(table.get("value", ""))
        match table.get("type"):
            case "cpe" if value:
                found.setdefault("cpe", value)
            case "swid" if value:
                found.setdefault("swid", {"tagId": value, "name": account.text(PropertyKind.NAME) or value})
            case "swhid" | "gitoid" as kind if value:
                listed = found.setdefault("swhid" if kind == "swhid" else "omniborId", [])
                if isinstance(listed, list):
                    listed.append(value)
    return found


def _ranged(account: Account) -> Json:
    specifier = account.detail("specifier")
    if isinstance(specifier, str) and specifier.startswith("vers:"):
        return {"versionRange": specifier, "isExternal": True}
    return {}


def _ancestors(part: Part, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """What it was derived from, each naming the component that tells of it, where the document has one."""
    links = [link for kind, link in _lineage(part) if kind is EdgeKind.DERIVED_FROM]
    return [_ancestor(link, names) for link in links]


def _lineage(part: Part) -> Iterator[tuple[EdgeKind, Link]]:
    seen: set[tuple[NodeId, str | None]] = set()
    for kind, link in sorted(part.account.links, key=lambda row: (row[0], row[1].node, row[1].relation or "")):
        if (link.node, link.relation) not in seen and link.node.kind is not NodeKind.PROJECT:
            seen.add((link.node, link.relation))
            yield kind, link


def _ancestor(link: Link, names: Mapping[NodeId, str]) -> JsonValue:
    node = link.node
    purl = ids.purl_parts(node) if node.key.startswith("pkg:") else None
    said = {
        "group": purl.namespace if purl else None,
        "name": purl.name if purl else shown(link.name),
        "version": purl.version if purl else None,
        "purl": node.key if purl else None,
    }
    found: Json = {"type": _BY_KIND.get(node.kind, "library"), **{k: v for k, v in said.items() if v}}
    rows = [("mlgraph:ref", names.get(node)), ("mlgraph:relation", link.relation)]
    properties: list[JsonValue] = [{"name": name, "value": value} for name, value in rows if value]
    return {**found, "properties": properties} if properties else found
