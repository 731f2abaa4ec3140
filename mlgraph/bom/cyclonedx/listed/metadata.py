"""metadata: what the document is about, and which tools made it, those of the documents that it was made from included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mlgraph import __version__
from mlgraph.bom.cyclonedx.listed.addresses import addresses
from mlgraph.bom.cyclonedx.listed.notes import PLACE
from mlgraph.bom.cyclonedx.listed.sources import without_folders
from mlgraph.bom.issue import Issue
from mlgraph.bom.refs import TOOL_REF
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Finding, Inventory
from mlgraph_queries.listing import Account, Facts, ListedDocument, Listing

_REPRODUCIBLE = "cdx:reproducible"
PHASES = frozenset({"design", "pre-build", "build", "post-build", "operations", "discovery", "decommission"})
"""Phases of a life cycle (schema 1.6, metadata.lifecycles)."""


def metadata(listing: Listing, root: dict[str, JsonValue] | None, issue: Issue) -> dict[str, JsonValue]:
    """The chapter, without a time where the document has none."""
    found: dict[str, JsonValue] = {}
    if issue.created is not None:
        found["timestamp"] = issue.created.isoformat()
    if phases := _phases(listing.documents):
        found["lifecycles"] = phases
    found["tools"] = {"components": _tools(listing.documents)}
    if root is not None:
        found["component"] = root
    for name, role in (("manufacturer", "manufacturer"), ("supplier", "supplier")):
        named = (link for document in listing.documents for link in document.publishers)
        link = next((link for link in named if link.detail.get("role") == role), None)
        if link is not None:
            found[name] = {"name": shown(link.name)}
    if issue.is_reproducible:
        found["properties"] = [{"name": _REPRODUCIBLE, "value": "true"}]
    return found


def references(documents: Sequence[ListedDocument]) -> list[JsonValue]:
    """The addresses of the documents, and they themselves by their serial numbers: external references of type `bom`."""
    found: dict[str, JsonValue] = {}
    for document in documents:
        for number in _texts(document, PropertyKind.SERIAL_NUMBER):
            if number.startswith(("urn:", "https://", "http://")):
                found[f"bom {number}"] = {"type": "bom", "url": number}
        for row in addresses(Account((), document.facts, (), ())):
            if isinstance(row, dict):
                found[f"{row['type']} {row['url']}"] = row
    return [found[key] for key in sorted(found)]


def whole_properties(
    inventory: Inventory, listing: Listing, lines: Sequence[str], findings: Sequence[Finding]
) -> list[JsonValue]:
    """What the documents say of themselves under names of their tools, what could not be read, and what to look at."""
    rows = {("mlgraph:problem", problem.text) for problem in inventory.problems}
    rows |= {("mlgraph:unmapped", line) for line in lines}
    for document in listing.documents:
        rows |= {(str(t.get("name")), str(t.get("value"))) for t in _tables(document.facts, PropertyKind.ANNOTATION)}
    for told in _tables(inventory.facts, PropertyKind.UNRESOLVED):
        said = f"{told.get('kind')} {told.get('callable')}({told.get('expression')}) at {PLACE}"
        rows.add(("mlgraph:unresolved", said))
    for told in _tables(inventory.facts, PropertyKind.EXCLUDED):
        rows.add(("mlgraph:excluded", f"{told.get('reason')}: {told.get('count')}"))
    rows |= {("mlgraph:finding", f"{f.severity}: {f.kind}: {f.subject}: {f.text}") for f in findings}
    rows = {(name, without_folders(value, listing)) for name, value in rows}
    return [{"name": name, "value": shown(value)} for name, value in sorted(rows) if name != _REPRODUCIBLE]


def _tables(facts: Facts, kind: PropertyKind) -> Iterator[Mapping[str, JsonValue]]:
    yield from (stated.value for stated in facts.get(kind, ()) if isinstance(stated.value, dict))


def _phases(documents: Sequence[ListedDocument]) -> list[JsonValue]:
    named = {text for document in documents for text in _texts(document, PropertyKind.LIFECYCLE)}
    return [{"phase": name} if name in PHASES else {"name": shown(name)} for name in sorted(named)]


def _tools(documents: Sequence[ListedDocument]) -> list[JsonValue]:
    """Mlgraph first, then the tools of the documents as these name them, each once."""
    found: dict[tuple[str, str], JsonValue] = {}
    for document in documents:
        for stated in document.facts.get(PropertyKind.TOOL, ()):
            name, version = tool_of(stated.value)
            if name and not name.startswith("mlgraph"):
                said: dict[str, JsonValue] = {"type": "application", "name": shown(name)}
                found[name, version] = {**said, "version": shown(version)} if version else said
    own: JsonValue = {"type": "application", "bom-ref": TOOL_REF, "name": "mlgraph", "version": __version__}
    return [own, *(found[key] for key in sorted(found))]


def tool_of(value: JsonValue) -> tuple[str, str]:
    """(name, version) of a tool as a document names it; the version is empty where none is told."""
    if isinstance(value, dict):
        return str(value.get("name") or ""), str(value.get("version") or "")
    text = str(value or "")
    name, _, version = text.rpartition(" ")
    return (name, version) if name and any(character.isdigit() for character in version) else (text, "")


def _texts(document: ListedDocument, kind: PropertyKind) -> Iterator[str]:
    yield from (s.value for s in document.facts.get(kind, ()) if isinstance(s.value, str))
