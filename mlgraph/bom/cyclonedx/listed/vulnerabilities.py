"""vulnerabilities: what documents say of weaknesses of their parts, and of what these mean there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlgraph.model.assertions import JsonValue
from mlgraph.model.assessments import STATE_OF_STATUS
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listing import Facts, ListedVulnerability, Listing
from mlgraph_queries.stated import Link

Json = dict[str, JsonValue]
_METHODS = {"CVSS_V2": "CVSSv2", "CVSS_V3": "CVSSv3", "CVSS_V4": "CVSSv4"}
_VERSION_3_1 = "CVSS:3.1/"
METHODS = frozenset({"CVSSv2", "CVSSv3", "CVSSv31", "CVSSv4", "OWASP", "SSVC", "other"})
"""Schema 1.6, scoreMethod."""
RATINGS = frozenset({"critical", "high", "medium", "low", "info", "none", "unknown"})
"""Schema 1.6, severity."""
_TIMES = {
    "published": PropertyKind.PUBLISHED_AT,
    "updated": PropertyKind.MODIFIED_AT,
    "rejected": PropertyKind.WITHDRAWN_AT,
}


def vulnerabilities(listing: Listing, names: Mapping[NodeId, str]) -> list[JsonValue]:
    """A row per vulnerability and verdict, in order of id: the standard has one analysis in each."""
    return [row for each in listing.vulnerabilities for row in _rows(each, names)]


def _rows(each: ListedVulnerability, names: Mapping[NodeId, str]) -> Iterator[JsonValue]:
    verdicts: dict[str, tuple[Json, set[str]]] = {}
    for link in each.assessed:
        if link.node in names:
            verdict = _analysis(link)
            verdicts.setdefault(repr(sorted(verdict.items())), (verdict, set()))[1].add(names[link.node])
    told = {ref for _, refs in verdicts.values() for ref in refs}
    rest = [link for link in each.affected if link.node in names and names[link.node] not in told]
    if rest or not verdicts:
        yield _row(each, _affects(rest, names), {})
    for _, (verdict, refs) in sorted(verdicts.items()):
        links = [link for link in each.affected if names.get(link.node) in refs]
        listed = _affects(links, names) or [{"ref": ref} for ref in sorted(refs)]
        yield _row(each, listed, verdict)


def _row(each: ListedVulnerability, affects: list[JsonValue], verdict: Json) -> JsonValue:
    facts = each.facts
    said: Json = {
        "id": each.id.key,
        "references": [{"id": alias.key, "source": {"name": alias.key.partition("-")[0]}} for alias in each.aliases],
        "ratings": [rating for table in _tables(facts, PropertyKind.SEVERITY) if (rating := _rating(table))],
        "cwes": [
            *sorted(int(t[4:]) for t in _texts(facts, PropertyKind.WEAKNESS) if t[:4] == "CWE-" and t[4:].isdigit())
        ],
        "description": next(iter(_texts(facts, PropertyKind.DESCRIPTION)), None),
        "advisories": [
            {"title": str(t.get("label")), "url": str(t.get("url"))} for t in _tables(facts, PropertyKind.HOMEPAGE)
        ],
        **{name: next(iter(_texts(facts, kind)), None) for name, kind in _TIMES.items()},
        "analysis": verdict,
        "affects": affects,
        "properties": [
            {"name": str(t.get("name")), "value": str(t.get("value"))} for t in _tables(facts, PropertyKind.ANNOTATION)
        ],
    }
    return {name: value for name, value in said.items() if value}


def _affects(links: Sequence[Link], names: Mapping[NodeId, str]) -> list[JsonValue]:
    found: dict[str, Json] = {}
    for link in links:
        row: Json = {"ref": names[link.node]}
        if isinstance(versions := link.detail.get("versions"), list):
            row["versions"] = versions
        found.setdefault(names[link.node], row)
    return [found[ref] for ref in sorted(found)]


def _analysis(link: Link) -> Json:
    detail = link.detail
    status = str(detail.get("status") or "")
    said: Json = {
        "state": detail.get("state") or STATE_OF_STATUS.get(status),
        "justification": detail.get("justification"),
        "response": detail.get("response"),
        "detail": detail.get("detail"),
        "lastUpdated": detail.get("said_at"),
    }
    return {name: value for name, value in said.items() if value}


def _rating(table: Mapping[str, JsonValue]) -> Json:
    method, vector = str(table.get("method") or ""), table.get("vector")
    word = _METHODS.get(method, method)
    if isinstance(vector, str) and vector.startswith(_VERSION_3_1):
        word = "CVSSv31"
    rating = str(table.get("rating") or "").lower()
    said: Json = {
        "source": {"name": str(table["source"])} if table.get("source") else None,
        "score": table.get("score"),
        "severity": rating if rating in RATINGS else None,
        "method": word if word in METHODS else None,
        "vector": vector,
    }
    return {name: value for name, value in said.items() if value is not None}


def _tables(facts: Facts, kind: PropertyKind) -> list[Mapping[str, JsonValue]]:
    found: dict[str, Mapping[str, JsonValue]] = {}
    for stated in facts.get(kind, ()):
        if isinstance(stated.value, dict):
            found.setdefault(repr(sorted(stated.value.items())), stated.value)
    return [found[key] for key in sorted(found)]


def _texts(facts: Facts, kind: PropertyKind) -> list[str]:
    return list(dict.fromkeys(s.value for s in facts.get(kind, ()) if isinstance(s.value, str)))
