"""Small documents of SPDX 2.3 and 3.0.1 that tests fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

NAMESPACE = "https://example.org/chat-1"


def spdx2(**members: Any) -> dict[str, Any]:
    """A document of SPDX 2.3 with these members."""
    return {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "chat",
        "documentNamespace": NAMESPACE,
        "creationInfo": {"created": "2026-01-02T03:04:05Z", "creators": ["Tool: maker-1"]},
        **members,
    }


def package(**members: Any) -> dict[str, Any]:
    """A document of SPDX 2.3 with one package of these members, `lib 1.0` unless they say otherwise."""
    return spdx2(packages=[{"SPDXID": "SPDXRef-lib", "name": "lib", "versionInfo": "1.0", **members}])


def related(*rows: Sequence[str]) -> dict[str, Any]:
    """A document of SPDX 2.3 with the packages a, b and c, the file f, and relationships (source, type, target)."""
    names = ("spdxElementId", "relationshipType", "relatedSpdxElement")
    return spdx2(
        packages=[{"SPDXID": f"SPDXRef-{n}", "name": n, "versionInfo": "1"} for n in ("a", "b", "c")],
        files=[{"SPDXID": "SPDXRef-f", "fileName": "./f"}],
        relationships=[dict(zip(names, row, strict=True)) for row in rows],
    )


INFO = {
    "type": "CreationInfo",
    "@id": "_:info",
    "specVersion": "3.0.1",
    "created": "2026-01-02T03:04:05Z",
    "createdBy": ["urn:acme"],
    "createdUsing": ["urn:tool"],
}
ACME = {"type": "Organization", "spdxId": "urn:acme", "creationInfo": "_:info", "name": "Acme"}
TOOL = {"type": "Tool", "spdxId": "urn:tool", "creationInfo": "_:info", "name": "maker 1"}


def spdx3(*elements: Mapping[str, Any]) -> dict[str, Any]:
    """A document of SPDX 3.0.1 with these elements."""
    return {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": [INFO, ACME, TOOL, *elements]}


def element(type_: str, name: str, **members: Any) -> dict[str, Any]:
    """An element of SPDX 3.0.1 with the id `urn:NAME`."""
    return {"type": type_, "spdxId": f"urn:{name}", "creationInfo": "_:info", "name": name, **members}


def linked(source: str, type_: str, *targets: str, **members: Any) -> dict[str, Any]:
    """A relationship between elements `urn:NAME`."""
    return {
        "type": "Relationship",
        "spdxId": f"urn:{source}-{type_}-{'-'.join(targets)}",
        "creationInfo": "_:info",
        "from": f"urn:{source}",
        "relationshipType": type_,
        "to": [target if ":" in target else f"urn:{target}" for target in targets],
        **members,
    }
