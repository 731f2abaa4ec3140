"""The first screen: what was looked at, when, and the figures that matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.packages import KNOWN_AS
from mlgraph.report.sections.section import (
    Material,
    Section,
    absence_in_code,
    files_label,
    has_read_code,
    unread_manifests,
)
from mlgraph.report.shown import count_of, size
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import WARNING, Finding, Inventory, PackageEntry


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and what it counts."""

    key: str
    """The chapter with the details."""
    number: str
    """`unknown` where nobody could look."""
    label: str
    detail: str


@dataclass(frozen=True, slots=True)
class OverviewBody:
    """What the template of this chapter shows."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above all chapters."""

    name: str
    version: str | None
    description: str | None
    terms: Terms
    generated_at: datetime | None
    tool_version: str
    environment: str | None
    """None: no environment was read."""
    documents: int
    """How many were read."""


def masthead(material: Material) -> Masthead:
    """Which project this is about, when it was read, and what was read."""
    inventory = material.inventory
    environment = f"Python {inventory.python_version}" if inventory.python_version else None
    if environment and inventory.platform:
        environment = f"{environment} on {inventory.platform}"
    return Masthead(
        name=inventory.name,
        version=inventory.version,
        description=inventory.description,
        terms=terms(inventory.licenses),
        generated_at=material.generated_at and material.generated_at.astimezone(UTC),
        tool_version=material.tool_version,
        environment=environment,
        documents=len(inventory.documents),
    )


def overview(material: Material) -> Section:
    """What the project is made of, in numbers."""
    return Section("overview", "At a glance", None, OverviewBody(figures(material)))


def figures(material: Material) -> tuple[Figure, ...]:
    """The number of things of each kind, and how well they are known."""
    inventory = material.inventory
    return (
        _packages(inventory),
        _referenced(material, NodeKind.MODEL, "models", _pins(inventory, NodeKind.MODEL)),
        _referenced(material, NodeKind.DATASET, "datasets", _pins(inventory, NodeKind.DATASET)),
        _referenced(material, NodeKind.SERVICE, "services", _providers(inventory)),
        _listed(inventory, "weights", files_label(inventory), len(inventory.files), _weight(inventory)),
        *_vulnerable(inventory),
        _listed(inventory, "findings", "Findings", len(material.findings), severities(material.findings)),
    )


def severities(findings: Sequence[Finding]) -> str:
    """How many findings are warnings and how many are notes, in words."""
    warnings = sum(finding.severity == WARNING for finding in findings)
    notes = len(findings) - warnings
    return f"{count_of(warnings, 'warning')}, {count_of(notes, 'note')}" if findings else ""


def versions_known(inventory: Inventory) -> str:
    """How the versions of the packages are known: `30 installed, 8 locked, 2 unknown`."""
    ways = Counter(_way(entry) for entry in inventory.packages)
    parts = [f"{ways[way]:,} {way}" for way in (*KNOWN_AS.values(), "listed with a version", "otherwise") if ways[way]]
    return ", ".join([*parts, f"{ways['']:,} of unknown version"] if ways[""] else parts)


def _way(entry: PackageEntry) -> str:
    if entry.version_method is None:
        return ""
    return "listed with a version" if entry.listed else KNOWN_AS.get(entry.version_method, "otherwise")


def _packages(inventory: Inventory) -> Figure:
    if not inventory.packages and (manifests := unread_manifests(inventory)):
        return Figure("packages", "unknown", "Packages", f"none seen, but not read: {', '.join(manifests)}")
    return _listed(inventory, "packages", "Packages", len(inventory.packages), versions_known(inventory))


def _listed(inventory: Inventory, key: str, label: str, count: int, detail: str) -> Figure:
    if not count and not inventory.documents:
        return Figure(key, "unknown", label, "nothing was read")
    return Figure(key, f"{count:,}", label, detail)


def _referenced(material: Material, kind: NodeKind, noun: str, detail: str) -> Figure:
    inventory = material.inventory
    entries = {
        NodeKind.MODEL: inventory.models,
        NodeKind.DATASET: inventory.datasets,
        NodeKind.SERVICE: inventory.services,
    }[kind]
    unresolved = sum(entry.kind is kind for entry in inventory.unresolved)
    if not entries and not unresolved and not absence_in_code(material, kind, noun).is_known:
        why = "none seen, but not all code was read" if has_read_code(inventory) else "no code was read"
        why = "none is listed" if inventory.listing is not None else why
        return Figure(noun, "unknown", noun.capitalize(), why)
    more = f"{unresolved:,} more without a name" if unresolved else ""
    return Figure(noun, f"{len(entries):,}", noun.capitalize(), ", ".join(filter(None, (detail, more))))


def _vulnerable(inventory: Inventory) -> tuple[Figure, ...]:
    """How many parts have known weaknesses that no verdict settles; no figure where there is no audit."""
    audit = inventory.audit
    if audit is None:
        return ()
    if not audit.is_any and not audit.vulnerabilities:
        return (Figure("vulnerabilities", "unknown", "Vulnerable", "no advisories were read"),)
    if audit.not_audited and not audit.audited and not audit.vulnerabilities:
        told = f"none of {len(audit.not_audited):,} could be audited"
        return (Figure("vulnerabilities", "unknown", "Vulnerable", told),)
    parts = len({entry.subject for entry in audit.open})
    exploited = sum(entry.is_known_exploited is True for entry in audit.open)
    malware = sum(entry.is_malware for entry in audit.vulnerabilities)
    counted = [
        count_of(len(audit.open), "vulnerability", "vulnerabilities"),
        *([f"{exploited:,} known exploited"] if exploited else []),
        *([f"{malware:,} malware"] if malware else []),
        *([f"{len(audit.not_audited):,} not audited"] if audit.not_audited else []),
    ]
    return (Figure("vulnerabilities", f"{parts:,}", "Vulnerable", ", ".join(counted)),)


def _pins(inventory: Inventory, kind: NodeKind) -> str:
    entries = inventory.models if kind is NodeKind.MODEL else inventory.datasets
    of_hub = [entry for entry in entries if entry.can_be_pinned]
    pinned = sum(entry.is_pinned for entry in of_hub)
    told = [f"{pinned:,} pinned, {len(of_hub) - pinned:,} not"] if of_hub else []
    elsewhere = len(entries) - len(of_hub)
    return ", ".join([*told, *([f"{elsewhere:,} elsewhere than on the hub"] if elsewhere else [])])


def _providers(inventory: Inventory) -> str:
    providers = list(dict.fromkeys(entry.provider for entry in inventory.services))
    return ", ".join(providers[:3]) + (f" and {len(providers) - 3} more" if len(providers) > 3 else "")


def _weight(inventory: Inventory) -> str:
    sizes = [entry.size_bytes for entry in inventory.files if entry.size_bytes is not None]
    return size(sum(sizes)) if sizes else ""
