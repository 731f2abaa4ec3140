"""What things were made from stands to the left of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mlgraph.report.layers import Bend, columns

ARROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


@given(ARROWS)
def test_every_node_stands_once_whatever_the_arrows(arrows) -> None:
    found = columns(range(10), arrows)
    assert sorted(one for column in found for one in column if not isinstance(one, Bend)) == list(range(10))


@given(ARROWS)
def test_arrows_without_cycles_lead_to_the_right_and_bend_in_every_column_between(arrows) -> None:
    forward = {(a, b) for a, b in arrows if a < b}
    found = columns(range(10), sorted(forward))
    at = {one: number for number, column in enumerate(found) for one in column}
    for source, target in forward:
        assert at[source] < at[target]
        assert {at[Bend(source, target, c)] for c in range(at[source] + 1, at[target])} == set(
            range(at[source] + 1, at[target])
        )


def test_a_long_chain_needs_no_recursion() -> None:
    assert len(columns(range(5_000), [(n, n + 1) for n in range(4_999)])) == 5_000


def test_neighbors_stand_at_one_height_where_they_can() -> None:
    left, right = columns(["x", "y", "b", "a"], [("a", "x"), ("b", "y")])
    assert [{"a": "x", "b": "y"}[str(one)] for one in left] == right
