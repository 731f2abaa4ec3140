"""Relations as relationships (SPDX 2.3 clause 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph.bom.spdx.relations import CONTAINS, DEPENDS_ON, DESCENDANT_OF, HAS_DATA_FILE, Relation
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Scope

_TYPES = {DEPENDS_ON: "DEPENDS_ON", CONTAINS: "CONTAINS", DESCENDANT_OF: "DESCENDANT_OF"}
"""What SPDX 2.3 has no word for is OTHER, with the word of SPDX 3 as a comment (clause 11.1)."""
_DEPENDENCY_OF = {
    Scope.RUNTIME: "RUNTIME_DEPENDENCY_OF",
    Scope.BUILD: "BUILD_DEPENDENCY_OF",
    Scope.TEST: "TEST_DEPENDENCY_OF",
    Scope.DEVELOPMENT: "DEV_DEPENDENCY_OF",
    Scope.OPTIONAL: "OPTIONAL_DEPENDENCY_OF",
}
"""What is needed to train or as data is no scope of SPDX 2.3: DEPENDS_ON, with the scope as a comment."""


def relationships(relation: Relation, ids: Mapping[str, str]) -> Iterator[dict[str, JsonValue]]:
    """One relationship per pair; NONE where there are none, NOASSERTION where none are known (clause 11.1)."""
    subject = ids[relation.subject]
    type_ = _TYPES.get(relation.kind, "OTHER")
    said = f"completeness: {relation.completeness}" if relation.completeness else ""
    comment = said
    if relation.kind not in {*_TYPES, HAS_DATA_FILE}:
        comment = f"{relation.kind}; {said}" if said else relation.kind
    if relation.comment:
        comment += f"; {relation.comment}" if comment else relation.comment
    if not relation.objects:
        nothing = "NONE" if relation.completeness == "complete" else "NOASSERTION"
        yield _relationship(subject, type_, nothing, comment)
    reverse = _DEPENDENCY_OF.get(relation.scope) if relation.scope else None
    if relation.kind == HAS_DATA_FILE:
        reverse = "DATA_FILE_OF"
    if relation.scope and not reverse:
        comment += f"; scope: {relation.scope}" if comment else f"scope: {relation.scope}"
    for ref in relation.objects:
        if reverse:
            yield _relationship(ids[ref], reverse, subject, comment)
        else:
            yield _relationship(subject, type_, ids[ref], comment)


def _relationship(subject: str, type_: str, target: str, comment: str) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {
        "spdxElementId": subject,
        "relationshipType": type_,
        "relatedSpdxElement": target,
    }
    return {**found, "comment": comment} if comment else found
