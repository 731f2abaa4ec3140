"""A hub that is made by hand: its answers, in the shapes in which it gives them."""

from __future__ import annotations

from typing import Any

from mlgraph.model import ids
from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ingest.huggingface.description import Description, describe_model
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

SHA = "0123456789abcdef0123456789abcdef01234567"
STABLE = "621ffdc036468d709f174328"
CARD_URL = "https://hub.example/acme/tiny/resolve/main/README.md"


def model(name: str = "acme/tiny", **more: Any) -> dict[str, Any]:
    """What the hub says of a model."""
    said = {
        "_id": STABLE,
        "id": name,
        "modelId": name,
        "author": name.partition("/")[0],
        "sha": SHA,
        "createdAt": "2024-03-02T23:29:04.000Z",
        "lastModified": "2024-05-06T07:08:09.000Z",
        "private": False,
        "gated": False,
        "disabled": False,
        "downloads": 1234,
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "tags": ["transformers", "safetensors", "license:apache-2.0", "region:us"],
        "cardData": {"license": "apache-2.0", "language": ["en", "de"]},
        "siblings": [{"rfilename": "README.md", "size": 12}],
    }
    return {**said, **more}


def described(said: dict[str, Any] | None = None, card: str | None = None, name: str = "acme/tiny") -> Description:
    """What is read of an answer and a card."""
    taken = read_card(card.encode(), CARD_URL) if card is not None else None
    return describe_model(said if said is not None else model(name), ids.model(name), taken)


def values(of: Description, kind: PropertyKind) -> list[Any]:
    """What is said of a property of the thing itself."""
    return [one.value for one in of.assertions if one.predicate == kind and one.subject == of.node]


def links(of: Description, kind: EdgeKind) -> list[tuple[str, dict[str, Any]]]:
    """What the thing is tied to, with the qualifiers."""
    return [(one.object.key, dict(one.qualifiers)) for one in of.assertions if one.predicate == kind and one.object]


def problems(of: Description) -> list[tuple[str, str]]:
    """What could not be read, each with its place."""
    found = [one for one in of.assertions if one.predicate == PropertyKind.PROBLEM]
    return [(one.evidence.locator, str(one.value)) for one in found]
