"""What could not be read in one document."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph_ontology.kinds import Method, PropertyKind

PROBLEM_LIMIT = 100
"""Problems of one document that are listed; the rest is counted."""


class Problems:
    """Collects what could not be read in one document, and says it as assertions, at most `PROBLEM_LIMIT`."""

    def __init__(self, locator: str, method: Method = Method.DECLARED) -> None:
        self._document = ids.document(locator)
        self._method = method
        self._found: list[tuple[str, str]] = []

    def add(self, where: int | str, text: str) -> None:
        """Note a problem at a line (or a place in a file of another form)."""
        self._found.append((str(where), text))

    def assertions(self) -> Iterator[Assertion]:
        """The problems as facts of the document."""
        for where, text in self._found[:PROBLEM_LIMIT]:
            yield fact(self._document, PropertyKind.PROBLEM, text, Evidence(where, self._method))
        more = len(self._found) - PROBLEM_LIMIT
        if more > 0:
            text = f"{more:,} more problems of this kind are not listed"
            yield fact(self._document, PropertyKind.PROBLEM, text, Evidence("", self._method))
