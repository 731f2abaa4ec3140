"""Known weaknesses as elements of the Security profile: the weakness, what it affects, how bad it is, verdicts on it.

The profile itself is not claimed in the document: what conforms to it is not said to the last by the standard (3.0.1,
"Security profile compliance point").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from spdx_python_model.bindings.v3_0_1 import (
    ExternalIdentifier,
    ExternalIdentifierType,
    ExternalRef,
    ExternalRefType,
    Relationship,
    RelationshipType,
    security_CvssSeverityType,
    security_CvssV2VulnAssessmentRelationship,
    security_CvssV3VulnAssessmentRelationship,
    security_CvssV4VulnAssessmentRelationship,
    security_EpssVulnAssessmentRelationship,
    security_VexAffectedVulnAssessmentRelationship,
    security_VexFixedVulnAssessmentRelationship,
    security_VexJustificationType,
    security_VexNotAffectedVulnAssessmentRelationship,
    security_VexUnderInvestigationVulnAssessmentRelationship,
    security_Vulnerability,
)

from mlgraph.bom.purls import legal_url
from mlgraph.bom.refs import refs, root_ref
from mlgraph.bom.spdx3.draft import Draft
from mlgraph.bom.text import shown
from mlgraph.model.assessments import AFFECTED, FIXED, IN_OPENVEX, NOT_AFFECTED
from mlgraph.model.ids import NodeId
from mlgraph_queries.entries import Inventory
from mlgraph_queries.vulnerability_entries import Severity, Verdict, VulnerabilityEntry

_JUSTIFICATIONS: Mapping[str, str] = {
    "component_not_present": "componentNotPresent",
    "vulnerable_code_not_present": "vulnerableCodeNotPresent",
    "vulnerable_code_not_in_execute_path": "vulnerableCodeNotInExecutePath",
    "vulnerable_code_cannot_be_controlled_by_adversary": "vulnerableCodeCannotBeControlledByAdversary",
    "inline_mitigations_already_exist": "inlineMitigationsAlreadyExist",
}
"""OpenVEX's words -> VexJustificationType; both are those of CISA, "VEX Status Justifications" (June 2022)."""
_CVSS = {
    "CVSS_V4": security_CvssV4VulnAssessmentRelationship,
    "CVSS_V3": security_CvssV3VulnAssessmentRelationship,
}


@dataclass(frozen=True, slots=True)
class Weaknesses:
    """What a document says of weaknesses."""

    entries: tuple[tuple[VulnerabilityEntry, str], ...] = ()
    """Each with the ref of what it affects."""
    verdicts: tuple[tuple[NodeId, str, Verdict], ...] = ()
    """(weakness, ref, the latest verdict)."""


def weaknesses(inventory: Inventory) -> Weaknesses:
    """Those of an inventory; what has no element of its own stands for the whole."""
    if inventory.audit is None:
        return Weaknesses()
    known = refs(inventory)
    root = root_ref(inventory)
    return Weaknesses(
        tuple((entry, known.get(entry.subject, root)) for entry in inventory.audit.vulnerabilities),
        tuple(
            (one.vulnerability, known.get(one.subject, root), one.verdicts[0]) for one in inventory.audit.assessments
        ),
    )


def add_weaknesses(draft: Draft, found: Weaknesses) -> None:
    """Put weaknesses, and what is said of them, into the document."""
    for entry, ref in found.entries:
        spdx_id = _add_vulnerability(draft, entry)
        draft.add(
            Relationship,
            ref,
            f"has-{entry.id.key}",
            from_=draft.id(ref),
            to=[spdx_id],
            relationshipType=RelationshipType.hasAssociatedVulnerability,
            comment="\n".join(_notes(entry)),
        )
        for number, severity in enumerate(entry.severities):
            _add_score(draft, entry.id, ref, severity, number)
        _add_prediction(draft, entry, ref)
    for node, ref, verdict in found.verdicts:
        draft.add(security_Vulnerability, node.key, "vulnerability", name=node.key)
        _add_verdict(draft, node, ref, verdict)


def _add_vulnerability(draft: Draft, entry: VulnerabilityEntry) -> str:
    names = [*(_identifier(name) for name in entry.ids)]
    links = [url for url in (legal_url(url) for _, url in entry.references) if url is not None]
    return draft.add(
        security_Vulnerability,
        entry.id.key,
        "vulnerability",
        name=entry.id.key,
        summary=shown(entry.summary) if entry.summary else None,
        description=shown(entry.description) if entry.description else None,
        externalIdentifier=names,
        externalRef=[ExternalRef(externalRefType=ExternalRefType.securityAdvisory, locator=[u]) for u in links] or None,
        security_publishedTime=_moment(entry.published_at),
        security_modifiedTime=_moment(entry.modified_at),
    )


def _identifier(name: str) -> ExternalIdentifier:
    type_ = ExternalIdentifierType.cve if name.startswith("CVE-") else ExternalIdentifierType.securityOther
    return ExternalIdentifier(externalIdentifierType=type_, identifier=name)


def _add_score(draft: Draft, node: NodeId, ref: str, severity: Severity, number: int) -> None:
    """A vector with its score; without both the standard has no place for it."""
    if severity.vector is None or severity.score is None or severity.rating is None:
        return
    said = {
        "from_": draft.id(node.key, "vulnerability"),
        "to": [draft.id(ref)],
        "relationshipType": RelationshipType.hasAssessmentFor,
        "security_score": severity.score,
        "security_vectorString": severity.vector,
        "comment": f"read in: {severity.where}",
    }
    part = f"score-{node.key}-{number}"
    if severity.method == "CVSS_V2":
        draft.add(security_CvssV2VulnAssessmentRelationship, ref, part, **said)
    elif severity.method in _CVSS:
        word = security_CvssSeverityType.NAMED_INDIVIDUALS[severity.rating]
        draft.add(_CVSS[severity.method], ref, part, **said, security_severity=word)


def _add_prediction(draft: Draft, entry: VulnerabilityEntry, ref: str) -> None:
    if entry.prediction is None:
        return
    draft.add(
        security_EpssVulnAssessmentRelationship,
        ref,
        f"epss-{entry.id.key}",
        from_=draft.id(entry.id.key, "vulnerability"),
        to=[draft.id(ref)],
        relationshipType=RelationshipType.hasAssessmentFor,
        security_probability=entry.prediction.probability,
        security_percentile=entry.prediction.percentile,
        security_publishedTime=_moment(entry.prediction.day),
        comment=f"read in: {entry.prediction.where}",
    )


def _add_verdict(draft: Draft, node: NodeId, ref: str, verdict: Verdict) -> None:
    """A verdict as it was given; what the standard demands and nobody said is said to be missing."""
    part = f"vex-{node.key}"
    said = {
        "from_": draft.id(node.key, "vulnerability"),
        "to": [draft.id(ref)],
        "security_publishedTime": verdict.said_at.astimezone(UTC).replace(microsecond=0),
        "security_statusNotes": " ".join([f"Stated in {verdict.where}.", *_words(verdict)]),
    }
    if verdict.status == AFFECTED:
        action = " ".join(verdict.responses) or f"No action is stated in {verdict.where}."
        kind, type_ = security_VexAffectedVulnAssessmentRelationship, RelationshipType.affects
        draft.add(kind, ref, part, **said, relationshipType=type_, security_actionStatement=action)
    elif verdict.status == NOT_AFFECTED:
        word = _JUSTIFICATIONS.get(verdict.justification or "") or _JUSTIFICATIONS.get(
            IN_OPENVEX.get(verdict.justification or "", "")
        )
        draft.add(
            security_VexNotAffectedVulnAssessmentRelationship,
            ref,
            part,
            **said,
            relationshipType=RelationshipType.doesNotAffect,
            security_justificationType=security_VexJustificationType.NAMED_INDIVIDUALS[word] if word else None,
            security_impactStatement=None if word else " ".join(_words(verdict)) or f"No reason in {verdict.where}.",
        )
    elif verdict.status == FIXED:
        type_ = RelationshipType.fixedIn
        draft.add(security_VexFixedVulnAssessmentRelationship, ref, part, **said, relationshipType=type_)
    else:
        type_ = RelationshipType.underInvestigationFor
        draft.add(security_VexUnderInvestigationVulnAssessmentRelationship, ref, part, **said, relationshipType=type_)


def _words(verdict: Verdict) -> Sequence[str]:
    stated = verdict.state or verdict.justification
    return [*([stated.replace("_", " ") + "."] if stated else []), *([shown(verdict.detail)] if verdict.detail else [])]


def _notes(entry: VulnerabilityEntry) -> Iterator[str]:
    yield from (f"read in: {place}" for place in entry.where)
    yield from (f"fixed in: {version}" for version in entry.fixes)
    if entry.exploited is not None:
        yield f"known exploited: listed in {entry.exploited.catalog}"
    if entry.is_malware:
        yield "malware"


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
