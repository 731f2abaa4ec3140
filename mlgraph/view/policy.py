"""The policy that settles conflicts: which of several statements a view shows first. All are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from mlgraph.view.statements import Edge, Property
from mlgraph_ontology.kinds import Method

POLICY = "observed > resolved > declared > curated > inferred, then the later observed_at, then the document's locator"
_RANK = {method: rank for rank, method in enumerate(Method)}

AnyStatement = TypeVar("AnyStatement", bound=Property | Edge)


def strongest_first(statements: Iterable[AnyStatement]) -> list[AnyStatement]:
    """Order statements by POLICY, and then so that the order never depends on how they were stored."""
    return sorted(statements, key=_key)


def _key(statement: Property | Edge) -> tuple[object, ...]:
    source = statement.source
    what = str(statement.object) if isinstance(statement, Edge) else repr(statement.value)
    place = [int(part) if part.isdecimal() else -1 for part in source.evidence.locator.split(":")]
    return (
        _RANK[source.evidence.method],
        -source.observed_at.timestamp(),
        source.document,
        place,
        source.evidence.locator,
        statement.kind,
        what,
        repr(sorted(statement.qualifiers.items())) if isinstance(statement, Edge) else "",
    )
