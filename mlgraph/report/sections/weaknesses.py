"""Known vulnerabilities: how bad, what mends them, how they came in, who says what; and what was not audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mlgraph.model.ids import NodeId
from mlgraph.report.sections.section import Absence, Material, Section, counted, places
from mlgraph.report.shown import count_of
from mlgraph_queries.vulnerabilities.wording import some, sources, unknown
from mlgraph_queries.vulnerability_entries import Audit, Doubt, Verdict, VulnerabilityEntry

_OPEN_UP_TO = 30
_BADGES = {"critical": "warning", "high": "warning"}


@dataclass(frozen=True, slots=True)
class WeaknessRow:
    """A weakness as the table shows it."""

    id: str
    aliases: str
    subject: str
    anchor: str | None
    summary: str | None
    badge: str
    rating: str | None
    score: str | None
    vector: str | None
    marks: tuple[str, ...]
    """`malware`, `known exploited`."""
    epss: str | None
    fix: str | None
    path: str
    direct: str
    verdicts: tuple[str, ...]
    is_open: bool
    where: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """A part that may be affected."""

    subject: str
    anchor: str | None
    ids: str
    reason: str


@dataclass(frozen=True, slots=True)
class WeaknessesBody:
    """What the template of this chapter shows."""

    sources: tuple[str, ...]
    rows: tuple[WeaknessRow, ...]
    doubts: tuple[DoubtRow, ...]
    unknown: tuple[str, ...]
    is_open: bool
    absence: Absence | None


def weaknesses(material: Material) -> Section:
    """What advisories say of what the project is made of, malware first, then the open ones by severity."""
    audit = material.inventory.audit
    if audit is None:
        absence = Absence(is_known=False, text="Unknown: nobody held the project against advisories.")
        return _section(WeaknessesBody((), (), (), (), is_open=False, absence=absence), 0)
    body = WeaknessesBody(
        sources=sources(audit),
        rows=tuple(_row(material, entry) for entry in audit.vulnerabilities),
        doubts=tuple(_doubt(material, doubt) for doubt in audit.doubts),
        unknown=tuple(unknown(audit)) if audit.is_any else (),
        is_open=len(audit.vulnerabilities) <= _OPEN_UP_TO,
        absence=_absence(audit),
    )
    return _section(body, len(audit.vulnerabilities))


def _section(body: WeaknessesBody, count: int) -> Section:
    return Section("vulnerabilities", "Vulnerabilities", counted(count, body.absence), body)


def _absence(audit: Audit) -> Absence | None:
    if audit.vulnerabilities:
        return None
    if not audit.is_any:
        text = "Unknown: no advisories were read. `mlgraph ingest osv` reads some, `mlgraph audit` asks for some."
        return Absence(is_known=False, text=text)
    missed = len(audit.not_audited)
    if missed and not audit.audited:
        text = f"Unknown: none of the {count_of(missed, 'part')} could be held against advisories."
        return Absence(is_known=False, text=text)
    text = f"None known for the {count_of(audit.audited, 'package')} that were held against advisories"
    return Absence(
        is_known=True, text=f"{text}; {missed:,} {'was' if missed == 1 else 'were'} not." if missed else f"{text}."
    )


def _row(material: Material, entry: VulnerabilityEntry) -> WeaknessRow:
    first, rest = places(material.paths, entry.where)
    marks = [*(["malware"] if entry.is_malware else []), *(["known exploited"] if entry.is_known_exploited else [])]
    names = _names(material)
    return WeaknessRow(
        id=entry.id.key,
        aliases=some([alias.key for alias in entry.aliases]),
        subject=names.get(entry.subject, entry.subject.key),
        anchor=material.anchors.get(entry.subject.key),
        summary=entry.summary or (entry.description or "").strip().partition("\n")[0] or None,
        badge=_BADGES.get(entry.rating or "", "note"),
        rating=entry.rating,
        score=f"{entry.score:g}" if entry.score is not None else None,
        vector=entry.severity.vector if entry.severity else None,
        marks=tuple(marks),
        epss=f"{entry.prediction.probability:.1%}" if entry.prediction else None,
        fix=entry.fix,
        path=" > ".join(names.get(node, node.key) for node in entry.path),
        direct=count_of(entry.direct_count, "direct dependency leads", "direct dependencies lead"),
        verdicts=tuple(_verdict(material, verdict) for verdict in entry.verdicts),
        is_open=entry.is_open,
        where=first,
        more=rest,
    )


def _verdict(material: Material, verdict: Verdict) -> str:
    reason = f" ({verdict.justification.replace('_', ' ')})" if verdict.justification else ""
    status = (verdict.state or verdict.status).replace("_", " ")
    return f"{status}{reason}, by {material.paths.place(verdict.where)} of {verdict.said_at.date().isoformat()}"


def _doubt(material: Material, doubt: Doubt) -> DoubtRow:
    ids = some([node.key for node in doubt.vulnerabilities])
    return DoubtRow(doubt.name, material.anchors.get(doubt.subject.key), ids, doubt.reason)


def _names(material: Material) -> Mapping[NodeId, str]:
    """Parts as people call them: name and version."""
    packages = {e.id: f"{e.name} {e.version}" if e.version else e.name for e in material.inventory.packages}
    return packages | {project.id: project.name for project in material.inventory.projects}
