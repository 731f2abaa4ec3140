"""Relationships as edges (RelationshipType of SPDX 3.0.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.raw import unmapped
from mlgraph_ingest.bom.spdx3.context import Context
from mlgraph_ingest.bom.spdx3.elements import Element, word
from mlgraph_ingest.bom.things import OfDocument, OfRef, Problem, Relation, Said, Thing
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope

_Link: TypeAlias = "tuple[EdgeKind, bool, Scope | None]"
"""Edge, whether it leads from the elements in `to`, scope."""
_TO, _FROM = False, True
_DEPENDS, _CONTAINS, _DERIVED = EdgeKind.DEPENDS_ON, EdgeKind.CONTAINS, EdgeKind.DERIVED_FROM
LINKS: Mapping[str, _Link] = {
    "dependsOn": (_DEPENDS, _TO, None),
    "hasOptionalDependency": (_DEPENDS, _TO, Scope.OPTIONAL),
    "hasProvidedDependency": (_DEPENDS, _TO, None),
    "hasPrerequisite": (_DEPENDS, _TO, None),
    "hasStaticLink": (_DEPENDS, _TO, None),
    "hasDynamicLink": (_DEPENDS, _TO, None),
    "usesTool": (_DEPENDS, _TO, Scope.DEVELOPMENT),
    "contains": (_CONTAINS, _TO, None),
    "hasDataFile": (_CONTAINS, _TO, None),
    "hasOptionalComponent": (_CONTAINS, _TO, Scope.OPTIONAL),
    "expandsTo": (_CONTAINS, _TO, None),
    "packagedBy": (_CONTAINS, _FROM, None),
    "generates": (_DERIVED, _FROM, None),
    "ancestorOf": (_DERIVED, _FROM, None),
    "descendantOf": (_DERIVED, _TO, None),
    "hasVariant": (_DERIVED, _FROM, None),
    "copiedTo": (_DERIVED, _FROM, None),
    "patchedBy": (_DERIVED, _FROM, None),
    "trainedOn": (EdgeKind.TRAINED_ON, _TO, None),
    "testedOn": (EdgeKind.EVALUATED_ON, _TO, None),
}
"""Types that are edges of ours; all others (`hasTestCase`, `other`, ...) are kept as they stand."""
_SILENT = frozenset({"hasDeclaredLicense", "hasConcludedLicense", "availableFrom", "describes"})
"""Types that are said with the element that they lead from."""
_SCOPES = {
    "development": Scope.DEVELOPMENT,
    "build": Scope.BUILD,
    "test": Scope.TEST,
    "runtime": Scope.RUNTIME,
}
"""Entries of LifecycleScopeType -> scopes; `design` and `other` have none."""
_NOTHING = "NoneElement"
_NOWHERE = {_NOTHING: "complete", "NoAssertionElement": "unknown"}
_AGGREGATES = {"complete": "complete", "incomplete": "incomplete"}
_OF = {_DEPENDS: "dependencies", _CONTAINS: "assemblies"}
_RELATIONS = frozenset({"finetune", "adapter", "quantized", "merge"})


@dataclass(frozen=True, slots=True)
class _Row:
    """One relationship."""

    element: Element
    source: str
    type: str
    targets: tuple[str, ...]
    link: _Link | None
    own: Mapping[str, str]


def relationship(element: Element, context: Context) -> Iterator[Thing]:
    """The edges that a relationship is, or what it says of its source where it is none."""
    type_, source = word(element.text("relationshipType") or ""), element.text("from")
    targets = tuple(element.texts("to"))
    if not targets and word(element.text("completeness") or "") == "complete":
        targets = (_NOTHING,)  # as some tools write that there is nothing
    if source is None or not type_ or not targets:
        yield Problem(element.place, "a relationship without a type or one of its ends")
        return
    if type_ in _SILENT:
        if type_ != "describes" and source not in context.index.listed:
            yield _kept(_Row(element, source, type_, targets, None, {}), context)
        return
    row = _Row(element, source, type_, targets, LINKS.get(type_), _own(element, context))
    listed = tuple(t for t in targets if _is_end(t, context))
    if row.link is None or not _is_end(source, context) or (not listed and not _nowhere(targets)):
        yield _kept(row, context)
        return
    yield from _stated(row, context)
    if listed:
        qualifiers = tuple(_qualifiers(row, row.link))
        yield Relation(source, row.link[0], listed, element.place, qualifiers, is_reversed=row.link[1])
    if len(listed) + len(_nowhere(targets)) < len(targets):
        yield _kept(row, context)


def _is_end(name: str, context: Context) -> bool:
    """Whether an end is, or should be, something that the document lists: no agent, no license, no document."""
    return name not in context.index.others and name not in context.index.external and word(name) not in _NOWHERE


def _nowhere(targets: tuple[str, ...]) -> list[str]:
    return [_NOWHERE[word(target)] for target in targets if word(target) in _NOWHERE]


def _qualifiers(row: _Row, link: _Link) -> Iterator[tuple[str, JsonValue]]:
    kind, _, implied = link
    scope = row.own.get("scope") or _SCOPES.get(word(row.element.text("scope") or "")) or implied
    if scope is not None and kind in _OF:
        yield "scope", str(scope)
    relation = row.own.get("relation")
    if kind is _DERIVED and relation in _RELATIONS:
        yield "relation", relation


def _stated(row: _Row, context: Context) -> Iterator[Thing]:
    """How much of what something needs or holds is listed."""
    of = _OF.get(row.link[0]) if row.link is not None else None
    if of is None or row.link is None or row.link[1] is _FROM:
        return
    stated = word(row.element.text("completeness") or "")
    aggregate = next(iter(_nowhere(row.targets)), None) or _AGGREGATES.get(stated)
    if aggregate is None and context.is_ours and stated == "noAssertion":
        aggregate = "unknown"
    if aggregate == "complete" and _nowhere(row.targets) and row.link[0] is _DEPENDS:
        yield Relation(row.source, _DEPENDS, (), row.element.place)
    elif aggregate is not None and not (context.is_ours and row.type == "hasDataFile"):
        value: JsonValue = {"aggregate": aggregate, "of": of}
        yield OfRef(row.source, Said(PropertyKind.COMPOSITION, value, row.element.place))


def _own(element: Element, context: Context) -> dict[str, str]:
    """What a comment of ours says: `relation: finetune; read in: ...`, `scope: train`."""
    found: dict[str, str] = {}
    for each in (element.text("comment") or "").split("; ") if context.is_ours else ():
        name, colon, value = each.partition(": ")
        if name == "read in":
            break
        if colon:
            found.setdefault(name, value)
    return found


def _kept(row: _Row, context: Context) -> Thing:
    """A relationship as it stands, with the first of its ends that the document lists."""
    value: dict[str, object] = {"from": row.source, "relationshipType": row.type, "to": list(row.targets)}
    value |= {name: row.element.said[name] for name in ("completeness", "scope", "comment") if name in row.element.said}
    said = unmapped("Relationship", value, row.element.place)
    end = next((end for end in (row.source, *row.targets) if end in context.index.listed), None)
    return OfDocument(said) if end is None else OfRef(end, said)
