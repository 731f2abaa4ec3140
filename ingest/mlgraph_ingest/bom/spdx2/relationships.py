"""Relationships (SPDX 2.3 clause 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.spdx2.licensing import NO_ASSERTION
from mlgraph_ingest.bom.spdx2.parts import DESCRIBED_BY, DESCRIBES, Chapter, Context, Part
from mlgraph_ingest.bom.things import OfDocument, OfRef, Relation, Said, Thing
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope

_Link: TypeAlias = "tuple[EdgeKind, bool, Scope | None]"
"""Edge, whether it leads from the related element, scope."""
_TO, _FROM = False, True
_DEPENDS, _CONTAINS, _DERIVED = EdgeKind.DEPENDS_ON, EdgeKind.CONTAINS, EdgeKind.DERIVED_FROM
LINKS: dict[str, _Link] = {
    "DEPENDS_ON": (_DEPENDS, _TO, None),
    "DEPENDENCY_OF": (_DEPENDS, _FROM, None),
    "RUNTIME_DEPENDENCY_OF": (_DEPENDS, _FROM, Scope.RUNTIME),
    "BUILD_DEPENDENCY_OF": (_DEPENDS, _FROM, Scope.BUILD),
    "DEV_DEPENDENCY_OF": (_DEPENDS, _FROM, Scope.DEVELOPMENT),
    "TEST_DEPENDENCY_OF": (_DEPENDS, _FROM, Scope.TEST),
    "OPTIONAL_DEPENDENCY_OF": (_DEPENDS, _FROM, Scope.OPTIONAL),
    "PROVIDED_DEPENDENCY_OF": (_DEPENDS, _FROM, None),
    "BUILD_TOOL_OF": (_DEPENDS, _FROM, Scope.BUILD),
    "DEV_TOOL_OF": (_DEPENDS, _FROM, Scope.DEVELOPMENT),
    "TEST_TOOL_OF": (_DEPENDS, _FROM, Scope.TEST),
    "HAS_PREREQUISITE": (_DEPENDS, _TO, None),
    "PREREQUISITE_FOR": (_DEPENDS, _FROM, None),
    "STATIC_LINK": (_DEPENDS, _TO, None),
    "DYNAMIC_LINK": (_DEPENDS, _TO, None),
    "CONTAINS": (_CONTAINS, _TO, None),
    "CONTAINED_BY": (_CONTAINS, _FROM, None),
    "PACKAGE_OF": (_CONTAINS, _FROM, None),
    "EXPANDED_FROM_ARCHIVE": (_CONTAINS, _FROM, None),
    "OPTIONAL_COMPONENT_OF": (_CONTAINS, _FROM, Scope.OPTIONAL),
    "DATA_FILE_OF": (_CONTAINS, _FROM, None),
    "GENERATED_FROM": (_DERIVED, _TO, None),
    "GENERATES": (_DERIVED, _FROM, None),
    "ANCESTOR_OF": (_DERIVED, _FROM, None),
    "DESCENDANT_OF": (_DERIVED, _TO, None),
    "VARIANT_OF": (_DERIVED, _TO, None),
    "COPY_OF": (_DERIVED, _TO, None),
    "FILE_MODIFIED": (_DERIVED, _TO, None),
    "PATCH_FOR": (_DERIVED, _TO, None),
    "PATCH_APPLIED": (_DERIVED, _FROM, None),
}
"""Types that are edges of ours. A dependency that its platform provides is one all the same; when it is needed, nobody
says. All other types (`OTHER`, `TEST_CASE_OF`, `AMENDS`, ...) are kept as they stand."""
_RELATIONS = frozenset({"finetune", "adapter", "quantized", "merge"})
_OWN_EDGES = {"trainedOn": EdgeKind.TRAINED_ON, "testedOn": EdgeKind.EVALUATED_ON}
"""Words of SPDX 3 that mlgraph writes in the comment of an OTHER, as version 2.3 has no word for them."""
_OF = {_DEPENDS: "dependencies", _CONTAINS: "assemblies"}
_ELSEWHERE = "DocumentRef-"
_PLAIN = ("spdxElementId", "relationshipType", "relatedSpdxElement")
_NOWHERE = {"NONE": "complete", NO_ASSERTION: "unknown"}
"""Ends that are no element (clause 11.1) -> how much is listed then, in the words of CycloneDX."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One relationship."""

    source: str
    target: str
    type: str
    comment: str | None
    place: str
    link: _Link | None
    own: Mapping[str, str]
    """What a comment says that mlgraph wrote."""


def relationship(fields: Fields, context: Context) -> Iterator[Thing]:
    """The edge that a relationship is, or what it says of its source where it is none."""
    source, target = fields.text("spdxElementId"), fields.text("relatedSpdxElement")
    type_ = (fields.text("relationshipType") or "").strip().upper().replace("-", "_")
    comment = fields.text("comment")
    if source is None or target is None or not type_:
        fields.problem("", "a relationship without a type or one of its ends")
        return
    if type_ in DESCRIBES or type_ == DESCRIBED_BY:
        return
    own = _own(comment) if context.is_ours else {}
    edge = _OWN_EDGES.get(own.get("word", "")) if type_ == "OTHER" else None
    link = LINKS.get(type_) if edge is None else (edge, _TO, None)
    row = _Row(source, target, type_, comment, fields.place, link, own)
    yield from _stated(row)
    is_edge = link is not None and _is_listed(source, context) and _is_listed(target, context)
    if link is not None and is_edge:
        yield _edge(row, link)
    is_told = is_edge and (context.is_ours or not comment)
    if not is_told and (link is None or target not in _NOWHERE):
        yield _kept(row, context)


def plain_link(part: Part, context: Context) -> Relation | None:
    """The edge of a relationship that says nothing but its ends and its type, as nearly all do; None of all others."""
    source, type_, target = (part.said.get(name) for name in _PLAIN)
    if len(part.said) != len(_PLAIN) or not (isinstance(source, str) and isinstance(target, str) and source and target):
        return None
    link = LINKS.get(type_) if isinstance(type_, str) else None
    if link is None or not _is_listed(source, context) or not _is_listed(target, context):
        return None
    kind, is_reversed, scope = link
    qualifiers = (("scope", str(scope)),) if scope else ()
    return Relation(source, kind, (target,), part.place, qualifiers, is_reversed=is_reversed)


def _is_listed(end: str, context: Context) -> bool:
    """Whether an end may be a part that the document lists: neither itself, nor nothing, nor of another document."""
    return not (end in _NOWHERE or end == context.document_id or end in context.snippets or end.startswith(_ELSEWHERE))


def _edge(row: _Row, link: _Link) -> Relation:
    kind, is_reversed, scope = link
    told = row.own.get("scope") or scope
    relation = row.own.get("relation")
    qualifiers: tuple[tuple[str, JsonValue], ...] = (("scope", str(told)),) if told else ()
    if kind is _DERIVED and relation in _RELATIONS:
        qualifiers = (("relation", relation),)
    return Relation(row.source, kind, (row.target,), row.place, qualifiers, is_reversed=is_reversed)


def _stated(row: _Row) -> Iterator[Thing]:
    """How much of what something needs or holds is listed: nothing else where the target is NONE, and what we wrote."""
    of = _OF.get(row.link[0]) if row.link is not None else None
    if row.link is None or of is None:
        return
    aggregate = _NOWHERE.get(row.target) or row.own.get("completeness")
    is_reversed = row.link[1] and row.target not in _NOWHERE
    if row.target == "NONE" and row.link[:2] == (_DEPENDS, _TO):
        yield Relation(row.source, _DEPENDS, (), row.place)
    elif aggregate is not None:
        said = Said(PropertyKind.COMPOSITION, {"aggregate": aggregate, "of": of}, row.place)
        yield OfRef(row.target if is_reversed else row.source, said)


def _own(comment: str | None) -> dict[str, str]:
    """What a comment of ours says: `trainedOn; completeness: unknown; relation: finetune; read in: ...`."""
    found: dict[str, str] = {}
    for each in (comment or "").split("; "):
        name, colon, value = each.partition(": ")
        if name == "read in":
            break
        found.setdefault(name if colon else "word", value if colon else name)
    return found


def _kept(row: _Row, context: Context) -> Thing:
    """A relationship as it stands, with its source or, where that is none of the document's parts, with its target."""
    value = {"source": row.source, "type": row.type, "target": row.target}
    said = unmapped(Chapter.RELATIONSHIP, {**value, **({"comment": row.comment} if row.comment else {})}, row.place)
    end = next((end for end in (row.source, row.target) if _is_listed(end, context)), None)
    return OfDocument(said) if end is None else OfRef(end, said)
