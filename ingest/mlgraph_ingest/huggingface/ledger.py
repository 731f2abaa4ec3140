"""What one document says of one model or dataset, gathered statement by statement, each once and with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Problems
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

HUB = "hub"
"""Rule of what the hub says by itself, or has worked out of the files: ids, dates, counts, tags."""
CARD = "card"
"""Rule of what the publisher says: the metadata and the text of the card."""
TEXT_LIMIT = 4_000
"""Characters of one text of a card that are kept."""
_WORD_LIMIT = 500
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Ledger:
    """The statements on one node. Later ones that say the same again are left out: the first place speaks for all."""

    def __init__(self, node: NodeId, locator: str) -> None:
        self.node = node
        self._problems = Problems(locator)
        self._said: list[Assertion] = []
        self._seen: set[tuple[object, ...]] = set()

    def fact(
        self,
        kind: PropertyKind,
        value: JsonValue,
        place: str,
        *,
        rule: str = HUB,
        node: NodeId | None = None,
        method: Method = Method.DECLARED,
    ) -> None:
        """Say something of the node, or of another one that the document describes too."""
        said = fact(node or self.node, kind, value, Evidence(place, method, rule))
        self._add((said.subject, kind, orjson.dumps(value)), said)

    def link(self, kind: EdgeKind, target: NodeId, place: str, *, rule: str = HUB, **qualifiers: JsonValue) -> None:
        """Tie the node to another one."""
        said = edge(self.node, kind, target, Evidence(place, Method.DECLARED, rule), **qualifiers)
        self._add((kind, target, orjson.dumps(dict(said.qualifiers))), said)

    def problem(self, place: str, text: str) -> None:
        """Note what could not be read."""
        self._problems.add(place, text)

    def has(self, kind: EdgeKind | PropertyKind, target: NodeId | None = None) -> bool:
        """Whether something of a kind is said of the node already, or of its tie to another one."""
        return any(
            said.predicate == kind and said.subject == self.node and target in {None, said.object}
            for said in self._said
        )

    def values(self, kind: PropertyKind) -> list[Assertion]:
        """What is said of a property of the node."""
        return [said for said in self._said if said.predicate == kind and said.subject == self.node]

    def targets(self, *kinds: EdgeKind) -> tuple[NodeId, ...]:
        """What the node is tied to in some ways, in the order of the document, each once."""
        return tuple(dict.fromkeys(s.object for s in self._said if s.predicate in kinds and s.object is not None))

    def assertions(self) -> Iterator[Assertion]:
        """All that was gathered, the problems last."""
        yield from self._said
        yield from self._problems.assertions()

    def _add(self, key: tuple[object, ...], said: Assertion) -> None:
        if key not in self._seen:
            self._seen.add(key)
            self._said.append(said)


def plain(text: str, limit: int = _WORD_LIMIT) -> str:
    r"""A text of somebody as it is stored: no control characters, and only so much of it.

    >>> plain("a\x1b[31m red\x00 word ")
    'a[31m red word'
    """
    return _CONTROLS.sub("", text).strip()[:limit]


def quoted(value: object) -> str:
    """A value of a hostile document as a message shows it.

    >>> quoted("a<b>" * 100)[:12]
    "'a<b>a<b>a<b"
    """
    shown = repr(value)
    return shown if len(shown) <= 80 else f"{shown[:77]}..."
