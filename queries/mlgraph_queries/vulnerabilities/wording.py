"""How an audit is worded: what was read, as of when, and what is unknown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph.model.ids import NodeId
from mlgraph_queries.vulnerability_entries import Advisories, Audit, VulnerabilityEntry

_NAMED = 3


def sources(audit: Audit) -> tuple[str, ...]:
    """One sentence on each document that was read."""
    return tuple(map(_source, audit.advisories))


def unknown(audit: Audit) -> Iterator[str]:
    """What an audit cannot say, one sentence each."""
    if not audit.is_any:
        yield (
            "No advisories were read, so that it is unknown whether packages have known weaknesses; "
            "`mlgraph ingest osv FILE` reads some, `mlgraph audit` asks for some"
        )
    else:
        reasons: dict[str, list[NodeId]] = {}
        for node, reason in audit.not_audited:
            reasons.setdefault(reason, []).append(node)
        for reason, nodes in sorted(reasons.items()):
            yield f"Not audited, because {reason}: {some([node.key for node in nodes])}"
    for doubt in audit.doubts:
        named = some([node.key for node in doubt.vulnerabilities])
        yield f"{doubt.subject.key} may be affected by {named}: {doubt.reason}"


def said_briefly(entry: VulnerabilityEntry) -> str:
    """A weakness in a few words: `CVE-2024-1 (critical 9.8, known exploited)`."""
    score = f" {entry.score:g}" if entry.score is not None else ""
    marks = [f"{entry.rating or ''}{score}".strip()] if entry.rating or score else []
    marks += ["known exploited"] if entry.is_known_exploited else []
    return f"{entry.id.key} ({', '.join(marks)})" if marks else entry.id.key


def some(names: Sequence[str], most: int = _NAMED) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _source(one: Advisories) -> str:
    records = ", ".join(f"{count:,} {name or 'without a package'}" for name, count in sorted(one.records.items()))
    day = f", read as of {one.observed_at.date().isoformat()}" if one.observed_at else ""
    newest = f", the newest of {one.newest[:10]}" if one.newest else ""
    left_out = f", {one.withdrawn:,} of them withdrawn" if one.withdrawn else ""
    problems = f", {one.problems:,} problems in reading" if one.problems else ""
    return f"{one.title}: {records}{left_out}{newest}{day}{problems}"
