"""What was read and is not written yet: packed, and bounded, however many documents a run has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mlgraph.model.assertions import Assertion, Document
from mlgraph.store import Pack, Writer, packed

ROWS_IN_MEMORY = 200_000
"""Assertions that are gathered before they are packed; a document with more goes straight through."""
PACKED_ROWS = 1_000_000
"""Assertions, packed (about 250 bytes each), after which the graph is written at the latest."""


@dataclass(slots=True)
class Backlog:
    """Documents that wait to be written, the first few soon, later ones in ever larger steps.

    Each step copies the whole graph file, so that steps of one size would copy it ever more often for ever less.
    """

    pending: list[tuple[Document, Sequence[Assertion]]] = field(default_factory=list)
    packs: list[Pack] = field(default_factory=list)
    rows: int = 0
    """Assertions in `pending`."""
    waiting: int = 0
    """Assertions in `packs`."""
    written: int = 0

    def __bool__(self) -> bool:
        return bool(self.pending or self.packs)

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return self.rows + self.waiting >= min(max(self.written, ROWS_IN_MEMORY), PACKED_ROWS)

    def add(self, document: Document, assertions: Sequence[Assertion]) -> None:
        """Take what a document says."""
        self.pending.append((document, assertions))
        self.rows += len(assertions)
        if self.rows >= ROWS_IN_MEMORY:
            self._pack()

    def write(self, writer: Writer) -> None:
        """Write all of it, and let go of it."""
        self._pack()
        for pack in self.packs:
            writer.write_pack(pack)
        self.written += self.waiting
        self.packs.clear()
        self.waiting = 0

    def _pack(self) -> None:
        if self.pending:
            self.packs.append(packed(self.pending))
            self.waiting += self.rows
            self.pending.clear()
            self.rows = 0
