"""The ancestors and descendants of models and datasets, each step with what says so."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.directions import Direction
from mlgraph_queries.lineage import lineage, walk

COMMIT = "0" * 39 + "a"
BASE, CHAT, TUNED, OTHER = (ids.model(f"lab/{name}") for name in ("base", "chat", "tuned", "other"))
DATA, WEB = ids.hub_dataset("lab/data"), ids.hub_dataset("lab/web")
CARD = Evidence("3", Method.DECLARED, "card")


def made(subject, target, relation=None, kind=EdgeKind.DERIVED_FROM, evidence=CARD) -> Assertion:
    return edge(subject, kind, target, evidence, relation=relation)


def hops(graph, name, direction=Direction.BOTH) -> set[tuple[object, ...]]:
    with graph.view() as view:
        rows = lineage(view, name, direction=direction).records()
    return {(row["direction"], row["depth"], row["id"], row["how"], row["near"]) for row in rows}


@pytest.fixture
def family(graph):
    graph.write("chat.md", made(CHAT, BASE, "finetune"), made(CHAT, DATA, kind=EdgeKind.TRAINED_ON), collection="")
    graph.write("base.md", edge(BASE, EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), CARD), collection="")
    graph.write("tuned.md", made(TUNED, CHAT, "adapter"), collection="")
    return graph.write("data.md", made(DATA, WEB), collection="")


def test_ancestors_and_descendants_come_with_depth_and_relation(family) -> None:
    assert hops(family, "lab/chat") == {
        ("upstream", 1, BASE.key, "finetune", CHAT.key),
        ("upstream", 1, DATA.key, "trained_on", CHAT.key),
        ("upstream", 2, WEB.key, None, DATA.key),
        ("downstream", 1, TUNED.key, "adapter", CHAT.key),
    }


def test_one_direction_is_followed_where_one_is_asked_for(family) -> None:
    assert {row[0] for row in hops(family, "lab/chat", Direction.DOWNSTREAM)} == {"downstream"}


def test_every_step_names_its_evidence_and_the_license_of_what_it_reaches(family) -> None:
    with family.view() as view:
        rows = lineage(view, "lab/tuned", direction=Direction.UPSTREAM).records()
    found = {(row["id"], row["where"], row["method"], tuple(row["licenses"] or ())) for row in rows}
    assert (CHAT.key, "tuned.md:3", "declared", ()) in found
    assert (BASE.key, "chat.md:3", "declared", ("MIT",)) in found


def test_a_cycle_ends_and_shows_the_step_that_closes_it(graph) -> None:
    graph.write("one", made(BASE, CHAT, "merge"), made(CHAT, BASE, "finetune"), collection="")
    assert hops(graph, "lab/base", Direction.UPSTREAM) == {
        ("upstream", 1, CHAT.key, "merge", BASE.key),
        ("upstream", 2, BASE.key, "finetune", CHAT.key),
    }


def test_what_is_said_of_a_commit_counts_for_the_model_and_the_other_way_round(graph) -> None:
    state = ids.model("lab/chat", COMMIT)
    graph.write("chat@", made(state, BASE, "finetune"), collection="")
    graph.write("tuned", made(TUNED, CHAT, "adapter"), made(CHAT, DATA, kind=EdgeKind.TRAINED_ON), collection="")
    assert {row[2] for row in hops(graph, "pkg:huggingface/lab/chat", Direction.UPSTREAM)} == {BASE.key, DATA.key}
    assert {row[2] for row in hops(graph, state.key)} == {BASE.key, DATA.key, TUNED.key}


def test_a_renamed_model_has_one_lineage(graph) -> None:
    graph.write("rename", edge(OTHER, EdgeKind.SAME_AS, CHAT, CARD), collection="")
    graph.write("tuned", made(TUNED, OTHER, "finetune"), made(CHAT, BASE, "finetune"), collection="")
    assert {row[2] for row in hops(graph, "lab/tuned")} == {CHAT.key, BASE.key}


def test_several_documents_that_say_the_same_are_one_step_with_the_strongest_first(graph) -> None:
    curated = Evidence("#/models/3", Method.CURATED, "catalog")
    graph.write("catalog", made(CHAT, BASE, "finetune", evidence=curated), collection="")
    graph.write("card", made(CHAT, BASE), collection="")
    with graph.view() as view:
        (row,) = lineage(view, "lab/chat", direction=Direction.UPSTREAM).records()
    assert (row["where"], row["sources"]) == ("card:3", ["card:3", "catalog#/models/3"])
    assert row["how"] == "finetune"


def test_ends_of_which_nothing_was_read_are_unknown_and_others_are_roots(family) -> None:
    with family.view() as view:
        found = walk(view, [CHAT], Direction.UPSTREAM)
        table = lineage(view, "lab/chat", direction=Direction.UPSTREAM)
    assert set(found.ends) == {BASE, WEB}
    assert found.unread == (WEB,)
    assert any("lab/web" in sentence for sentence in table.unknown)
    assert not any("lab/base" in sentence for sentence in table.unknown)


def test_what_has_no_lineage_is_refused(graph) -> None:
    graph.write("x", fact(ids.package("torch"), PropertyKind.NAME, "torch", CARD), collection="")
    with graph.view() as view, pytest.raises(QueryError, match="Package"):
        lineage(view, "torch")
