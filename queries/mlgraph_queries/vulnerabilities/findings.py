"""What of an audit somebody should look at: hostile releases, known weaknesses, and parts that may have some."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.ids import NodeId
from mlgraph_queries.entries import NOTE, WARNING, Finding
from mlgraph_queries.vulnerabilities.wording import said_briefly, some
from mlgraph_queries.vulnerability_entries import Audit, VulnerabilityEntry


def vulnerability_findings(audit: Audit | None) -> Iterator[Finding]:
    """All findings of an audit: one for each part; what a verdict settles is none, unless a record calls it malware."""
    if audit is None:
        return
    yield from (_malware(entry) for entry in audit.vulnerabilities if entry.is_malware)
    of: dict[NodeId, list[VulnerabilityEntry]] = {}
    for entry in audit.open:
        if not entry.is_malware:
            of.setdefault(entry.subject, []).append(entry)
    yield from (_vulnerable(entries) for entries in of.values())
    for doubt in audit.doubts:
        named = some([node.key for node in doubt.vulnerabilities])
        text = f"may be affected by {named}: {doubt.reason}"
        yield Finding("may-be-vulnerable", NOTE, doubt.subject.key, text, doubt.where)


def _malware(entry: VulnerabilityEntry) -> Finding:
    records = some([claim.record.key for claim in entry.claims])
    text = f"{records} calls this release malware: remove it, and take whatever ran it for compromised"
    return Finding("malware", WARNING, entry.subject.key, text, entry.where)


def _vulnerable(entries: list[VulnerabilityEntry]) -> Finding:
    told = some([said_briefly(entry) for entry in entries])
    fixes = {entry.fix for entry in entries}
    mended = sum(entry.fix is not None for entry in entries)
    if None not in fixes and len(fixes) == 1:
        advice = f"fixed in {entries[0].fix}"
    elif mended:
        advice = f"a version that fixes it is known for {mended:,} of {len(entries):,}"
    else:
        advice = "no version that fixes it is known"
    where = tuple(dict.fromkeys(place for entry in entries for place in entry.where))
    return Finding("vulnerable", WARNING, entries[0].subject.key, f"{told}; {advice}", where)
