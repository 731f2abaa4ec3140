"""The order of statements of one document is the one that they have among those of others."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model import ids
from mlgraph.model.assertions import ALWAYS, Evidence
from mlgraph.view.policy import strongest_first
from mlgraph.view.statements import Property, Source
from mlgraph_ontology.kinds import Method, PropertyKind

NODE = ids.package("torch")
PLACES = st.sampled_from(["", "3", "12", "9", "3:12", "3:9", "#/a/1", "#/a/10", "#/b"])
KINDS = st.sampled_from([PropertyKind.NAME, PropertyKind.DESCRIPTION, PropertyKind.HASH])


def said(document: str, place: str, kind: PropertyKind, value: str) -> Property:
    source = Source(document, document, datetime(2026, 1, 1, tzinfo=UTC), "", Evidence(place, Method.DECLARED))
    return Property(NODE, kind, value, source, ALWAYS)


@given(st.lists(st.tuples(PLACES, KINDS, st.sampled_from("xyz")), max_size=12), st.randoms())
def test_statements_of_one_document_stand_as_they_do_among_others(rows, random) -> None:
    own = [said("a", *row) for row in rows]
    other = said("b", "1", PropertyKind.NAME, "other")
    mixed = [*own, other]
    random.shuffle(mixed)

    assert strongest_first(own) == [each for each in strongest_first(mixed) if each is not other]
