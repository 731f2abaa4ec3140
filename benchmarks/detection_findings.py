"""What mlgraph finds in a project, in the kinds of the labels."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mlgraph.app.project import ingest_project, look
from mlgraph.model import ids
from mlgraph.model.ids import NodeId
from mlgraph.store import Store
from mlgraph_ontology.kinds import NodeKind, PropertyKind, Scope
from mlgraph_queries.artifacts import name_of
from mlgraph_queries.entries import Inventory
from mlgraph_queries.project_facts import project_facts
from mlgraph_queries.stated import Sighting


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found, with where."""

    kind: str
    name: str
    places: tuple[str, ...]
    is_marginal: bool = False
    """Whether it counts only where it is labeled: what builds the project is no part of it."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in one project."""

    things: tuple[Finding, ...]
    unresolved: tuple[str, ...]
    """References whose value is not known: `src/a.py:3 Model of transformers.pipeline: name`."""
    problems: tuple[str, ...]
    """What could not be read."""
    seconds: float
    """Reading and answering, without the start of the process."""


def find(project: Path, labels: Path) -> Findings:
    """Scan a project, offline and in a graph of its own; what stands in the label file itself is left out."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mlgraph-detection-") as folder:
        store = Store(Path(folder) / "graph.duckdb")
        ingest_project(project, store=store)
        outer, _ = look(project, store=store)
        nested = [entry for entry in outer.projects if entry.is_nested]
        inner = [(f"{entry.path}/", look(ids.path_of(entry.id), store=store)[0]) for entry in nested]
        inventories = [("", outer), *inner]
        found = [thing for prefix, each in inventories for thing in _things(each, prefix, _mcp_servers(store, each))]
    own = labels.resolve().relative_to(project.resolve()).as_posix() if _is_in(labels, project) else None
    unresolved = [
        f"{prefix}{u.where} {u.kind.value} of {u.callable}: {u.expression}"
        for prefix, each in inventories
        for u in each.unresolved
    ]
    problems = [f"{prefix}{p.where}: {p.text}" for prefix, each in inventories for p in each.problems]
    seconds = time.perf_counter() - begun
    return Findings(_merged(found, own), tuple(unresolved), tuple(problems), seconds)


def _things(inventory: Inventory, prefix: str, mcp_servers: frozenset[NodeId]) -> Iterator[Finding]:
    for model in inventory.models:
        kind = "hub_models" if model.id.key.startswith("pkg:huggingface/") else "other_models"
        for name, sightings in _by_tag(model.name, model.sightings).items():
            yield Finding(kind, name, _places(sightings, prefix))
    for dataset in inventory.datasets:
        kind = "datasets" if dataset.id.key.startswith(ids.HF_DATASETS) else "other_datasets"
        yield Finding(kind, dataset.name, _places(dataset.sightings, prefix))
    for service in inventory.services:
        kind = "mcp_servers" if service.id in mcp_servers else "api_models"
        yield Finding(kind, service.name, _places(service.sightings, prefix))
    for file in inventory.files:
        path = prefix + file.path
        yield Finding("weight_files", path, (path,))
        bases = (node for node in file.derived_from if node.kind is NodeKind.MODEL)
        yield from (Finding("hub_models", name_of(node), (path,)) for node in bases)
    for package in inventory.packages:
        if package.declared:  # what a lock adds to that follows from it
            is_tool = all(seen.detail.get("scope") == Scope.BUILD for seen in package.declared)
            yield Finding("packages", package.name, _places(package.declared, prefix), is_marginal=is_tool)


def _by_tag(name: str, sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """The sightings of a model by its name; Ollama's tags are part of that, since they pick a size: `ollama/qwen3:8b`."""
    named: dict[str, list[Sighting]] = {}
    for seen in sightings:
        tag = seen.detail.get("revision") if name.startswith("ollama/") else None
        named.setdefault(name if tag in {None, "latest"} else f"{name}:{tag}", []).append(seen)
    return named


def _mcp_servers(store: Store, inventory: Inventory) -> frozenset[NodeId]:
    """The services that have a transport, which only servers of tools have."""
    with store.view() as view:
        about = project_facts(view, inventory.project, [service.id for service in inventory.services])
    return frozenset(
        node for node, said in about.items() if any(statement.kind is PropertyKind.TRANSPORT for statement in said)
    )


def _places(sightings: Iterable[Sighting], prefix: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(prefix + seen.where for seen in sightings))


def _is_in(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _merged(found: Iterable[Finding], labels: str | None) -> tuple[Finding, ...]:
    """Each thing once, with all its places."""
    merged: dict[tuple[str, str], Finding] = {}
    for each in found:
        places = tuple(place for place in each.places if labels is None or not place.startswith(f"{labels}:"))
        if each.places and not places:
            continue
        before = merged.get((each.kind, each.name))
        if before is not None:
            places = tuple(dict.fromkeys((*before.places, *places)))
        is_marginal = each.is_marginal and (before is None or before.is_marginal)
        merged[each.kind, each.name] = Finding(each.kind, each.name, places, is_marginal)
    return tuple(finding for _, finding in sorted(merged.items()))
