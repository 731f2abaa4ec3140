"""The shortest paths from projects to what is in them, held against networkx and worked out by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.view.portfolio import Links
from mlgraph_queries.entry_paths import Entry, entry_paths

Step = tuple[int, int, int]
"""(project's position, from, to)."""


def entries(steps: list[Step], roots: list[int], things: list[tuple[int, int]]) -> list[tuple[list[int], int]]:
    columns = np.array(steps, dtype=np.int32).reshape(-1, 3).T
    names = {number: ids.package(f"p{number:06}") for number in range(20_001)}

    def number(entry: Entry) -> list[int]:
        return [int(node.key.removeprefix("pkg:pypi/p")) for node in entry.path]

    wanted = np.array(things, dtype=np.int64).reshape(-1, 2).T
    found = entry_paths(
        Links(*columns), np.array(roots), (wanted[0], wanted[1]), lambda some: {n: names[n] for n in some}
    )
    return [(number(entry), entry.asked_by) for entry in found]


def test_the_shortest_path_is_taken_and_all_that_ask_are_counted() -> None:
    steps = [(0, 0, 1), (0, 1, 2), (0, 2, 9), (0, 1, 9), (0, 3, 9)]
    assert entries(steps, [0], [(0, 9)]) == [([1, 9], 3)]


def test_what_the_project_asks_for_itself_is_one_step_away() -> None:
    assert entries([(0, 0, 9), (0, 0, 1), (0, 1, 9)], [0], [(0, 9), (0, 1)]) == [([9], 2), ([1], 1)]


def test_edges_of_another_project_never_complete_a_path() -> None:
    steps = [(0, 0, 1), (1, 1, 9), (1, 8, 2)]
    assert entries(steps, [0, 8], [(0, 9), (1, 9), (1, 2)]) == [([], 0), ([], 1), ([2], 1)]


def test_what_nothing_leads_to_has_no_path() -> None:
    assert entries([(0, 0, 1)], [0], [(0, 7), (0, 20_000)]) == [([], 0), ([], 0)]
    assert entries([], [0], [(0, 7)]) == [([], 0)]
    assert entries([], [0], []) == []


def test_of_two_shortest_paths_the_one_whose_ids_come_first_is_taken_in_any_order() -> None:
    steps = [(0, 0, 5), (0, 0, 4), (0, 4, 7), (0, 5, 6), (0, 6, 9), (0, 7, 9)]
    for order in (steps, steps[::-1]):
        assert entries(order, [0], [(0, 9)]) == [([4, 7, 9], 2)]


def test_projects_beyond_those_with_links_and_the_node_zero_alone_are_told_apart() -> None:
    assert entries([(1, 0, 0)], [0, 0, 5], [(1, 0), (2, 0), (2, 20_000)]) == [([], 0), ([], 0), ([], 0)]
    assert entries([(0, 20_000, 0), (0, 0, 20_000)], [0, 0], [(0, 20_000), (1, 20_000)]) == [([20_000], 1), ([], 0)]


def test_numbers_that_do_not_fit_into_one_word_are_found_as_well() -> None:
    last = 2**31 - 3
    links = Links(*np.array([(2, 7, last), (2, last, 3), (0, last, 3)], dtype=np.int32).T)
    names = {7: ids.package("root"), last: ids.package("last"), 3: ids.package("three")}
    thing = np.array([2, 1, 0]), np.array([3, 3, 3])
    found = entry_paths(links, np.array([7, 7, 7]), thing, lambda some: {n: names[n] for n in some})
    assert [(entry.path, entry.asked_by) for entry in found] == [((names[last], names[3]), 1), ((), 0), ((), 1)]


def test_cycles_end() -> None:
    steps = [(0, 0, 1), (0, 1, 2), (0, 2, 1), (0, 2, 2), (0, 2, 0), (0, 3, 4), (0, 4, 3)]
    assert entries(steps, [0], [(0, 2), (0, 1), (0, 3)]) == [([1, 2], 1), ([1], 2), ([], 1)]


def test_ten_thousand_steps_are_followed() -> None:
    steps = [(0, number, number + 1) for number in range(10_000)]
    assert entries(steps, [0], [(0, 10_000)]) == [([*range(1, 10_001)], 1)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12), st.integers(0, 12)), max_size=60),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), min_size=1, max_size=12),
)
def test_every_path_is_as_long_as_networkx_finds_and_made_of_its_project_own_steps(
    steps: list[Step], things: list[tuple[int, int]]
) -> None:
    roots = [0, 1, 2]
    graphs = [nx.DiGraph([(a, b) for group, a, b in steps if group == of]) for of in roots]
    for (group, thing), (path, asked) in zip(things, entries(steps, roots, things), strict=True):
        graph = graphs[group]
        graph.add_nodes_from([roots[group], thing])
        assert asked == len({a for a in graph.predecessors(thing) if a != thing})
        if thing == roots[group]:
            assert path == []
        elif nx.has_path(graph, roots[group], thing):
            assert len(path) == nx.shortest_path_length(graph, roots[group], thing)
            assert all(graph.has_edge(a, b) for a, b in zip([roots[group], *path], path, strict=False))
            assert path[-1] == thing
        else:
            assert path == []
