"""The chapter on releases: ages are counted from when the index was asked, and what is not known is not a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from mlgraph.report.sections.releases import ReleasesBody, age, releases
from mlgraph.report.sections.section import material_of
from mlgraph_ontology.kinds import Method
from mlgraph_queries.entries import IndexFacts, Inventory, PackageEntry, RepositoryLink

ASKED = datetime(2026, 3, 1, 12, tzinfo=UTC)


def index(**more: Any) -> IndexFacts:
    facts: dict[str, Any] = {
        "observed_at": ASKED, "where": "https://pypi.example/pypi/x/json", "released_at": None, "is_yanked": False,
        "yanked_reason": None, "latest_version": None, "latest_released_at": None, "status": None,
        "status_reason": None, "owner_count": None, "maintainer_count": None,
    }  # fmt: skip
    return IndexFacts(**{**facts, **more})


def body(inventory: Inventory, *packages: PackageEntry) -> ReleasesBody:
    found = releases(material_of(replace(inventory, packages=packages), (), None, "1")).body
    assert isinstance(found, ReleasesBody)
    return found


@pytest.fixture
def entry(inventory: Inventory) -> PackageEntry:
    return replace(inventory.packages[0], version="1.0", index=None, repositories=())


def test_age_is_counted_to_the_day_on_which_the_index_was_asked(inventory: Inventory, entry: PackageEntry) -> None:
    released = datetime(2025, 3, 1, 12, tzinfo=UTC)
    found = body(inventory, replace(entry, index=index(released_at=released, latest_version="1.2")), entry)
    assert (found.rows[0].released, found.rows[0].age) == (date(2025, 3, 1), "12 months")
    assert {bar.label: bar.packages for bar in found.ages if bar.packages} == {"up to 1 year": 1, "unknown": 1}
    assert found.notes[0] == "Of 1 package no index said anything: not asked, or no answer."


def test_without_any_index_the_chapter_says_unknown(inventory: Inventory, entry: PackageEntry) -> None:
    found = body(inventory, entry)
    assert found.absence is not None
    assert not found.absence.is_known
    assert found.rows == ()


def test_newest_version_is_told_where_it_is_another(inventory: Inventory, entry: PackageEntry) -> None:
    behind, current = (replace(entry, index=index(latest_version=version)) for version in ("2.0", "1.0"))
    assert [(row.newest, row.is_newest) for row in body(inventory, behind, current).rows] == [
        ("2.0", False),
        ("1.0", True),
    ]


def test_withdrawn_and_archived_are_marked(inventory: Inventory, entry: PackageEntry) -> None:
    (row,) = body(inventory, replace(entry, index=index(is_yanked=True, status="archived"))).rows
    assert row.marks == ("withdrawn", "archived")


def test_source_says_whether_somebody_checked_it(inventory: Inventory, entry: PackageEntry) -> None:
    url = "https://github.com/acme/x"
    links = (
        RepositoryLink(url, Method.OBSERVED, "index", "attestation", "pypi.example, PEP 740"),
        RepositoryLink(url, Method.INFERRED, "index", "as of 2.0"),
        RepositoryLink(url, Method.DECLARED, "METADATA:7", "source-label"),
    )
    (row,) = body(inventory, replace(entry, repositories=links)).rows
    assert [source.how for source in row.sources] == ["verified", "stated as of 2.0", "declared"]


def test_accounts_that_are_not_known_are_no_zero(inventory: Inventory, entry: PackageEntry) -> None:
    some = [replace(entry, index=index(owner_count=n, maintainer_count=m)) for n, m in ((2, 3), (1, 0), (None, None))]
    assert [row.accounts for row in body(inventory, *some).rows] == ["2 + 3", "1", None]


@pytest.mark.parametrize(
    ("days", "said"), [(0, "0 days"), (1, "1 day"), (89, "89 days"), (90, "3 months"), (731, "2.0 years")]
)
def test_age_in_words(days: int, said: str) -> None:
    assert age(days) == said
