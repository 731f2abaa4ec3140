"""Several bills of materials of one thing as one: nothing is doubled, and nothing settled that they disagree on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph_queries.entries import Inventory
from mlgraph_queries.inventory import inventory
from mlgraph_queries.listing import Listing
from mlgraph_queries.merged_parts import same_parts


def merged_inventory(view: GraphView, projects: Sequence[NodeId]) -> Inventory:
    """The inventory of what some bills of materials say together, each statement with the document that makes it.

    A part is one by its id, so by its package URL, or by its type, group, name and version where it has none; what only
    its document names (a file, a model) is one with what looks the same in another, unless a hash tells them apart.
    What they are about is one thing: the first of them gives its name. Raises QueryError where the graph does not hold
    one, or one is no bill of materials.
    """
    wanted = list(dict.fromkeys(projects))
    if len(wanted) == 1:
        return inventory(view, wanted[0])
    listings = [_listing(view, project) for project in wanted]
    same = [*((other, wanted[0]) for other in wanted[1:]), *_same_roots(listings), *same_parts(listings)]
    together = view.together(same, {other.key: wanted[0].key for other in wanted[1:]})
    return inventory(together, wanted[0])


def _listing(view: GraphView, project: NodeId) -> Listing:
    listing = inventory(view, project).listing
    if listing is None:
        raise QueryError(f"{project.key} is a project and no bill of materials; only those are brought together")
    return listing


def _same_roots(listings: Sequence[Listing]) -> Iterator[tuple[NodeId, NodeId]]:
    """What the documents are about, where that has an id: the first one's stands for all that no other lists as a part."""
    roots = [listing.root for listing in listings if listing.root is not None]
    for root in dict.fromkeys(roots[1:]):
        is_part = any(root in listing.accounts and listing.root != root for listing in listings)
        if root != roots[0] and not is_part and root.kind is roots[0].kind:
            yield root, roots[0]
