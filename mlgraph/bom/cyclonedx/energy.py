"""environmentalConsiderations: the energy that making a model took, where a source gives the figure."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.bom.facts import mappings, plain
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Artifact

_ACTIVITIES = {"pre-training": "training", "pretraining": "training", "training": "training"} | dict.fromkeys(
    ("fine-tuning", "finetuning", "fine tuning"), "fine-tuning"
)
"""What cards call the activity -> the word of the standard."""
_KILOGRAMS = 1000
_MOST = 1e12
"""More than this, in kWh or kg, is no figure: the world uses some 3e13 kWh of electricity a year."""


def energy_consumptions(artifact: Artifact) -> list[JsonValue]:
    """The consumption of energy; empty where no figure in kWh is given, as the standard has no place for CO2 alone.

    Who provided the energy is not said: the standard demands a provider, which stays unnamed, of an unknown source.
    """
    return [found for found in map(_consumption, mappings(artifact, PropertyKind.EMISSIONS)) if found]


def energy(said: Mapping[str, JsonValue]) -> tuple[str, float] | None:
    """What the energy was spent on, in the standard's word, and how many kWh; None where that is not said."""
    used = figure(said.get("kwh"))
    return None if used is None else (_ACTIVITIES.get(str(said.get("training_type")).strip().lower(), "other"), used)


def figure(value: JsonValue) -> float | None:
    """A number that can be measured; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < _MOST else None


def _consumption(said: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    spent = energy(said)
    if spent is None:
        return {}
    activity, used = spent
    cost: JsonValue = {"value": used, "unit": "kWh"}
    found: dict[str, JsonValue] = {
        "activity": activity,
        "energyProviders": [{"organization": {}, "energySource": "unknown", "energyProvided": cost}],
        "activityEnergyCost": cost,
    }
    carbon = figure(said.get("kg_co2e"))
    if carbon is not None:
        found["co2CostEquivalent"] = {"value": carbon / _KILOGRAMS, "unit": "tCO2eq"}
    details: list[JsonValue] = [
        {"name": f"mlgraph:{name.replace('_', '-')}", "value": shown(plain(value))}
        for name in ("source", "geographical_location", "hardware_used")
        if (value := said.get(name)) is not None
    ]
    return {**found, "properties": details} if details else found
