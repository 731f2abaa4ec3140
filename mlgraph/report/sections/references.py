"""Models, datasets and hosted services that the project's code names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.section import Absence, Material, Section, Spots, absence_in_code, counted, spots
from mlgraph.report.shown import Paths, page_of
from mlgraph_ontology.kinds import NodeKind, Scope
from mlgraph_queries.entries import ReferenceEntry


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A model or a dataset as the table shows it."""

    anchor: str
    name: str
    page: str | None
    revision: str | None
    is_pinned: bool
    scopes: tuple[Scope, ...]
    spots: Spots


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A hosted service as the table shows it."""

    anchor: str
    provider: str
    name: str
    endpoint: str | None
    spots: Spots


@dataclass(frozen=True, slots=True)
class ReferencesBody:
    """What the template of such a chapter shows."""

    rows: tuple[ReferenceRow, ...] | tuple[ServiceRow, ...]
    absence: Absence | None


def models(material: Material) -> Section:
    """Which models the code names, and whether they can change without notice."""
    rows = _rows(material.paths, material.inventory.models, "model")
    absence = None if rows else absence_in_code(material, NodeKind.MODEL, "models")
    return Section("models", "Models", counted(len(rows), absence), ReferencesBody(rows, absence))


def datasets(material: Material) -> Section:
    """Which datasets the code names, and whether they can change without notice."""
    rows = _rows(material.paths, material.inventory.datasets, "dataset")
    absence = None if rows else absence_in_code(material, NodeKind.DATASET, "datasets")
    return Section("datasets", "Datasets", counted(len(rows), absence), ReferencesBody(rows, absence))


def services(material: Material) -> Section:
    """Which hosted services the code calls."""
    rows = tuple(
        ServiceRow(
            f"service-{number}", entry.provider, entry.name, entry.endpoint, spots(material.paths, entry.sightings)
        )
        for number, entry in enumerate(material.inventory.services, start=1)
    )
    absence = None if rows else absence_in_code(material, NodeKind.SERVICE, "services")
    return Section("services", "Services", counted(len(rows), absence), ReferencesBody(rows, absence))


def _rows(paths: Paths, entries: Sequence[ReferenceEntry], kind: str) -> tuple[ReferenceRow, ...]:
    return tuple(
        ReferenceRow(
            anchor=f"{kind}-{number}",
            name=entry.name,
            page=page_of(entry.id),
            revision=entry.revision,
            is_pinned=entry.is_pinned,
            scopes=entry.scopes,
            spots=spots(paths, entry.sightings),
        )
        for number, entry in enumerate(entries, start=1)
    )
