"""What the AI and the Dataset profile say of a model and of its data."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mlgraph.bom.spdx3 import missing_for_profiles, write
from mlgraph_ontology.kinds import Method, PropertyKind
from mlgraph_queries.validation import validate
from tests.bom.published import BASE, CHAT, COMMIT, LOST, TALK, chat, link, observed, publisher, stated, talk

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
K = PropertyKind


def elements(document):
    return {e["spdxId"].partition("#")[2]: e for e in json.loads(document)["@graph"] if "spdxId" in e}


def claimed(document):
    (whole,) = (e for e in elements(document).values() if e["type"] == "SpdxDocument")
    return set(whole["profileConformance"]) - {"core", "software", "simpleLicensing"}


@pytest.fixture
def found(published):
    return elements(write(published, now=NOW))


def test_model_says_what_the_profile_has_properties_for(found):
    model = found[CHAT.key]
    said = {name: value for name, value in model.items() if name.startswith("ai_")}
    slice_ = "task: question-answering; dataset: labs/exam; config: hard; split: test; name: Accuracy; verified: true"
    entry = {"type": "DictionaryEntry"}
    assert said == {
        "ai_domain": ["text-generation", "summarization"],
        "ai_typeOfModel": ["chat", "ChatForCausalLM"],
        "ai_hyperparameter": [
            {**entry, "key": "learning_rate", "value": "2e-05"},
            {**entry, "key": "epochs", "value": "3"},
        ],
        "ai_metric": [
            {**entry, "key": f"accuracy ({slice_})", "value": "0.91"},
            {**entry, "key": "f1", "value": '{"macro": 0.5}'},
        ],
        "ai_limitation": "It invents prices.\nOften.",
        "ai_informationAboutTraining": "Three epochs on one node.",
        "ai_informationAboutApplication": "Support in shops.\n\nOut of scope: Medical advice.",
        "ai_energyConsumption": {
            "type": "ai_EnergyConsumption",
            "ai_finetuningEnergyConsumption": [
                {
                    "type": "ai_EnergyConsumptionDescription",
                    "ai_energyQuantity": "40.0",
                    "ai_energyUnit": "kilowattHour",
                }
            ],
        },
    }


def test_dataset_says_what_the_profile_has_properties_for(found):
    data = found[TALK.key]
    assert {name: value for name, value in data.items() if name.startswith("dataset_")} == {
        "dataset_datasetType": ["text", "timeseries"],
        "dataset_datasetSize": 123456,
        "dataset_dataCollectionProcess": "Recorded with consent.",
        "dataset_dataPreprocessing": ["Names were replaced.", "Two people each."],
        "dataset_knownBias": ["Mostly bakeries."],
        "dataset_intendedUse": "Training of shop models.",
        "dataset_datasetAvailability": "clickthrough",
    }


def test_what_has_no_property_is_in_the_annotation_and_what_has_one_is_not(found):
    lines = found[f"{CHAT.key}!annotation"]["statement"].splitlines()
    assert "modelCard.considerations.users: Shop keepers." in lines
    assert "parameter-count: 7000000000" in lines
    assert not any(line.startswith("modelCard.considerations.useCases:") for line in lines)
    assert any(line.startswith("source:modelCard.considerations.useCases: ") for line in lines)


@pytest.mark.parametrize(
    ("gated", "expected"), [("false", "directDownload"), ("auto", "clickthrough"), ("manual", None), ("odd", None)]
)
def test_availability_is_said_where_the_vocabulary_has_the_word(make, gated, expected):
    known = replace(talk(), facts={K.GATED: (observed(gated),)})
    data = elements(write(make.inventory(related=(known,))))[TALK.key]
    assert data.get("dataset_datasetAvailability") == expected


@pytest.mark.parametrize("size", [-1, True, "12", 1.5, None])
def test_size_that_is_no_number_of_bytes_is_left_out(make, size):
    known = replace(talk(), facts={K.SIZE_BYTES: (observed(size),)})
    assert "dataset_datasetSize" not in elements(write(make.inventory(related=(known,))))[TALK.key]


def test_publisher_is_an_agent_as_nobody_says_whether_it_is_a_person(found):
    agent = found["Acme!publisher"]
    assert (agent["type"], agent["name"]) == ("Agent", "Acme")
    assert found[CHAT.key]["suppliedBy"].endswith("#Acme!publisher")
    assert [each.partition("#")[2] for each in found[TALK.key]["originatedBy"]] == ["Acme!publisher"]


def test_dataset_that_was_made_from_another_did_not_come_from_its_publisher(make):
    known = replace(talk(), derived_from=(link(BASE),))
    assert "originatedBy" not in elements(write(make.inventory(related=(known,))))[TALK.key]


def test_lineage_and_data_are_relationships(found):
    def to(kind, ref=CHAT.key):
        rows = (e for e in found.values() if e.get("relationshipType") == kind and e["from"].endswith(f"#{ref}"))
        return [sorted(each.partition("#")[2] for each in row["to"]) for row in rows]

    files = [f"{CHAT.key}%23model-0000{i}-of-00002.safetensors" for i in (1, 2)]
    assert to("trainedOn") == [[TALK.key]]
    assert to("testedOn") == [["https://huggingface.co/datasets/labs/exam"]]
    assert to("descendantOf") == [[BASE.key], [LOST.key]]
    assert (to("contains"), to("hasDataFile")) == ([files], [files])
    assert [e["comment"] for e in found.values() if e.get("relationshipType") == "descendantOf"][1].startswith(
        "relation: finetune; read in: acme/chat README.md:4"
    )


def test_file_of_a_model_is_a_file_with_its_hash(found):
    file = found[f"{CHAT.key}%23model-00001-of-00002.safetensors"]
    assert (file["type"], file["software_primaryPurpose"]) == ("software_File", "model")
    assert file["verifiedUsing"][0]["hashValue"] == "a" * 64
    assert found[f"{TALK.key}%23data/train-00000.parquet"]["software_primaryPurpose"] == "data"


def test_each_model_and_dataset_has_one_license_of_either_kind(found):
    for ref in (CHAT.key, BASE.key, TALK.key, LOST.key):
        assert {f"{ref}!hasDeclaredLicense", f"{ref}!hasConcludedLicense"} <= found.keys()


def test_ai_profile_is_claimed_of_a_model_whose_values_are_all_known(make):
    subject = replace(chat(), derived_from=(), trained_on=(), evaluated_on=())
    document = write(make.inventory(project=CHAT, subject=subject), now=NOW)
    assert claimed(document) == {"ai"}
    assert validate(document, name="x") == []
    model = elements(document)[CHAT.key]
    assert (model["releaseTime"], model["software_packageVersion"]) == ("2026-01-02T03:04:05Z", COMMIT)


def test_what_is_missing_for_a_profile_is_told_for_each_thing(published):
    assert claimed(write(published, now=NOW)) == set()
    missing = {profile: dict(rows) for profile, rows in missing_for_profiles(published).items()}
    assert missing["ai"][BASE.key] == ("software_packageVersion",)
    assert missing["ai"][LOST.key] == ("releaseTime", "suppliedBy", "software_packageVersion")
    assert missing["dataset"][TALK.key] == ("builtTime",)
    assert CHAT.key not in missing["ai"]


def test_both_profiles_are_claimed_where_all_is_known_of_every_model_and_dataset(make):
    entry = make.dataset("acme/talk", revision=COMMIT, is_pinned=True, known=talk())
    subject = replace(chat(), derived_from=(), evaluated_on=())
    document = write(make.inventory(project=CHAT, subject=subject, datasets=(entry,)), now=NOW)
    assert claimed(document) == {"ai", "dataset"}
    assert validate(document, name="x") == []
    assert elements(document)[TALK.key]["builtTime"] == "2025-06-01T00:00:00Z"


def test_time_of_the_last_change_is_not_that_of_another_commit(make):
    entry = make.dataset("acme/talk", revision="f" * 40, is_pinned=True, known=talk())
    data = elements(write(make.inventory(datasets=(entry,))))[TALK.key]
    assert not {"builtTime", "releaseTime"} & set(data)


@pytest.mark.parametrize("time", ["yesterday", "2026-01-01", 5, "0001-01-01T00:00:00+14:00", None])
def test_what_is_no_time_is_unknown(make, time):
    known = make.artifact(BASE, "acme/base", facts={K.CREATED_AT: (observed(time),)}, publishers=(publisher("A"),))
    assert "releaseTime" not in elements(write(make.inventory(related=(known,))))[BASE.key]


def test_time_that_is_said_of_another_state_is_none_of_its_own(make):
    inferred = stated("2025-01-01T00:00:00Z", method=Method.INFERRED)
    known = make.artifact(BASE, "acme/base", facts={K.CREATED_AT: (inferred,)})
    assert "releaseTime" not in elements(write(make.inventory(related=(known,))))[BASE.key]
