"""What is known of a model or a dataset comes out of all documents that may speak of it, and of no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgraph.model import ids, locators
from mlgraph.model.assertions import Assertion, Document, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.artifacts import artifacts, documents_of, is_known, related
from mlgraph_queries.entries import Artifact
from mlgraph_queries.model_inventory import model_inventory
from tests.queries.conftest import OBSERVED, PROJECT, Graph

COMMIT, OTHER_COMMIT = "0123456789abcdef0123456789abcdef01234567", "f" * 40
CHAT, OLD_CHAT, BASE, ROOT = (ids.model(name) for name in ("acme/chat", "acme/old-chat", "acme/base", "labs/root"))
STATE = ids.model("acme/chat", COMMIT)
TALK, EXAM = ids.hub_dataset("acme/talk"), ids.hub_dataset("labs/exam")
ELSEWHERE = ids.project(Path("/home/somebody/elsewhere"))
CARD = Evidence("4", Method.DECLARED, "card")
SEEN = Evidence("#/x", Method.OBSERVED)
GUESS = Evidence("", Method.INFERRED, "guess")


def said(node: NodeId, kind: PropertyKind, value: JsonValue, evidence: Evidence = CARD) -> Assertion:
    return fact(node, kind, value, evidence)


def link(node: NodeId, kind: EdgeKind, target: NodeId, **detail: JsonValue) -> Assertion:
    return edge(node, kind, target, CARD, **detail)


def known(graph: Graph, node: NodeId, project: NodeId | None = None) -> Artifact:
    with graph.view() as view:
        return artifacts(view, [node], project)[node]


def behind(graph: Graph, *nodes: NodeId) -> list[NodeId]:
    with graph.view() as view:
        return [artifact.id for artifact in related(view, nodes)]


def fail(graph: Graph, node: NodeId, reason: str) -> None:
    locator = locators.index_document(node)
    graph.failed.append((Document(locator, f"https://hub.example/{node}", "hub/1", "1", OBSERVED), reason))


def test_strongest_statement_comes_first_and_says_where_it_was_read(graph: Graph) -> None:
    graph.write("card", said(CHAT, PropertyKind.TASK, "chat"), collection="")
    graph.write("api", said(CHAT, PropertyKind.TASK, "text-generation", SEEN), collection="")
    found = known(graph, CHAT)
    assert found.values(PropertyKind.TASK) == ("text-generation", "chat")
    assert [(s.where, s.method, s.rule) for s in found.facts[PropertyKind.TASK]] == [
        ("api#/x", Method.OBSERVED, ""),
        ("card:4", Method.DECLARED, "card"),
    ]
    assert found.documents == ("api", "card")
    assert (found.text(PropertyKind.LANGUAGE), found.values(PropertyKind.LANGUAGE)) == (None, ())


def test_nothing_is_known_of_what_nobody_speaks_of(graph: Graph) -> None:
    graph.write("card", said(BASE, PropertyKind.TASK, "chat"), collection="")
    found = known(graph, CHAT)
    assert (found.name, found.facts, found.documents, found.failure) == ("acme/chat", {}, (), None)
    assert not is_known(found)


def test_what_is_said_of_a_state_goes_before_what_is_said_of_the_whole(graph: Graph) -> None:
    graph.write("of the state", said(STATE, PropertyKind.TASK, "chat"), collection="")
    graph.write(
        "of the whole",
        said(CHAT, PropertyKind.TASK, "text-generation", SEEN),
        said(CHAT, PropertyKind.GATED, "auto", SEEN),
        edge(CHAT, EdgeKind.LICENSED_UNDER, ids.license_expression("MIT"), SEEN),
        collection="",
    )
    found = known(graph, STATE)
    assert found.values(PropertyKind.TASK) == ("chat",)
    gated = found.stated(PropertyKind.GATED)
    assert gated is not None
    assert (gated.value, gated.method, gated.rule) == ("auto", Method.INFERRED, "another state")
    assert [(s.expression, s.method) for s in found.licenses] == [("MIT", Method.INFERRED)]


def test_what_holds_of_one_commit_only_says_nothing_of_another(graph: Graph) -> None:
    file = ids.hub_file(CHAT, OTHER_COMMIT, "model.safetensors")
    graph.write(
        "of the whole",
        said(CHAT, PropertyKind.VERSION, OTHER_COMMIT),
        said(CHAT, PropertyKind.HASH, "sha256:" + "0" * 64),
        said(CHAT, PropertyKind.SIZE_BYTES, 5),
        link(CHAT, EdgeKind.CONTAINS, file),
        collection="",
    )
    assert (known(graph, STATE).facts, known(graph, STATE).files) == ({}, ())
    assert len(known(graph, CHAT).files) == 1


def test_what_is_said_of_a_state_says_nothing_of_the_whole(graph: Graph) -> None:
    graph.write("of the state", said(STATE, PropertyKind.TASK, "chat"), collection="")
    assert not is_known(known(graph, CHAT))


def test_files_of_other_projects_say_nothing(graph: Graph) -> None:
    graph.write("here.py", said(CHAT, PropertyKind.TASK, "here"))
    graph.write("there.py", said(CHAT, PropertyKind.TASK, "there"), collection=ELSEWHERE.key)
    assert known(graph, CHAT, PROJECT).values(PropertyKind.TASK) == ("here",)
    assert known(graph, CHAT, PROJECT).documents == ()
    assert known(graph, CHAT).facts == {}


def test_links_keep_what_their_source_says_and_the_name_of_where_they_lead(graph: Graph) -> None:
    account = ids.hub_account("acme")
    graph.write(
        "card",
        link(CHAT, EdgeKind.PUBLISHED_BY, account),
        said(account, PropertyKind.NAME, "Acme Inc."),
        link(CHAT, EdgeKind.DERIVED_FROM, BASE, relation="adapter"),
        link(CHAT, EdgeKind.TRAINED_ON, TALK, split="train"),
        link(CHAT, EdgeKind.EVALUATED_ON, EXAM, config="hard"),
        link(CHAT, EdgeKind.RUNS_WITH, ids.package("peft")),
        collection="",
    )
    found = known(graph, CHAT)
    assert [(p.node, p.name) for p in found.publishers] == [(account, "Acme Inc.")]
    assert [(d.name, d.relation, d.where, d.rule) for d in found.derived_from] == [
        ("acme/base", "adapter", "card:4", "card")
    ]
    assert [(t.name, dict(t.detail)) for t in found.trained_on] == [("acme/talk", {"split": "train"})]
    assert [(t.name, t.relation) for t in found.evaluated_on] == [("labs/exam", None)]
    assert [r.name for r in found.runs_with] == ["peft"]


def test_files_have_their_path_size_and_hashes(graph: Graph) -> None:
    first, second = (ids.hub_file(CHAT, COMMIT, name) for name in ("b.safetensors", "a/config.json"))
    graph.write(
        "api",
        link(CHAT, EdgeKind.CONTAINS, first),
        said(first, PropertyKind.NAME, "b.safetensors"),
        said(first, PropertyKind.SIZE_BYTES, 5),
        said(first, PropertyKind.HASH, "sha256:" + "0" * 64),
        link(CHAT, EdgeKind.CONTAINS, second),
        said(second, PropertyKind.NAME, "a/config.json"),
        collection="",
    )
    assert [(f.path, f.size_bytes, f.hashes) for f in known(graph, CHAT).files] == [
        ("a/config.json", None, ()),
        ("b.safetensors", 5, ("sha256:" + "0" * 64,)),
    ]


def test_name_that_it_had_before_is_an_alias_and_its_facts_are_the_same(graph: Graph) -> None:
    graph.write("redirect", edge(OLD_CHAT, EdgeKind.SAME_AS, CHAT, CARD), collection="")
    graph.write("api", said(CHAT, PropertyKind.TASK, "chat"), collection="")
    for node, other in ((CHAT, OLD_CHAT), (OLD_CHAT, CHAT)):
        found = known(graph, node)
        assert (found.id, found.aliases, found.text(PropertyKind.TASK)) == (node, (other,), "chat")
    assert known(graph, STATE).aliases == (OLD_CHAT,)


def test_place_that_gave_no_answer_is_a_failure_with_its_reason(graph: Graph) -> None:
    graph.write("redirect", edge(OLD_CHAT, EdgeKind.SAME_AS, CHAT, CARD), collection="")
    fail(graph, CHAT, "hub.example: 503")
    assert {known(graph, node).failure for node in (CHAT, STATE)} == {"hub.example: 503"}
    with graph.view() as view:
        (document,) = documents_of(view, [STATE])
        assert (document.error, documents_of(view, [BASE])) == ("hub.example: 503", [])
    assert known(graph, BASE).failure is None


def test_absence_is_nothing_that_is_known_of_a_model(graph: Graph) -> None:
    graph.write("api", said(CHAT, PropertyKind.ABSENT_FROM, "hub.example"), collection="")
    assert not is_known(known(graph, CHAT))


def test_lineage_is_followed_to_its_end_and_through_cycles(graph: Graph) -> None:
    graph.write("chat", link(CHAT, EdgeKind.DERIVED_FROM, BASE), link(CHAT, EdgeKind.TRAINED_ON, TALK), collection="")
    graph.write("base", link(BASE, EdgeKind.DERIVED_FROM, ROOT), collection="")
    graph.write("root", link(ROOT, EdgeKind.DERIVED_FROM, CHAT), collection="")
    graph.write("talk", link(TALK, EdgeKind.DERIVED_FROM, EXAM), link(EXAM, EdgeKind.DERIVED_FROM, TALK), collection="")
    assert behind(graph, CHAT) == sorted([BASE, ROOT, TALK, EXAM])
    assert behind(graph, CHAT, BASE) == sorted([ROOT, TALK, EXAM])
    assert behind(graph, STATE) == behind(graph, CHAT)


def test_lineage_of_another_project_is_not_followed(graph: Graph) -> None:
    graph.write("there.py", link(CHAT, EdgeKind.DERIVED_FROM, BASE), collection=ELSEWHERE.key)
    assert behind(graph, CHAT) == []


def test_inventory_of_a_published_model_has_it_with_its_lineage(graph: Graph) -> None:
    graph.write("card", link(CHAT, EdgeKind.DERIVED_FROM, BASE, relation="finetune"), collection="")
    graph.write("app.py", said(CHAT, PropertyKind.TASK, "mine"))
    fail(graph, BASE, "hub.example: 503")
    with graph.view() as view:
        found = model_inventory(view, CHAT)
    assert found.subject is not None
    assert (found.subject.id, found.subject.facts, found.name) == (CHAT, {}, "acme/chat")
    assert [(each.id, each.failure) for each in found.related] == [(BASE, "hub.example: 503")]
    assert [(p.where, p.text) for p in found.failed] == [(f"https://hub.example/{BASE}", "hub.example: 503")]
    assert (found.models, found.packages, found.problems) == ((), (), found.failed)


@pytest.mark.parametrize(
    ("fails", "absent", "reason"),
    [
        (False, False, "the graph holds nothing about it"),
        (True, False, "hub.example: 503"),
        (False, True, "hub.example has none of that name"),
    ],
)
def test_model_of_which_nothing_is_known_has_no_inventory(graph: Graph, fails: bool, absent: bool, reason: str) -> None:
    graph.write("other", said(BASE, PropertyKind.TASK, "chat"), collection="")
    if fails:
        fail(graph, CHAT, "hub.example: 503")
    if absent:
        graph.write("api", said(CHAT, PropertyKind.ABSENT_FROM, "hub.example"), collection="")
    with graph.view() as view, pytest.raises(QueryError, match=f"nothing is known of the model acme/chat: {reason}"):
        model_inventory(view, CHAT)
