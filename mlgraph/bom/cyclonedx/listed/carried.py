"""Fields that no kind of ours holds, written again as they stood, where the standard still lets them stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.bom.cyclonedx.listed.notes import IN_PLACE, unmapped_line
from mlgraph.bom.cyclonedx.listed.services import is_endpoint
from mlgraph.bom.facts import plain
from mlgraph.bom.refs import TOOL_REF
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listing import Account, ListedDocument
from mlgraph_queries.stated import Stated
from mlgraph_queries.validation_references import reference_violations
from mlgraph_queries.validation_schema import schema_violations

Json = dict[str, JsonValue]
_RULE = "cyclonedx"
_CHAPTERS = frozenset({"annotations", "formulation", "declarations", "definitions"})
"""Chapters of a document that no kind of ours holds anything of."""
_CUT = re.compile(r"\.\.\. (?:\([\d,]+ (?:characters|bytes of JSON)\)|and [\d,]+ more)")
"""How a reader marks a text, or a list, of which it kept the beginning."""
_FIELDS = (
    "type", "mime-type", "bom-ref", "supplier", "manufacturer", "provider", "authors", "author", "publisher", "group",
    "name", "version", "versionRange", "isExternal", "description", "endpoints", "authenticated", "x-trust-boundary",
    "trustZone", "scope", "hashes", "licenses", "copyright", "patentAssertions", "cpe", "purl", "omniborId", "swhid",
    "swid", "modified", "pedigree", "externalReferences", "components", "services", "evidence", "releaseNotes",
    "modelCard", "data", "cryptoProperties", "properties", "tags", "signature",
)  # fmt: skip
"""Fields of components and services in the order of the schema (1.7)."""
_PLACES = {field: place for place, field in enumerate(_FIELDS)}
_ANEW = frozenset({"version"})
"""What is a new document's own."""
_LIMIT = 10_000
"""Violations that are looked at: each leads to a field that is left out."""
_REPLACED = frozenset({"swid"})
"""Fields of which something has to be made up where nothing is said: what is said replaces it."""
_ROWS = {"externalReferences": 3, "licenses": 4}
"""Lists whose rows are found again by where they stood -> steps of a field within a row."""


@dataclass(frozen=True, slots=True)
class Target:
    """The document that is written."""

    spec_version: str
    refs: frozenset[str]
    """All references of its parts."""
    is_open: bool = True
    """Whether such fields are put in at all; else all of them are told in properties."""


@dataclass(frozen=True, slots=True)
class _Added:
    """A field that was put into a component."""

    draft: Json
    steps: tuple[str, ...]
    table: Mapping[str, JsonValue]
    holder: Json
    """The object that has it now."""


def put_carried(
    accounts: Mapping[NodeId, Account], drafts: Mapping[NodeId, Json], target: Target, chapter: str = "components"
) -> None:
    """Put the fields of CycloneDX documents that were kept as they are back into their components, or services.

    One that has no place, or that the schema of the version that is written forbids, is told in a property instead, as
    is every one of another standard.
    """
    added: list[_Added] = []
    for node, draft in drafts.items():
        account = accounts[node]
        for stated in account.facts.get(PropertyKind.UNMAPPED, ()):
            if not isinstance(stated.value, dict) or stated.value.get("field") in IN_PLACE or is_endpoint(stated.value):
                continue
            found = _put(draft, stated, stated.value, account) if target.is_open else None
            if found is None:
                _tell(draft, stated.value)
            else:
                added.append(found)
    for each in _forbidden(added, target, chapter):
        each.holder.pop(each.steps[-1], None)
        _tell(each.draft, each.table)
    for draft in drafts.values():
        _put_in_order(draft)


def _put_in_order(draft: Json) -> None:
    """The fields in the order of the standard, however they came in."""
    fields = sorted(draft, key=lambda field: (_PLACES.get(field, len(_PLACES)), field))
    if fields != list(draft):
        items = [(field, draft[field]) for field in fields]
        draft.clear()
        draft.update(items)


def _put(draft: Json, stated: Stated, table: Mapping[str, JsonValue], account: Account) -> _Added | None:
    """Where a field belongs, with the field in it; None where it has no place."""
    steps, value = tuple(str(table.get("field")).split("/")), table.get("value")
    if stated.rule != _RULE or table.get("is_cut") or not all(steps) or _CUT.search(plain(value)):
        return None
    holder = _row(draft, steps, stated.where, account) if any(s.isdigit() for s in steps) else _below(draft, steps[:-1])
    if holder is None or (steps[-1] in holder and steps[0] not in _REPLACED):
        return None
    holder[steps[-1]] = value
    return _Added(draft, steps, table, holder)


def _below(draft: Json, steps: Sequence[str]) -> Json | None:
    holder = draft
    for step in steps:
        inner = holder.setdefault(step, {})
        if not isinstance(inner, dict):
            return None
        holder = inner
    return holder


def _row(draft: Json, steps: tuple[str, ...], where: str, account: Account) -> Json | None:
    """The row of a list that a field belongs to: that which was made from what stood there."""
    if len(steps) != _ROWS.get(steps[0]):
        return None
    place = f"{where}/{'/'.join(steps[:-1])}"
    rows = draft.get(steps[0])
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict):
            found = row.get("license", row) if steps[0] == "licenses" else row
            if isinstance(found, dict) and _is_from(found, place, account):
                return found
    return None


def _is_from(row: Json, place: str, account: Account) -> bool:
    addresses = (s.value for s in account.facts.get(PropertyKind.HOMEPAGE, ()) if s.where == place)
    if any(isinstance(value, dict) and value.get("url") == row.get("url") is not None for value in addresses):
        return True
    named = {row.get("id"), row.get("name"), row.get("expression")} - {None}
    return any(s.where == place and {s.expression, s.text} & named for s in account.licenses)


def put_carried_whole(bill: Json, documents: Sequence[ListedDocument], target: Target) -> list[str]:
    """Put what one document kept as it was back into the whole; what has no place there as lines.

    Of several documents nothing is put back: what one says of its whole does not hold for all.
    """
    lines: list[str] = []
    for document in documents:
        for stated in document.facts.get(PropertyKind.UNMAPPED, ()):
            if not isinstance(stated.value, dict):
                continue
            name, value = str(stated.value.get("field")), stated.value.get("value")
            if name in _ANEW or value == TOOL_REF:
                continue
            is_whole = (
                stated.rule == _RULE and not stated.value.get("is_cut") and len(documents) == 1 and target.is_open
            )
            is_put = is_whole and _is_allowed(bill, name, value, target.spec_version)
            if not is_put:
                lines.append(unmapped_line(stated.value))
    return sorted(set(lines))


def _is_allowed(bill: Json, name: str, value: JsonValue, spec_version: str) -> bool:
    """Put a chapter in, or one element of it, unless the schema or a reference in it forbids that."""
    chapter, _, number = name.partition("/")
    if chapter not in _CHAPTERS or (number and not number.isdigit()):
        return False
    rows = bill.get(chapter) or []
    probe: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": spec_version}
    probe[chapter] = [value] if number else value
    if any(schema_violations(probe, spec_version, limit=1)) or any(reference_violations({**bill, **probe})):
        return False
    if number:
        bill[chapter] = [*(rows if isinstance(rows, list) else ()), value]
    else:
        bill[chapter] = value
    return True


def _forbidden(added: Sequence[_Added], target: Target, chapter: str) -> Iterator[_Added]:
    """Which of the fields the schema forbids, found in a document of the components that have some."""
    drafts = {id(each.draft): each.draft for each in added}
    order = list(drafts)
    rows = [drafts[key] for key in order]
    told = {str(row.get("bom-ref")) for row in rows}
    others = [{"type": "library", "name": "-", "bom-ref": ref} for ref in sorted(target.refs - told)]
    header: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": target.spec_version}
    probe: dict[str, object] = {**header, chapter: rows}
    whole = {**probe, "components": [*(rows if chapter == "components" else ()), *others]}
    wrong: dict[int, list[tuple[str, ...]]] = {}
    found = (
        [*schema_violations(probe, target.spec_version, limit=_LIMIT), *reference_violations(whole)] if added else ()
    )
    for violation in found:
        steps = violation.place.split("/")
        if len(steps) > 2 and steps[1] == chapter and steps[2].isdigit() and int(steps[2]) < len(order):
            wrong.setdefault(order[int(steps[2])], []).append(tuple(steps[3:]))
    for each in added:
        if any(_touch(each.steps, place) for place in wrong.get(id(each.draft), ())):
            yield each


def _touch(steps: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Whether one of two paths leads into the other; rows of lists count alike, as they were put in order."""
    if steps[0] in _ROWS:
        return place[:1] in {(), steps[:1]}
    return all(one == other for one, other in zip(steps, place, strict=False))


def _tell(draft: Json, table: Mapping[str, JsonValue]) -> None:
    row: Json = {"name": "mlgraph:unmapped", "value": unmapped_line(table)}
    properties = draft.setdefault("properties", [])
    if isinstance(properties, list) and row not in properties:
        properties.append(row)
        properties.sort(key=_name_and_value)


def _name_and_value(row: JsonValue) -> tuple[str, str]:
    return (str(row.get("name")), str(row.get("value"))) if isinstance(row, dict) else ("", "")
