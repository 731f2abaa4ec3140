"""A document that is in memory as a whole, in the shape of the JSON form, taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from mlgraph_ingest.bom.spdx2.parts import Chapter, Part, described_by

LISTS = (Chapter.LICENSE, Chapter.PACKAGE, Chapter.FILE, Chapter.SNIPPET, Chapter.RELATIONSHIP)
"""Lists of parts, in the order in which they are read."""
Place: TypeAlias = Callable[[Chapter, int, Mapping[str, object]], str]
"""Where a part stands, by its chapter, its index in that, and what it says."""


def parts_of(tree: Mapping[str, object], place: Place) -> Iterator[Part]:
    """The parts of a document, the document's own first."""
    head = {name: value for name, value in tree.items() if name not in {*LISTS, "documentDescribes"}}
    yield Part(Chapter.DOCUMENT, place(Chapter.DOCUMENT, 0, tree), head)
    for chapter in LISTS:
        for index, said in enumerate(_tables(tree, chapter)):
            yield Part(chapter, place(chapter, index, said), said)


def roots_of(tree: Mapping[str, object]) -> frozenset[str]:
    """Ids of what a document is about."""
    listed = tree.get("documentDescribes")
    return described_by(_tables(tree, Chapter.RELATIONSHIP), listed if isinstance(listed, list) else ())


def _tables(tree: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    found = tree.get(name)
    return (each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping))
