"""What a CycloneDX document states itself, 1.2 to 1.7, in the shape of its JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph_queries.checklists import Fact
from mlgraph_queries.completeness.cyclonedx_fields import (
    DATASET,
    DOCUMENT,
    MODEL,
    PROPERTIES,
    REFERENCES,
    RELATION,
    SAYABLE,
    SYSTEM,
    THING,
    TRAINING,
    property_key,
)
from mlgraph_queries.completeness.fields import Path, Place, at, objects, say_fields, text
from mlgraph_queries.completeness.of_artifact import EMISSIONS, say_setting
from mlgraph_queries.completeness.subjects import Gathering, Subject, SubjectKind, Witness
from mlgraph_queries.completeness.weight_names import is_model_file, is_weight_file
from mlgraph_queries.completeness.whole import absent_of_document, say_parts

_KINDS = {"machine-learning-model": SubjectKind.MODEL, "data": SubjectKind.DATASET}
_HARDWARE = frozenset({"device", "device-driver"})
_NO_PACKAGE = frozenset({"file", "cryptographic-asset", *_HARDWARE})
_UNKNOWN_BECAUSE, _NOT_ASKED = "mlgraph:unknown-because", "nothing was read about it"
"""The property with which mlgraph says why nothing is known of a model or a dataset: where it is published, nothing was
to be had, unless nobody asked there."""
_OURS, _FILE = "mlgraph:", "file:"
"""How our properties begin, and the references to components that are single files."""
_NO_FIGURE = "mlgraph:metric"
"""What mlgraph lists of measurements that have no figure, so that no metric is known by them."""
_TOLD_APART = frozenset({"mlgraph:trained-on", "mlgraph:evaluated-on"})
"""Properties that say which of the datasets of a model were for training."""
_MAIN: Path = ("metadata", "component")


@dataclass(frozen=True, slots=True)
class _Component:
    said: dict[str, object]
    path: Path
    kind: SubjectKind

    @property
    def ref(self) -> str:
        """What references in the document call it."""
        return text(self.said, "bom-ref", "purl", "name")


@dataclass(frozen=True, slots=True)
class _Links:
    """What other chapters say of a component, by its reference: the path to it."""

    dependencies: Mapping[str, Path]
    datasets: Mapping[str, Path]
    vulnerabilities: Mapping[str, Path]


def cyclonedx_witness(document: dict[str, object], *, title: str, place: Place) -> Witness:
    """What a document states of itself, of what it is about, and of its components."""
    main = [*_main(document)]
    components = [*main, *_components(document.get("components"), ("components",))]
    links = _links(document, components)
    subjects = [_subject(each, document, links, place) for each in components]
    systems = [] if main else [_system(document, subjects, links, place)]
    return Witness(
        title=title,
        form=f"CycloneDX {document.get('specVersion')}",
        subjects=(_document(document, place), *systems, *subjects),
        absent=absent_of_document(subjects, main[0].kind if main else None),
        unsayable={kind: frozenset(Fact) - facts for kind, facts in SAYABLE.items()},
    )


def _document(document: dict[str, object], place: Place) -> Subject:
    found = Gathering()
    say_fields(found, document, (), DOCUMENT, place)
    return Subject(SubjectKind.DOCUMENT, "document", "the document", found.facts)


def _main(document: dict[str, object]) -> Iterator[_Component]:
    """What the document is about, where that is a model or a dataset."""
    for said, path in at(document, (), "metadata/component"):
        kind = _KINDS.get(text(said, "type"))
        if isinstance(said, dict) and kind is not None:
            yield _Component(said, path, kind)


def _components(value: object, path: Path) -> Iterator[_Component]:
    """All components, those nested in others after them; the files of a model belong to it."""
    for number, said in objects(value):
        here, kind = (*path, number), _kind(said)
        if kind is not None:
            yield _Component(said, here, kind)
        if kind not in {SubjectKind.MODEL, SubjectKind.DATASET}:
            yield from _components(said.get("components"), (*here, "components"))
        yield from _ancestors(said, here)


def _ancestors(component: dict[str, object], path: Path) -> Iterator[_Component]:
    """The ancestors of which mlgraph tells in the pedigree itself; others are only named there."""
    for said, here in at(component, path, "pedigree/ancestors/*"):
        kind = _KINDS.get(text(said, "type"))
        if isinstance(said, dict) and kind is not None and any(note.startswith("lineage: ") for note in _notes(said)):
            yield _Component(said, here, kind)
            yield from _ancestors(said, here)


def _kind(said: dict[str, object]) -> SubjectKind | None:
    kind = text(said, "type")
    if kind == "file":
        return SubjectKind.MODEL if is_model_file(text(said, "name"), _notes(said)) else None
    return _KINDS.get(kind, None if kind in _NO_PACKAGE else SubjectKind.PACKAGE)


def _notes(said: dict[str, object]) -> Iterator[str]:
    """What mlgraph notes on a component, a line each: `format: gguf`."""
    for prop, _ in at(said, (), "properties/*"):
        name = text(prop, "name")
        if name.startswith(_OURS):
            yield f"{name.removeprefix(_OURS)}: {text(prop, 'value')}"


def _links(document: dict[str, object], components: Sequence[_Component]) -> _Links:
    dependencies: dict[str, Path] = {}
    for number, row in objects(document.get("dependencies")):
        if "dependsOn" in row:
            dependencies.setdefault(text(row, "ref"), ("dependencies", number))
        for ref, path in at(row, ("dependencies", number), "dependsOn/*"):
            dependencies.setdefault(str(ref), path)
    datasets: dict[str, Path] = {}
    for component in components:
        for ref, path in at(component.said, component.path, "modelCard/modelParameters/datasets/*/ref"):
            datasets.setdefault(str(ref), path)
    affected = at(document, (), "vulnerabilities/*/affects/*/ref")
    return _Links(dependencies, datasets, {str(ref): path for ref, path in affected})


def _subject(component: _Component, document: dict[str, object], links: _Links, place: Place) -> Subject:
    found, said, path = Gathering(), component.said, component.path
    say_fields(found, said, path, THING, place)
    if component.kind is not SubjectKind.PACKAGE:
        say_fields(found, said, path, MODEL if component.kind is SubjectKind.MODEL else DATASET, place)
    if _TOLD_APART.isdisjoint(text(prop, "name") for prop, _ in at(said, (), "properties/*")):
        say_fields(found, said, path, TRAINING, place)
    _say_properties(found, at(said, path, "properties/*"), place)
    _say_properties(found, at(said, path, "modelCard/properties/*"), place)
    if component.kind is SubjectKind.MODEL:
        _say_properties(found, at(said, path, "components/*/properties/*"), place)
    for relation, where in at(said, path, RELATION):
        if property_key(text(relation, "name")) == "relation":
            found.say(Fact.CHANGE_OF_BASE, text(relation, "value"), place((*where, "value")), None)
    if path == _MAIN:
        _say_properties(found, at(document, (), "metadata/properties/*"), place)
    _say_references(found, said, path, place)
    _say_links(found, component.ref, links, place)
    if is_weight_file(text(said, "name")) or component.ref.startswith(_FILE):
        found.say(Fact.FILES, text(said, "name"), place((*path, "name")), None)
    name = "/".join(filter(None, (text(said, "group"), text(said, "name"))))
    return Subject(component.kind, component.ref, name, found.facts, _unreachable(said))


def _say_properties(found: Gathering, properties: Iterator[tuple[object, Path]], place: Place) -> None:
    for said, path in properties:
        key, value, where = property_key(text(said, "name")), text(said, "value"), place((*path, "value"))
        fact = None if text(said, "name") == _NO_FIGURE else PROPERTIES.get(key)
        if fact is not None:
            found.say(fact, value, where, None)
        if fact is Fact.HYPERPARAMETER:
            name, _, setting = value.partition("=")
            say_setting(found, name, setting, where, None)
        elif key == "emissions":
            _say_emissions(found, value, where)


def _say_emissions(found: Gathering, value: str, where: str) -> None:
    """Note what stands in a property that holds an object: the hardware, the energy."""
    try:
        said = json.loads(value)
    except (ValueError, RecursionError):
        return
    for name, fact in EMISSIONS.items() if isinstance(said, dict) else ():
        found.say(fact, said.get(name), where, None)


def _say_references(found: Gathering, said: dict[str, object], path: Path, place: Place) -> None:
    for reference, where in at(said, path, "externalReferences/*"):
        fact = REFERENCES.get(text(reference, "type"), Fact.REFERENCE)
        found.say(fact, text(reference, "url"), place((*where, "url")), None)


def _say_links(found: Gathering, ref: str, links: _Links, place: Place) -> None:
    said = (
        (Fact.REQUIREMENT, links.dependencies, "in the dependency graph"),
        (Fact.USED_FOR, links.datasets, "named by a model"),
        (Fact.VULNERABILITIES, links.vulnerabilities, "affected by a vulnerability"),
    )
    for fact, paths, value in said:
        if ref in paths:
            found.say(fact, value, place(paths[ref]), None)


def _unreachable(said: dict[str, object]) -> str | None:
    """Why nothing of a component counts, where mlgraph says so."""
    reasons = (
        text(prop, "value") for prop, _ in at(said, (), "properties/*") if text(prop, "name") == _UNKNOWN_BECAUSE
    )
    return next((reason for reason in reasons if reason and reason != _NOT_ASKED), None)


def _system(document: dict[str, object], subjects: Sequence[Subject], links: _Links, place: Place) -> Subject:
    found = Gathering()
    for said, path in at(document, (), "metadata/component"):
        if isinstance(said, dict):
            say_fields(found, said, path, THING, place)
            _say_references(found, said, path, place)
            _say_links(found, text(said, "bom-ref"), links, place)
    say_fields(found, document, (), SYSTEM, place)
    say_parts(found, subjects)
    for number, said in objects(document.get("components")):
        if text(said, "type") in _HARDWARE:
            found.say(Fact.HARDWARE, text(said, "name"), place(("components", number)), None)
    return Subject(SubjectKind.SYSTEM, "system", _system_name(document), found.facts)


def _system_name(document: dict[str, object]) -> str:
    return next((text(said, "name") for said, _ in at(document, (), "metadata/component")), "") or "the system"
