"""How complete bills of materials say that their parts are."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listing import Listing

COMPLETE = "complete"
_STRENGTH = ("incomplete", "unknown", "not_specified")


def aggregates(listing: Listing, node: NodeId) -> Mapping[str, str]:
    """What is said of a part's `assemblies`, `dependencies` and `vulnerabilities`, in the words of CycloneDX.

    Of several documents, something is complete only if all that list the part say so; else it is incomplete where one
    says that, and unknown. What nobody speaks of is left out.
    """
    account = listing.accounts.get(node) or listing.mentions[node]
    found: dict[str, dict[str, list[str]]] = {}
    for stated in account.facts.get(PropertyKind.COMPOSITION, ()):
        if isinstance(stated.value, dict):
            of, aggregate = str(stated.value.get("of")), str(stated.value.get("aggregate"))
            found.setdefault(of, {}).setdefault(document_of(stated.where), []).append(aggregate)
    listing_it = {document_of(sighting.where) for sighting in account.sightings}
    if not account.sightings:
        listing_it = {document.title for document in listing.documents}
    return {of: _together(by_document, len(listing_it)) for of, by_document in sorted(found.items())}


def document_of(where: str) -> str:
    """The document in which a place is: `bom.json#/components/3` and `bom.spdx:12` without the place."""
    title, sign, _ = where.partition("#")
    if sign:
        return title
    title, _, line = where.rpartition(":")
    return title if line.isdecimal() and title else where


def _together(by_document: Mapping[str, list[str]], count: int) -> str:
    stated = [aggregate for found in by_document.values() for aggregate in found]
    each = [min(found, key=_rank) for found in by_document.values()]
    if len(set(each)) == 1 and len(each) >= count:
        return each[0]
    if COMPLETE in each and len(each) < count:
        each = [*(one for one in each if one != COMPLETE), "unknown"]
    return min(each, key=_rank) if stated else "unknown"


def _rank(aggregate: str) -> int:
    """The least that is claimed goes before the most."""
    if aggregate == COMPLETE:
        return len(_STRENGTH)
    return _STRENGTH.index(aggregate) if aggregate in _STRENGTH else 0
