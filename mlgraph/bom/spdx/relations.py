"""How the things of a document are related, and how much of that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mlgraph.bom.dependencies import Requirements, has_gaps, requirements
from mlgraph.bom.facts import source
from mlgraph.bom.lineage import Names, artifacts, known_as, named
from mlgraph.bom.refs import file_ref, refs, root_ref
from mlgraph.bom.spdx.artifact_things import file_things
from mlgraph.bom.spdx.inventory_things import ancestors
from mlgraph.bom.spdx.text import said
from mlgraph_ontology.kinds import NodeKind, Scope
from mlgraph_queries.entries import Artifact, Inventory, PackageEntry
from mlgraph_queries.stated import Link

DEPENDS_ON = "dependsOn"
CONTAINS = "contains"
DESCENDANT_OF = "descendantOf"
TRAINED_ON = "trainedOn"
TESTED_ON = "testedOn"
HAS_DATA_FILE = "hasDataFile"
_STRENGTH = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing's relation to others."""

    kind: str
    """`dependsOn`, `contains`, `descendantOf`, `trainedOn`, `testedOn` or `hasDataFile`: the words of SPDX 3.0.1."""
    subject: str
    objects: tuple[str, ...]
    """Empty: there are none where it is complete, none are known where it is not."""
    completeness: str
    """In the words of CycloneDX: `complete`, `incomplete` or `unknown`; empty: a document that was read does not say."""
    scope: Scope | None = None
    """What it is needed for; None: not said."""
    manner: str | None = None
    """How it was made from them: finetune, adapter, quantized, merge; None: not said, or of another kind."""
    comment: str | None = None
    """Where it was read."""


def relations(inventory: Inventory) -> tuple[Relation, ...]:
    """Who requires whom, what the project contains and what was made from what, each by ref, in a fixed order."""
    if inventory.listing is not None:
        from mlgraph.bom.spdx.listed_relations import listed_relations

        return tuple(listed_relations(inventory, inventory.listing))
    names = refs(inventory)
    scopes = _scopes(inventory, names)
    root = root_ref(inventory)
    found: list[Relation] = []
    for row in requirements(inventory):
        found += _by_scope(row, scopes) if row.ref == root else [_plain(row)]
    files = tuple(sorted({file_ref(file) for file in inventory.files}))
    if files:
        found.append(Relation(CONTAINS, root, files, "incomplete" if has_gaps(inventory) else "unknown"))
    return (*found, *_lineage(inventory, names), *_of_artifacts(inventory))


def _plain(row: Requirements) -> Relation:
    return Relation(DEPENDS_ON, row.ref, row.depends_on, row.aggregate)


def _by_scope(row: Requirements, scopes: Mapping[str, Scope]) -> Iterator[Relation]:
    """What the project itself requires, a relation per scope; one that says all where it requires nothing."""
    groups: dict[Scope | None, list[str]] = {}
    for ref in row.depends_on:
        groups.setdefault(scopes.get(ref), []).append(ref)
    if not groups:
        yield _plain(row)
    for scope in sorted(groups, key=lambda scope: -1 if scope is None else _STRENGTH[scope]):
        yield Relation(DEPENDS_ON, row.ref, tuple(groups[scope]), row.aggregate, scope)


def _scopes(inventory: Inventory, names: Names) -> dict[str, Scope]:
    """What the project needs each thing for, by ref: the strongest that it says."""
    found: dict[str, Scope] = {}
    for entry in inventory.packages:
        scope = _strongest(_declared(entry)) or entry.scope
        if scope is not None:
            found[names[entry.id]] = scope
    for reference in (*inventory.models, *inventory.datasets):
        scope = _strongest(reference.scopes)
        if scope is not None:
            found[reference.id.key] = scope
    return found


def _declared(entry: PackageEntry) -> Iterator[Scope]:
    known = {scope.value: scope for scope in Scope}
    yield from (known[text] for s in entry.declared if (text := str(s.detail.get("scope"))) in known)


def _strongest(scopes: Iterable[Scope]) -> Scope | None:
    return min(scopes, key=_STRENGTH.__getitem__, default=None)


def _lineage(inventory: Inventory, own: Names) -> Iterator[Relation]:
    names = {**own, **{node: node.key for node in ancestors(inventory)}}
    for file in sorted(inventory.files, key=file_ref):
        origins = tuple(sorted({names[node] for node in file.derived_from if node in names}))
        if origins:
            yield Relation(DESCENDANT_OF, file_ref(file), origins, "unknown")


def _of_artifacts(inventory: Inventory) -> Iterator[Relation]:
    """What models and datasets came from, and the files that they are made of."""
    names = known_as(inventory)
    for ref, artifact in sorted({names[found.id]: found for found in artifacts(inventory)}.items()):
        yield from _descent(ref, artifact, names)
        is_model = artifact.id.kind is NodeKind.MODEL
        for kind, links in ((TRAINED_ON, artifact.trained_on), (TESTED_ON, artifact.evaluated_on)):
            data = tuple(named(links, names, NodeKind.DATASET)) if is_model else ()
            if data:
                comment = said(source(*(link for link in links if link.node in names)))
                yield Relation(kind, ref, data, "unknown", comment=comment)
        files = tuple(thing.ref for thing in file_things(artifact))
        if files:
            yield Relation(CONTAINS, ref, files, "unknown")
        if files and is_model:
            yield Relation(HAS_DATA_FILE, ref, files, "unknown")


def _descent(ref: str, artifact: Artifact, names: Names) -> Iterator[Relation]:
    """What something was made from, a relation per manner in which it was."""
    groups: dict[str, list[Link]] = {}
    for link in artifact.derived_from:
        if names.get(link.node, ref) != ref and link.node.kind in {NodeKind.MODEL, NodeKind.DATASET}:
            groups.setdefault(link.relation or "", []).append(link)
    for manner, links in sorted(groups.items()):
        comment = "; ".join(filter(None, (manner and f"relation: {manner}", f"read in: {source(*links)}")))
        yield Relation(DESCENDANT_OF, ref, tuple(named(links, names)), "unknown", None, manner or None, said(comment))
