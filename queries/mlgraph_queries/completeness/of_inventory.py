"""The subjects of an inventory: the document to be written, the project, its packages, models and datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind
from mlgraph_queries.ancestry import ancestors_only
from mlgraph_queries.artifacts import lineage_links
from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.of_artifact import (
    artifact_subject,
    needs,
    reference_subject,
    say_hashes,
    say_licenses,
    unreachable,
)
from mlgraph_queries.completeness.of_package import package_subject
from mlgraph_queries.completeness.plan import DocumentPlan, planned_document
from mlgraph_queries.completeness.subjects import Gathering, Said, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.whole import say_parts
from mlgraph_queries.entries import Artifact, FileEntry, Inventory, PackageEntry, ReferenceEntry, ServiceEntry
from mlgraph_queries.stated import Sighting
from mlgraph_queries.weight_files import WeightSet, weight_sets

_BY_FOLDER = "the name of the project's folder"


def project_witness(inventory: Inventory, plan: DocumentPlan) -> Witness:
    """What is said of a project, of everything in it, and of what lies behind its models and datasets."""
    named = [*(entry.known for entry in (*inventory.models, *inventory.datasets)), *inventory.related]
    links = _links(named, inventory.files)
    idle = ancestors_only(inventory)
    required = _required_by(inventory) | _needed([each for each in named if each.id not in idle], inventory.packages)
    parts = (
        *(
            package_subject(entry, required.get(entry.id) or required.get(entry.package))
            for entry in inventory.packages
        ),
        *(reference_subject(SubjectKind.MODEL, entry) for entry in inventory.models),
        *(reference_subject(SubjectKind.DATASET, entry) for entry in inventory.datasets),
        *_behind(inventory.related, links, required),
        *_weights(inventory.files),
    )
    parts = _used(parts, named)
    system = _system(inventory, parts)
    relationships = system.facts.get(Fact.REQUIREMENT)
    document = planned_document(plan, stages(inventory), relationships[0].value if relationships else None)
    subjects = (document, system, *parts)
    return Witness(inventory.name, "project", subjects, _absent(inventory, subjects), remarks=plan.remarks)


def artifact_witness(artifact: Artifact, behind: Sequence[Artifact], plan: DocumentPlan) -> Witness:
    """What is said of one published model or dataset, and of the models and datasets behind it."""
    named = (artifact, *behind)
    required = _needed(named, ())
    own = _with(artifact_subject(_kind(artifact), artifact), Fact.REQUIREMENT, required.get(artifact.id))
    parts = _used((own, *_behind(behind, _links(named, ()), required)), named)
    relationships = next(iter(required.values()), None)
    document = planned_document(plan, (), relationships.value if relationships else None)
    absent = {SubjectKind.SYSTEM: f"asked about one {_kind(artifact)}, not about a system"}
    return Witness(artifact.name, _kind(artifact).value, (document, *parts), absent, remarks=plan.remarks)


def _behind(
    artifacts: Iterable[Artifact], links: Mapping[NodeId, Said], required: Mapping[NodeId, Said]
) -> Iterator[Subject]:
    for each in artifacts:
        subject = artifact_subject(_kind(each), each, links.get(each.id))
        yield _with(subject, Fact.REQUIREMENT, required.get(each.id))


def _needed(artifacts: Sequence[Artifact], packages: Sequence[PackageEntry]) -> dict[NodeId, Said]:
    """What a model needs of what is there, said of both of them."""
    present = {*(each.id for each in artifacts), *(each.package for each in packages)}
    found: dict[NodeId, Said] = {}
    for artifact in artifacts:
        for link in needs(artifact):
            if link.node in present:
                found.setdefault(artifact.id, Said(f"requires {link.name}", link.where, link.method))
                found.setdefault(link.node, Said(f"required by {artifact.name}", link.where, link.method))
    return found


def _with(subject: Subject, fact: Fact, said: Said | None) -> Subject:
    if said is None:
        return subject
    return replace(subject, facts={**subject.facts, fact: (*subject.facts.get(fact, ()), said)})


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
    """Note how much the project itself requires, with the first place that says so."""
    direct = frozenset(inventory.direct)
    declared = (seen for entry in inventory.packages if entry.id in direct for seen in entry.declared)
    used: tuple[ReferenceEntry | ServiceEntry, ...] = (*inventory.models, *inventory.datasets, *inventory.services)
    first = next(chain(declared, (seen for entry in used for seen in entry.sightings)), None)
    if first is not None:
        found.say(Fact.REQUIREMENT, f"requires {len(direct) + len(used):,}", first.where, first.method)


def _required_by(inventory: Inventory) -> dict[NodeId, Said]:
    """What requires each package: the project, else the first other package, with the place that says so."""
    found: dict[NodeId, Said] = {}
    by_id = {entry.id: entry for entry in inventory.packages}
    for node in inventory.direct:
        for entry in (by_id[node],) if node in by_id else ():
            for seen in (*entry.declared, *entry.listed)[:1]:
                found[node] = Said("required by the project", seen.where, seen.method)
    for entry in inventory.packages:
        for first in (*entry.installed, *entry.locked, *entry.declared, *entry.listed)[:1]:
            for node in entry.depends_on:
                found.setdefault(node, Said(f"required by {entry.name}", first.where, first.method))
    return found


def _weights(files: Iterable[FileEntry]) -> Iterator[Subject]:
    """Models that lie in weight files of the tree, whoever made them; what a model is split into is one."""
    for whole in weight_sets(files):
        if whole.is_model:
            found = Gathering()
            for file in whole.files:
                for seen in file.sightings[:1]:
                    _say_weights(found, whole, file, seen)
                say_licenses(found, file.licenses)
            yield Subject(SubjectKind.MODEL, f"file:{whole.path}", whole.path, found.facts)


def _say_weights(found: Gathering, whole: WeightSet, file: FileEntry, seen: Sighting) -> None:
    say = partial(found.say, where=seen.where, method=seen.method)
    say(Fact.NAME, whole.path)
    say(Fact.TYPE, "weight file")
    say(Fact.FILES, file.path)
    say(Fact.PARAMETER_COUNT, whole.parameter_count if whole.is_split else file.parameter_count)
    say(Fact.CONTEXT_LENGTH, file.context_length)
    say(Fact.QUANTIZATION, (file.quantization or {}).get("method"))
    for name in (*file.architectures, file.architecture_family):
        say(Fact.TYPE_OF_MODEL, name)
    say_hashes(found, file.hashes, seen.where, seen.method)
    for node in file.derived_from:
        if node.kind not in {NodeKind.FILE, NodeKind.PROJECT}:
            say(Fact.BASE_MODEL, node.key)


def _kind(artifact: Artifact) -> SubjectKind:
    return SubjectKind.DATASET if artifact.id.kind is NodeKind.DATASET else SubjectKind.MODEL


def _links(artifacts: Iterable[Artifact], files: Iterable[FileEntry]) -> Mapping[NodeId, Said]:
    """Where each thing is named by another that came from it, was trained on it or measured with it."""
    found: dict[NodeId, Said] = {}
    for artifact in artifacts:
        for link in lineage_links(artifact):
            found.setdefault(link.node, Said(artifact.name, link.where, link.method))
    for file in files:
        for seen in file.sightings[:1]:
            for node in file.derived_from:
                found.setdefault(node, Said(file.path, seen.where, seen.method))
    return found


def _used(parts: Iterable[Subject], artifacts: Iterable[Artifact]) -> tuple[Subject, ...]:
    """The same, each dataset with the models that were trained on it or measured with it."""
    used: dict[str, Said] = {}
    for artifact in artifacts:
        for link in (*artifact.trained_on, *artifact.evaluated_on):
            if _kind(artifact) is SubjectKind.MODEL and unreachable(artifact) is None:
                used.setdefault(link.node.key, Said(artifact.name, link.where, link.method))
    return tuple(
        _with(part, Fact.USED_FOR, used.get(part.id) if part.kind is SubjectKind.DATASET else None) for part in parts
    )


def _absent(inventory: Inventory, subjects: Sequence[Subject]) -> Mapping[SubjectKind, str]:
    """Why there are no models or datasets, where everything that could name one was read."""
    kinds = {subject.kind for subject in subjects}
    unresolved = {entry.kind for entry in inventory.unresolved}
    found = {}
    is_all_read = all(file.format is not None for file in inventory.files)
    if inventory.documents and is_all_read and NodeKind.MODEL not in unresolved:
        found[SubjectKind.MODEL] = "no model is named in what was read"
        if SubjectKind.MODEL not in kinds and NodeKind.DATASET not in unresolved:
            found[SubjectKind.DATASET] = "neither a model nor a dataset is named in what was read"
    return found
