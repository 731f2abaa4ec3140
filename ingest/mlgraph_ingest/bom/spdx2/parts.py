"""A document of SPDX 2, whatever it is written in, part by part, each in the shape of the standard's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.things import Problem


class Chapter(StrEnum):
    """What a part is."""

    DOCUMENT = "document"
    """All that the document says of itself; comes first."""
    LICENSE = "hasExtractedLicensingInfos"
    PACKAGE = "packages"
    FILE = "files"
    SNIPPET = "snippets"
    ANNOTATION = "annotations"
    """One that stands by itself, its subject under `SPDXREF`; those within another part are read with that."""
    RELATIONSHIP = "relationships"


class Part(NamedTuple):
    """One part of a document."""

    chapter: Chapter
    place: str
    """JSON pointer or line."""
    said: Mapping[str, object]


@dataclass(slots=True)
class Context:
    """What is known of a document while its parts are read."""

    described: frozenset[str]
    """Ids of what the document is about."""
    problems: list[Problem] = field(default_factory=list)
    document_id: str = "SPDXRef-DOCUMENT"
    is_ours: bool = False
    """Whether mlgraph wrote it, so that its annotations are lines of ours."""
    snippets: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)
    """Of these, those that it lists."""
    people: int = 0
    """How often a person was named; none is kept."""

    def fields(self, part: Part) -> Fields:
        """A part, of which nothing gets lost."""
        kind = Fields if part.place.startswith("#") else _OfLine
        return kind(part.said, part.place, self.problems)


class _OfLine(Fields):
    """The same of a part that stands at a line: whatever is in it stands there, too."""

    __slots__ = ()

    def problem(self, name: str, text: str) -> None:
        """Say what is wrong with a member."""
        self._problems.append(Problem(self.place, f"{name}: {text}" if name else text))

    def _inner(self, value: Mapping[str, object], name: str) -> Fields:
        found = _OfLine(value, self.place, self._problems, f"{self.path}/{name}" if self.path else name)
        self._below.append(found)
        return found


DESCRIBES = frozenset({"DESCRIBES", "DESCRIBE"})
"""The relationship by which a document names what it is about; some tools write the second."""
DESCRIBED_BY = "DESCRIBED_BY"


def described_by(rows: Iterable[Mapping[str, object]], listed: Iterable[object] = ()) -> frozenset[str]:
    """Ids of what a document is about, by its relationships and by the list `documentDescribes`."""
    found = {each for each in listed if isinstance(each, str)}
    for row in rows:
        type_ = str(row.get("relationshipType")).upper()
        end = row.get("relatedSpdxElement" if type_ in DESCRIBES else "spdxElementId")
        if (type_ in DESCRIBES or type_ == DESCRIBED_BY) and isinstance(end, str):
            found.add(end)
    return frozenset(found)
