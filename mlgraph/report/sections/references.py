"""Models, datasets and hosted services that the project names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mlgraph.report.sections.licensing import Terms, terms
from mlgraph.report.sections.section import Absence, Material, Section, Spots, absence_in_code, counted, spots
from mlgraph.report.shown import Paths, amount, page_of
from mlgraph_ontology.kinds import NodeKind, PropertyKind, Scope
from mlgraph_queries.entries import Artifact, ReferenceEntry


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A model or a dataset as the table shows it."""

    anchor: str
    name: str
    page: str | None
    revision: str | None
    is_pinned: bool | None
    """None: it has no commit that could be named."""
    scopes: tuple[Scope, ...]
    about: str | None
    """Who published it, what it is for, how large it is; None: nothing that was read says any of it."""
    terms: Terms
    failure: str | None
    """Why the place where it is published gave no answer; None: it gave one, or was not asked."""
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


def about(known: Artifact) -> str | None:
    """What is known of a model or a dataset, in one line."""
    size = known.value(PropertyKind.PARAMETER_COUNT)
    rows = known.value(PropertyKind.ROW_COUNT)
    parts = [
        *dict.fromkeys(link.name for link in known.publishers[:1]),
        *dict.fromkeys(str(task) for task in known.values(PropertyKind.TASK)[:2]),
        *([f"{amount(size)} parameters"] if isinstance(size, int) else []),
        *([f"{amount(rows)} rows"] if isinstance(rows, int) else []),
        *(["access on request"] if known.value(PropertyKind.GATED) not in {None, "false"} else []),
        *(["no longer handed out"] if known.value(PropertyKind.DISABLED) is True else []),
    ]
    return " · ".join(parts) or None


def _rows(paths: Paths, entries: Sequence[ReferenceEntry], kind: str) -> tuple[ReferenceRow, ...]:
    return tuple(
        ReferenceRow(
            anchor=f"{kind}-{number}",
            name=entry.name,
            page=page_of(entry.id),
            revision=entry.revision,
            is_pinned=entry.is_pinned if entry.can_be_pinned else None,
            scopes=entry.scopes,
            about=about(entry.known),
            terms=terms(entry.known.licenses),
            failure=entry.known.failure,
            spots=spots(paths, entry.sightings),
        )
        for number, entry in enumerate(entries, start=1)
    )
