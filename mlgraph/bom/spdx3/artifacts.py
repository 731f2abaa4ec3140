"""What the AI and the Dataset profile have properties for, by what is known of a model or a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spdx_python_model.bindings.v3_0_1 import (
    DictionaryEntry,
    ai_EnergyConsumption,
    ai_EnergyConsumptionDescription,
    ai_EnergyUnitType,
    dataset_DatasetAvailabilityType,
    dataset_DatasetType,
)

from mlgraph.bom.cyclonedx.energy import energy
from mlgraph.bom.cyclonedx.model_card import metric_slice
from mlgraph.bom.facts import mappings, plain, text, texts, value
from mlgraph.bom.spdx.text import said
from mlgraph.bom.spdx.things import Thing
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Artifact

TOLD = frozenset(
    {
        "modelCard.modelParameters.task",
        "modelCard.modelParameters.architectureFamily",
        "modelCard.modelParameters.modelArchitecture",
        "modelCard.quantitativeAnalysis.performanceMetrics",
        "modelCard.considerations.useCases",
        "modelCard.considerations.technicalLimitations",
        "data.description",
    }
)
"""Fields of CycloneDX that properties of SPDX 3.0.1 say as well."""
_AVAILABLE = {"false": "directDownload", "auto": "clickthrough"}
"""Whether access is handed out on request -> DatasetAvailabilityType: at `auto` it is had by accepting terms on the
page. At `manual` somebody decides, for which the vocabulary has no word."""
_ENERGY = {
    "training": "ai_trainingEnergyConsumption",
    "fine-tuning": "ai_finetuningEnergyConsumption",
}


def ai_properties(thing: Thing) -> dict[str, Any]:
    """Properties of an ai_AIPackage; only those that are known.

    Autonomy, explainability, standards, thresholds, the assessment of safety risks and the use of sensitive personal
    information have vocabularies, or meanings, in which no source that is read speaks.
    """
    artifact = thing.known
    if artifact is None:
        return {}
    application = texts(artifact, PropertyKind.INTENDED_USE)
    application += [f"Out of scope: {each}" for each in texts(artifact, PropertyKind.OUT_OF_SCOPE_USE)]
    found = {
        "ai_typeOfModel": _each(artifact, PropertyKind.ARCHITECTURE_FAMILY, PropertyKind.ARCHITECTURE),
        "ai_domain": _each(artifact, PropertyKind.TASK),
        "ai_hyperparameter": _entries(map(_setting, mappings(artifact, PropertyKind.HYPERPARAMETER))),
        "ai_metric": _entries(map(_measurement, mappings(artifact, PropertyKind.METRIC))),
        "ai_limitation": _joined(texts(artifact, PropertyKind.LIMITATION)),
        "ai_informationAboutTraining": _joined(texts(artifact, PropertyKind.TRAINING_PROCEDURE)),
        "ai_informationAboutApplication": _joined(application),
        "ai_energyConsumption": _energy(artifact),
    }
    return {name: each for name, each in found.items() if each}


def dataset_properties(thing: Thing) -> dict[str, Any]:
    """Properties of a dataset_DatasetPackage; only those that are known, and the type, which the class demands."""
    types = [dataset_DatasetType.NAMED_INDIVIDUALS[name] for name in thing.dataset_types or ("noAssertion",)]
    found: dict[str, Any] = {"dataset_datasetType": types}
    artifact = thing.known
    if artifact is None:
        return found
    size = value(artifact, PropertyKind.SIZE_BYTES)
    available = _AVAILABLE.get(text(artifact, PropertyKind.GATED) or "")
    found |= {
        "dataset_datasetSize": size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None,
        "dataset_dataCollectionProcess": _joined(texts(artifact, PropertyKind.COLLECTION_PROCESS)),
        "dataset_dataPreprocessing": _each(artifact, PropertyKind.PREPROCESSING, PropertyKind.ANNOTATION_PROCESS),
        "dataset_knownBias": _each(artifact, PropertyKind.BIAS),
        "dataset_intendedUse": _joined(texts(artifact, PropertyKind.INTENDED_USE)),
        "dataset_datasetAvailability": dataset_DatasetAvailabilityType.NAMED_INDIVIDUALS[available]
        if available
        else None,
    }
    return {name: each for name, each in found.items() if each not in (None, "", [])}


def _each(artifact: Artifact, *kinds: PropertyKind) -> list[str]:
    return list(dict.fromkeys(said(each) for kind in kinds for each in texts(artifact, kind)))


def _joined(found: Iterable[str]) -> str:
    return said("\n\n".join(found))


def _entries(pairs: Iterable[tuple[str, str]]) -> list[DictionaryEntry]:
    """A dictionary of SPDX; several values of one key stand in one entry."""
    by_key: dict[str, list[str]] = {}
    for key, word in pairs:
        if key and word:
            by_key.setdefault(said(key), []).append(said(word))
    return [DictionaryEntry(key=key, value="; ".join(dict.fromkeys(words))) for key, words in by_key.items()]


def _setting(said_of: Mapping[str, JsonValue]) -> tuple[str, str]:
    return shown(plain(said_of.get("name", ""))), shown(plain(said_of.get("value", "")))


def _measurement(said_of: Mapping[str, JsonValue]) -> tuple[str, str]:
    name = shown(plain(said_of.get("type") or said_of.get("name") or ""))
    where = metric_slice(said_of)
    figure = said_of.get("value")
    return (f"{name} ({where})" if where and name else name), "" if figure is None else shown(plain(figure))


def _energy(artifact: Artifact) -> ai_EnergyConsumption | None:
    """The energy in kWh by what it was spent on; what it was spent on has to be said."""
    found: dict[str, list[ai_EnergyConsumptionDescription]] = {}
    for spent in map(energy, mappings(artifact, PropertyKind.EMISSIONS)):
        if spent is not None and spent[0] in _ENERGY:
            described = ai_EnergyConsumptionDescription(
                ai_energyQuantity=spent[1], ai_energyUnit=ai_EnergyUnitType.kilowattHour
            )
            found.setdefault(_ENERGY[spent[0]], []).append(described)
    return ai_EnergyConsumption(**found) if found else None
