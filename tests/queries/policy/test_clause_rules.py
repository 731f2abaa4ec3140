"""Clauses that arrive and clauses that are dropped break a rule; where a license is unknown, so is whether they do."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method
from mlgraph_queries.policy import Breach, Unjudged
from tests.queries.conftest import PROJECT, Graph, installed
from tests.queries.policy.conftest import breaches, judged, material_of, unjudged

BASE, TUNED, DATA = ids.model("lab/base"), ids.model("lab/tuned"), ids.hub_dataset("lab/data")
CARD = Evidence("3", Method.DECLARED, "card")


def used(model: NodeId) -> Assertion:
    return edge(PROJECT, EdgeKind.DEPENDS_ON, model, Evidence("7", Method.OBSERVED, "code"), scope="runtime")


def licensed(subject: NodeId, expression: str) -> Assertion:
    return edge(subject, EdgeKind.LICENSED_UNDER, ids.license_expression(expression), CARD)


def of(license_of_base: str | None, license_of_tuned: str | None = "MIT") -> list[Assertion]:
    """A model, used at load.py:7, that was fine-tuned from a base and trained on data."""
    return [
        edge(TUNED, EdgeKind.DERIVED_FROM, BASE, CARD, relation="finetune"),
        *([licensed(BASE, license_of_base)] if license_of_base else []),
        *([licensed(TUNED, license_of_tuned)] if license_of_tuned else []),
    ]


@pytest.fixture
def shop(graph: Graph) -> Graph:
    return graph.write("load.py", used(TUNED))


def test_non_commercial_base_arrives_and_its_clause_was_dropped(shop: Graph) -> None:
    shop.write("card.md", *of("CC-BY-NC-4.0"), collection="")
    material = material_of(shop)

    (found,) = [each for each in judged("clause-denied", material) if isinstance(each, Breach)]
    assert (found.subject, found.about) == (BASE.key, "non-commercial")
    assert found.text.startswith("non-commercial (obligatory) of its license CC-BY-NC-4.0 arrives: lab/base -(derived")
    (drop,) = [each for each in judged("license-drift", material) if isinstance(each, Breach)]
    assert (drop.subject, drop.about) == (TUNED.key, BASE.key)
    assert drop.text.startswith("its license MIT drops non-commercial (obligatory)")
    assert "card.md:3" in drop.where


def test_only_clauses_that_the_policy_refuses_break_it(shop: Graph) -> None:
    shop.write("card.md", *of("CC-BY-NC-4.0"), collection="")
    material = material_of(shop)

    assert breaches("clause-denied", material, clauses=["territory"]) == []
    assert breaches("clause-denied", material, clauses=[]) == []
    assert len(breaches("clause-denied", material, clauses=["attribution"])) >= 1


def test_clause_of_training_data_is_contested_and_counts_where_the_policy_says_so(shop: Graph) -> None:
    trained = edge(TUNED, EdgeKind.TRAINED_ON, DATA, CARD)
    shop.write("card.md", *of("MIT"), trained, licensed(DATA, "CC-BY-NC-4.0"), collection="")
    material = material_of(shop)
    told: dict[str, JsonValue] = {"contested": True}

    assert (breaches("clause-denied", material), breaches("license-drift", material)) == ([], [])
    assert [subject for subject, _ in breaches("clause-denied", material, **told)] == [DATA.key]
    assert [subject for subject, _ in breaches("license-drift", material, **told)] == [TUNED.key]


def test_where_a_license_is_unknown_so_is_what_arrives_and_what_was_dropped(shop: Graph) -> None:
    shop.write("card.md", *of(None), collection="")
    material = material_of(shop)

    assert unjudged("clause-denied", material) == [(BASE.key, "its license, or what that asks for, is unknown")]
    (found,) = [each for each in judged("license-drift", material) if isinstance(each, Unjudged)]
    assert (found.subject, found.about) == (TUNED.key, BASE.key)


def test_license_that_osadl_answers_no_to_is_told(graph: Graph) -> None:
    graph.write("venv/gnulib", installed("gnulib", "1", license_="GPL-3.0-only"))
    graph.write("pyproject.toml", licensed(PROJECT, "Apache-2.0"))

    assert breaches("license-conflict", material_of(graph)) == [
        ("pkg:pypi/gnulib@1", "OSADL answers No to code under GPL-3.0-only in a project under Apache-2.0")
    ]


def test_weak_copyleft_counts_where_the_policy_says_so(graph: Graph) -> None:
    graph.write("venv/certs", installed("certs", "1", license_="MPL-2.0"))
    graph.write("pyproject.toml", licensed(PROJECT, "MIT"))
    material = material_of(graph)

    assert breaches("license-conflict", material) == []
    assert [subject for subject, _ in breaches("license-conflict", material, weak=True)] == ["pkg:pypi/certs@1"]
