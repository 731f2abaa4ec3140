"""The answer to `mlgraph query vulnerabilities`: weaknesses, and what else can be turned against who uses a project."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_queries.entries import Finding, Inventory
from mlgraph_queries.findings import findings
from mlgraph_queries.table import Column, Row, Table
from mlgraph_queries.vulnerabilities.wording import sources, unknown
from mlgraph_queries.vulnerability_entries import Audit, Doubt, Verdict, VulnerabilityEntry

_ALSO = ("unsafe-weights", "unpinned")
"""Findings that stand in the same list: files that run code when they are loaded, models that can be exchanged."""
_OF_WEAKNESSES = ("vulnerability", "severity", "fix", "verdict", "path")
"""Words that only a weakness has: of anything else they are not unknown, there are none."""
COLUMNS = (
    Column("kind", None, "malware, vulnerable, may-be-vulnerable, unsafe-weights or unpinned."),
    Column("subject", None, "What has it: a release, a model, a file."),
    Column("vulnerability", None, "The id of the weakness, the one that stands for all its names."),
    Column("severity", None, "none, low, medium, high, critical, or another word of a source; empty: not rated."),
    Column("score", "0 to 10", "CVSS base score of the vector; empty: no vector is known."),
    Column("fix", None, "The smallest version above the one in use that is not affected; empty: none is known."),
    Column("exploited", None, "Whether a catalog lists it as exploited; empty: none was read, or none can list it."),
    Column("epss", "share", "Probability of exploitation within 30 days by EPSS; empty: not known."),
    Column("verdict", None, "What somebody found out about it here (VEX): the latest verdict, and where it stands."),
    Column("path", None, "The shortest way by which it came in, from what the project declares."),
    Column("summary", None, "What it is about.", is_prose=True),
    Column("direct", None, "How many of the packages that the project declares lead to it.", is_detail=True),
    Column("aliases", None, "Its other ids.", is_detail=True),
    Column("vector", None, "CVSS vector.", is_detail=True),
    Column("fixes", None, "All versions above the one in use that fix it.", is_detail=True),
    Column("weaknesses", None, "Classes of the mistake behind it (CWE).", is_detail=True),
    Column("published_at", "UTC", "When its record was published.", is_detail=True),
    Column("where", None, "The records and places that say so.", is_detail=True),
)


def vulnerabilities(inventory: Inventory) -> Table:
    """List the known weaknesses of a project, malware first, then what a verdict leaves open by severity.

    Below them stands what may be affected, and the files and references that could be turned against its users.
    """
    audit = inventory.audit
    rows = [*_rows(audit), *(_also(finding) for finding in findings(inventory) if finding.kind in _ALSO)]
    return Table(
        "vulnerabilities",
        COLUMNS,
        tuple(rows),
        parameters={"project": inventory.name},
        coverage=_coverage(inventory, audit),
        unknown=tuple(unknown(audit)) if audit is not None else (),
        as_of=audit.as_of if audit is not None else None,
    )


def _rows(audit: Audit | None) -> Iterator[Row]:
    if audit is not None:
        yield from map(_vulnerable, audit.vulnerabilities)
        yield from map(_doubtful, audit.doubts)


def _vulnerable(entry: VulnerabilityEntry) -> Row:
    severity = entry.severity
    return (
        "malware" if entry.is_malware else "vulnerable",
        entry.subject.key,
        entry.id.key,
        entry.rating,
        entry.score,
        entry.fix,
        entry.is_known_exploited,
        entry.prediction.probability if entry.prediction else None,
        verdict_in_words(entry.verdict) if entry.verdict else None,
        " > ".join(node.key for node in entry.path) or None,
        entry.summary or _first_line(entry.description),
        entry.direct_count,
        ", ".join(alias.key for alias in entry.aliases) or None,
        severity.vector if severity else None,
        ", ".join(entry.fixes) or None,
        ", ".join(entry.weaknesses) or None,
        entry.published_at,
        ", ".join(entry.where),
    )


def _doubtful(doubt: Doubt) -> Row:
    ids = ", ".join(node.key for node in doubt.vulnerabilities)
    told: dict[str, str] = {
        "kind": "may-be-vulnerable",
        "subject": doubt.subject.key,
        "vulnerability": ids,
        "summary": doubt.reason,
        "where": ", ".join(doubt.where),
    }
    return tuple(told.get(column.name) for column in COLUMNS)


def _also(finding: Finding) -> Row:
    told: dict[str, str] = {
        **dict.fromkeys(_OF_WEAKNESSES, ""),
        "kind": finding.kind,
        "subject": finding.subject,
        "summary": finding.text,
        "where": ", ".join(finding.where),
    }
    return tuple(told.get(column.name) for column in COLUMNS)


def verdict_in_words(verdict: Verdict) -> str:
    """A verdict with its reason and who says so: `not_affected (code_not_reachable) in shop.openvex.json#/statements/0`."""
    reason = f" ({verdict.justification})" if verdict.justification else ""
    return f"{verdict.state or verdict.status}{reason} in {verdict.where}"


def _coverage(inventory: Inventory, audit: Audit | None) -> dict[str, str | int | None]:
    if audit is None:
        return {"packages": len(inventory.packages), "audited": 0}
    return {
        "packages": len(inventory.packages),
        "audited": audit.audited,
        "vulnerabilities": len(audit.vulnerabilities),
        "open": len(audit.open),
        "advisories": "; ".join(sources(audit)) or None,
    }


def _first_line(text: str | None) -> str | None:
    lines = [line.strip("# ").strip() for line in (text or "").splitlines()]
    return next((line for line in lines if line), None)
