"""What the parts of a bill of materials are needed for: as it says, else by what leads to them."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Scope
from mlgraph_queries.listing import Listing, Requirement
from mlgraph_queries.requirements import STRENGTH


def scopes(project: NodeId, listing: Listing) -> Mapping[NodeId, Scope]:
    """The strongest scope in which each part is needed; those that nothing leads to, and nothing is said of, are left out.

    What a document says of a part itself holds. Without a word on it, what the project requires is needed at run time
    ("If the scope is not specified, 'required' scope SHOULD be assumed", CycloneDX 1.6 schema, component.scope).
    """
    stated = {node: scope for node, found in listing.accounts.items() if (scope := _scope(found.detail("scope")))}
    reached: dict[NodeId, Scope] = {}
    starts = [(each.node, _scope(each.scope) or Scope.RUNTIME) for each in listing.requires.get(project, ())]
    for scope in sorted({scope for _, scope in starts}, key=STRENGTH.__getitem__):
        pending = [node for node, of in starts if of is scope]
        while pending:
            node = pending.pop()
            if node not in reached:
                reached[node] = scope
                pending.extend(each.node for each in listing.requires.get(node, ()) if _is_needed(each))
    return {**reached, **stated}


def _is_needed(each: Requirement) -> bool:
    """Whether whoever uses the one needs the other, too: not what it is built, tested or developed with."""
    return _scope(each.scope) in {None, Scope.RUNTIME}


def _scope(value: object) -> Scope | None:
    return Scope(value) if isinstance(value, str) and value in set(Scope) else None
