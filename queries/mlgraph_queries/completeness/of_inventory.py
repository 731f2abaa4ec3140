"""The subjects of an inventory: the document to be written, the project, its packages, models and datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind
from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.of_artifact import (
    artifact_subject,
    reference_subject,
    say_hashes,
    say_licenses,
    unreachable,
)
from mlgraph_queries.completeness.plan import DocumentPlan, planned_document
from mlgraph_queries.completeness.subjects import Gathering, Said, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.whole import say_parts
from mlgraph_queries.entries import Artifact, FileEntry, Inventory, PackageEntry, Sighting

_BY_FOLDER = "the name of the project's folder"


def project_witness(inventory: Inventory, plan: DocumentPlan) -> Witness:
    """What is said of a project, and of everything in it."""
    models = [*(reference_subject(SubjectKind.MODEL, entry) for entry in inventory.models), *_weights(inventory)]
    datasets = tuple(_used_for(inventory, subject) for subject in _datasets(inventory))
    required = _required_by(inventory)
    packages = tuple(_package(entry, required.get(entry.id)) for entry in inventory.packages)
    parts = (*packages, *models, *datasets)
    system = _system(inventory, parts)
    relationships = system.facts.get(Fact.REQUIREMENT)
    document = planned_document(plan, stages(inventory), relationships[0].value if relationships else None)
    subjects = (document, system, *parts)
    return Witness(inventory.name, "project", subjects, _absent(inventory, subjects), remarks=plan.remarks)


def artifact_witness(artifact: Artifact, datasets: Iterable[Artifact], plan: DocumentPlan) -> Witness:
    """What is said of one published model, and of the datasets that it was trained on and measured with."""
    kind = SubjectKind.DATASET if artifact.id.kind is NodeKind.DATASET else SubjectKind.MODEL
    subject = artifact_subject(kind, artifact)
    found = []
    for each in datasets:
        said = Said(artifact.name, *_where_linked(artifact, each.id))
        found.append(_with(artifact_subject(SubjectKind.DATASET, each), Fact.USED_FOR, said))
    relationships = subject.facts.get(Fact.REQUIREMENT)
    document = planned_document(plan, (), relationships[0].value if relationships else None)
    absent = {SubjectKind.SYSTEM: "asked about one published model, not about a system"}
    if kind is SubjectKind.DATASET:
        absent[SubjectKind.MODEL] = "asked about one dataset"
    return Witness(artifact.name, "model", (document, subject, *found), absent, remarks=plan.remarks)


def stages(inventory: Inventory) -> tuple[str, ...]:
    """The stages of the life cycle at which a project was looked at, in the words of CycloneDX."""
    has_environment = inventory.python_version is not None or any(entry.installed for entry in inventory.packages)
    has_sources = any(entry.declared or entry.locked for entry in inventory.packages) or any(
        (inventory.models, inventory.datasets, inventory.services, inventory.files, inventory.unresolved)
    )
    found = (("pre-build", has_sources or not has_environment), ("post-build", has_environment))
    return tuple(stage for stage, holds in found if holds)


def _system(inventory: Inventory, parts: Sequence[Subject]) -> Subject:
    found = Gathering()
    stated = {
        Fact.NAME: PropertyKind.NAME,
        Fact.VERSION: PropertyKind.VERSION,
        Fact.DESCRIPTION: PropertyKind.DESCRIPTION,
    }
    for fact, kind in stated.items():
        for said in inventory.facts.get(kind, ()):
            found.say(fact, said.value, said.where, said.method)
    found.say(Fact.NAME, inventory.name, _BY_FOLDER, Method.INFERRED)
    found.say(Fact.TYPE, "application", _BY_FOLDER, Method.INFERRED)
    say_licenses(found, inventory.licenses)
    say_parts(found, parts)
    _say_requirements(found, inventory)
    return Subject(SubjectKind.SYSTEM, "system", inventory.name, found.facts)


def _say_requirements(found: Gathering, inventory: Inventory) -> None:
    count = len(inventory.direct) + len(inventory.models) + len(inventory.datasets) + len(inventory.services)
    where = next(iter(inventory.documents), ("", ""))[0]
    if count:
        found.say(Fact.REQUIREMENT, f"requires {count:,}", where, Method.DECLARED)


def _package(entry: PackageEntry, required: Said | None) -> Subject:
    found = Gathering()
    seen = (*entry.installed, *entry.locked, *entry.declared)
    first = next(iter(seen), None)
    source = Said("", first.where, first.method) if first else required
    if source is not None:
        say = partial(found.say, where=source.where, method=source.method)
        say(Fact.NAME, entry.name)
        say(Fact.TYPE, "package")
        if not _is_local(entry):
            say(Fact.IDENTIFIER, entry.id.key)
    for each in seen:
        if entry.version is not None and each.version == entry.version:
            found.say(Fact.VERSION, entry.version, each.where, each.method)
    say_licenses(found, entry.licenses)
    for each in entry.locked:
        say_hashes(found, entry.hashes, each.where, each.method)
    _say_package_requirements(found, entry, required, first)
    _say_index(found, entry)
    for link in entry.repositories:
        found.say(Fact.REPOSITORY, link.url, link.where, link.method)
    return Subject(SubjectKind.PACKAGE, entry.id.key, entry.name, found.facts)


def _is_local(entry: PackageEntry) -> bool:
    """Whether it comes from a path of the machine, so that its name identifies it nowhere else."""
    return any(place.is_direct and place.url is None for place in entry.origins)


def _say_package_requirements(
    found: Gathering, entry: PackageEntry, required: Said | None, first: Sighting | None
) -> None:
    if required is not None:
        found.say(Fact.REQUIREMENT, required.value, required.where, required.method)
    if entry.depends_on_known and first is not None:
        count = len(entry.depends_on)
        found.say(Fact.REQUIREMENT, f"requires {count:,} of the project's packages", first.where, first.method)


def _say_index(found: Gathering, entry: PackageEntry) -> None:
    index = entry.index
    if index is None:
        return
    if index.released_at is not None:
        found.say(Fact.TIME, index.released_at.isoformat(), index.where, Method.DECLARED)
    if index.latest_version is not None and index.latest_released_at is not None:
        newest = f"{index.latest_version} of {index.latest_released_at.date().isoformat()}"
        found.say(Fact.RELEASE_HISTORY, newest, index.where, Method.DECLARED)


def _required_by(inventory: Inventory) -> Mapping[NodeId, Said]:
    """What requires each package: the project, else the first other package, with the place that says so."""
    found: dict[NodeId, Said] = {}
    by_id = {entry.id: entry for entry in inventory.packages}
    for node in inventory.direct:
        for entry in (by_id[node],) if node in by_id else ():
            for seen in entry.declared[:1]:
                found[node] = Said("required by the project", seen.where, seen.method)
    for entry in inventory.packages:
        for first in (*entry.installed, *entry.locked, *entry.declared)[:1]:
            for node in entry.depends_on:
                found.setdefault(node, Said(f"required by {entry.name}", first.where, first.method))
    return found


def _weights(inventory: Inventory) -> Iterator[Subject]:
    """Weight files in the tree: each is a model, whoever made it."""
    for entry in inventory.files:
        found = Gathering()
        for seen in entry.sightings[:1]:
            _say_weights(found, entry, seen)
        say_licenses(found, entry.licenses)
        yield Subject(SubjectKind.MODEL, f"file:{entry.path}", entry.path, found.facts)


def _say_weights(found: Gathering, entry: FileEntry, seen: Sighting) -> None:
    say = partial(found.say, where=seen.where, method=seen.method)
    say(Fact.NAME, entry.path)
    say(Fact.TYPE, "weight file")
    say(Fact.FILES, entry.path)
    say(Fact.PARAMETER_COUNT, entry.parameter_count)
    say_hashes(found, entry.hashes, seen.where, seen.method)
    for node in entry.derived_from:
        if node.kind not in {NodeKind.FILE, NodeKind.PROJECT}:
            say(Fact.BASE_MODEL, node.key)


def _datasets(inventory: Inventory) -> Iterator[Subject]:
    """The datasets that the project names."""
    for entry in inventory.datasets:
        yield reference_subject(SubjectKind.DATASET, entry)


def _used_for(inventory: Inventory, subject: Subject) -> Subject:
    """A dataset with the models of the project that were trained on it or measured with it."""
    for entry in inventory.models:
        for link in (*entry.known.trained_on, *entry.known.evaluated_on):
            if link.node.key == subject.id and unreachable(entry.known) is None:
                return _with(subject, Fact.USED_FOR, Said(entry.name, link.where, link.method))
    return subject


def _where_linked(artifact: Artifact, node: NodeId) -> tuple[str, Method]:
    links = (*artifact.trained_on, *artifact.evaluated_on, *artifact.derived_from)
    return next((link.where, link.method) for link in links if link.node == node)


def _with(subject: Subject, fact: Fact, said: Said) -> Subject:
    return replace(subject, facts={**subject.facts, fact: (*subject.facts.get(fact, ()), said)})


def _absent(inventory: Inventory, subjects: Sequence[Subject]) -> Mapping[SubjectKind, str]:
    """Why there are no models or datasets, where everything that could name one was read."""
    kinds = {subject.kind for subject in subjects}
    unresolved = {entry.kind for entry in inventory.unresolved}
    found = {}
    if inventory.documents and NodeKind.MODEL not in unresolved:
        found[SubjectKind.MODEL] = "no model is named in what was read"
        if SubjectKind.MODEL not in kinds and NodeKind.DATASET not in unresolved:
            found[SubjectKind.DATASET] = "neither a model nor a dataset is named in what was read"
    return found
