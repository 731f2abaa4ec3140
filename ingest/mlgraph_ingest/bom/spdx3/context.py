"""What the readers of the elements share."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.spdx3.elements import Element
from mlgraph_ingest.bom.spdx3.index import Index
from mlgraph_ingest.bom.things import Problem


@dataclass(slots=True)
class Context:
    """A document while it is read."""

    index: Index
    roots: frozenset[str]
    is_ours: bool
    problems: list[Problem] = field(default_factory=list)

    def fields(self, element: Element) -> Fields:
        """The members of an element, of which nothing gets lost."""
        found = Fields(element.said, element.place, self.problems)
        found.raw("creationInfo")
        return found
