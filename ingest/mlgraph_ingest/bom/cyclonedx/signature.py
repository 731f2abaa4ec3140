"""signature: that a document is signed, and how; whether it fits a key is for whoever has one."""

from __future__ import annotations

from mlgraph_ingest.bom.things import Said
from mlgraph_ontology.kinds import PropertyKind


def signature(said: object, place: str) -> Said:
    """A signature within the document, not verified: in JSON of the form JSF 0.82, in XML of XML-DSig."""
    algorithm = said.get("algorithm") if isinstance(said, dict) else None
    form = "xmldsig" if isinstance(said, dict) and "SignedInfo" in said else "jsf"
    stated = {"algorithm": algorithm[:100]} if isinstance(algorithm, str) else {}
    return Said(PropertyKind.SIGNATURE, {"form": form, "state": "not verified", **stated}, place)
