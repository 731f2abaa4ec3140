"""What is written is what a view shows."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, Period
from mlgraph.store import Store
from mlgraph.view.statements import Edge
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from tests.store.conftest import document

NODES = st.sampled_from([ids.package("a"), ids.package("b"), ids.model("x/y"), ids.organization("meta")])
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
EVIDENCE = st.builds(Evidence, TEXT, st.sampled_from(Method), TEXT, st.none() | st.sampled_from([0.0, 0.5, 1.0]))
PERIODS = st.builds(
    Period, st.none() | st.dates(max_value=date(2026, 1, 1)), st.none() | st.dates(min_value=date(2027, 1, 1))
)
EDGES = st.builds(
    Assertion,
    NODES,
    st.sampled_from([kind for kind in EdgeKind if kind != EdgeKind.SAME_AS]),
    NODES,
    st.none(),
    EVIDENCE,
    st.dictionaries(TEXT, JSON, max_size=3),
    PERIODS,
)
FACTS = st.builds(Assertion, NODES, st.sampled_from(PropertyKind), st.none(), JSON, EVIDENCE, st.just({}), PERIODS)


def _words(*parts: object) -> str:
    return " ".join(json.dumps(p, sort_keys=True) if isinstance(p, dict | list) else repr(p) for p in parts)


def _shown(store: Store) -> list[str]:
    with store.view(date(2026, 6, 1)) as view:
        found = []
        for statements in view.about(
            [ids.package("a"), ids.package("b"), ids.model("x/y"), ids.organization("meta")]
        ).values():
            for s in statements:
                rest = (s.object, None, dict(s.qualifiers)) if isinstance(s, Edge) else (None, s.value, {})
                found.append(_words(s.subject, s.kind, *rest, s.source.evidence, s.period))
    return sorted(found)


@given(st.lists(EDGES | FACTS, max_size=8))
@settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_a_view_shows_what_was_written(assertions: list[Assertion]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "graph.duckdb")
        with store.writing() as writer:
            writer.write(document(), assertions)
        expected = sorted(
            _words(a.subject, a.predicate, a.object, a.value, dict(a.qualifiers), a.evidence, a.period)
            for a in assertions
        )
        assert _shown(store) == expected
