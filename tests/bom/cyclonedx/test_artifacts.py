"""Models and datasets of which much is known: what stands in the fields of their components."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mlgraph.bom.cyclonedx.published_files import MAX_FILES
from mlgraph.model import ids
from mlgraph_ontology.kinds import Method, PropertyKind
from mlgraph_queries.entries import ArtifactFile
from tests.bom.published import (
    BASE,
    CHAT,
    COMMIT,
    EXAM,
    LOST,
    ROOT,
    TALK,
    WEIGHTS,
    base,
    chat,
    link,
    lost,
    observed,
    stated,
    talk,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def subject(published, bom):
    return bom(published)["metadata"]["component"]


@pytest.fixture
def behind(published, bom):
    return {component["bom-ref"]: component for component in bom(published)["components"]}


def test_published_model_is_what_the_document_is_about_in_the_state_that_was_read(subject):
    assert (subject["type"], subject["group"], subject["name"]) == ("machine-learning-model", "acme", "chat")
    assert (subject["version"], subject["purl"]) == (COMMIT, f"pkg:huggingface/acme/chat@{COMMIT}")
    assert subject["supplier"] == {"name": "Acme", "url": ["https://huggingface.co/acme"]}
    assert subject["description"] == "Answers questions <b>politely</b>."


def test_license_of_its_author_is_declared_and_that_of_the_catalog_concluded(subject, behind):
    assert subject["licenses"] == [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}]
    assert behind[BASE.key]["licenses"] == [{"license": {"id": "MIT", "acknowledgement": "concluded"}}]


def test_addresses_have_their_types(subject):
    assert {(link["type"], link["url"]) for link in subject["externalReferences"]} == {
        ("distribution", "https://huggingface.co/acme/chat"),
        ("model-card", "https://huggingface.co/acme/chat"),
        ("vcs", "https://huggingface.co/acme/chat"),
        ("documentation", "https://arxiv.org/abs/2501.00001"),
        ("documentation", "https://doi.org/10.57967/hf/0001"),
        ("license", "https://acme.example/terms"),
    }


def test_card_of_a_model_that_nobody_read_is_not_claimed(make, component):
    found = component(make.inventory(models=(make.model("acme/chat"),)))
    assert [link["type"] for link in found["externalReferences"]] == ["distribution"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https://a b", "ftp://x.example/a", "see the paper"])
def test_paper_that_is_no_web_address_is_left_out(make, component, address):
    known = make.artifact(CHAT, "acme/chat", facts={PropertyKind.PAPER: (stated(address),)})
    found = component(make.inventory(related=(known,)))
    assert "documentation" not in {link["type"] for link in found["externalReferences"]}


def test_home_page_has_the_type_of_its_label(make, component):
    pages = (stated({"label": "repository", "url": "https://git.example/a"}), stated({"label": "x"}), stated("y"))
    known = make.artifact(CHAT, "acme/chat", facts={PropertyKind.HOMEPAGE: pages})
    found = component(make.inventory(related=(known,)))
    assert ("vcs", "https://git.example/a") in {(r["type"], r["url"]) for r in found["externalReferences"]}


def test_published_files_are_within_the_component_with_size_and_hash(subject, behind):
    assert subject["components"][0] == {
        "type": "file",
        "name": "model-00001-of-00002.safetensors",
        "hashes": [{"alg": "SHA-256", "content": "a" * 64}],
        "properties": [{"name": "mlgraph:size-bytes", "value": "4000000000"}],
    }
    (rows,) = behind[TALK.key]["components"]
    assert rows["properties"] == [
        {"name": "mlgraph:size-bytes", "value": "123456"},
        {"name": "mlgraph:hash", "value": "etag:1"},
    ]


def test_of_very_many_files_some_are_listed_and_the_others_counted(make, component, said):
    files = tuple(ArtifactFile(WEIGHTS, f"{i:05}.txt", None, ()) for i in range(MAX_FILES + 6))
    weights = ArtifactFile(WEIGHTS, "model.safetensors", 5, ("sha256:" + "0" * 64,))
    found = component(make.inventory(related=(replace(chat(), files=(*files, weights)),)))
    assert len(found["components"]) == MAX_FILES
    assert found["components"][-1]["name"] == "model.safetensors"
    assert said(found, "files-not-listed") == ["7 of 507"]


def test_ancestors_say_how_it_was_made_from_them_and_where_they_are_told_of(subject):
    said = {a["name"]: [(p["name"], p["value"]) for p in a["properties"]] for a in subject["pedigree"]["ancestors"]}
    assert said["base"][:2] == [("mlgraph:ref", BASE.key), ("mlgraph:relation", "finetune")]
    assert said["lost"][:2] == [("mlgraph:ref", LOST.key), ("mlgraph:relation", "merge")]
    assert said["base"][2][1].endswith("at acme/chat README.md:4 (declared, front-matter)")


def test_ancestor_that_is_not_in_the_document_is_named_without_a_reference(make, component):
    found = component(make.inventory(related=(replace(chat(), trained_on=(), evaluated_on=()),)))
    names = {row["name"] for a in found["pedigree"]["ancestors"] for row in a["properties"]}
    assert names == {"mlgraph:relation", "mlgraph:derived-from"}


def test_nothing_is_its_own_ancestor(make, component):
    own = replace(chat(), derived_from=(link(CHAT), link(ids.model("acme/old-chat"))), trained_on=(), evaluated_on=())
    assert "pedigree" not in component(make.inventory(related=(own,)))


def test_what_nobody_uses_directly_says_so_and_has_no_scope_and_no_version(behind, said):
    for ref in (BASE.key, TALK.key, EXAM.key):
        assert said(behind[ref], "lineage") == ["not used directly"]
        assert not {"scope", "version"} & set(behind[ref])
    assert said(behind[BASE.key], "current-commit") == ["f" * 40]


def test_model_that_could_not_be_reached_is_unknown_with_the_reason_and_nothing_invented(behind, said):
    found = behind[LOST.key]
    assert said(found, "resolution") == ["unknown"]
    assert said(found, "unknown-because") == ["hub.example answered 401 for gone/lost"]
    assert set(found) == {"type", "bom-ref", "group", "name", "purl", "externalReferences", "properties"}


def test_model_that_could_not_be_asked_about_again_keeps_what_is_known(make, component, said):
    found = component(make.inventory(related=(replace(base(), failure="hub.example: 503"),)))
    assert said(found, "unknown-because") == ["hub.example: 503"]
    assert said(found, "resolution") == []


def test_dataset_tells_what_it_holds_and_who_keeps_it(behind):
    (data,) = behind[TALK.key]["data"]
    assert data == {
        "type": "dataset",
        "name": "acme/talk",
        "contents": {"url": TALK.key},
        "sensitiveData": ["First names of customers."],
        "description": "Talks in shops.",
        "governance": {"custodians": [{"organization": {"name": "Acme"}}]},
    }


def leaves(value):
    """All texts and figures in a value."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value if isinstance(value, str) else json.dumps(value)]


def test_every_fact_is_in_the_document(published, bom):
    said = "\0".join(leaves(bom(published)))
    told = [each.value for a in (chat(), talk(), base()) for found in a.facts.values() for each in found]
    assert [leaf for value in told for leaf in leaves(value) if leaf not in said] == []


def test_known_things_have_the_names_of_their_properties(subject, said):
    assert said(subject, "parameter-count") == ["7000000000"]
    assert said(subject, "context-length") == ["32768"]
    assert said(subject, "quantization") == ['{"bits": 4, "method": "gptq"}']
    assert said(subject, "downloads") == ["1234 in 30 days"]
    assert said(subject, "hyperparameter") == ["epochs=3", "learning_rate=2e-05"]
    assert said(subject, "custom-code") == ["true"]
    assert said(subject, "gated") == ["manual"]
    assert said(subject, "alias") == ["pkg:huggingface/acme/old-chat"]
    assert said(subject, "retrieved-at") == ["2026-02-03T04:05:06+00:00"]
    assert said(subject, "current-commit") == []


def test_version_that_is_no_commit_is_told_as_it_is(make, component, said):
    known = make.artifact(CHAT, "acme/chat", facts={PropertyKind.VERSION: (observed("1.5"),)})
    found = component(make.inventory(related=(known,)))
    assert "version" not in found
    assert said(found, "current-commit") == ["1.5"]


def test_use_of_code_from_the_repository_says_where(make, component, said):
    trusting = make.sighting("app.py:9", Method.OBSERVED, rule="from_pretrained", trust_remote_code=True)
    found = component(make.inventory(models=(make.model("acme/chat", sightings=(trusting,)),)))
    assert said(found, "trust-remote-code") == ["true at app.py:9"]


def test_model_that_is_used_keeps_its_commit_scope_and_places_beside_what_is_known(using, bom, said):
    found = {c["bom-ref"]: c for c in bom(using)["components"]}[f"pkg:huggingface/acme/chat@{COMMIT}"]
    assert (found["version"], found["scope"]) == (COMMIT, "required")
    assert found["evidence"]["occurrences"][0]["location"] == "app.py"
    assert found["modelCard"]["modelParameters"]["task"] == "text-generation"
    assert (said(found, "pinned"), said(found, "lineage")) == (["true"], [])


def test_library_that_runs_it_is_required_and_an_ancestor_that_nothing_loads_is_not(using, bom):
    needs = {row["ref"]: row.get("dependsOn") for row in bom(using)["dependencies"]}
    assert needs[f"pkg:huggingface/acme/chat@{COMMIT}"] == ["pkg:pypi/transformers@4.50.0"]
    assert needs[TALK.key] is None
    assert not {BASE.key, ROOT.key} & needs.keys()


def test_base_of_an_adapter_is_a_part_and_required(using, make, bom):
    base = next(each for each in using.related if each.id == BASE)
    entry = make.model("acme/base", known=base)
    document = bom(replace(using, models=(entry,), related=tuple(e for e in using.related if e.id != BASE)))
    needs = {row["ref"]: row.get("dependsOn") for row in document["dependencies"]}
    assert needs[BASE.key] == [ROOT.key]
    assert ROOT.key in {component["bom-ref"] for component in document["components"]}


def test_ancestors_are_told_of_in_the_pedigree_and_are_no_components(using, bom):
    document = bom(using)
    assert not {BASE.key, ROOT.key} & {component["bom-ref"] for component in document["components"]}
    chat = next(c for c in document["components"] if c["bom-ref"] == f"pkg:huggingface/acme/chat@{COMMIT}")
    told = {each.get("bom-ref"): each for each in chat["pedigree"]["ancestors"]}
    assert told[BASE.key]["licenses"]
    inner = {each.get("bom-ref") for each in told[BASE.key]["pedigree"]["ancestors"]}
    assert ROOT.key in inner


def test_lineage_that_was_not_followed_to_its_end_is_incomplete(published, bom):
    rows = {row["aggregate"]: row for row in bom(published)["compositions"]}
    assert rows["incomplete"]["assemblies"] == [EXAM.key, CHAT.key, LOST.key]
    assert "assemblies" not in rows["unknown"]


def test_lineage_of_which_no_gap_is_known_is_not_complete_for_that(make, bom):
    inventory = make.inventory(project=CHAT, subject=replace(chat(), derived_from=(), trained_on=(), evaluated_on=()))
    rows = {row["aggregate"]: row for row in bom(inventory)["compositions"]}
    assert rows["unknown"]["assemblies"] == [CHAT.key]


def resolved(document, pointer):
    value = document
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def test_every_field_is_cited_with_where_it_was_read(published, bom):
    document = bom(published, spec_version="1.7", reproducible=False, now=NOW)
    cited = {p: c["note"] for c in document["citations"] for p in c["pointers"]}
    at = "/metadata/component"
    assert cited[f"{at}/modelCard/considerations/useCases"] == "acme/chat README.md:20 (declared, section)"
    assert cited[f"{at}/supplier"] == "https://hub.example/api/models/acme/chat (observed, author)"
    notes = {resolved(document, p)["name"]: note for p, note in cited.items() if "/properties/" in p}
    assert notes["mlgraph:parameter-count"] == "https://hub.example/api/models/acme/chat (observed)"
    assert not any(p["name"].startswith("mlgraph:source:") for p in document["metadata"]["component"]["properties"])
    assert len(cited) == len({p for c in document["citations"] for p in c["pointers"]})


def test_document_that_has_no_citations_says_it_by_properties(published, bom, said):
    for options in ({"spec_version": "1.6"}, {"spec_version": "1.7"}):
        found = bom(published, **options)["metadata"]["component"]
        assert said(found, "source:modelCard.considerations.useCases") == ["acme/chat README.md:20 (declared, section)"]
        assert said(found, "source:gated") == ["https://hub.example/api/models/acme/chat (observed)"]


def test_field_that_is_not_there_is_not_cited(published, bom):
    unreached = replace(published, related=(lost(),), subject=lost())
    assert "citations" not in bom(unreached, spec_version="1.7", reproducible=False, now=NOW)
