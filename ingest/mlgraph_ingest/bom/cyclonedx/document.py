"""A CycloneDX document in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mlgraph_ingest.answers.json_values import items, table, text
from mlgraph_ingest.bom.content import Content
from mlgraph_ingest.bom.json_parts import members, objects, parsed
from mlgraph_ingest.bom.things import Component, OfDocument, Relation, Said, StatedLicense, Thing
from mlgraph_ontology.kinds import EdgeKind, PropertyKind


def read(content: Content) -> Iterator[Thing]:
    """What the document says, its components one by one. Raises FormatError where it is none."""
    parts, shown = members(content.data, content.shown), content.shown
    if "metadata" in parts:
        metadata = parsed(parts["metadata"], shown, "#/metadata")
        made = text(metadata, "timestamp")
        if made is not None:
            yield OfDocument(Said(PropertyKind.CREATED_AT, made, "#/metadata/timestamp"))
        root = table(metadata, "component")
        if root:
            yield from _components(root, "#/metadata/component", is_root=True)
    for place, component in objects(parts.get("components"), shown, "#/components"):
        yield from _components(component, place)
    for place, row in objects(parts.get("dependencies"), shown, "#/dependencies"):
        ref = text(row, "ref")
        if ref is not None and "dependsOn" in row:
            targets = tuple(str(target) for target in items(row, "dependsOn"))
            yield Relation(ref, EdgeKind.DEPENDS_ON, targets, place)


def _components(
    said: Mapping[str, object], place: str, *, is_root: bool = False, parent: str | None = None
) -> Iterator[Component]:
    ref = text(said, "bom-ref")
    yield Component(
        ref=ref,
        place=place,
        type=text(said, "type") or "library",
        name=text(said, "name") or "",
        group=text(said, "group"),
        version=text(said, "version"),
        purl=text(said, "purl"),
        is_root=is_root,
        parent=parent,
        licenses=tuple(_licenses(said)),
        facts=tuple(
            Said(PropertyKind.DESCRIPTION, found) for found in (text(said, "description"),) if found is not None
        ),
    )
    for index, part in enumerate(items(said, "components")):
        if isinstance(part, Mapping):
            yield from _components(part, f"{place}/components/{index}", parent=ref)


def _licenses(said: Mapping[str, object]) -> Iterator[StatedLicense]:
    for choice in items(said, "licenses"):
        found = (
            text(choice, "expression") or text(table(choice, "license"), "id") or text(table(choice, "license"), "name")
        )
        if found is not None:
            yield StatedLicense(found)
