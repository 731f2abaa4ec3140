"""externalReferences: the addresses of a part, each under the type that its document has for it."""

from __future__ import annotations

import re

from mlgraph.bom.text import PLAIN_ADDRESS
from mlgraph.model.assertions import JsonValue
from mlgraph.model.urls import without_credentials
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from mlgraph_queries.listing import Account

TYPES = frozenset({
    "vcs", "issue-tracker", "website", "advisories", "bom", "mailing-list", "social", "chat", "documentation", "support",
    "source-distribution", "distribution", "distribution-intake", "license", "build-meta", "build-system",
    "release-notes", "security-contact", "model-card", "log", "configuration", "evidence", "formulation", "attestation",
    "threat-model", "adversary-model", "risk-assessment", "vulnerability-assertion", "exploitability-statement",
    "pentest-report", "static-analysis-report", "dynamic-analysis-report", "runtime-analysis-report",
    "component-analysis-report", "maturity-report", "certification-report", "codified-infrastructure",
    "quality-metrics", "poam", "electronic-signature", "digital-signature", "rfc-9116", "other",
})  # fmt: skip
"""Types of external references (schema 1.6, externalReference.type; 1.7 has four more)."""
_ILLEGAL = re.compile(r"[\s\x00-\x1f\x7f<>\"{}|\\^`]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^:\s]\S*")


def addresses(account: Account) -> list[JsonValue]:
    """Every address once per type, in order."""
    found: dict[tuple[str, str, str], JsonValue] = {}
    rows = [
        (str(t.get("label") or "other"), str(t.get("url") or ""), str(t.get("comment") or ""))
        for t in account.tables(PropertyKind.HOMEPAGE)
    ]
    rows += [("documentation", paper, "paper") for paper in account.texts(PropertyKind.PAPER)]
    told = {url.rstrip("/").removesuffix(".git") for _, url, _ in rows}
    rows += [
        ("vcs", link.node.key, "")
        for kind, link in account.links
        if kind is EdgeKind.DEVELOPED_IN and link.node.key.rstrip("/") not in told
    ]
    for label, text, stated in sorted(rows):
        type_ = label if label in TYPES else _type(label)
        comment = stated or (label if type_ == "other" and label != "other" else "")
        url = _url(text)
        if url is not None:
            said: dict[str, JsonValue] = {"type": type_, "url": url}
            found[type_, url, comment] = {**said, "comment": comment} if comment else said
    return [found[key] for key in sorted(found)]


def _type(label: str) -> str:
    from mlgraph.bom.links import BY_LABEL

    known = BY_LABEL.get(re.sub(r"[^a-z0-9]", "", label.lower()))
    return str(known.value) if known is not None else "other"


def _url(text: str) -> str | None:
    """A web address, or another URI such as a BOM-Link, as a document may hold it; None where it is none."""
    if PLAIN_ADDRESS.fullmatch(text):
        return text
    if text.startswith(("http://", "https://")):
        from mlgraph.bom.links import web_address

        found = web_address(text)
        return str(found) if found is not None else None
    plain = without_credentials(text.strip())
    return plain if _ABSOLUTE.fullmatch(plain) and not _ILLEGAL.search(plain) else None
