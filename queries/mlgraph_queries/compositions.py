"""Whether a document says that what it lists is all there is: what lets "not listed" mean "absent"."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from mlgraph.model.assertions import JsonValue
from mlgraph.view.graph import GraphView

_COMPLETE = "complete"
_OF_PARTS = frozenset({None, "assemblies"})


class ListState(StrEnum):
    """What a document says of its list of parts."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    """In one of the ways that CycloneDX tells apart (`incomplete_first_party_only`, ...)."""
    UNSAID = "unsaid"
    """That it is not known, or nothing."""


def list_state(stated: Iterable[JsonValue]) -> ListState:
    """What a document says of its list, by what it says of its composition (PropertyKind.COMPOSITION) as a whole.

    The words are those of CycloneDX 1.6, `compositions.aggregate`. Where it says several things, the weaker holds.

    >>> list_state([{"aggregate": "complete", "of": "assemblies"}])
    <ListState.COMPLETE: 'complete'>
    >>> list_state([{"aggregate": "complete", "of": "dependencies"}])
    <ListState.UNSAID: 'unsaid'>
    """
    words = {str(s.get("aggregate")) for s in stated if isinstance(s, dict) and s.get("of") in _OF_PARTS}
    if any(word.startswith("incomplete") for word in words):
        return ListState.INCOMPLETE
    return ListState.COMPLETE if words == {_COMPLETE} else ListState.UNSAID


def list_states(view: GraphView) -> dict[str, ListState]:
    """What each collection's documents say of their lists, of those that say anything."""
    return {collection: list_state(stated) for collection, stated in view.portfolio.compositions().items()}
