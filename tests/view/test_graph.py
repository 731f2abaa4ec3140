"""A view resolves identity, orders conflicts by the policy and shows the graph as arrays."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Evidence, Period, edge, fact
from mlgraph.model.errors import QueryError
from mlgraph.store import Store
from mlgraph.view.graph import edges_of, value_of, values_of
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

OLD, NEW = ids.repository("https://github.com/google/jax"), ids.repository("https://github.com/jax-ml/jax")
JAX = ids.package("jax")
A, B, C = (ids.package(name) for name in "abc")


def _document(name: str, day: int = 1) -> Document:
    return Document(f"test:{name}", name, "test/1", "1", datetime(2026, 1, day, tzinfo=UTC), "c")


def _evidence(method: Method = Method.DECLARED, line: str = "1") -> Evidence:
    return Evidence(line, method)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "graph.duckdb")


def _write(store: Store, *readings: tuple[Document, list[Assertion]]) -> None:
    with store.writing() as writer:
        writer.write_all(readings)


def test_what_is_said_of_an_alias_is_said_of_the_thing(store: Store) -> None:
    renamed = edge(OLD, EdgeKind.SAME_AS, NEW, _evidence())
    _write(store, (_document("a"), [renamed, edge(JAX, EdgeKind.DEVELOPED_IN, OLD, _evidence())]))
    with store.view() as view:
        assert view.canonical(OLD) == NEW
        assert view.aliases(OLD) == [NEW, OLD]
        assert [e.object for e in edges_of(view.about([JAX])[JAX], EdgeKind.DEVELOPED_IN)] == [NEW]
        assert {e.subject for e in view.naming([NEW]) if e.kind == EdgeKind.DEVELOPED_IN} == {JAX}
        assert set(view.nodes) == {JAX, NEW}
        assert set(view.to_networkx().edges(keys=True)) == {(JAX, NEW, EdgeKind.DEVELOPED_IN)}


def test_without_the_statement_two_names_stay_two_things(store: Store) -> None:
    _write(store, (_document("a"), [edge(JAX, EdgeKind.DEVELOPED_IN, OLD, _evidence())]))
    with store.view() as view:
        assert view.canonical(OLD) == OLD


@pytest.mark.parametrize("pairs", [[(A, B), (B, C)], [(B, C), (A, B)], [(A, C), (B, A)]])
def test_a_chain_of_aliases_ends_at_what_is_nobodys_alias(
    store: Store, pairs: list[tuple[ids.NodeId, ids.NodeId]]
) -> None:
    _write(store, (_document("a"), [edge(x, EdgeKind.SAME_AS, y, _evidence()) for x, y in pairs]))
    with store.view() as view:
        assert {view.canonical(node) for node in (A, B, C)} == {C}


def test_two_that_are_each_others_alias_have_one_that_stands_for_both(store: Store) -> None:
    _write(store, (_document("a"), [edge(x, EdgeKind.SAME_AS, y, _evidence()) for x, y in [(B, A), (A, B)]]))
    with store.view() as view:
        assert view.canonical(B) == A == view.canonical(A)


def test_the_policy_prefers_how_it_is_known_then_when_then_where(store: Store) -> None:
    def said(value: str, method: Method) -> Assertion:
        return fact(A, PropertyKind.VERSION, value, _evidence(method))

    _write(
        store,
        (_document("a", day=9), [said("inferred", Method.INFERRED), said("declared", Method.DECLARED)]),
        (_document("b", day=1), [said("observed", Method.OBSERVED), said("resolved early", Method.RESOLVED)]),
        (_document("c", day=2), [said("resolved late", Method.RESOLVED)]),
    )
    with store.view() as view:
        said_of_a = view.about([A])[A]
        assert [p.value for p in values_of(said_of_a, PropertyKind.VERSION)] == [
            "observed",
            "resolved late",
            "resolved early",
            "declared",
            "inferred",
        ]
        shown = value_of(said_of_a, PropertyKind.VERSION)
        assert shown is not None
        assert shown.source.where == "b:1"
        assert value_of(said_of_a, PropertyKind.NAME) is None


def test_the_order_of_writing_changes_nothing(tmp_path: Path) -> None:
    readings = [
        (_document(name), [edge(A, EdgeKind.DEPENDS_ON, B, _evidence(line=line)) for line in ("10", "9", "2")])
        for name in "cab"
    ]
    shown = []
    for number, order in enumerate([readings, readings[::-1]]):
        store = Store(tmp_path / f"{number}.duckdb")
        _write(store, *order)
        with store.view() as view:
            shown.append([statement.source.where for statement in view.about([A])[A]])
    assert shown[0] == shown[1] == [f"{name}:{line}" for name in "abc" for line in (2, 9, 10)]


def test_as_of_filters_both_ends(store: Store) -> None:
    owned = edge(A, EdgeKind.OWNED_BY, ids.organization("meta"), _evidence())
    held = owned._replace(period=Period(date(2020, 1, 1), date(2022, 9, 12)))
    holds = held._replace(object=ids.organization("foundation"), period=Period(date(2022, 9, 12), None))
    unknown = held._replace(object=ids.organization("someone"), period=Period(None, date(2021, 1, 1)))
    _write(store, (_document("a"), [held, holds, unknown]))
    expected = {
        date(2019, 1, 1): {"org:someone"},
        date(2020, 6, 1): {"org:meta", "org:someone"},
        date(2022, 9, 11): {"org:meta"},
        date(2022, 9, 12): {"org:foundation"},
        date(2030, 1, 1): {"org:foundation"},
    }
    for day, owners in expected.items():
        with store.view(day) as view:
            assert {str(e.object) for e in edges_of(view.about([A])[A], EdgeKind.OWNED_BY)} == owners
            assert {str(view.nodes[target]) for target in view.edges.target.tolist()} == owners


def test_adjacency_lists_each_neighbor_once_and_reverses(store: Store) -> None:
    said = [edge(A, EdgeKind.DEPENDS_ON, t, _evidence(line=str(n))) for n, t in enumerate([C, B, B])]
    _write(store, (_document("a"), [*said, edge(B, EdgeKind.DEVELOPED_IN, NEW, _evidence())]))
    with store.view() as view:
        rows = view.adjacency([EdgeKind.DEPENDS_ON])
        back = view.adjacency([EdgeKind.DEPENDS_ON], reverse=True)

        def neighbors(of: ids.NodeId, *, reverse: bool = False) -> set[ids.NodeId]:
            row, at = (back if reverse else rows), list(view.nodes).index(of)
            found = row.neighbors[row.start[at] : row.start[at + 1]].tolist()
            assert len(found) == len(set(found))
            return {view.nodes[index] for index in found}

        assert neighbors(A) == {B, C}
        assert neighbors(B) == set()
        assert neighbors(B, reverse=True) == {A}
        assert neighbors(NEW) == set()


def test_an_empty_graph_has_empty_arrays(store: Store) -> None:
    _write(store, (_document("a"), []))
    with store.view() as view:
        assert list(view.nodes) == []
        assert len(view.adjacency([EdgeKind.DEPENDS_ON]).neighbors) == 0


def test_a_short_name_is_enough_where_it_is_unambiguous(store: Store) -> None:
    said = [
        fact(node, PropertyKind.NAME, "x", _evidence()) for node in (ids.package("torch"), ids.release("torch", "2"))
    ]
    said += [fact(ids.model(name), PropertyKind.NAME, "x", _evidence()) for name in ("a/bert", "b/bert")]
    _write(store, (_document("a"), said))
    with store.view() as view:
        assert view.named("torch") == ids.package("torch")
        assert view.named("pkg:pypi/torch@2") == ids.release("torch", "2")
        assert view.named("torch@2") == ids.release("torch", "2")
        assert view.named("B/bert") == ids.model("b/bert")
        with pytest.raises(QueryError, match=r"names several things.*a/bert.*b/bert"):
            view.named("bert")
        with pytest.raises(QueryError, match="nothing in the graph is called"):
            view.named("tor")
