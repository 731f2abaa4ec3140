"""Whether every reference in a CycloneDX document names exactly one thing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mlgraph_queries.validation_violations import Place, Violation, pointer

_Path = tuple[str | int, ...]
_BOM_LINK = "urn:cdx:"
"""A reference into another document (BOM-Link), which cannot be looked up here."""
_POINTING = {
    ("dependencies", "ref"),
    ("dependencies", "dependsOn"),
    ("dependencies", "provides"),
    ("compositions", "assemblies"),
    ("compositions", "dependencies"),
    ("compositions", "vulnerabilities"),
    ("affects", "ref"),
    ("annotations", "subjects"),
    ("datasets", "ref"),
    ("identity", "tools"),
    ("citations", "attributedTo"),
    ("citations", "process"),
}
"""(list, field) whose strings are bom-refs (CycloneDX 1.2 to 1.7: refLinkType)."""


def reference_violations(document: dict[str, object], place: Place = pointer) -> Iterator[Violation]:
    """bom-refs given twice, references to nothing, and things that have two entries among the dependencies.

    `place` names a place by its path in the shape of the JSON.
    """
    declared: dict[str, _Path] = {}
    pointing: list[tuple[_Path, str]] = []
    for path, value in walk(document):
        if path[-1:] == ("bom-ref",) and isinstance(value, str):
            first = declared.setdefault(value, path)
            if first != path:
                yield Violation(place(path), f"bom-ref {value!r} is already given at {place(first)}")
        elif isinstance(value, str) and _list_and_field(path) in _POINTING:
            pointing.append((path, value))
    for path, value in pointing:
        if value not in declared and not value.startswith(_BOM_LINK):
            yield Violation(place(path), f"{value!r} names nothing in this document")
    entries = ((path, value) for path, value in pointing if path[0] == "dependencies" and path[-1] == "ref")
    yield from _twice(entries, place)


def walk(document: object) -> Iterator[tuple[_Path, object]]:
    """Every value of a document with its path, in document order, without recursion."""
    stack: list[tuple[_Path, object]] = [((), document)]
    while stack:
        path, value = stack.pop()
        yield path, value
        if isinstance(value, dict):
            stack.extend(((*path, key), value[key]) for key in reversed(value))
        elif isinstance(value, list):
            stack.extend(((*path, index), value[index]) for index in reversed(range(len(value))))


def _list_and_field(path: _Path) -> tuple[str, str] | None:
    names = [step for step in path[-4:] if isinstance(step, str)]
    return (names[-2], names[-1]) if len(names) > 1 else None


def _twice(entries: Iterable[tuple[_Path, str]], place: Place) -> Iterator[Violation]:
    seen: dict[str, _Path] = {}
    for path, value in entries:
        first = seen.setdefault(value, path)
        if first != path:
            yield Violation(place(path), f"{value!r} already has an entry at {place(first[:-1])}")
