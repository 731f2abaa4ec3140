"""What a checklist is: elements of a text that somebody published, each with the facts that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mlgraph_queries.checklists.facts import Fact


class Level(StrEnum):
    """What an element is asked of."""

    DOCUMENT = "document"
    SYSTEM = "system"
    COMPONENT = "component"
    """The system and every package, model and dataset in it."""
    MODEL = "model"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a text asks for."""

    id: str
    cluster: str
    name: str
    level: Level
    section: str
    """Where in the text it stands: `Annex XI, section 1, point 1(a)`."""
    facts: tuple[Fact, ...] = ()
    """Each of them is an answer, the best first; empty: no format has a place for it."""
    is_of_provider: bool = False
    """Whether, where no fact is known, only whoever provides the thing can say it."""
    weight: int = 1
    """Within its cluster, where the list is weighted."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list of elements, from one text."""

    key: str
    """What `--list` or `--role` calls it."""
    title: str
    text: str
    """The text by its full name and date."""
    url: str
    read_in: str
    """Where the text, or the list of its elements, was read when this list was written."""
    elements: tuple[Element, ...]
    left_out: tuple[str, ...] = ()
    """Items of the text that are not in the list, each with the reason."""
    note: str = ""
    """What a reader has to know; empty: nothing."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """Points of each cluster; empty: the list is not weighted."""

    @property
    def clusters(self) -> tuple[str, ...]:
        """The clusters in the order of the text."""
        return tuple(dict.fromkeys(element.cluster for element in self.elements))

    @property
    def encoded(self) -> str:
        """How much of the text is in the list, in words."""
        count = len(self.elements)
        of = count + len(self.left_out)
        return f"encoded: {count} of {of} items" + "".join(f"; left out: {item}" for item in self.left_out)
