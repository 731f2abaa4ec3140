"""Puts models that are only ancestors where the standard has a place for them: into the pedigree of their descendants."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import Any

_REF = "mlgraph:ref"
_Component = dict[str, Any]


def rooted(components: Sequence[_Component], ancestors: Collection[str]) -> tuple[list[_Component], Mapping[str, str]]:
    """The components without those that are only ancestors, and the JSON pointer of each of all of them, by bom-ref.

    An ancestor takes the place of the entry that names it in a pedigree, the first one in the order of the document;
    the others keep naming it. One that no pedigree names stays a component.
    """
    moved = {str(c["bom-ref"]): c for c in components if c.get("bom-ref") in ancestors}
    kept = [c for c in components if c.get("bom-ref") not in moved]
    places: dict[str, str] = {}
    _place(kept, moved, places)
    left = [c for ref, c in moved.items() if ref not in places]
    while left:
        kept.append(left[0])
        _place(kept[-1:], moved, places, start=len(kept) - 1)
        left = [c for ref, c in moved.items() if ref not in places]
    return kept, places


def _place(
    components: Sequence[_Component], moved: Mapping[str, _Component], places: dict[str, str], *, start: int = 0
) -> None:
    pending = deque((f"/components/{index}", each) for index, each in enumerate(components, start=start))
    places.update((str(each.get("bom-ref")), pointer) for pointer, each in pending)
    while pending:
        pointer, component = pending.popleft()
        entries = component.get("pedigree", {}).get("ancestors", [])
        for index, entry in enumerate(entries):
            ref = _named(entry, moved)
            if ref is not None and ref not in places:
                places[ref] = f"{pointer}/pedigree/ancestors/{index}"
                entries[index] = _whole(moved[ref], entry)
                pending.append((places[ref], entries[index]))


def _named(entry: _Component, moved: Mapping[str, _Component]) -> str | None:
    """Which of the ancestors an entry of a pedigree names: by its reference, else by its package URL."""
    said = [str(prop["value"]) for prop in entry.get("properties", ()) if prop["name"] == _REF]
    return next((name for name in (*said, str(entry.get("purl", ""))) if name in moved), None)


def _whole(component: _Component, entry: _Component) -> _Component:
    """The ancestor with what the entry says of the step that leads to it."""
    step = [prop for prop in entry.get("properties", ()) if prop["name"] != _REF]
    return {**component, "properties": [*component.get("properties", ()), *step]}
