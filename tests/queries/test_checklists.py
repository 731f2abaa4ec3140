"""The checklists are those of their texts: so many elements, in such clusters, each with its place in the text."""

from __future__ import annotations

from collections import Counter

import pytest

from mlgraph.model.errors import QueryError
from mlgraph_queries.checklists import CHECKLISTS, ROLES, Checklist, Fact, Level, chosen

EVERY = [*CHECKLISTS.values(), *ROLES.values()]


def by_cluster(checklist: Checklist) -> dict[str, int]:
    return dict(Counter(element.cluster for element in checklist.elements))


def test_g7_has_fifty_elements_in_seven_clusters() -> None:
    assert list(by_cluster(CHECKLISTS["g7"]).values()) == [10, 9, 13, 10, 2, 4, 2]


def test_owasp_has_forty_eight_fields_whose_categories_weigh_a_hundred() -> None:
    owasp = CHECKLISTS["owasp"]

    assert list(by_cluster(owasp).values()) == [4, 5, 7, 28, 4]
    assert list(owasp.weights) == list(owasp.clusters)
    assert list(owasp.weights.values()) == [20, 20, 20, 30, 10]
    assert {element.weight for element in owasp.elements} == {1, 2, 3}


def test_cisa_adds_hash_license_tool_and_context_to_the_seven_of_ntia() -> None:
    ntia, cisa = (Counter(e.facts for e in CHECKLISTS[key].elements) for key in ("ntia", "cisa"))

    assert len(CHECKLISTS["ntia"].elements) == 7
    assert sorted(cisa - ntia) == sorted([(Fact.HASH,), (Fact.LICENSE,), (Fact.TOOL_NAME,), (Fact.GENERATION_CONTEXT,)])
    assert ntia - cisa == Counter()


@pytest.mark.parametrize("checklist", EVERY, ids=lambda checklist: checklist.key)
def test_every_element_says_where_it_is_from_and_what_answers_it(checklist: Checklist) -> None:
    ids = [element.id for element in checklist.elements]

    assert len(set(ids)) == len(ids)
    assert all(element.section and element.name and element.cluster for element in checklist.elements)
    assert [e.id for e in checklist.elements if not e.facts and not e.is_of_provider] == []
    assert checklist.url.startswith("https://")
    assert checklist.text
    assert checklist.read_in


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
def test_checklist_of_a_role_cites_the_law_and_gives_no_advice(role: Checklist) -> None:
    assert "Regulation (EU) 2024/" in role.text
    assert "no legal advice" in role.note


def test_exception_for_open_source_is_listed_and_not_decided() -> None:
    provider = ROLES["provider-gpai"]
    turning = [e for e in provider.elements if e.section.startswith("Article 53, point 2")]

    assert {fact for element in turning for fact in element.facts} >= {Fact.LICENSE, Fact.FILES, Fact.ACCESS}
    assert "not decided" in provider.note


def test_item_without_its_text_is_left_out_and_said_to_be() -> None:
    modifier = ROLES["modifier"]

    assert modifier.encoded.startswith("encoded: 6 of 7 items; left out: Article 25(3) and (4): their text was not")


def test_every_fact_is_asked_for_by_some_list() -> None:
    asked = {fact for checklist in EVERY for element in checklist.elements for fact in element.facts}

    assert set(Fact) - asked == set()


def test_without_a_name_the_lists_for_everybody_are_chosen() -> None:
    assert [each.key for each in chosen()] == ["g7", "owasp", "ntia", "cisa"]
    assert [each.key for each in chosen(roles=["cra"])] == ["cra"]
    assert [each.key for each in chosen(["ntia", "high-risk", "ntia"], ["cra"])] == ["ntia", "high-risk", "cra"]


@pytest.mark.parametrize(("lists", "roles"), [(["g8"], []), ([], ["g7"])])
def test_unknown_name_is_refused_with_those_there_are(lists: list[str], roles: list[str]) -> None:
    with pytest.raises(QueryError, match=r"choose one of .*cra"):
        chosen(lists, roles)


def test_levels_are_asked_of_something() -> None:
    assert {element.level for checklist in EVERY for element in checklist.elements} == set(Level)
