from __future__ import annotations

import pytest

from mlgraph.bom.evidence import evidence
from mlgraph_ontology.kinds import Method


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("src/app.py:12", {"location": "src/app.py", "line": 12, "additionalContext": "declared, r"}),
        ("a.ipynb:3:7", {"location": "a.ipynb", "line": 7, "additionalContext": "cell 3; declared, r"}),
        ("uv.lock#/package/3", {"location": "uv.lock#/package/3", "additionalContext": "declared, r"}),
        ("torch METADATA", {"location": "torch METADATA", "additionalContext": "declared, r"}),
    ],
)
def test_place_is_split_into_location_and_line(make, where, expected):
    assert evidence([make.sighting(where, rule="r")]) == {"evidence": {"occurrences": [expected]}}


def test_occurrences_are_sorted_by_line_and_each_is_there_once(make):
    found = evidence([make.sighting(f"a.py:{line}") for line in (10, 9, 10)])
    assert [row["line"] for row in found["evidence"]["occurrences"]] == [9, 10]


def test_two_methods_at_one_place_are_two_occurrences(make):
    found = evidence([make.sighting("a:1", Method.DECLARED), make.sighting("a:1", Method.INFERRED)])
    assert len(found["evidence"]["occurrences"]) == 2


def test_confidence_that_nobody_measured_is_not_written(make):
    assert "identity" not in evidence([make.sighting()])["evidence"]


def test_thing_that_was_not_seen_has_no_evidence():
    assert evidence([]) == {}
