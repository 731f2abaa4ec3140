"""What of a project somebody should look at: drift, unpinned models, what is unresolved, unread or unlicensed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.drift import drift
from mlgraph_queries.entries import Finding, Inventory, PackageEntry, ReferenceEntry

WARNING = "warning"
NOTE = "note"


def findings(inventory: Inventory) -> tuple[Finding, ...]:
    """All findings, the warnings first, then by kind and subject."""
    found = [
        *drift(inventory),
        *(f for entry in inventory.packages for f in _of_package(entry)),
        *_several_versions(inventory.packages),
        *(_unpinned(entry) for entry in (*inventory.models, *inventory.datasets) if not entry.is_pinned),
        *_unresolved(inventory),
        *(Finding("unread", WARNING, p.where.partition("#")[0], p.text, (p.where,)) for p in inventory.problems),
    ]
    return tuple(sorted(set(found), key=lambda f: (f.severity != WARNING, f.kind, f.subject, f.text, f.where)))


def _of_package(entry: PackageEntry) -> Iterator[Finding]:
    name = str(entry.package)
    if entry.installed and not entry.licenses:
        text = "its metadata names no license"
        yield Finding("license-unknown", NOTE, name, text, tuple(s.where for s in entry.installed))
    if not entry.installed and not entry.locked and entry.version is None:
        said = ", ".join(entry.asked)
        text = f"declared as {said}; no lock and no environment that was read says which version is used"
        yield Finding("unlocked", NOTE, name, text, tuple(s.where for s in entry.declared))


def _several_versions(entries: Sequence[PackageEntry]) -> Iterator[Finding]:
    of: dict[str, list[PackageEntry]] = {}
    for entry in entries:
        of.setdefault(str(entry.package), []).append(entry)
    for name, several in of.items():
        if len(several) > 1:
            versions = ", ".join(str(entry.version) for entry in several)
            seen = [s.where for entry in several for s in (entry.installed or entry.locked or entry.declared)]
            yield Finding("several-versions", NOTE, name, f"in versions {versions}", tuple(dict.fromkeys(seen)))


def _unpinned(entry: ReferenceEntry) -> Finding:
    what = "model" if entry.id.kind == NodeKind.MODEL else "dataset"
    how = f"the {what} is taken at {entry.revision!r}, which can move" if entry.revision else ""
    unknown = next(
        (s.detail["revision_unresolved"] for s in entry.sightings if s.detail.get("revision_unresolved")), None
    )
    if unknown is not None:
        how = f"the {what}'s revision is {unknown}, whose value is not known"
    severity = WARNING if entry.id.kind == NodeKind.MODEL else NOTE
    text = f"{how or f'no revision is given, so the newest state of the {what} is used'}; a commit hash pins it"
    return Finding("unpinned", severity, str(entry.id), text, tuple(s.where for s in entry.sightings))


def _unresolved(inventory: Inventory) -> Iterator[Finding]:
    for reference in inventory.unresolved:
        text = f"{reference.callable} is given {reference.expression}, whose value is not known from the code alone"
        yield Finding("unresolved", WARNING, f"{reference.kind} at {reference.where}", text, (reference.where,))
