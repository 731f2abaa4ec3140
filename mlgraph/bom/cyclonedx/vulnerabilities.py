"""Known weaknesses of what a document lists, with their ratings, what mends them, and the analysis that somebody made.

An entry is one weakness in one part, because the standard has one analysis for an entry. cyclonedx-python-lib is not asked:
an entry is put together here, in the shape of the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC

from mlgraph.bom.purls import legal_url
from mlgraph.bom.refs import refs, root_ref
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.assessments import (
    CYCLONEDX_JUSTIFICATIONS,
    IN_CYCLONEDX,
    NOT_AFFECTED,
    RESPONSES,
    STATE_OF_STATUS,
)
from mlgraph.model.ids import NodeId
from mlgraph_queries.entries import Inventory
from mlgraph_queries.vulnerability_entries import Assessment, Severity, Verdict, VulnerabilityEntry

_METHODS: Mapping[str, str] = {"CVSS_V4": "CVSSv4", "CVSS_V3": "CVSSv3", "CVSS_V2": "CVSSv2"}
_WORDS = frozenset({"critical", "high", "medium", "low", "info", "none", "unknown"})
"""The schema's words for a severity (1.6, `severity`)."""
_DATABASES: Mapping[str, str] = {
    "GHSA": "GitHub Security Advisory Database",
    "GO": "Go Vulnerability Database",
    "MAL": "Malicious Packages Repository",
    "PSF": "Python Software Foundation Vulnerability Database",
    "PYSEC": "PyPI Vulnerability Database",
    "RUSTSEC": "RustSec Advisory Database",
}
"""What the databases behind the prefixes of ids call themselves (OSV schema 1.7, "id, modified fields", 2026-11-25)."""
_CWE = re.compile(r"CWE-(\d{1,6})")


def vulnerabilities(inventory: Inventory, known: Collection[str]) -> list[JsonValue]:
    """The entries of a document, by id, then by part. `known` are the bom-refs of the document."""
    if inventory.audit is None:
        return []
    names = {node: ref for node, ref in refs(inventory).items() if ref in known}
    names[inventory.project] = root_ref(inventory)
    found = [(e.id, e.subject, _entry(e, names, inventory)) for e in inventory.audit.vulnerabilities]
    matched = {(node, subject) for node, subject, _ in found}
    found += [
        (one.vulnerability, one.subject, _assessed(one, names, inventory))
        for one in inventory.audit.assessments
        if (one.vulnerability, one.subject) not in matched and one.subject in names
    ]
    return [entry for _, _, entry in sorted(found, key=lambda row: (row[0], row[1]))]


def _entry(entry: VulnerabilityEntry, names: Mapping[NodeId, str], inventory: Inventory) -> JsonValue:
    said: dict[str, JsonValue] = {
        "id": entry.id.key,
        "source": _source(entry.id.key),
        "references": [{"id": alias.key, "source": _source(alias.key)} for alias in entry.aliases],
        "ratings": [_rating(one) for one in entry.severities],
        "cwes": [int(found[1]) for name in entry.weaknesses if (found := _CWE.fullmatch(name))],
        "description": shown(entry.summary or entry.description or ""),
        "detail": shown(entry.description or "") if entry.summary else "",
        "recommendation": f"Update {entry.name} to {entry.fix} or later." if entry.fix else "",
        "advisories": _advisories(entry),
        "published": entry.published_at,
        "updated": entry.modified_at,
        "analysis": _analysis(entry.verdict) if entry.verdict else None,
        "affects": [_affected(entry.subject, entry.version, names, inventory)],
        "properties": [_property(name, value) for name, value in _notes(entry, names)],
    }
    return {name: value for name, value in said.items() if value}


def _assessed(one: Assessment, names: Mapping[NodeId, str], inventory: Inventory) -> JsonValue:
    """A verdict on a weakness of which no record was read that says what it is."""
    verdict = one.verdicts[0]
    said: dict[str, JsonValue] = {
        "id": one.vulnerability.key,
        "source": _source(one.vulnerability.key),
        "references": [{"id": alias.key, "source": _source(alias.key)} for alias in one.aliases],
        "analysis": _analysis(verdict),
        "affects": [_affected(one.subject, None, names, inventory)],
        "properties": [_property("verdict", _told(other)) for other in one.verdicts],
    }
    return {name: value for name, value in said.items() if value}


def _source(name: str) -> JsonValue:
    prefix = name.partition("-")[0]
    return {"name": _DATABASES.get(prefix, prefix)}


def _rating(one: Severity) -> JsonValue:
    method = _METHODS.get(one.method or "", "other")
    if method == "CVSSv3" and (one.vector or "").startswith("CVSS:3.1"):
        method = "CVSSv31"
    said: dict[str, JsonValue] = {
        "source": {"name": one.source} if one.source else None,
        "score": one.score,
        "severity": one.rating if one.rating in _WORDS else "unknown",
        "method": method,
        "vector": one.vector,
        "justification": one.rating if one.rating is not None and one.rating not in _WORDS else None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _advisories(entry: VulnerabilityEntry) -> list[JsonValue]:
    found = ((label, legal_url(url)) for label, url in entry.references)
    urls = {url: label for label, url in found if url is not None}
    return [{"title": label, "url": url} if label else {"url": url} for url, label in urls.items()]


def _analysis(verdict: Verdict) -> JsonValue:
    word = verdict.justification
    known = word if word in CYCLONEDX_JUSTIFICATIONS else IN_CYCLONEDX.get(word or "")
    left_out = [word.replace("_", " ")] if word and known is None else []
    actions = [text for text in verdict.responses if text not in RESPONSES]
    detail = " ".join(filter(None, [*left_out, shown(verdict.detail or ""), *map(shown, actions)]))
    said_at = verdict.said_at.astimezone(UTC).isoformat(timespec="seconds")
    said: dict[str, JsonValue] = {
        "state": verdict.state or STATE_OF_STATUS[verdict.status],
        "justification": known if verdict.status == NOT_AFFECTED else None,
        "response": [text for text in dict.fromkeys(verdict.responses) if text in RESPONSES],
        "detail": detail,
        "lastUpdated": said_at,
    }
    return {name: value for name, value in said.items() if value}


def _affected(subject: NodeId, version: str | None, names: Mapping[NodeId, str], inventory: Inventory) -> JsonValue:
    said: dict[str, JsonValue] = {"ref": names.get(subject, root_ref(inventory))}
    if version is not None and subject.key.startswith("pkg:"):
        said["versions"] = [{"version": version, "status": "affected"}]
    return said


def _notes(entry: VulnerabilityEntry, names: Mapping[NodeId, str]) -> Iterator[tuple[str, str]]:
    if entry.is_malware:
        yield "malware", ", ".join(claim.record.key for claim in entry.claims if claim.record.key.startswith("MAL-"))
    if entry.exploited is not None:
        since = f" since {entry.exploited.added}" if entry.exploited.added else ""
        yield "known-exploited", f"listed in {entry.exploited.catalog}{since}"
    elif entry.is_known_exploited is False:
        yield "known-exploited", "false"
    if entry.prediction is not None:
        yield "epss", f"{entry.prediction.probability:g} on {entry.prediction.day}"
    yield from (("fixed-in", version) for version in entry.fixes)
    if entry.path:
        yield "path", " > ".join(names.get(node, "") or node.key for node in entry.path)
    yield from (("read-in", place) for place in entry.where)
    yield from (("verdict", _told(verdict)) for verdict in entry.verdicts)


def _told(verdict: Verdict) -> str:
    return f"{verdict.state or verdict.status} in {verdict.where}"


def _property(name: str, value: str) -> JsonValue:
    return {"name": f"mlgraph:{name}", "value": value}


def refs_of(components: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The bom-refs of components, and of those within them."""
    for component in components:
        yield str(component.get("bom-ref", ""))
        inner = component.get("components")
        if isinstance(inner, list):
            yield from refs_of(inner)
