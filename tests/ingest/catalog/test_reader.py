"""The catalog as a source: what is asked for, what that leads to, and that each reading stands on its document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.app.ingest import ingest
from mlgraph.model import ids
from mlgraph.model.assertions import Evidence, Reading, edge
from mlgraph.model.errors import UsageError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.catalog import catalog_readings, source
from mlgraph_ontology.kinds import EdgeKind, Method

BERT = ids.model("google-bert/bert-base-uncased")
OLD_BERT = ids.model("bert-base-uncased")


class Warnings(Reporter):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def warn(self, text: str) -> None:
        self.texts.append(text)


def triples(readings: Iterable[Reading]) -> set[tuple[str, str, Any]]:
    return {
        (one.subject.key, one.predicate, one.object.key if one.object else str(one.value))
        for reading in readings
        for one in reading.assertions()
    }


def subjects(nodes: Iterable[NodeId]) -> set[str]:
    return {subject for subject, _, _ in triples(catalog_readings(nodes))}


def test_a_model_is_told_with_license_and_training_data() -> None:
    said = triples(catalog_readings([BERT]))

    assert (BERT.key, "licensed_under", "Apache-2.0") in said
    assert (BERT.key, "trained_on", ids.hub_dataset("bookcorpus").key) in said


def test_another_name_and_a_state_lead_to_the_same_entry() -> None:
    state = ids.model("google-bert/bert-base-uncased", "86b5e0934494bd15c9632b12f734a8a67f723594")

    assert subjects([OLD_BERT]) == subjects([BERT]) == subjects([state])
    assert (OLD_BERT.key, "same_as", BERT.key) in triples(catalog_readings([OLD_BERT]))


def test_what_a_model_was_made_from_comes_along() -> None:
    instruct = ids.model("Qwen/Qwen2.5-7B-Instruct")

    assert {ids.model("Qwen/Qwen2.5-7B").key, "org:alibaba"} <= subjects([instruct])


def test_what_the_catalog_does_not_have_yields_nothing() -> None:
    assert list(catalog_readings([ids.model("nobody/nothing"), ids.package("torch"), ids.file(Path("/x"))])) == []


def test_each_reading_stands_on_a_page_with_its_date() -> None:
    for reading in catalog_readings([BERT]):
        assert reading.document.title.startswith("https://github.com/")
        assert reading.document.observed_at.tzinfo is UTC
        assert {one.evidence.method for one in reading.assertions()} == {Method.CURATED}


def test_no_two_readings_have_the_same_locator() -> None:
    locators = [reading.document.locator for reading in source(Request(()), http=None, report=Reporter())]

    assert len(locators) == len(set(locators)) > 500


def test_the_order_of_the_request_makes_no_difference() -> None:
    nodes = [ids.model("openai-community/gpt2"), BERT]
    one, other = ([r.document.fingerprint for r in catalog_readings(asked)] for asked in (nodes, nodes[::-1]))

    assert one == other


def test_an_unknown_id_is_warned_of_and_the_rest_goes_on() -> None:
    warnings = Warnings()
    request = Request(("pkg:huggingface/nobody/nothing", BERT.key))
    said = triples(source(request, http=None, report=warnings))

    assert (BERT.key, "licensed_under", "Apache-2.0") in said
    assert len(warnings.texts) == 1
    assert "pkg:huggingface/nobody/nothing: the catalog has no entry" in warnings.texts[0]


@pytest.mark.parametrize("locator", ["pkg:huggingface/a/b/c", "not an id", "pkg:"])
def test_what_is_no_id_is_refused_in_one_sentence(locator: str) -> None:
    with pytest.raises(UsageError, match=r"give ids such as pkg:huggingface"):
        list(source(Request((locator,)), http=None, report=Reporter()))


def test_an_option_is_refused() -> None:
    with pytest.raises(UsageError, match="no option 'depth'"):
        source(Request((), {"depth": "1"}), http=None, report=Reporter())


def test_reading_one_entry_leaves_what_was_read_of_the_others(tmp_path: Path) -> None:
    store = mlgraph.Store(tmp_path / "graph.duckdb")
    ingest(store, catalog_readings([BERT, ids.model("openai-community/gpt2")]), Reporter())
    before = store.sql("SELECT count(*) FROM edges")[1]
    done = ingest(store, catalog_readings([OLD_BERT]), Reporter())

    assert store.sql("SELECT count(*) FROM edges")[1] == before
    assert (done.read, done.failed, done.retired) == ([], [], [])


def test_a_declared_fact_outranks_the_catalog(tmp_path: Path) -> None:
    store = mlgraph.Store(tmp_path / "graph.duckdb")
    (first, *_) = readings = list(catalog_readings([BERT]))
    card = edge(BERT, EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), Evidence("", Method.DECLARED))
    document = mlgraph.model.assertions.Document("card", "card", "card/1", "1", first.document.observed_at)
    ingest(store, [*readings, Reading(document, lambda: [card])], Reporter())
    with store.view() as view:
        licenses = [e.object.key for e in view.about([BERT])[BERT] if e.kind is EdgeKind.LICENSED_UNDER]

    assert licenses[0] == "MIT"
    assert "Apache-2.0" in licenses
