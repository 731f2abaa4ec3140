"""What each part of a bill of materials is called when it is written again: as its own document calls it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import unquote

from mlgraph.bom.refs import root_ref
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Inventory
from mlgraph_queries.listing import Account, Listing

_ID = "SPDXRef-"


def listed_refs(inventory: Inventory, listing: Listing) -> Mapping[NodeId, str]:
    """The reference of the project and of every part that has one or is referred to, all different.

    That is what its document calls it; where several documents differ, or call it nothing, its id, of a part that only
    its document names the name that it has there. No path of this machine is in any.
    """
    referred = _referred(listing)
    root = listing.root
    found: dict[NodeId, str] = {}
    taken: set[str] = set()
    first = [inventory.project, *([root] if root is not None else [])]
    found[inventory.project] = _root(inventory, listing)
    taken.add(found[inventory.project])
    if root is not None:
        found[root] = found[inventory.project]
    for node in sorted(listing.accounts.keys() - set(first)):
        account = listing.accounts[node]
        stated = _stated(account)
        if stated is not None or node in referred:
            found[node] = _unique(stated or _made(node), taken)
            taken.add(found[node])
    for node in sorted(listing.mentions):
        found[node] = _unique(_made(node), taken)
        taken.add(found[node])
    return found


def _root(inventory: Inventory, listing: Listing) -> str:
    own = listing.accounts.get(inventory.project)
    listed = listing.accounts.get(listing.root) if listing.root is not None else None
    stated = _stated(listed) if listed is not None else None
    unlisted = (
        t.get("value") for t in (own.tables(PropertyKind.UNMAPPED) if own else ()) if t.get("field") == "bom-ref"
    )
    is_of_spdx = any(document.standard.startswith("spdx") for document in listing.documents)
    found = next((str(value) for value in unlisted if value), None)
    return stated or (_short(found) if found and is_of_spdx else found) or root_ref(inventory)


def _stated(account: Account) -> str | None:
    """The reference that all documents have that list it; None where they differ, or one has none."""
    found = {s.detail.get("ref") for s in account.sightings}
    ref = found.pop() if len(found) == 1 else None
    if not isinstance(ref, str) or not ref:
        return None
    is_of_spdx = any(s.rule.startswith("spdx") for s in account.sightings)
    return _short(ref) if is_of_spdx else ref


def _short(ref: str) -> str:
    """A reference of SPDX without what only its document needs: the prefix of its ids, or its namespace."""
    if ref.startswith(_ID) and len(ref) > len(_ID):
        return ref.removeprefix(_ID)
    space, _, name = ref.rpartition("#")
    return unquote(name) if name and "://" in space else ref


def _made(node: NodeId) -> str:
    """A reference for what its documents call nothing, or each otherwise."""
    return _short(unquote(node.key.partition("#")[2])) if node.key.startswith("file://") else node.key


def _unique(ref: str, taken: Collection[str]) -> str:
    number, found = 2, ref
    while found in taken:
        found, number = f"{ref}-{number}", number + 1
    return found


def _referred(listing: Listing) -> set[NodeId]:
    """The parts that something else in the document names."""
    found = {each.node for row in listing.requires.values() for each in row} | listing.requires.keys()
    found |= {node for node, account in listing.accounts.items() if account.facts.get(PropertyKind.COMPOSITION)}
    for vulnerability in listing.vulnerabilities:
        found.update(link.node for link in (*vulnerability.affected, *vulnerability.assessed))
    for account in (*listing.accounts.values(), *listing.mentions.values()):
        found.update(link.node for _, link in account.links)
    return found
