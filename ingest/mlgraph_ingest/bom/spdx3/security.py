"""Vulnerabilities, and what is said of them for parts of a document (Security profile of SPDX 3.0.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.links import link
from mlgraph_ingest.bom.moments import moment
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.spdx3.components import locators
from mlgraph_ingest.bom.spdx3.context import Context
from mlgraph_ingest.bom.spdx3.elements import Element, word
from mlgraph_ingest.bom.things import OfDocument, Said, Thing, Vulnerable
from mlgraph_ontology.kinds import PropertyKind

_P = PropertyKind
_STATUSES = {
    "affects": "affected",
    "doesNotAffect": "not_affected",
    "fixedIn": "fixed",
    "underInvestigationFor": "under_investigation",
}
"""Types of relationships between a vulnerability and elements -> verdicts."""
_TIMES = {
    "security_publishedTime": _P.PUBLISHED_AT,
    "publishedTime": _P.PUBLISHED_AT,
    "security_modifiedTime": _P.MODIFIED_AT,
    "security_withdrawnTime": _P.WITHDRAWN_AT,
}
_CVSS = re.compile(r"security_CvssV([234])VulnAssessmentRelationship")
_ID = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9][A-Za-z0-9:._-]*")
_OTHER_NAMES = frozenset({"cve", "securityOther"})


def vulnerability(element: Element, context: Context) -> Iterator[Thing]:
    """A vulnerability with what is said of it and its other names."""
    fields = context.fields(element)
    name = _name(element.id, context)
    facts = [
        Said(kind, text, element.place)
        for field, kind in (("summary", _P.SUMMARY), ("description", _P.DESCRIPTION))
        if (text := fields.text(field)) is not None
    ]
    for field, kind in _TIMES.items():
        text = fields.text(field)
        time = moment(text) if text is not None else None
        if time is not None:
            facts.append(Said(kind, time, element.place))
        elif text is not None:
            fields.problem(field, f"{text[:40]!r} is no time that can be")
    aliases: list[str] = []
    for row in fields.tables("externalIdentifier"):
        type_, value = word(row.text("externalIdentifierType") or ""), row.text("identifier")
        row.raw("type")
        row.raw("identifierLocator"), row.raw("issuingAuthority")
        if value is not None and type_ in _OTHER_NAMES and _ID.fullmatch(value.strip()) and value.strip() != name:
            aliases.append(value.strip())
    for row in fields.tables("externalRef"):
        type_ = word(row.text("externalRefType") or "other")
        row.raw("type")
        facts += [said for url in locators(row) if (said := link(type_, url, row.place)) is not None]
    fields.text("name")
    facts += [unmapped(field, value, element.place) for field, value in fields.rest()]
    yield Vulnerable(name, element.place, tuple(facts), tuple(dict.fromkeys(aliases)))


def is_assessment(element: Element) -> bool:
    """Whether an element says something of a vulnerability for some part."""
    type_ = word(element.text("relationshipType") or "")
    return element.type.startswith("security_") or type_ in _STATUSES or type_ == "hasAssociatedVulnerability"


def assessment(element: Element, context: Context) -> Iterator[Thing]:
    """What a relationship says of a vulnerability: whom it affects, how bad it is, whether it is used by attackers."""
    type_ = word(element.text("relationshipType") or "")
    source, targets = element.text("from") or "", element.texts("to")
    if type_ == "hasAssociatedVulnerability":
        for target in targets:
            yield Vulnerable(_name(target, context), element.place, affected=((source, ()),))
        return
    facts = tuple(_facts(element))
    assessed = tuple((target, tuple(_verdict(element, type_))) for target in targets if type_ in _STATUSES)
    affected = tuple((target, ()) for target in targets if type_ == "affects")
    if not facts and not assessed:
        yield OfDocument(unmapped(element.type or "Relationship", dict(element.said), element.place))
        return
    yield Vulnerable(_name(source, context), element.place, facts, affected=affected, assessed=assessed)


def _name(id_: str, context: Context) -> str:
    return context.index.vulnerabilities.get(id_) or id_.rpartition("#")[2].rpartition("/")[2]


def _verdict(element: Element, type_: str) -> Iterator[tuple[str, JsonValue]]:
    yield "status", _STATUSES[type_]
    justification = element.text("security_justificationType")
    if justification is not None:
        yield "justification", word(justification)
    response = element.text("security_actionStatement")
    if response is not None:
        yield "response", response
    details = [element.text(name) for name in ("security_impactStatement", "security_statusNotes", "comment")]
    if any(details):
        yield "detail", "\n".join(text for text in details if text)


def _facts(element: Element) -> Iterator[Said]:
    said: dict[str, Any] = dict(element.said)
    cvss = _CVSS.fullmatch(element.type)
    if cvss is not None:
        value = {
            "method": f"CVSS_V{cvss[1]}",
            "vector": element.text("security_vectorString"),
            "score": number(said.get("security_score")),
            "rating": word(element.text("security_severity") or "") or None,
        }
        yield Said(_P.SEVERITY, {name: each for name, each in value.items() if each is not None}, element.place)
    elif element.type.startswith("security_Epss"):
        value = {name: number(said.get(f"security_{name}")) for name in ("probability", "percentile")}
        if value["probability"] is not None:
            day = (element.text("security_publishedTime") or element.text("publishedTime") or "")[:10]
            told: JsonValue = {**{n: v for n, v in value.items() if v is not None}, **({"date": day} if day else {})}
            yield Said(_P.EXPLOIT_PREDICTION, told, element.place)
    elif element.type.startswith("security_ExploitCatalog") and said.get("security_exploited") is True:
        catalog = word(element.text("security_catalogType") or "")
        locator = element.text("security_locator")
        told = {"catalog": catalog, **({"locator": locator} if locator else {})}
        yield Said(_P.KNOWN_EXPLOITED, told, element.place)


def number(value: object) -> float | None:
    """A figure, which JSON-LD may write as a text; None where it is none."""
    try:
        found = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
    except (ValueError, OverflowError):
        return None
    return found if found is not None and -1e12 < found < 1e12 else None
