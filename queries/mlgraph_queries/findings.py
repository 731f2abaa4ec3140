"""What of a project somebody should look at: drift, unpinned models, what is unresolved, unread or unlicensed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from mlgraph_queries.drift import drift
from mlgraph_queries.entries import NOTE, WARNING, Finding, IndexFacts, Inventory, PackageEntry, Problem
from mlgraph_queries.licensing.findings import licensing_findings
from mlgraph_queries.reference_findings import reference_findings
from mlgraph_queries.signature_findings import document_findings
from mlgraph_queries.vulnerabilities.findings import vulnerability_findings
from mlgraph_queries.weight_findings import weight_findings

_TOLD_APART = 3
"""Failures of one server that are findings of their own; more are one."""


def findings(inventory: Inventory) -> tuple[Finding, ...]:
    """All findings, the warnings first, then by kind and subject."""
    found = [
        *drift(inventory),
        *(f for entry in inventory.packages for f in _of_package(entry)),
        *_several_versions(inventory.packages),
        *(f for entry in (*inventory.models, *inventory.datasets) for f in reference_findings(entry)),
        *_unresolved(inventory),
        *_unread(inventory.problems),
        *weight_findings(inventory.files),
        *document_findings(inventory),
        *vulnerability_findings(inventory.audit),
        *licensing_findings(inventory),
    ]
    return tuple(sorted(set(found), key=lambda f: (f.severity != WARNING, f.kind, f.subject, f.text, f.where)))


def _of_package(entry: PackageEntry) -> Iterator[Finding]:
    name = str(entry.package)
    if (entry.installed or entry.index or entry.listed) and not entry.licenses:
        seen = tuple(s.where for s in (*entry.installed, *entry.listed))
        where = seen or ((entry.index.where,) if entry.index else ())
        who = "what lists it" if entry.listed else "its metadata"
        yield Finding("license-unknown", NOTE, name, f"{who} names no license", where)
    if entry.absent_from:
        hosts, what = " and ".join(entry.absent_from), f"{entry.name} {entry.version}" if entry.version else entry.name
        text = f"{hosts} has no {what}: it comes from elsewhere, or its name is wrong"
        where = tuple(s.where for s in (*entry.declared, *entry.locked, *entry.installed, *entry.listed))
        yield Finding("not-on-index", WARNING, str(entry.id), text, where)
    if entry.index is not None:
        yield from _by_index(entry, entry.index)
    if not (entry.installed or entry.locked or entry.listed) and entry.version is None:
        said = ", ".join(entry.asked)
        text = f"declared as {said}; no lock and no environment that was read says which version is used"
        yield Finding("unlocked", NOTE, name, text, tuple(s.where for s in entry.declared))


def _by_index(entry: PackageEntry, index: IndexFacts) -> Iterator[Finding]:
    """What the index says against a package, or against the version of it that is in use."""
    if index.is_yanked:
        why = f": {index.yanked_reason}" if index.yanked_reason else ", no reason given"
        yield Finding("yanked", WARNING, str(entry.id), f"withdrawn by its publisher{why}", (index.where,))
    if index.status not in {None, "active"}:
        why = f": {index.status_reason}" if index.status_reason else ", no reason given"
        yield Finding("index-status", WARNING, str(entry.package), f"{index.status}{why}", (index.where,))


def _unread(problems: Sequence[Problem]) -> Iterator[Finding]:
    """What could not be read; where one server failed for many packages, one finding says so."""
    asked: dict[str, list[Problem]] = {}
    for problem in problems:
        host = urlsplit(problem.where).hostname if problem.where.startswith(("https://", "http://")) else None
        if host is None:
            yield Finding("unread", WARNING, problem.where.partition("#")[0], problem.text, (problem.where,))
        else:
            asked.setdefault(host, []).append(problem)
    for host, failed in asked.items():
        places = tuple(dict.fromkeys(p.where for p in failed))
        if len(places) > _TOLD_APART:
            text = f"{len(places)} of its documents could not be read, the first: {failed[0].text}"
            yield Finding("unread", WARNING, host, text, places)
        else:
            yield from (Finding("unread", WARNING, p.where.partition("#")[0], p.text, (p.where,)) for p in failed)


def _several_versions(entries: Sequence[PackageEntry]) -> Iterator[Finding]:
    of: dict[str, list[PackageEntry]] = {}
    for entry in entries:
        of.setdefault(str(entry.package), []).append(entry)
    for name, several in of.items():
        known = dict.fromkeys(str(entry.version) for entry in several)
        if len(known) > 1:
            versions = ", ".join(known)
            seen = [
                s.where
                for entry in several
                for s in (entry.installed or entry.locked or entry.declared or entry.listed)
            ]
            yield Finding("several-versions", NOTE, name, f"in versions {versions}", tuple(dict.fromkeys(seen)))


def _unresolved(inventory: Inventory) -> Iterator[Finding]:
    for reference in inventory.unresolved:
        text = f"{reference.callable} is given {reference.expression}, whose value is not known from the code alone"
        yield Finding("unresolved", WARNING, f"{reference.kind} at {reference.where}", text, (reference.where,))
