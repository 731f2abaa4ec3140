"""Which parts of several bills of materials are one, though only their documents name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listed_entries import version_of
from mlgraph_queries.listing import Account, Listing

_Looks: TypeAlias = tuple[str, str, str, str, str]
"""Kind, type, group, name and version."""


def same_parts(listings: Sequence[Listing]) -> Iterator[tuple[NodeId, NodeId]]:
    """(part, the part of an earlier document that it is): of equal type, group, name and version, by no hash told apart.

    Two parts of one document are never one: each is paired with another.
    """
    known: dict[_Looks, list[tuple[NodeId, frozenset[str]]]] = {}
    for listing in listings:
        taken: set[NodeId] = set()
        fresh: list[tuple[_Looks, NodeId, frozenset[str]]] = []
        for node in sorted(listing.accounts):
            if not node.key.startswith("file://"):
                continue
            account = listing.accounts[node]
            looks, hashes = _looks(node, account), frozenset(account.texts(PropertyKind.HASH))
            found = _matching(known.get(looks, ()), hashes, taken)
            if found is None:
                fresh.append((looks, node, hashes))
            else:
                taken.add(found)
                yield node, found
        for looks, node, hashes in fresh:
            known.setdefault(looks, []).append((node, hashes))


def _matching(
    candidates: Sequence[tuple[NodeId, frozenset[str]]], hashes: frozenset[str], taken: set[NodeId]
) -> NodeId | None:
    """The first candidate that no hash tells apart; one with an equal hash goes before one without any."""
    fitting = [(node, known) for node, known in candidates if node not in taken and not _differ(known, hashes)]
    return min(fitting, key=lambda row: (not row[1] & hashes, row[0]))[0] if fitting else None


def _differ(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two lists have different digests of one algorithm, and none in common."""
    if some & others:
        return False
    return bool({text.partition(":")[0] for text in some} & {text.partition(":")[0] for text in others})


def _looks(node: NodeId, account: Account) -> _Looks:
    group = account.detail("group")
    return (
        node.kind.value,
        account.text(PropertyKind.COMPONENT_TYPE) or "",
        group if isinstance(group, str) else "",
        account.text(PropertyKind.NAME) or "",
        version_of(node, account) or "",
    )
