from __future__ import annotations

from dataclasses import replace

import pytest

from mlgraph_ontology.kinds import PropertyKind
from tests.bom.published import CHAT, chat, observed, stated


@pytest.fixture
def card(make, bom):
    """The model card of a model of which some facts are known, and the whole component."""

    def written(**facts):
        known = make.artifact(CHAT, "acme/chat", facts={PropertyKind(k): v for k, v in facts.items()}, documents=("c",))
        (found,) = bom(make.inventory(related=(known,)))["components"]
        return found.get("modelCard", {}), found

    return written


def test_everything_that_is_known_stands_where_the_standard_puts_it(published, bom):
    found = bom(published)["metadata"]["component"]["modelCard"]
    assert found["modelParameters"] == {
        "task": "text-generation",
        "architectureFamily": "chat",
        "modelArchitecture": "ChatForCausalLM",
        "datasets": [
            {"ref": "https://huggingface.co/datasets/acme/talk"},
            {"ref": "https://huggingface.co/datasets/labs/exam"},
        ],
        "inputs": [{"format": "text"}],
        "outputs": [{"format": "text"}],
    }
    slice_ = "task: question-answering; dataset: labs/exam; config: hard; split: test; name: Accuracy; verified: true"
    assert found["quantitativeAnalysis"]["performanceMetrics"] == [
        {"type": "accuracy", "value": "0.91", "slice": slice_},
        {"type": "f1", "value": '{"macro": 0.5}'},
    ]
    considerations = found["considerations"]
    assert considerations["users"] == ["Shop keepers."]
    assert considerations["useCases"] == ["Support in shops."]
    assert considerations["technicalLimitations"] == ["It invents prices.\nOften."]
    assert considerations["ethicalConsiderations"] == [{"name": "Tell people that it is a machine."}]
    assert considerations["fairnessAssessments"] == [{"harms": "It is ruder to the young."}]


def test_model_of_which_nothing_of_this_is_known_has_no_card(card):
    found, component = card(gated=(observed("auto"),))
    assert found == {}
    assert "modelCard" not in component


def test_further_tasks_and_measurements_without_a_figure_are_properties(published, bom, said):
    found = bom(published)["metadata"]["component"]
    assert said(found, "task") == ["summarization"]
    assert said(found, "metric") == ['{"type": "bleu"}']


def test_several_classes_are_one_architecture(card):
    found, _ = card(architecture=(observed("AModel"), observed("BModel")))
    assert found["modelParameters"] == {"modelArchitecture": "AModel, BModel"}


def test_energy_is_written_with_its_cost_and_an_unnamed_provider(published, bom):
    considerations = bom(published)["metadata"]["component"]["modelCard"]["considerations"]
    (energy,) = considerations["environmentalConsiderations"]["energyConsumptions"]
    cost = {"value": 40.0, "unit": "kWh"}
    assert (energy["activity"], energy["activityEnergyCost"]) == ("fine-tuning", cost)
    assert energy["co2CostEquivalent"] == {"value": 0.0125, "unit": "tCO2eq"}
    assert energy["energyProviders"] == [{"organization": {}, "energySource": "unknown", "energyProvided": cost}]


@pytest.mark.parametrize(
    "emissions",
    [{"kg_co2e": 12.5}, {"kwh": -1}, {"kwh": True}, {"kwh": "40"}, {"kwh": 10**400}, "40 kWh", {"kwh": float("nan")}],
)
def test_emissions_without_a_figure_in_kwh_are_a_property_alone(card, said, emissions):
    found, component = card(emissions=(stated(emissions),))
    assert found == {}
    assert len(said(component, "emissions")) == 1


def test_activity_that_nobody_names_is_another_one(card):
    found, _ = card(emissions=(stated({"kwh": 1e-7}),))
    (energy,) = found["considerations"]["environmentalConsiderations"]["energyConsumptions"]
    assert energy["activity"] == "other"


def test_only_datasets_are_datasets_of_a_card(make, bom, published):
    from tests.bom.published import BASE, link

    subject = replace(chat(), trained_on=(link(BASE),), evaluated_on=())
    found = bom(replace(published, subject=subject))["metadata"]["component"]
    assert "datasets" not in found["modelCard"]["modelParameters"]
