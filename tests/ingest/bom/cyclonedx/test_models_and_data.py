"""Model cards and data onto the kinds that our own documents are written from."""

from __future__ import annotations

from tests.ingest.bom.cyclonedx_reading import bom, edges, facts, values

HUB = "pkg:huggingface/acme/chat"
CARD = {
    "modelParameters": {
        "approach": {"type": "supervised"},
        "task": "text-generation",
        "architectureFamily": "llama",
        "modelArchitecture": "LlamaForCausalLM",
        "datasets": [{"ref": "d"}, {"type": "dataset", "name": "inline", "contents": {"url": "https://d.example/x"}}],
        "inputs": [{"format": "text"}],
        "outputs": [{"format": "text"}],
    },
    "quantitativeAnalysis": {
        "performanceMetrics": [{"type": "accuracy", "value": "0.9", "slice": "test"}],
        "graphics": {"description": "curves"},
    },
    "considerations": {
        "users": ["anybody"],
        "useCases": ["chat"],
        "technicalLimitations": ["short memory"],
        "performanceTradeoffs": ["slow"],
        "ethicalConsiderations": [{"name": "misuse", "mitigationStrategy": "filter"}],
        "fairnessAssessments": [{"groupAtRisk": "speakers of others", "harms": "English only"}],
        "environmentalConsiderations": {
            "energyConsumptions": [
                {
                    "activity": "training",
                    "energyProviders": [{"description": "grid", "energySource": "wind"}],
                    "activityEnergyCost": {"value": 12.5, "unit": "kWh"},
                    "co2CostEquivalent": {"value": 0.5, "unit": "tCO2eq"},
                }
            ]
        },
    },
}
DOCUMENT = bom(components=[
    {"type": "machine-learning-model", "bom-ref": "m", "group": "acme", "name": "chat", "purl": HUB, "modelCard": CARD},
    {
        "type": "data", "bom-ref": "d", "name": "corpus",
        "data": [{
            "type": "dataset", "name": "corpus", "contents": {"url": "https://huggingface.co/datasets/acme/corpus"},
            "classification": "public", "sensitiveData": ["names"], "description": "Talk.",
            "governance": {"owners": [{"organization": {"name": "Acme"}}, {"contact": {"name": "Jo"}}]},
        }],
    },
])  # fmt: skip
CORPUS = "https://huggingface.co/datasets/acme/corpus"


def test_model_card() -> None:
    said = {(kind, value) for subject, kind, value in facts(DOCUMENT) if subject == HUB and kind != "unmapped"}
    assert said == {
        ("name", "acme/chat"), ("component_type", "machine-learning-model"), ("task", "text-generation"),
        ("architecture_family", "llama"), ("architecture", "LlamaForCausalLM"), ("input_modality", "text"),
        ("output_modality", "text"), ("intended_user", "anybody"), ("intended_use", "chat"),
        ("limitation", "short memory"), ("ethical_consideration", "misuse"), ("bias", "English only"),
        ("metric", '{"slice": "test", "type": "accuracy", "value": 0.9}'),
        ("emissions", '{"kg_co2e": 500.0, "kwh": 12.5, "training_type": "training"}'),
    }  # fmt: skip


def test_what_a_card_says_besides_is_kept() -> None:
    kept = {v["field"]: v["value"] for v in values(DOCUMENT, "unmapped")}
    considerations = "modelCard/considerations"
    energy = f"{considerations}/environmentalConsiderations/energyConsumptions/0/energyProviders"
    assert kept["modelCard/modelParameters/approach"] == {"type": "supervised"}
    assert kept["modelCard/quantitativeAnalysis/graphics"] == {"description": "curves"}
    assert kept[f"{considerations}/performanceTradeoffs"] == ["slow"]
    assert kept[f"{considerations}/ethicalConsiderations/0/mitigationStrategy"] == "filter"
    assert kept[f"{considerations}/fairnessAssessments/0/groupAtRisk"] == "speakers of others"
    assert kept[energy] == [{"description": "grid", "energySource": "wind"}]
    assert kept["data/0/classification"] == "public"


def test_datasets_are_linked() -> None:
    use = '{"use": "training or evaluation"}'
    assert edges(DOCUMENT, "trained_on") == {
        (HUB, "trained_on", CORPUS, use), (HUB, "trained_on", "https://d.example/x", use),
    }  # fmt: skip
    assert {target for _, _, target, _ in edges(DOCUMENT, "contains")} == {HUB, CORPUS}


def test_data() -> None:
    said = {(kind, value) for subject, kind, value in facts(DOCUMENT) if subject == CORPUS and kind != "unmapped"}
    assert said == {
        ("name", "corpus"), ("component_type", "data"), ("description", "Talk."), ("sensitive_data", "names"),
    }  # fmt: skip
    assert edges(DOCUMENT, "published_by") == {(CORPUS, "published_by", "org:acme", '{"role": "owner"}')}
    assert "Jo" not in str(facts(DOCUMENT))


def test_same_data_in_two_documents_are_one() -> None:
    assert facts(DOCUMENT, "description") == {(CORPUS, "description", "Talk.")}
