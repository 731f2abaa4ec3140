"""Severity: vectors are kept and scored, and what nobody scored has no score."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import ALWAYS, Evidence
from mlgraph.view.statements import Property, Source
from mlgraph_ontology.kinds import Method, PropertyKind
from mlgraph_queries.vulnerabilities.severities import scored, severities

V4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
V31 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
V2 = "AV:N/AC:L/Au:N/C:P/I:P/A:P"


def stated(**value: Any) -> Property:
    source = Source("file:///a", "a", datetime(2026, 1, 1, tzinfo=UTC), "", Evidence("1", Method.DECLARED))
    return Property(ids.vulnerability("CVE-2026-1"), PropertyKind.SEVERITY, value, source, ALWAYS)


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        (V4, (8.7, "high")),
        (V31, (9.8, "critical")),
        ("CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:L", (1.8, "low")),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", (0.0, "none")),
        (V2, (7.5, "high")),
        ("CVSS:3.1/AV:N", None),
        ("nonsense", None),
        ("", None),
        ("CVSS:4.0/" + "A" * 400, None),
    ],
)
def test_vectors_are_scored_by_the_rules_of_their_version(vector: str, expected: tuple[float, str] | None) -> None:
    assert scored(vector) == expected


def test_the_newest_method_counts_and_all_statements_stay() -> None:
    found = severities(
        [
            stated(method="other", rating="MODERATE", source="GHSA"),
            stated(method="CVSS_V2", vector=V2),
            stated(method="CVSS_V3", vector=V31),
            stated(method="CVSS_V3", vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"),
            stated(method="CVSS_V4", vector="broken"),
        ],
        "pkg:pypi/alpha",
    )
    assert [(one.method, one.score, one.rating) for one in found] == [
        ("CVSS_V3", 9.8, "critical"),
        ("CVSS_V3", 5.3, "medium"),
        ("CVSS_V2", 7.5, "high"),
        ("CVSS_V4", None, None),
        ("other", None, "medium"),
    ]


def test_without_a_vector_there_is_no_score_and_never_zero() -> None:
    (found,) = severities([stated(method="other", rating="HIGH")], "pkg:pypi/alpha")
    assert (found.score, found.rating) == (None, "high")


def test_what_holds_for_another_package_is_left_out() -> None:
    told = [stated(method="CVSS_V3", vector=V31, package="pkg:pypi/beta"), stated(method="CVSS_V2", vector=V2)]
    assert [one.method for one in severities(told, "pkg:pypi/alpha")] == ["CVSS_V2"]


def test_a_score_that_a_document_states_stands_in_for_a_vector() -> None:
    (found,) = severities([stated(method="other", score=6.9)], "pkg:pypi/alpha")
    assert (found.score, found.rating) == (6.9, "medium")
