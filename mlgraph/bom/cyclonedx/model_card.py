"""modelCard: what a model is for, how it is built, how well it does, and what is to be considered."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.bom.cyclonedx.energy import energy_consumptions
from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.facts import mappings, plain, source, source_of, text, texts
from mlgraph.bom.lineage import Names, named
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact

_PARAMETERS = "modelCard/modelParameters/"
_CONSIDERATIONS = "modelCard/considerations/"
_LISTS = {
    "users": PropertyKind.INTENDED_USER,
    "useCases": PropertyKind.INTENDED_USE,
    "technicalLimitations": PropertyKind.LIMITATION,
}
"""Considerations that are lists of texts."""
_OBJECTS = {
    "ethicalConsiderations": ("name", PropertyKind.ETHICAL_CONSIDERATION),
    "fairnessAssessments": ("harms", PropertyKind.BIAS),
}
"""Considerations that are lists of objects, of which a card's text is one field: a bias is a harm to somebody."""
IN_CARD = frozenset(
    {
        PropertyKind.TASK,
        PropertyKind.ARCHITECTURE,
        PropertyKind.ARCHITECTURE_FAMILY,
        PropertyKind.INPUT_MODALITY,
        PropertyKind.OUTPUT_MODALITY,
        PropertyKind.METRIC,
        *_LISTS.values(),
        *(kind for _, kind in _OBJECTS.values()),
    }
)
"""What of a model the card holds, so that it needs no property."""
_MAX_SLICE = 300


def put_model_card(fields: Fields, artifact: Artifact, names: Names) -> None:
    """Put in the card of a model; `approach` is left out, as no source that is read says it in the standard's words."""
    _put_parameters(fields, artifact, names)
    metrics: list[JsonValue] = [found for found in map(_metric, mappings(artifact, PropertyKind.METRIC)) if found]
    path = "modelCard/quantitativeAnalysis/performanceMetrics"
    fields.put(path, metrics, source_of(artifact, PropertyKind.METRIC))
    for name, kind in _LISTS.items():
        fields.put(_CONSIDERATIONS + name, [*texts(artifact, kind)], source_of(artifact, kind))
    for name, (field, kind) in _OBJECTS.items():
        each: list[JsonValue] = [{field: said} for said in texts(artifact, kind)]
        fields.put(_CONSIDERATIONS + name, each, source_of(artifact, kind))
    energy = energy_consumptions(artifact)
    path = f"{_CONSIDERATIONS}environmentalConsiderations/energyConsumptions"
    fields.put(path, energy, source_of(artifact, PropertyKind.EMISSIONS))


def _put_parameters(fields: Fields, artifact: Artifact, names: Names) -> None:
    """The chapter modelParameters; a task is one word there, so that further ones are properties."""
    fields.put(f"{_PARAMETERS}task", text(artifact, PropertyKind.TASK), source_of(artifact, PropertyKind.TASK))
    family, architecture = PropertyKind.ARCHITECTURE_FAMILY, PropertyKind.ARCHITECTURE
    fields.put(f"{_PARAMETERS}architectureFamily", text(artifact, family), source_of(artifact, family))
    classes = shown(", ".join(texts(artifact, architecture)))
    fields.put(f"{_PARAMETERS}modelArchitecture", classes, source_of(artifact, architecture))
    data = (*artifact.trained_on, *artifact.evaluated_on)
    found: list[JsonValue] = [{"ref": ref} for ref in named(data, names, NodeKind.DATASET)]
    fields.put(f"{_PARAMETERS}datasets", found, source(*(link for link in data if link.node in names)))
    for name, kind in (("inputs", PropertyKind.INPUT_MODALITY), ("outputs", PropertyKind.OUTPUT_MODALITY)):
        formats: list[JsonValue] = [{"format": said} for said in texts(artifact, kind)]
        fields.put(_PARAMETERS + name, formats, source_of(artifact, kind))


def _metric(said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A measurement: what was measured, the figure as it is given, and on what."""
    type_, value = _word(said, "type") or _word(said, "name"), _word(said, "value")
    part = metric_slice(said) or _word(said, "slice")
    found: dict[str, JsonValue] = {"type": type_, "value": value, "slice": part, "confidenceInterval": _interval(said)}
    return {name: each for name, each in found.items() if each} if type_ and value else {}


def _interval(said: Mapping[str, JsonValue]) -> JsonValue:
    """The bounds of a confidence interval, where a document states them."""
    stated = said.get("confidence_interval")
    bounds = stated.items() if isinstance(stated, dict) else ()
    return {name: shown(plain(value)) for name, value in bounds if name in {"lowerBound", "upperBound"}}


def metric_slice(said: Mapping[str, JsonValue]) -> str:
    """What a measurement was made on, in one line; empty where nothing says."""
    parts = (
        (name, _word(said, name)) for name in ("task", "dataset", "config", "split", "revision", "name", "verified")
    )
    told = (f"{name}: {word}" for name, word in parts if word and not (name == "name" and word == _word(said, "type")))
    return shown("; ".join(told), _MAX_SLICE)


def _word(said: Mapping[str, JsonValue], name: str) -> str:
    value = said.get(name)
    return "" if value is None else shown(plain(value), _MAX_SLICE)
