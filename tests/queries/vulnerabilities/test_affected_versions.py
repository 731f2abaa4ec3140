"""Which versions a statement hits: by the rules of each ecosystem, and as a naive evaluation says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from mlgraph_queries.vulnerabilities.affected_versions import fixed_above, is_affected, newer
from tests.servers.osv import affects


def ecosystem(*events: dict[str, str], kind: str = "ECOSYSTEM", **more: Any) -> dict[str, Any]:
    return {"ranges": [{"type": kind, "events": list(events)}], **more}


def between(first: str, *fixed: str) -> dict[str, Any]:
    return ecosystem({"introduced": first}, *({"fixed": text} for text in fixed))


@pytest.mark.parametrize(
    ("version", "said", "expected"),
    [
        ("1.0", between("0", "1.2"), "range"),
        ("1.2", between("0", "1.2"), ""),
        ("1.2rc1", between("0", "1.2"), "range"),
        ("1.2.post1", between("0", "1.2"), ""),
        ("0.0.dev1", between("0", "1.2"), "range"),
        ("1!0.1", between("0", "1.2"), ""),
        ("1.10", between("1.9", "1.11"), "range"),
        ("2.4.0+cu121", ecosystem({"introduced": "0"}, {"last_affected": "2.4.0"}), "range"),
        ("2.4.1", ecosystem({"introduced": "0"}, {"last_affected": "2.4.0"}), ""),
        ("2.4.0+cu121", {"versions": ["2.4"]}, "version"),
        ("2.4.0+cu121", between("0", "2.4.0"), ""),
        ("1.0", {"versions": ["1.0.0"]}, "version"),
        ("1.0", {"versions": ["1.1"]}, ""),
        ("weird-1", {"versions": ["weird-1"]}, "version"),
        ("weird-1", between("0", "2"), None),
        ("1.0", between("0", "not a version"), None),
        ("1.0", ecosystem({"introduced": "0"}, {"fixed": "9"}, {"limit": "1.0"}), ""),
        ("1.0", ecosystem({"introduced": "0"}, {"limit": "*"}), "range"),
        ("1.0", ecosystem({"introduced": "0"}, {"fixed": "a" * 40}, kind="GIT"), ""),
        ("1.0", {"ranges": [], "versions": []}, ""),
        ("3.0", ecosystem({"introduced": "3.0"}, {"introduced": "1.0"}, {"fixed": "3.0"}), "range"),
    ],
)
def test_python_versions_are_compared_as_pep_440_says(version: str, said: dict[str, Any], expected: str | None) -> None:
    assert is_affected(version, "pypi", said) == expected


@pytest.mark.parametrize(
    ("purl_type", "version", "said", "expected"),
    [
        ("npm", "1.2.3", ecosystem({"introduced": "0"}, {"fixed": "1.2.10"}, kind="SEMVER"), "range"),
        ("npm", "1.2.10", ecosystem({"introduced": "0"}, {"fixed": "1.2.10"}), ""),
        ("npm", "1.2.10-rc.1", ecosystem({"introduced": "0"}, {"fixed": "1.2.10"}), "range"),
        ("npm", "1.0.0-alpha.beta", ecosystem({"introduced": "1.0.0-alpha.1"}, kind="SEMVER"), "range"),
        ("npm", "1.0.0-2", ecosystem({"introduced": "1.0.0-10"}, kind="SEMVER"), ""),
        ("npm", "1.2", ecosystem({"introduced": "0"}), None),
        ("golang", "v1.2.3+incompatible", ecosystem({"introduced": "1.0.0"}, kind="SEMVER"), "range"),
        ("golang", "v1.2.3", {"versions": ["1.2.3"]}, "version"),
        ("cargo", "0.1.0+build", ecosystem({"introduced": "0"}, {"fixed": "0.1.0"}), ""),
        ("maven", "2.14.1", ecosystem({"introduced": "2.0-beta9"}, {"fixed": "2.15.0"}), None),
        ("deb", "1.2-3", {"versions": ["1.2-3"], **ecosystem({"introduced": "0"})}, "version"),
        ("deb", "1.2-4", {"versions": ["1.2-3"]}, ""),
        ("pypi", "1.0.0", ecosystem({"introduced": "0"}, kind="SEMVER"), None),
    ],
)
def test_other_versions_are_compared_by_semver_or_not_at_all(
    purl_type: str, version: str, said: dict[str, Any], expected: str | None
) -> None:
    assert is_affected(version, purl_type, said) == expected


def test_the_smallest_version_above_that_no_statement_calls_affected_mends_it() -> None:
    first, second = between("0", "1.10", "2.3"), between("1.5", "2.1")
    assert fixed_above("1.6", "pypi", [first]) == ["1.10", "2.3"]
    assert fixed_above("1.6", "pypi", [first, second]) == ["2.1", "2.3"]
    assert fixed_above("3", "pypi", [first]) == []
    assert fixed_above("1.0", "maven", [first]) == []
    assert fixed_above("1.0", "pypi", [between("0")]) == []


def test_a_branch_that_is_still_affected_mends_nothing() -> None:
    said = ecosystem({"introduced": "0"}, {"fixed": "1.1"}, {"introduced": "1.0"}, {"fixed": "1.2"})
    assert fixed_above("0.9", "pypi", [said]) == ["1.1", "1.2"]
    other = {"versions": ["1.1"]}
    assert fixed_above("0.9", "pypi", [said, other]) == ["1.2"]


def test_versions_that_cannot_be_compared_are_not_newer() -> None:
    assert newer("1.10", "1.9", "pypi")
    assert not newer("1.10", "1.9", "maven")
    assert not newer("what", "1.9", "pypi")


VERSIONS = st.builds(
    lambda release, suffix: ".".join(map(str, release)) + suffix,
    st.lists(st.integers(0, 3), min_size=1, max_size=3),
    st.sampled_from(["", "", "", "a1", "rc2", ".post1", ".dev3", "rc1.post2.dev1"]),
)
EVENTS = st.lists(
    st.one_of(
        st.builds(lambda v: {"introduced": v}, st.one_of(st.just("0"), VERSIONS)),
        st.builds(lambda v: {"fixed": v}, VERSIONS),
    ),
    min_size=1,
    max_size=6,
)
LASTING = st.lists(
    st.one_of(
        st.builds(lambda v: {"introduced": v}, st.one_of(st.just("0"), VERSIONS)),
        st.builds(lambda v: {"last_affected": v}, VERSIONS),
    ),
    min_size=1,
    max_size=6,
)


@given(
    version=VERSIONS,
    ranges=st.lists(st.one_of(EVENTS, LASTING), max_size=3),
    versions=st.lists(VERSIONS, max_size=3),
)
def test_matching_agrees_with_a_naive_evaluation(
    version: str, ranges: list[list[dict[str, str]]], versions: list[str]
) -> None:
    told = {"ranges": [{"type": "ECOSYSTEM", "events": events} for events in ranges], "versions": versions}
    record = {"affected": [{"package": {"name": "alpha", "ecosystem": "PyPI"}, **told}]}
    assert bool(is_affected(version, "pypi", told)) == affects(record, "alpha", version)


@given(version=VERSIONS, events=EVENTS)
def test_what_mends_is_above_and_not_affected(version: str, events: list[dict[str, str]]) -> None:
    told = ecosystem(*events)
    found = fixed_above(version, "pypi", [told])
    assert [Version(text) for text in found] == sorted({Version(text) for text in found})
    assert all(Version(text) > Version(version) and not is_affected(text, "pypi", told) for text in found)
