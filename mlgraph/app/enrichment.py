"""Ask a package index, the Hugging Face hub and our own catalog about what a project is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mlgraph.app.connection import can_answer, is_offline, open_door
from mlgraph.app.ingest import Ingested, ingest
from mlgraph.model import ids
from mlgraph.model.errors import SourceError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import Inventory, PackageEntry


def enrich(
    inventories: Iterable[Inventory], *, store: Store, offline: bool, python: Path | None, report: Reporter
) -> Ingested:
    """Add to a graph what others say of what some projects are made of.

    That is the package index that pip is configured with, of packages, and the Hugging Face hub, of models and datasets,
    each at its commit where one is given, and of all that they come from. What cannot be asked, or offline is not kept,
    stays unknown, and the report says so; that stops nothing.
    """
    found = list(inventories)
    asked = _ask_index(packages_of(found), store=store, offline=offline, python=python, report=report)
    return asked.add(_ask_hub(artifacts_of(found), store=store, offline=offline, report=report))


def enrich_models(models: Iterable[NodeId], *, store: Store, offline: bool, report: Reporter) -> Ingested:
    """Add to a graph what the hub says of some models, and of all that they come from."""
    return _ask_hub({model: set() for model in models}, store=store, offline=offline, report=report)


def consult(nodes: Iterable[NodeId], *, store: Store, report: Reporter) -> Ingested:
    """Add to a graph what our catalog has on some models, datasets and hosted models, and on what they come from.

    It needs no network, and whatever its publisher says of a thing outranks it.
    """
    from mlgraph_ingest.catalog import catalog_readings

    readings = list(catalog_readings(sorted(set(nodes))))
    return ingest(store, readings, report) if readings else Ingested()


def named_in(inventory: Inventory) -> Iterator[NodeId]:
    """What the catalog may have something on: models, datasets and services, and what lies behind them."""
    yield from (entry.id for entry in (*inventory.models, *inventory.datasets))
    yield from (entry.id for entry in inventory.services)
    yield from (artifact.id for artifact in inventory.related)
    if inventory.subject is not None:
        yield inventory.subject.id


def _ask_index(
    wanted: dict[str, set[str]], *, store: Store, offline: bool, python: Path | None, report: Reporter
) -> Ingested:
    """What the package index says. Packages from elsewhere (version control, an archive, a path) are not asked for."""
    if not wanted or not can_answer(offline=offline):
        return Ingested(not_asked=sorted(wanted))
    from mlgraph_ingest.pypi import WIDTH, PypiRequest, read

    with open_door(offline=offline, report=report) as door:
        try:
            request = PypiRequest(wanted, python=python, width=1 if is_offline(offline=offline) else WIDTH)
            readings = read(request, http=door, report=report)
        except SourceError as error:
            report.warn(str(error))
            return Ingested(failed=[("package index", str(error))])
        done = ingest(store, readings, report)
        report.note(f"{door.requests:,} requests, {door.answered_from_cache:,} answers from the cache")
        return done


def _ask_hub(wanted: dict[NodeId, set[str]], *, store: Store, offline: bool, report: Reporter) -> Ingested:
    """What the Hugging Face hub says, which its own settings may forbid to ask (HF_HUB_OFFLINE)."""
    if not wanted:
        return Ingested()
    from mlgraph_ingest.huggingface import HuggingFaceRequest, is_hub_offline, read

    quiet = offline or is_hub_offline()
    if not can_answer(offline=quiet):
        return Ingested(not_asked=sorted(str(node) for node in wanted))
    with open_door(offline=quiet, report=report) as door:
        done = ingest(store, read(HuggingFaceRequest(wanted), http=door, report=report), report)
        report.note(f"{door.requests:,} requests, {door.answered_from_cache:,} answers from the cache")
        return done


def artifacts_of(inventories: Iterable[Inventory]) -> dict[NodeId, set[str]]:
    """The models and datasets that projects name, and those that their weight files say they come from.

    A model at a commit is a node of its own; of datasets, the commit is given along. What only a bill of materials
    names has no name that a hub could know.
    """
    wanted: dict[NodeId, set[str]] = {}
    for inventory in inventories:
        for entry in (*inventory.models, *inventory.datasets):
            is_state = entry.id.kind is NodeKind.DATASET and entry.is_pinned and entry.revision
            wanted.setdefault(entry.id, set()).update([entry.revision] if is_state and entry.revision else [])
        if inventory.listing is not None and inventory.subject is not None:
            wanted.setdefault(inventory.subject.id, set())
        for file in inventory.files:
            wanted.update((node, wanted.get(node, set())) for node in file.derived_from if node.kind is NodeKind.MODEL)
    return {node: states for node, states in wanted.items() if not node.key.startswith("file://")}


def packages_of(inventories: Iterable[Inventory]) -> dict[str, set[str]]:
    """Name -> versions in use, of the packages that an index can have."""
    wanted: dict[str, set[str]] = {}
    for entry in _of_an_index(inventories):
        versions = wanted.setdefault(ids.purl_parts(entry.package).name, set())
        if entry.version is not None:
            versions.add(entry.version)
    return wanted


def _of_an_index(inventories: Iterable[Inventory]) -> Iterator[PackageEntry]:
    for inventory in inventories:
        for entry in inventory.packages:
            is_python = ids.purl_parts(entry.package).type == "pypi"
            if is_python and not any(place.is_direct for place in entry.origins):
                yield entry
