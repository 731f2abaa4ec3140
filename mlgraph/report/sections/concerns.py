"""Findings: what somebody should look at, by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.section import Absence, Material, Section, counted, places, slug
from mlgraph_queries.entries import WARNING, Finding

KINDS: dict[str, tuple[str, str]] = {
    "malware": ("Malware", "A record of malicious packages names the release in use."),
    "vulnerable": (
        "Known vulnerabilities",
        "Advisories say that the version in use is affected, and no verdict settles it.",
    ),
    "drift": ("Drift", "What is declared, what is locked and what is installed do not agree."),
    "unpinned": ("Not pinned", "The name can stand for something else tomorrow: no commit is given."),
    "yanked": ("Withdrawn releases", "The publisher has withdrawn the version in use from the index (yanked)."),
    "index-status": ("Status on the index", "The index says that the package is archived, deprecated or quarantined."),
    "not-on-index": ("Not on the index", "The index that was asked has no such package, or not this version of it."),
    "not-on-hub": ("Not on the hub", "The hub that was asked has no such model or dataset, or not this state of it."),
    "remote-code": ("Code that comes along", "Code of a model's repository runs when the model is loaded."),
    "disabled": ("Disabled on the hub", "The hub has disabled access to the files."),
    "unsafe-weights": ("Unsafe weights", "Loading these files runs code, or calls what is not known to be harmless."),
    "invalid-signature": (
        "Invalid signatures",
        "A signature in or beside the file is not one on what the file holds, or not of whom it should be.",
    ),
    "missing-shards": ("Missing parts", "A model lies in several files, and not all of them are there."),
    "unresolved": ("Unresolved references", "The code refers to something whose name only shows when it runs."),
    "unread": ("Could not be read", "What these files and servers would have said is unknown."),
    "gated": ("Access on request", "The files are only given to those who asked for them and were let in."),
    "license-drift": (
        "License drift",
        "The license of what was made from something lacks clauses that its origin has.",
    ),
    "license-conflict": (
        "License conflicts",
        "OSADL answers No to code under this license in a project under the project's own.",
    ),
    "license-unknown": ("Unknown licenses", "No source that was read names a license."),
    "may-be-vulnerable": (
        "Possible vulnerabilities",
        "Advisories name the package, and whether they mean the version in use is unknown.",
    ),
    "unlocked": ("Not locked", "Declared, but neither a lock nor an environment says which version is used."),
    "several-versions": (
        "Several versions",
        "More than one version is in use, or is meant for different environments.",
    ),
}
"""Title and meaning of each kind of finding, the most pressing first."""
_OPEN_UP_TO = 12


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the table shows it."""

    subject: str
    anchor: str | None
    text: str
    where: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind."""

    key: str
    title: str
    meaning: str | None
    severity: str
    rows: tuple[FindingRow, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class FindingsBody:
    """What the template of this chapter shows."""

    groups: tuple[FindingGroup, ...]
    absence: Absence | None


def by_kind(findings: Sequence[Finding]) -> list[tuple[str, str, list[Finding]]]:
    """Findings as (kind, severity, those of that kind): warnings first, then in the order of KINDS."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.kind, finding.severity), []).append(finding)
    ranks = {kind: rank for rank, kind in enumerate(KINDS)}
    order = sorted(groups, key=lambda key: (key[1] != WARNING, ranks.get(key[0], len(ranks)), key))
    return [(kind, severity, groups[kind, severity]) for kind, severity in order]


def title_of(kind: str) -> str:
    """What a kind of finding is called in a heading."""
    known = KINDS.get(kind)
    return known[0] if known else kind.replace("-", " ").capitalize()


def findings(material: Material) -> Section:
    """What somebody should look at, the most pressing kind first."""
    groups = tuple(_group(material, kind, severity, rows) for kind, severity, rows in by_kind(material.findings))
    absence = None if groups else _absence(material)
    return Section("findings", "Findings", counted(len(material.findings), absence), FindingsBody(groups, absence))


def _group(material: Material, kind: str, severity: str, found: Sequence[Finding]) -> FindingGroup:
    return FindingGroup(
        key=slug(f"{kind}-{severity}"),
        title=title_of(kind),
        meaning=KINDS[kind][1] if kind in KINDS else None,
        severity=severity,
        rows=tuple(_row(material, finding) for finding in found),
        is_open=len(found) <= _OPEN_UP_TO,
    )


def _row(material: Material, finding: Finding) -> FindingRow:
    first, rest = places(material.paths, finding.where)
    anchor = material.anchors.get(finding.subject)
    return FindingRow(finding.subject, anchor, material.paths.sentence(finding.text), first, rest)


def _absence(material: Material) -> Absence:
    if not material.inventory.documents:
        return Absence(is_known=False, text="Unknown: no document of the project was read, so nothing could be found.")
    looked = ", ".join(title.lower() for title, _ in KINDS.values())
    return Absence(is_known=True, text=f"None found. Looked for: {looked}.")
