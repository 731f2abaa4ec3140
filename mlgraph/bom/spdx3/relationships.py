"""Relations and licenses as relationships."""

from __future__ import annotations

from spdx_python_model.bindings.v3_0_1 import (
    DictionaryEntry,
    IndividualElement,
    LifecycleScopedRelationship,
    LifecycleScopeType,
    Relationship,
    RelationshipCompleteness,
    RelationshipType,
    expandedlicensing_IndividualLicensingInfo,
    simplelicensing_LicenseExpression,
    simplelicensing_SimpleLicensingText,
)

from mlgraph.bom.spdx.licenses import SpdxLicense
from mlgraph.bom.spdx.relations import Relation
from mlgraph.bom.spdx.things import Thing, ThingKind
from mlgraph.bom.spdx3.draft import Draft
from mlgraph_ontology.kinds import Scope

_NONE = IndividualElement.NAMED_INDIVIDUALS["NoneElement"]
_UNKNOWN = IndividualElement.NAMED_INDIVIDUALS["NoAssertionElement"]
_NO_LICENSE_KNOWN = expandedlicensing_IndividualLicensingInfo.NAMED_INDIVIDUALS["NoAssertionLicense"]
_SCOPES = {
    Scope.RUNTIME: LifecycleScopeType.runtime,
    Scope.BUILD: LifecycleScopeType.build,
    Scope.TEST: LifecycleScopeType.test,
    Scope.DEVELOPMENT: LifecycleScopeType.development,
    Scope.TRAIN: LifecycleScopeType.other,
    Scope.DATA: LifecycleScopeType.other,
}
"""`optional` is no stage of a life cycle but a relationship of its own, hasOptionalDependency."""
_COMPLETENESS = {
    "complete": RelationshipCompleteness.complete,
    "incomplete": RelationshipCompleteness.incomplete,
    "unknown": RelationshipCompleteness.noAssertion,
}
_UNLICENSED = frozenset({ThingKind.SERVICE, ThingKind.MODEL_FILE, ThingKind.DATA_FILE})
"""Things of which no license is asked: a service is not distributed, a published file has that of the whole."""
_ALWAYS_LICENSED = frozenset({ThingKind.MODEL, ThingKind.DATASET})
"""Things whose profile asks for both licenses, so that one that is not known is said to be unknown."""


def add_relation(draft: Draft, relation: Relation) -> None:
    """Put a relation into the document; where it leads to nothing, to the standard's element for that."""
    nothing = _NONE if relation.completeness == "complete" else _UNKNOWN
    kind = relation.kind
    if relation.scope is Scope.OPTIONAL:
        kind = "hasOptionalDependency"
    scope = _SCOPES.get(relation.scope) if relation.scope else None
    draft.add(
        LifecycleScopedRelationship if scope else Relationship,
        relation.subject,
        "-".join(filter(None, (kind, relation.scope, relation.manner))),
        from_=draft.id(relation.subject),
        to=[draft.id(ref) for ref in relation.objects] or [nothing],
        relationshipType=RelationshipType.NAMED_INDIVIDUALS[kind],
        completeness=_COMPLETENESS.get(relation.completeness),
        scope=scope,
        comment=f"scope: {relation.scope}" if scope == LifecycleScopeType.other else relation.comment,
    )


def add_licenses(draft: Draft, thing: Thing) -> None:
    """Say the declared license of a thing, and the concluded one where somebody concluded one."""
    licensing = thing.licensing
    if thing.kind not in _UNLICENSED:
        _add_license(draft, thing.ref, "hasDeclaredLicense", licensing.declared)
    if licensing.concluded or thing.kind in _ALWAYS_LICENSED:
        _add_license(draft, thing.ref, "hasConcludedLicense", licensing.concluded)


def _add_license(draft: Draft, ref: str, kind: str, license_: SpdxLicense | None) -> None:
    draft.add(
        Relationship,
        ref,
        kind,
        from_=draft.id(ref),
        to=[_license(draft, license_) if license_ else _NO_LICENSE_KNOWN],
        relationshipType=RelationshipType.NAMED_INDIVIDUALS[kind],
        completeness=None if license_ else RelationshipCompleteness.noAssertion,
        comment=f"read in: {license_.where}" if license_ and license_.where else None,
    )


def _license(draft: Draft, license_: SpdxLicense) -> str:
    """The expression as an element, and the texts that it needs; equal ones are one element."""
    texts = {
        name: draft.add(simplelicensing_SimpleLicensingText, name, "license-text", simplelicensing_licenseText=text)
        for name, text in license_.texts
    }
    return draft.add(
        simplelicensing_LicenseExpression,
        license_.expression,
        "license",
        simplelicensing_licenseExpression=license_.expression,
        simplelicensing_customIdToUri=[DictionaryEntry(key=n, value=spdx_id) for n, spdx_id in texts.items()] or None,
    )
