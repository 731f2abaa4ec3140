"""modelCard: what a model is for, how it is built, how well it does, and what is to be considered."""

from __future__ import annotations

import json
from collections.abc import Iterator

from mlgraph.model.assertions import JsonValue
from mlgraph_ingest.bom.cyclonedx.component_data import dataset
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.own_values import measured_on, scalar
from mlgraph_ingest.bom.things import Component
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

_LISTS = {
    "users": PropertyKind.INTENDED_USER,
    "useCases": PropertyKind.INTENDED_USE,
    "technicalLimitations": PropertyKind.LIMITATION,
}
_OBJECTS = {
    "ethicalConsiderations": ("name", PropertyKind.ETHICAL_CONSIDERATION),
    "fairnessAssessments": ("harms", PropertyKind.BIAS),
}
_TONNE = 1000
_KILOWATT_HOURS = "kwh"
_TONNES = "tco2eq"
_MOST = 1e15
"""More than this is no figure of energy or carbon."""


def model_card(said: Fields, draft: Draft, context: Context) -> Iterator[Component]:
    """Add what a card says to its model; the datasets that it describes in place are components of their own."""
    parameters, analysis = said.table("modelParameters"), said.table("quantitativeAnalysis")
    considerations = said.table("considerations")
    if parameters is not None:
        yield from _parameters(parameters, draft, context)
    for row in analysis.tables("performanceMetrics") if analysis is not None else ():
        metric = _metric(row, context)
        if metric:
            draft.say(PropertyKind.METRIC, metric, row.place)
    if considerations is not None:
        _considerations(considerations, draft, context)


def _parameters(said: Fields, draft: Draft, context: Context) -> Iterator[Component]:
    for name, kind in (
        ("task", PropertyKind.TASK),
        ("architectureFamily", PropertyKind.ARCHITECTURE_FAMILY),
    ):
        found = said.text(name)
        if found is not None:
            draft.say(kind, found, f"{said.place}/{name}")
    architecture = said.text("modelArchitecture")
    for one in (architecture.split(", ") if context.is_ours else [architecture]) if architecture else ():
        draft.say(PropertyKind.ARCHITECTURE, one, f"{said.place}/modelArchitecture")
    for name, kind in (("inputs", PropertyKind.INPUT_MODALITY), ("outputs", PropertyKind.OUTPUT_MODALITY)):
        for row in said.tables(name):
            found = row.text("format")
            if found is not None:
                draft.say(kind, found, row.place)
    for row in said.tables("datasets"):
        yield from _dataset(row, draft, context)


def _dataset(row: Fields, draft: Draft, context: Context) -> Iterator[Component]:
    """A dataset by reference or in place: "used to train and evaluate the model" (schema 1.6, modelParameters.datasets).

    mlgraph itself says of each dataset for which of the two it was used, in properties.
    """
    ref = row.text("ref")
    if ref is None and "name" not in row and "type" not in row:
        row.problem("", "a dataset that is neither named nor described")
        return
    key = ref
    if key is None:
        component = dataset(row)
        key = component.key
        yield component
    if not context.is_ours:
        use: tuple[tuple[str, JsonValue], ...] = (("use", "training or evaluation"),)
        draft.relate(EdgeKind.TRAINED_ON, [key], row.place, qualifiers=use)


def _metric(row: Fields, context: Context) -> JsonValue:
    said: dict[str, JsonValue] = {}
    type_, value, part = row.text("type"), row.raw("value"), row.text("slice")
    if type_ is not None:
        said["type"] = type_
    if isinstance(value, str) and value:
        said["value"] = scalar(value)
    elif isinstance(value, int | float):
        row.mistyped("value", value, "a text")
        said["value"] = value
    if part is not None:
        known = measured_on(part) if context.is_ours else None
        said |= known if isinstance(known, dict) else {"slice": part}
    interval = row.raw("confidenceInterval")
    if isinstance(interval, dict) and interval:
        said["confidence_interval"] = json.loads(json.dumps(interval))
    return said


def _considerations(said: Fields, draft: Draft, context: Context) -> None:
    for name, kind in _LISTS.items():
        for index, text in enumerate(said.texts(name)):
            draft.say(kind, text, f"{said.place}/{name}/{index}")
    for name, (field, kind) in _OBJECTS.items():
        for row in said.tables(name):
            found = row.text(field)
            if found is not None:
                draft.say(kind, found, row.place)
    environment = said.table("environmentalConsiderations")
    if environment is None:
        return
    if context.is_ours and any(fact.kind is PropertyKind.EMISSIONS for fact in draft.facts):
        environment.raw("energyConsumptions")  # the property says the same, and more
        return
    for row in environment.tables("energyConsumptions"):
        emissions = _emissions(row, context)
        if emissions:
            draft.say(PropertyKind.EMISSIONS, emissions, row.place)


def _emissions(row: Fields, context: Context) -> dict[str, JsonValue]:
    """What the standard says of energy, in the words of ours; providers and offsets have none and stay as they are."""
    found: dict[str, JsonValue] = {}
    activity = row.text("activity")
    if activity is not None and activity != "other":
        found["training_type"] = activity
    cost, carbon = _measure(row, "activityEnergyCost"), _measure(row, "co2CostEquivalent")
    if cost is not None and cost[1] == _KILOWATT_HOURS:
        row.raw("activityEnergyCost")
        found["kwh"] = cost[0]
    if carbon is not None and carbon[1] == _TONNES:
        row.raw("co2CostEquivalent")
        found["kg_co2e"] = carbon[0] * _TONNE
    if context.is_ours:
        row.raw("energyProviders")  # a provider that nobody named, as the standard demands one
        for each in row.tables("properties"):
            name, value = each.text("name"), each.text("value")
            if name is not None and value is not None:
                found[name.removeprefix("mlgraph:").replace("-", "_")] = value
    return found if found.keys() - {"training_type"} else {}


def _measure(row: Fields, name: str) -> tuple[float, str] | None:
    """A figure and its unit in lower case; None where it is none."""
    found = row.peek(name)
    if not isinstance(found, dict):
        return None
    value, unit = found.get("value"), found.get("unit")
    if not isinstance(value, int | float) or isinstance(value, bool) or not isinstance(unit, str):
        return None
    return (float(value), unit.lower()) if 0 <= value < _MOST else None
