"""What is known of projects and models counts where its source is known, and nothing else does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgraph_ontology.kinds import Method, NodeKind, PropertyKind
from mlgraph_queries.completeness import DocumentPlan, State, as_table, completeness, judge, project_witness
from mlgraph_queries.completeness.subjects import SubjectKind, worded
from mlgraph_queries.entries import ArtifactFile, Unresolved
from mlgraph_queries.stated import LicenseStatement
from tests.queries.completeness.builders import (
    BASE,
    CORPUS,
    MODEL,
    OF_MODEL,
    PLAN,
    STATED,
    artifact,
    cell,
    every_list,
    facts,
    inventory,
    of_model,
    of_project,
    package,
    reference,
    rich,
    sighting,
    stated,
    states,
    total,
    unreadable,
)

PLACEHOLDERS = [
    "",
    " ",
    "NOASSERTION",
    "NONE",
    "none",
    "unknown",
    "N/A",
    "n/a",
    "TBD",
    "[More Information Needed]",
    None,
]


def test_model_that_code_names_has_a_name_and_an_identifier_and_no_more() -> None:
    found = of_project("g7", models=(reference(artifact()),))
    of_a_model = {e for (e, subject), state in states(found).items() if subject == MODEL.key and state == STATED}

    assert of_a_model == {"g7-model-name", "g7-model-identifier", "g7-model-references"}
    assert cell(found, "g7-model-name").where == "app.py:3"
    assert cell(found, "g7-model-references").method is Method.INFERRED


def test_model_that_could_not_be_reached_counts_nothing() -> None:
    lost = replace(rich(), failure="huggingface.co did not answer")
    found = of_project("g7", "owasp", "ntia", models=(reference(lost),))
    rows = [f for each in found for f in each.judgements if f.kind is SubjectKind.MODEL]

    assert rows
    assert {f.state for f in rows} == {State.UNKNOWN}
    assert {f.reason for f in rows} == {"it could not be reached: huggingface.co did not answer"}
    assert found[1].points() == {MODEL.key: 0.0}


def test_model_that_its_place_does_not_have_counts_nothing() -> None:
    gone = artifact(facts={PropertyKind.ABSENT_FROM: (stated("huggingface.co"),)}, documents=("https://hub.example",))
    found = of_project("g7", models=(reference(gone),))

    assert cell(found, "g7-model-name").state is State.UNKNOWN
    assert "huggingface.co has no model of this name" in cell(found, "g7-model-name").reason


def test_everything_that_is_known_of_a_model_leads_to_its_source() -> None:
    found = of_model(rich(), "g7", "owasp")
    rows = [f for each in found for f in each.judgements if f.state is State.STATED]

    assert all(f.where and f.value for f in rows)
    assert {f.subject for f in rows} >= {MODEL.key, "document"}
    assert cell(found, "g7-model-producer").value == "Org"
    assert cell(found, "owasp-embedding_length").value == "768"
    assert cell(found, "owasp-energyUnit").value == "kWh"


def test_emissions_without_energy_are_no_energy() -> None:
    known = artifact(facts={PropertyKind.EMISSIONS: (stated({"kg_co2e": 2.0}),)}, documents=("x",))

    assert cell(of_model(known, "owasp"), "owasp-energyConsumption").state is State.UNKNOWN


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_placeholder_counts_nothing(placeholder: str | None) -> None:
    said = {kind: (stated(placeholder),) for kind in OF_MODEL}
    nobody = (LicenseStatement(None, placeholder, Method.DECLARED, "card"),)

    assert total(of_model(artifact(facts=said, licenses=nobody, documents=("x",)))) == total(
        of_model(artifact(documents=("x",)))
    )


def test_value_without_a_source_counts_nothing() -> None:
    said = {kind: tuple(replace(each, where="") for each in found) for kind, found in facts(OF_MODEL).items()}

    assert total(of_model(artifact(facts=said))) == total(of_model(artifact()))


def test_version_range_and_branch_are_no_versions() -> None:
    moving = reference(artifact(), revision="main", sightings=(sighting(),))
    found = of_project("ntia", models=(moving,), packages=(package("torch"),), direct=())

    assert cell(found, "ntia-version", MODEL.key).state is State.UNKNOWN
    assert cell(found, "ntia-version", "pkg:pypi/torch").state is State.UNKNOWN


def test_package_says_in_which_document_its_version_stands() -> None:
    found = of_project("cisa", packages=(package("torch", "2.4.0", hashes=("sha256:" + "ab" * 32,)),))

    assert (cell(found, "cisa-version", "pkg:pypi/torch@2.4.0").where) == "uv.lock:5"
    assert cell(found, "cisa-hash", "pkg:pypi/torch@2.4.0").method is Method.RESOLVED
    assert cell(found, "cisa-producer", "pkg:pypi/torch@2.4.0").state is State.UNKNOWN


@pytest.mark.parametrize("text", ["etag:1", "sha256:", "sha256:abc", "gitsha1:" + "ab" * 20, "ab" * 32])
def test_text_that_is_no_hash_is_none(text: str) -> None:
    files = (ArtifactFile(CORPUS, "data.parquet", 1, (text,)),)

    assert cell(of_model(artifact(files=files, documents=("x",)), "cisa"), "cisa-hash").state is State.UNKNOWN


def test_package_that_another_requires_is_named_where_that_is_said() -> None:
    torch, lonely = package("torch", "2.4.0"), package("sympy", declared=())
    found = of_project("ntia", packages=(replace(torch, depends_on=(lonely.id,)), lonely))

    assert cell(found, "ntia-name", lonely.id.key).where == "uv.lock:5"
    assert cell(found, "ntia-dependency", lonely.id.key).value == "required by torch"


def test_name_of_the_folder_is_shown_as_inferred() -> None:
    named = {PropertyKind.NAME: (stated("shop", "pyproject.toml:2"),)}

    assert cell(of_project("g7"), "g7-system-name").method is Method.INFERRED
    assert cell(of_project("g7", facts=named), "g7-system-name").where == "pyproject.toml:2"


def test_what_the_tool_makes_counts_for_the_document_alone() -> None:
    found = of_project("g7", "owasp", "ntia")
    made = {f.element.id for each in found for f in each.judgements if f.where == "this document"}

    assert {f.kind for each in found for f in each.judgements if f.where == "this document"} == {SubjectKind.DOCUMENT}
    assert made >= {"g7-tool-name", "g7-sbom-timestamp", "owasp-serialNumber", "ntia-timestamp"}
    assert cell(found, "g7-sbom-author").state is State.UNKNOWN


def test_reproducible_document_loses_its_time_and_serial_number_and_says_so() -> None:
    witness = project_witness(inventory(), DocumentPlan("0.1.0", is_reproducible=True))
    found = completeness(every_list(), witness)
    dated = project_witness(inventory(), DocumentPlan("0.1.0", is_reproducible=True, is_dated=True))

    assert cell(found.lists, "owasp-serialNumber").state is State.UNKNOWN
    assert cell(found.lists, "ntia-timestamp").state is State.UNKNOWN
    assert any("no serial number and no time" in remark for remark in found.remarks)
    assert cell(judge(every_list(), dated), "ntia-timestamp").state is State.STATED


def test_elements_on_models_do_not_apply_where_none_is_named() -> None:
    found = of_project("g7")

    assert cell(found, "g7-model-name").state is State.NOT_APPLICABLE
    assert cell(found, "g7-dataset-name").reason == "neither a model nor a dataset is named in what was read"


def test_elements_on_models_are_unknown_where_a_reference_has_no_name_or_nothing_was_read() -> None:
    nameless = (Unresolved(NodeKind.MODEL, "from_pretrained", "name", "app.py:3"),)

    assert cell(of_project("g7", unresolved=nameless), "g7-model-name").state is State.UNKNOWN
    assert cell(of_project("g7", documents=()), "g7-model-name").state is State.UNKNOWN
    assert cell(of_project("g7", files=(unreadable(),)), "g7-model-name").state is State.UNKNOWN


def test_datasets_are_unknown_where_a_model_has_none() -> None:
    assert cell(of_project("g7", models=(reference(artifact()),)), "g7-dataset-name").state is State.UNKNOWN


def test_dataset_behind_a_model_is_named_where_the_model_says_it() -> None:
    corpus = artifact(CORPUS, "org/corpus")
    found = of_project("g7", models=(reference(rich()),), related=(corpus,))

    assert cell(found, "g7-dataset-name").where == "https://huggingface.co/org/chat#/cardData"
    assert cell(found, "g7-dataset-dependencies").value == "org/chat"


def test_element_that_only_its_provider_can_say_says_so() -> None:
    found = of_project("g7", "high-risk")

    assert cell(found, "g7-data-flow").state is State.OF_PROVIDER
    assert cell(found, "annex-iv-5").state is State.OF_PROVIDER


def test_what_nobody_read_about_is_unknown_and_not_the_providers_alone() -> None:
    unread, read = artifact(), artifact(documents=("https://hub.example",))

    assert cell(of_model(unread, "provider-gpai"), "annex-xi-1-1(f)").state is State.UNKNOWN
    assert cell(of_model(read, "provider-gpai"), "annex-xi-1-1(f)").state is State.OF_PROVIDER
    assert cell(of_model(unread, "provider-gpai"), "art-53-1(c)").state is State.OF_PROVIDER


def test_model_asked_about_alone_is_no_system() -> None:
    found = of_model(rich(), "g7", behind=(artifact(BASE, "org/base"),))

    assert cell(found, "g7-system-name").state is State.NOT_APPLICABLE
    assert cell(found, "g7-model-name", MODEL.key).state is State.STATED
    assert cell(found, "g7-model-name", BASE.key).state is State.STATED


def test_performance_of_a_model_is_that_of_the_system() -> None:
    assert (
        cell(of_project("g7", models=(reference(rich()),)), "g7-performance").value == "org/chat: accuracy 0.9 on imdb"
    )


def test_points_of_a_model_are_worked_out_by_hand() -> None:
    """All four fields of the document: 20 points. Of the component 9 of 16: name and type (3 each), purl (2), references.

    Of the references 2 of 5: the download location. Nothing of the metadata and of the model card.
    """
    (owasp,) = of_project("owasp", models=(reference(artifact()),))

    assert owasp.points() == {MODEL.key: round(20 + 20 * 9 / 16 + 10 * 2 / 5, 1)}


def test_share_is_counted_for_each_model() -> None:
    (g7,) = of_project("g7", models=(reference(rich()), reference(artifact(BASE, "org/base"))))
    tallies = {each.name: (each.stated, each.asked) for each in g7.by_subject(SubjectKind.MODEL)}

    assert tallies == {"org/chat": (12, 13), "org/base": (3, 13)}
    assert g7.by_kind()[SubjectKind.MODEL] == (15, 26)


def test_table_has_every_judgement_with_its_source() -> None:
    found = completeness(every_list(), project_witness(inventory(models=(reference(rich()),)), PLAN))
    table = as_table(found)
    rows = table.records()

    assert len(rows) == sum(len(each.judgements) for each in found.lists)
    assert all(row["source"] for row in rows if row["state"] == STATED)
    assert table.coverage["g7"]["stated"] == found.lists[0].stated
    assert json.dumps(table.coverage)
    assert any("encoded: 50 of 50" in sentence for sentence in table.unknown)


@given(st.sets(st.sampled_from(sorted(OF_MODEL))), st.sets(st.sampled_from(sorted(OF_MODEL))))
@settings(max_examples=40, deadline=None)
def test_taking_facts_away_never_raises_a_count(kept: set[PropertyKind], lost: set[PropertyKind]) -> None:
    more, less = (judge(every_list(), _witness(kinds)) for kinds in (kept | lost, kept))

    assert all(a.stated <= b.stated for a, b in zip(less, more, strict=True))
    assert all(a.whole <= b.whole for a, b in zip(less, more, strict=True))
    assert less[1].points()[MODEL.key] <= more[1].points()[MODEL.key]


@given(
    st.sets(
        st.sampled_from(["licenses", "publishers", "derived_from", "trained_on", "evaluated_on", "runs_with", "files"])
    )
)
@settings(max_examples=30, deadline=None)
def test_taking_links_away_never_raises_a_count(lost: set[str]) -> None:
    whole, less = rich(), rich(**dict.fromkeys(lost, ()))

    assert total(of_project(models=(reference(less),))) <= total(of_project(models=(reference(whole),)))


@given(st.dictionaries(st.sampled_from(sorted(OF_MODEL)), st.sampled_from(PLACEHOLDERS)))
@settings(max_examples=40, deadline=None)
def test_adding_placeholders_never_raises_a_count(added: dict[PropertyKind, str | None]) -> None:
    known = facts(sorted(OF_MODEL)[::3])
    more = known | {kind: (*known.get(kind, ()), stated(value)) for kind, value in added.items()}
    less = of_model(artifact(facts=known, documents=("x",)))

    assert total(of_model(artifact(facts=more, documents=("x",)))) == total(less)


def _witness(kinds: set[PropertyKind]):
    known = artifact(facts=facts(kinds), documents=("x",))
    return project_witness(inventory(models=(reference(known),)), PLAN)


@given(st.text(max_size=30))
def test_value_is_one_line_and_never_empty(text: str) -> None:
    found = worded(text)

    assert found is None or (found == found.strip() and found and "\n" not in found)
