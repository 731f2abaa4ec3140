"""One OSV record: what it says of which package, and that people are left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph.model.errors import FormatError
from mlgraph_ingest.osv.ecosystems import package_of
from mlgraph_ingest.osv.record import Read, record_assertions
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus"
RECORD: dict[str, Any] = json.loads((CORPUS / "osv-json" / "record.json").read_text())


def said(record: dict[str, Any], read: Read | None = None) -> list[Assertion]:
    return list(record_assertions(record, "#", read or Read()))


def values(assertions: list[Assertion], kind: PropertyKind) -> list[Any]:
    return [a.value for a in assertions if a.predicate is kind]


def edges(assertions: list[Assertion], kind: EdgeKind) -> set[tuple[str, str]]:
    return {(a.subject.key, a.object.key) for a in assertions if a.predicate is kind and a.object is not None}


def test_packages_of_all_ecosystems_with_a_purl_type_are_affected() -> None:
    found = said(RECORD)
    assert {subject for subject, _ in edges(found, EdgeKind.AFFECTED_BY)} == {
        "pkg:pypi/alpha-pkg",
        "pkg:npm/%40scope/beta",
        "pkg:deb/debian/gamma",
        "pkg:maven/org.example/delta",
    }


def test_ranges_and_versions_stay_as_they_are_and_a_withdrawal_goes_with_them() -> None:
    (alpha,) = [
        a for a in said(RECORD) if a.predicate is EdgeKind.AFFECTED_BY and a.subject == ids.package("alpha-pkg")
    ]
    assert alpha.qualifiers["versions"] == ["1.0", "1.1"]
    assert alpha.qualifiers["withdrawn"] == "2026-02-01T00:00:00+00:00"
    assert alpha.qualifiers["ecosystem"] == "PyPI"
    assert [one["type"] for one in alpha.qualifiers["ranges"]] == ["ECOSYSTEM", "GIT"]
    assert alpha.evidence.locator == "#/affected/0"


def test_only_aliases_are_the_same_and_what_is_related_is_kept_apart() -> None:
    found = said(RECORD)
    assert edges(found, EdgeKind.SAME_AS) == {
        ("CVE-2026-1000", "GHSA-aaaa-bbbb-cccc"),
        ("PYSEC-2026-1", "GHSA-aaaa-bbbb-cccc"),
    }
    assert values(found, PropertyKind.UNMAPPED) == [
        {"field": "upstream", "value": ["CVE-2026-1002"]},
        {"field": "related", "value": ["CVE-2026-1001"]},
    ]


def test_severities_keep_vectors_words_and_the_package_that_they_are_of() -> None:
    assert values(said(RECORD), PropertyKind.SEVERITY) == [
        {"method": "CVSS_V3", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"},
        {"method": "Ubuntu", "rating": "low"},
        {"method": "other", "rating": "MODERATE", "source": "GHSA"},
        {
            "method": "CVSS_V4",
            "vector": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
            "package": "pkg:pypi/alpha-pkg",
        },
        {"method": "other", "rating": "HIGH", "source": "GHSA", "package": "pkg:pypi/alpha-pkg"},
    ]


def test_dates_are_utc_weaknesses_are_numbers_of_the_cwe_and_references_are_addresses() -> None:
    found = said(RECORD)
    assert values(found, PropertyKind.MODIFIED_AT) == ["2026-01-02T03:04:05+00:00"]
    assert values(found, PropertyKind.WEAKNESS) == ["CWE-502", "CWE-79"]
    assert values(found, PropertyKind.HOMEPAGE) == [{"label": "fix", "url": "https://git.example/alpha/commit/1"}]


def test_nobody_is_named() -> None:
    assert "jane" not in repr(said(RECORD)).lower()


def test_fixed_releases_are_those_of_ranges_of_versions_and_none_of_a_withdrawn_record() -> None:
    live = {**RECORD, "withdrawn": None}
    assert edges(said(live), EdgeKind.FIXED_IN) == {
        ("GHSA-aaaa-bbbb-cccc", "pkg:pypi/alpha-pkg@1.2"),
        ("GHSA-aaaa-bbbb-cccc", "pkg:npm/%40scope/beta@1.2.3"),
    }
    assert edges(said(RECORD), EdgeKind.FIXED_IN) == set()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"modified": None}, "X-1: it does not say when it was modified"),
        ({"published": "0000-01-01T00:00:00Z"}, "X-1: published is no time: '0000-01-01T00:00:00Z'"),
        ({"published": "30000-01-01T00:00:00Z"}, "X-1: published is no time: '30000-01-01T00:00:00Z'"),
        ({"aliases": ["CVE-2026-1,"]}, "X-1: an alias that is no id: 'CVE-2026-1,'"),
        ({"affected": []}, "X-1: it names no package that is affected"),
        ({"affected": [{"versions": ["1"]}]}, "X-1: affected/0 names no package"),
        (
            {"affected": [{"package": {"ecosystem": "PyPI", "name": "alpha"}}]},
            "X-1: affected/0 says of no version that it is affected",
        ),
        (
            {"affected": [{"package": {"ecosystem": "Nowhere", "name": "alpha"}, "versions": ["1"]}]},
            "X-1: affected/0: packages of the ecosystem 'Nowhere' have no package URL here",
        ),
        (
            {"affected": [{"package": {"ecosystem": "PyPI", "name": "../etc"}, "versions": ["1"]}]},
            "X-1: affected/0: '../etc' is no name of a Python package",
        ),
    ],
)
def test_what_is_missing_is_a_listed_problem_and_the_rest_is_said(change: dict[str, Any], problem: str) -> None:
    record = {
        "id": "X-1",
        "modified": "2026-01-01T00:00:00Z",
        "summary": "Something.",
        "affected": [{"package": {"ecosystem": "PyPI", "name": "alpha"}, "versions": ["1"]}],
    }
    read = Read()
    found = said({**record, **change}, read)
    assert read.problems == [problem]
    assert values(found, PropertyKind.SUMMARY) == ["Something."]


@pytest.mark.parametrize("name", [None, "", 7, "no id", "A-1\nB-2"])
def test_a_record_without_an_id_that_can_be_used_is_refused(name: object) -> None:
    with pytest.raises(FormatError):
        said({"id": name})


@pytest.mark.parametrize(
    ("ecosystem", "name", "purl", "expected"),
    [
        ("PyPI", "Zope.Interface", None, "pkg:pypi/zope-interface"),
        ("npm", "@scope/name", None, "pkg:npm/%40scope/name"),
        ("Go", "github.com/acme/lib", None, "pkg:golang/github.com/acme/lib"),
        ("Maven:https://repo.example", "org.example:lib", None, "pkg:maven/org.example/lib"),
        ("Packagist", "acme/lib", None, "pkg:composer/acme/lib"),
        ("crates.io", "lib", None, "pkg:cargo/lib"),
        ("Debian:12", "openssl", None, "pkg:deb/debian/openssl"),
        ("Alpine:v3.16", "openssl", "pkg:apk/alpine/openssl?arch=source", "pkg:apk/alpine/openssl"),
    ],
)
def test_names_of_ecosystems_become_package_urls(ecosystem: str, name: str, purl: str | None, expected: str) -> None:
    assert package_of(ecosystem, name, purl).key == expected
