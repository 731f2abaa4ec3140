"""A profile is claimed where all that it demands is known, and only there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mlgraph.bom.spdx.inventory_things import things
from mlgraph.bom.spdx.issue import spdx_issue
from mlgraph.bom.spdx.relations import relations
from mlgraph.bom.spdx.things import ThingKind
from mlgraph.bom.spdx3 import missing_for_profiles, write
from mlgraph.bom.spdx3.document import document
from mlgraph_queries.validation import validate

DAY = datetime(2026, 2, 3, tzinfo=UTC)
KNOWN = {"released_at": DAY, "supplier": "Org"}
KNOWN_DATASET = {"released_at": DAY, "built_at": DAY, "originator": "Org", "dataset_types": ("text",)}


def written(inventory, **known):
    """The document in which more is known of models and datasets than any source of today says."""
    fields = {ThingKind.MODEL: KNOWN | known, ThingKind.DATASET: KNOWN_DATASET | known}
    told = tuple(replace(thing, **fields.get(thing.kind, {})) for thing in things(inventory))
    issue = spdx_issue("3.0.1", ("3.0.1",), reproducible=True, now=None)
    return document(told, relations(inventory), issue)


def claimed(text):
    return {name for e in json.loads(text)["@graph"] for name in e.get("profileConformance", [])}


def test_ai_is_claimed_where_all_is_known_of_each_model(make):
    text = written(make.inventory(models=(make.model("org/a", make.COMMIT),)))
    assert claimed(text) == {"core", "software", "simpleLicensing", "ai"}
    assert validate(text, name="x") == []
    assert b"profile not claimed" not in text


@pytest.mark.parametrize(("field", "name"), [("released_at", "releaseTime"), ("supplier", "suppliedBy")])
def test_ai_is_not_claimed_where_one_value_is_missing(make, field, name):
    text = written(make.inventory(models=(make.model("org/a", make.COMMIT),)), **{field: None})
    assert claimed(text) == {"core", "software", "simpleLicensing"}
    assert f"lacks {name}".encode() in text


def test_model_at_no_commit_has_no_version_and_so_no_profile(make):
    text = written(make.inventory(models=(make.model("org/a", "main"),)))
    assert "ai" not in claimed(text)
    assert b"lacks software_packageVersion" in text


def test_dataset_is_claimed_where_all_is_known_of_each_dataset(make):
    inventory = make.inventory(datasets=(make.dataset("org/c"),))
    assert "dataset" in claimed(written(inventory))
    assert "dataset" not in claimed(written(inventory, built_at=None))
    assert "dataset" not in claimed(written(inventory, dataset_types=("noAssertion",)))


def test_document_without_models_claims_nothing_of_them(make):
    assert claimed(write(make.inventory())) == {"core", "software", "simpleLicensing"}
    assert missing_for_profiles(make.inventory()) == {}


def test_what_is_missing_is_told_to_the_caller(full):
    missing = missing_for_profiles(full)
    assert ("pkg:huggingface/gpt2", ("releaseTime", "suppliedBy", "software_packageVersion")) in missing["ai"]
    assert [ref for ref, _ in missing["dataset"]] == ["https://huggingface.co/datasets/org/corpus"]


def test_claim_that_does_not_hold_is_found_by_the_validator(make):
    text = written(make.inventory(models=(make.model("org/a", make.COMMIT),)))
    value = json.loads(text)
    for element in value["@graph"]:
        element.pop("suppliedBy", None)
    (violation,) = validate(json.dumps(value).encode(), name="x")
    assert violation.text == "lacks suppliedBy, which the claimed profile ai demands"
