"""License expressions that an RDF document spells as sets of nodes (SPDX 2.3 annex on RDF, AnyLicenseInfo)."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph_ingest.bom.spdx2.rdf_nodes import Node, Nodes, Ref, Value

_LISTED = "spdx.org/licenses/"
_TERMS = "http://spdx.org/rdf/terms#"
_SETS = {"ConjunctiveLicenseSet": " AND ", "DisjunctiveLicenseSet": " OR "}
_MAX_DEPTH = 50


def license_text(nodes: Nodes, value: Value, depth: int = 0) -> str:
    """A license as an expression; what is nested too deeply, or in itself, is not asserted."""
    if isinstance(value, str):
        return value.strip()
    plain = _plain(value.name)
    node = nodes.get(value.name)
    if plain is not None or node is None:
        return plain if plain is not None else value.name.rpartition("#")[2]
    if depth >= _MAX_DEPTH:
        return "NOASSERTION"
    return _of_node(nodes, node, depth + 1)


def _plain(name: str) -> str | None:
    """A license that its name alone says."""
    if _LISTED in name:
        return name.rpartition("/")[2].removesuffix(".html")
    if name.startswith(_TERMS):
        word = name.removeprefix(_TERMS)
        return word.upper() if word in {"none", "noassertion"} else None
    return None


def _of_node(nodes: Nodes, node: Node, depth: int) -> str:
    if node.type in _SETS:
        members = sorted({_grouped(text) for text in _members(nodes, node, depth)}, key=str.lower)
        return _SETS[node.type].join(members)
    if node.type == "WithExceptionOperator":
        exceptions = (license_text(nodes, each, depth) for each in node.values("licenseException"))
        return " WITH ".join([*_members(nodes, node, depth), *exceptions])
    if node.type == "OrLaterOperator":
        return "".join(f"{text}+" for text in _members(nodes, node, depth))
    for name in ("licenseId", "licenseExceptionId"):
        for value in node.values(name):
            if isinstance(value, str):
                return value.strip()
    return node.name.rpartition("#")[2] if "#" in node.name else "NOASSERTION"


def _members(nodes: Nodes, node: Node, depth: int) -> Iterator[str]:
    for name in ("member", "license"):
        yield from (license_text(nodes, each, depth) for each in node.values(name) if isinstance(each, Ref))


def _grouped(text: str) -> str:
    return f"({text})" if " AND " in text or " OR " in text else text
