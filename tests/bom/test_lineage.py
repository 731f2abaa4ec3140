from __future__ import annotations

from dataclasses import replace

from mlgraph.bom.lineage import incomplete, known_as, named
from mlgraph.model import ids
from mlgraph_ontology.kinds import NodeKind
from tests.bom.published import BASE, CHAT, COMMIT, EXAM, LOST, ROOT, TALK, base, chat, link, root, talk


def test_node_is_found_under_every_name_that_it_has(make):
    state = ids.model("acme/chat", COMMIT)
    entry = make.model("acme/chat", COMMIT, known=replace(chat(), id=state))
    package = make.package("transformers", "4.50.0")
    names = known_as(make.inventory(models=(entry,), packages=(package,), related=(base(),)))
    assert {names[node] for node in (state, CHAT, ids.model("acme/old-chat"))} == {state.key}
    assert names[BASE] == BASE.key
    assert names[ids.package("transformers")] == "pkg:pypi/transformers@4.50.0"
    assert TALK not in names


def test_what_is_a_component_of_its_own_keeps_its_name(make):
    state = ids.model("acme/chat", COMMIT)
    models = (make.model("acme/chat"), make.model("acme/chat", COMMIT))
    names = known_as(make.inventory(models=models))
    assert (names[CHAT], names[state]) == (CHAT.key, state.key)


def test_links_to_what_is_not_in_the_document_name_nothing(make):
    names = known_as(make.inventory(related=(base(), talk())))
    links = (link(TALK), link(BASE), link(ROOT), link(TALK))
    assert named(links, names) == [TALK.key, BASE.key]
    assert named(links, names, NodeKind.DATASET) == [TALK.key]


def test_model_is_incomplete_where_something_behind_it_is_missing(published):
    assert incomplete(published) == {CHAT.key, LOST.key, EXAM.key}


def test_origin_that_told_of_itself_leaves_nothing_open(make):
    inventory = make.inventory(related=(base(), root()))
    assert incomplete(inventory) == frozenset()


def test_gap_is_seen_through_a_cycle(make):
    first = make.artifact(BASE, "a", derived_from=(link(ROOT),))
    second = make.artifact(ROOT, "b", derived_from=(link(BASE), link(LOST)))
    lost = make.artifact(LOST, "c", failure="503")
    assert incomplete(make.inventory(related=(first, second, lost))) == {BASE.key, ROOT.key, LOST.key}


def test_model_of_which_nothing_is_known_is_no_gap_of_another(make):
    assert incomplete(make.inventory(models=(make.model("acme/chat"),))) == frozenset()
