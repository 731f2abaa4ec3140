"""pedigree: what a component was made from, and what was made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.things import Thing
from mlgraph_ontology.kinds import EdgeKind

_ISSUES = frozenset({"defect", "enhancement", "security"})
"""Types of issues that a patch resolves (schema 1.7, issue.type)."""
_PATCHES = frozenset({"unofficial", "monkey", "backport", "cherry-pick"})
Reader = Callable[[Fields], Iterator[Thing]]


def pedigree(said: Fields, draft: Draft, context: Context, read: Reader) -> Iterator[Thing]:
    """Add the steps to ancestors and descendants, which are components that are only mentioned.

    Of variants the standard says that it is not known whether one comes from the other (schema 1.6, pedigree.variants):
    they stay as they stand, as do commits, patches and notes.
    """
    inner = said.table("pedigree")
    if inner is None:
        return
    _check(inner)
    for name, is_reversed in (("ancestors", False), ("descendants", True)):
        for row in inner.tables(name, apart=True):
            ref, qualifiers = _own(row) if context.is_ours else (None, ())
            stated = row.peek("bom-ref")
            key = ref or (stated if isinstance(stated, str) and stated else row.place)
            if ref is None:
                yield from read(row)
            draft.relate(EdgeKind.DERIVED_FROM, [key], row.place, qualifiers=qualifiers, is_reversed=is_reversed)


def _own(row: Fields) -> tuple[str | None, tuple[tuple[str, JsonValue], ...]]:
    """The component that tells of an ancestor, and how it was made from it, as mlgraph's properties say."""
    found = row.peek("properties")
    said = {
        str(each.get("name")): each.get("value")
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, dict)
    }
    ref, relation = said.get("mlgraph:ref"), said.get("mlgraph:relation")
    qualifiers: tuple[tuple[str, JsonValue], ...] = (("relation", relation),) if isinstance(relation, str) else ()
    return (ref if isinstance(ref, str) else None), qualifiers


def _check(inner: Fields) -> None:
    """Say which patches are of a kind that the standard does not know; they stay as they stand."""
    patches = inner.peek("patches")
    for index, patch in enumerate(patches if isinstance(patches, list) else ()):
        if not isinstance(patch, dict):
            continue
        if str(patch.get("type")) not in _PATCHES:
            inner.problem(f"patches/{index}/type", f"{str(patch.get('type'))[:40]!r} is no type of patch")
        resolves = patch.get("resolves")
        for number, issue in enumerate(resolves if isinstance(resolves, list) else ()):
            if isinstance(issue, dict) and str(issue.get("type")) not in _ISSUES:
                place = f"patches/{index}/resolves/{number}/type"
                inner.problem(place, f"{str(issue.get('type'))[:40]!r} is no type of issue")
