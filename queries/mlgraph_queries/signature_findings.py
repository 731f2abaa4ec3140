"""Signatures that do not hold, on weight files and on the bills of materials that an inventory was read from."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import WARNING, Finding, Inventory
from mlgraph_queries.weight_findings import weight_findings

KIND = "invalid-signature"


def signature_findings(inventory: Inventory) -> Iterator[Finding]:
    """All signatures that were checked and do not hold; one that nobody could check is no finding."""
    yield from (finding for finding in weight_findings(inventory.files) if finding.kind == KIND)
    yield from document_findings(inventory)


def document_findings(inventory: Inventory) -> Iterator[Finding]:
    """Those of bills of materials, in them or beside them."""
    for document in inventory.listing.documents if inventory.listing is not None else ():
        for stated in document.facts.get(PropertyKind.SIGNATURE, ()):
            said = stated.value if isinstance(stated.value, dict) else {}
            if said.get("state") == "invalid":
                text = f"the {said.get('form')} signature on it is invalid: {said.get('reason')}"
                yield Finding(KIND, WARNING, document.title, text, (stated.where,))
