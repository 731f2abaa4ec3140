"""Clauses on their way from base models and data to what was made from them: worked by hand."""

from __future__ import annotations

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, Method
from mlgraph_queries.entries import Inventory
from mlgraph_queries.findings import findings
from mlgraph_queries.licensing import carried, license_drift
from mlgraph_queries.licensing.obligations import obligations
from mlgraph_queries.model_inventory import model_inventory
from tests.queries.conftest import PROJECT, Graph

BASE, LEFT, RIGHT, TUNED = (ids.model(f"lab/{name}") for name in ("base", "left", "right", "tuned"))
DATA = ids.hub_dataset("lab/data")
CARD = Evidence("3", Method.DECLARED, "card")


def made(subject: NodeId, target: NodeId, relation: str | None = "finetune") -> Assertion:
    return edge(subject, EdgeKind.DERIVED_FROM, target, CARD, relation=relation)


def trained(subject: NodeId, target: NodeId) -> Assertion:
    return edge(subject, EdgeKind.TRAINED_ON, target, CARD)


def licensed(subject: NodeId, expression: str) -> Assertion:
    return edge(subject, EdgeKind.LICENSED_UNDER, ids.license_expression(expression), CARD)


def used(model: NodeId) -> Assertion:
    return edge(PROJECT, EdgeKind.DEPENDS_ON, model, Evidence("7", Method.OBSERVED, "from_pretrained"))


def drops(inventory: Inventory) -> set[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """(child, ancestor, clauses with their status, names on the path)."""
    return {
        (
            d.child.name,
            d.ancestor.name,
            tuple(f"{c.clause} {c.status}" for c in d.clauses),
            (*(s.part.key.rpartition("/")[2] for s in d.path), d.path[-1].whole.key.rpartition("/")[2]),
        )
        for d in license_drift(inventory)
    }


def about(graph: Graph, node: NodeId) -> Inventory:
    with graph.view() as view:
        return model_inventory(view, node)


@pytest.fixture
def tuned(graph: Graph) -> Graph:
    """A model that was fine-tuned from a non-commercial base and published as MIT."""
    graph.write("tuned.md", made(TUNED, BASE), licensed(TUNED, "MIT"), collection="")
    return graph.write("base.md", licensed(BASE, "CC-BY-NC-4.0"), collection="")


def test_model_from_a_non_commercial_base_that_is_published_as_mit_drops_that_clause(tuned: Graph) -> None:
    expected = ("lab/tuned", "lab/base", ("non-commercial obligatory",), ("base", "tuned"))
    assert drops(about(tuned, TUNED)) == {expected}
    assert about(tuned, BASE).subject is not None
    assert drops(about(tuned, BASE)) == set()


def test_drift_is_a_finding_with_its_path_in_the_project_that_uses_the_model(tuned: Graph) -> None:
    tuned.write("app.py", used(TUNED))
    (found,) = tuned.findings("license-drift")
    assert (found.severity, found.subject) == ("warning", TUNED.key)
    assert found.text == (
        "its license MIT drops non-commercial (obligatory) of lab/base (CC-BY-NC-4.0): "
        "lab/base -(derived_from finetune)-> lab/tuned"
    )
    assert found.where == ("tuned.md:3",)


def test_clauses_of_the_base_arrive_at_the_project_by_the_path_through_the_model(tuned: Graph) -> None:
    tuned.write("app.py", used(TUNED))
    rows = obligations(tuned.inventory()).records()
    found = {(row["what"], row["clause"], row["status"], row["path"]) for row in rows}
    path = "lab/base -(derived_from finetune)-> lab/tuned -(model)-> shop"
    assert found == {
        ("carries", "attribution", "obligatory", "lab/tuned -(model)-> shop"),
        ("carries", "attribution", "obligatory", path),
        ("carries", "non-commercial", "obligatory", path),
        ("drops", "non-commercial", "obligatory", "lab/base -(derived_from finetune)-> lab/tuned"),
    }
    assert all(str(row["document"]).startswith("https://") and row["document_date"] for row in rows)


def test_diamond_drops_on_each_of_its_paths_and_names_where(graph: Graph) -> None:
    graph.write("left.md", made(LEFT, BASE), licensed(LEFT, "CC-BY-NC-4.0"), collection="")
    graph.write("right.md", made(RIGHT, BASE), licensed(RIGHT, "Apache-2.0"), collection="")
    graph.write("base.md", licensed(BASE, "CC-BY-NC-4.0"), collection="")
    merged = [made(TUNED, LEFT, "merge"), made(TUNED, RIGHT, "merge"), licensed(TUNED, "MIT")]
    graph.write("tuned.md", *merged, collection="")
    inventory = about(graph, TUNED)
    lost = ("non-commercial obligatory",)
    assert drops(inventory) == {
        ("lab/right", "lab/base", lost, ("base", "right")),
        ("lab/tuned", "lab/base", lost, ("base", "left", "tuned")),
        ("lab/tuned", "lab/base", lost, ("base", "right", "tuned")),
        ("lab/tuned", "lab/left", lost, ("left", "tuned")),
        ("lab/tuned", "lab/right", ("patent-retaliation obligatory",), ("right", "tuned")),
    }
    at = {(d.child.name, len(d.path), d.path[0].whole): d.at for d in license_drift(inventory) if d.ancestor.id == BASE}
    assert at["lab/tuned", 2, LEFT] == TUNED
    assert at["lab/tuned", 2, RIGHT] == RIGHT


def test_whether_terms_of_data_reach_the_model_is_contested(graph: Graph) -> None:
    graph.write("tuned.md", trained(TUNED, DATA), licensed(TUNED, "MIT"), collection="")
    graph.write("data.md", licensed(DATA, "CC-BY-SA-4.0"), collection="")
    assert drops(about(graph, TUNED)) == {("lab/tuned", "lab/data", ("share-alike contested",), ("data", "tuned"))}
    graph.write("app.py", used(TUNED))
    assert [f.severity for f in graph.findings("license-drift")] == ["note"]


def test_data_that_was_made_from_data_keeps_its_clauses(graph: Graph) -> None:
    parent = ids.hub_dataset("lab/parent")
    graph.write("data.md", made(DATA, parent, None), licensed(DATA, "CC0-1.0"), collection="")
    graph.write("parent.md", licensed(parent, "ODbL-1.0"), collection="")
    expected = ("attribution obligatory", "share-alike obligatory", "disclosure obligatory")
    assert drops(about(graph, DATA)) == {("lab/data", "lab/parent", expected, ("parent", "data"))}


def test_freest_alternative_of_the_child_counts_and_of_the_parent_the_one_of_which_least_is_dropped(
    graph: Graph,
) -> None:
    graph.write("tuned.md", made(TUNED, BASE), licensed(TUNED, "MIT OR CC-BY-NC-4.0"), collection="")
    graph.write("left.md", made(LEFT, BASE), licensed(LEFT, "CC-BY-NC-4.0"), collection="")
    graph.write("base.md", licensed(BASE, "CC-BY-NC-4.0 OR GPL-2.0-only"), collection="")
    lost = ("non-commercial obligatory",)
    assert drops(about(graph, TUNED)) == {("lab/tuned", "lab/base", lost, ("base", "tuned"))}
    assert drops(about(graph, LEFT)) == set()
    graph.write("right.md", made(RIGHT, BASE), licensed(RIGHT, "GPL-2.0-only"), collection="")
    assert drops(about(graph, RIGHT)) == set()


def test_stricter_license_drops_nothing_and_an_unknown_one_is_listed(graph: Graph) -> None:
    graph.write("left.md", made(LEFT, BASE), licensed(LEFT, "CC-BY-NC-SA-4.0"), collection="")
    graph.write("right.md", made(RIGHT, BASE), licensed(RIGHT, "LicenseRef-own"), collection="")
    graph.write("base.md", licensed(BASE, "CC-BY-NC-4.0"), collection="")
    assert drops(about(graph, LEFT)) == drops(about(graph, RIGHT)) == set()
    assert obligations(about(graph, RIGHT)).unknown == (
        "nothing was read of LicenseRef-own, the license of lab/right: its clauses are unknown",
    )


def test_model_without_a_license_drops_nothing_and_says_that_its_clauses_are_unknown(graph: Graph) -> None:
    graph.write("tuned.md", made(TUNED, BASE), collection="")
    graph.write("base.md", licensed(BASE, "CC-BY-NC-4.0"), collection="")
    graph.write("app.py", used(TUNED))
    inventory = graph.inventory()
    assert drops(inventory) == set()
    assert {(str(c.clause), len(c.path)) for c in carried(inventory)} == {("attribution", 2), ("non-commercial", 2)}
    assert obligations(inventory).unknown == ("the license of lab/tuned is unknown, and with it all clauses",)


def test_models_that_are_made_from_each_other_end(graph: Graph) -> None:
    graph.write("a.md", made(LEFT, RIGHT), licensed(LEFT, "MIT"), collection="")
    graph.write("b.md", made(RIGHT, LEFT), licensed(RIGHT, "CC-BY-NC-4.0"), collection="")
    lost = ("non-commercial obligatory",)
    assert drops(about(graph, LEFT)) == {("lab/left", "lab/right", lost, ("right", "left"))}


def test_findings_never_speak_of_law(tuned: Graph) -> None:
    tuned.write("app.py", used(TUNED))
    texts = " ".join(finding.text for finding in findings(tuned.inventory()))
    assert not any(word in texts for word in ("violat", "infring", "illegal", "breach"))
