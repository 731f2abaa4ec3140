"""metadata: what the document is about, and which tools made it, those of the documents that it was made from included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mlgraph import __version__
from mlgraph.bom.cyclonedx.metadata import TOOL_REF
from mlgraph.bom.issue import Issue
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.listing import ListedDocument, Listing

PHASES = frozenset({"design", "pre-build", "build", "post-build", "operations", "discovery", "decommission"})
"""Phases of a life cycle (schema 1.6, metadata.lifecycles)."""


def metadata(listing: Listing, root: dict[str, JsonValue], issue: Issue) -> dict[str, JsonValue]:
    """The chapter, without a time where the document has none."""
    found: dict[str, JsonValue] = {}
    if issue.created is not None:
        found["timestamp"] = issue.created.isoformat()
    if phases := _phases(listing.documents):
        found["lifecycles"] = phases
    found["tools"] = {"components": _tools(listing.documents)}
    found["component"] = root
    if issue.is_reproducible:
        found["properties"] = [{"name": "cdx:reproducible", "value": "true"}]
    return found


def sources(documents: Sequence[ListedDocument]) -> list[JsonValue]:
    """The documents that this one was made from, by their serial numbers: external references of type `bom`."""
    numbers = {value for document in documents for value in _texts(document, PropertyKind.SERIAL_NUMBER)}
    return [
        {"type": "bom", "url": number}
        for number in sorted(numbers)
        if number.startswith(("urn:", "https://", "http://"))
    ]


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
