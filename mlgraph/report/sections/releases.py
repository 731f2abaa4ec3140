"""Releases and their source: how old what is in use is, what is newest, and where each package is developed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mlgraph.report.sections.section import Absence, Material, Section
from mlgraph.report.shown import count_of, link
from mlgraph_queries.entries import IndexFacts, Inventory, PackageEntry, RepositoryLink

_DAYS_IN_YEAR = 365.25
_AGES = ((90, "up to 90 days"), (365, "up to 1 year"), (730, "up to 2 years"), (1826, "up to 5 years"))
_OLDER, _UNKNOWN = "older than 5 years", "unknown"
_OPEN_UP_TO = 60


@dataclass(frozen=True, slots=True)
class AgeBar:
    """How many packages are in use in a release of one age."""

    label: str
    packages: int
    percent: int
    """Of the longest bar, for its width."""


@dataclass(frozen=True, slots=True)
class Source:
    """A link to where a package is developed."""

    shown: str
    page: str | None
    how: str
    """`verified`, `stated`, `inferred`, and of which release it was said."""
    why: str
    """In a sentence, for who points at it."""


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A package as the table shows it."""

    anchor: str
    """Of its row among the packages."""
    name: str
    version: str | None
    released: date | None
    age: str | None
    newest: str | None
    newest_released: date | None
    is_newest: bool
    marks: tuple[str, ...]
    """What the index says against it: withdrawn, archived, ..."""
    sources: tuple[Source, ...]
    accounts: str | None
    """How many accounts may publish it."""


@dataclass(frozen=True, slots=True)
class ReleasesBody:
    """What the template of this chapter shows."""

    ages: tuple[AgeBar, ...]
    rows: tuple[ReleaseRow, ...]
    is_open: bool
    notes: tuple[str, ...]
    absence: Absence | None


def releases(material: Material) -> Section:
    """How old the releases in use are, and where they are developed."""
    inventory = material.inventory
    rows = tuple(_row(entry, f"package-{number}") for number, entry in enumerate(inventory.packages, start=1))
    known = sum(row.released is not None for row in rows)
    absence = _absence(inventory)
    ages = () if absence or not known else _bars(inventory.packages)
    body = ReleasesBody(ages, rows if not absence else (), len(rows) <= _OPEN_UP_TO, _notes(inventory), absence)
    count = "unknown" if absence else f"{known:,} of {len(rows):,}"
    return Section("releases", "Release ages and sources", count, body)


def age(days: int) -> str:
    """A time span in the unit that people use for it.

    >>> age(40), age(400), age(1500)
    ('40 days', '13 months', '4.1 years')
    """
    if days < 90:
        return count_of(days, "day")
    return (
        f"{days / _DAYS_IN_YEAR * 12:.0f} months" if days < 2 * _DAYS_IN_YEAR else f"{days / _DAYS_IN_YEAR:.1f} years"
    )


def _row(entry: PackageEntry, anchor: str) -> ReleaseRow:
    index = entry.index
    days = _days(index)
    return ReleaseRow(
        anchor=anchor,
        name=entry.name,
        version=entry.version,
        released=_day(index.released_at if index else None),
        age=age(days) if days is not None else None,
        newest=index.latest_version if index else None,
        newest_released=_day(index.latest_released_at if index else None),
        is_newest=index is not None and entry.version is not None and entry.version == index.latest_version,
        marks=tuple(_marks(index)) if index else (),
        sources=tuple(map(_source, entry.repositories)),
        accounts=_accounts(index),
    )


def _days(index: IndexFacts | None) -> int | None:
    """Days from the release to when the index was asked (not to today: a report is read later, too)."""
    if index is None or index.released_at is None:
        return None
    return max(0, (index.observed_at - index.released_at).days)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment is not None else None


def _marks(index: IndexFacts) -> list[str]:
    marks = ["withdrawn"] if index.is_yanked else []
    return [*marks, index.status] if index.status not in {None, "active"} and index.status else marks


def _source(found: RepositoryLink) -> Source:
    shown = found.url.removeprefix("https://")
    if found.verified_by is not None:
        return Source(shown, link(found.url), "verified", f"checked: {found.verified_by}")
    how = f"stated {found.rule}" if found.rule.startswith("as of ") else f"{found.method}"
    return Source(shown, link(found.url), how, f"at {found.where}")


def _accounts(index: IndexFacts | None) -> str | None:
    if index is None or index.owner_count is None:
        return None
    maintainers = f" + {index.maintainer_count}" if index.maintainer_count else ""
    return f"{index.owner_count}{maintainers}"


def _bars(packages: Sequence[PackageEntry]) -> tuple[AgeBar, ...]:
    counts = Counter(_bucket(_days(entry.index)) for entry in packages)
    labels = [*(label for _, label in _AGES), _OLDER, _UNKNOWN]
    longest = max(counts.values())
    return tuple(AgeBar(label, counts[label], round(100 * counts[label] / longest)) for label in labels)


def _bucket(days: int | None) -> str:
    if days is None:
        return _UNKNOWN
    return next((label for limit, label in _AGES if days <= limit), _OLDER)


def _notes(inventory: Inventory) -> tuple[str, ...]:
    unasked = sum(entry.index is None for entry in inventory.packages)
    sourceless = sum(not entry.repositories for entry in inventory.packages)
    notes = []
    if unasked:
        notes.append(f"Of {count_of(unasked, 'package')} no index said anything: not asked, or no answer.")
    if sourceless:
        notes.append(f"Where {count_of(sourceless, 'package')} are developed is stated nowhere that was read.")
    return tuple(notes)


def _absence(inventory: Inventory) -> Absence | None:
    if not inventory.packages:
        return Absence(is_known=True, text="No package is listed whose release could have a date.")
    if all(entry.index is None and not entry.repositories for entry in inventory.packages):
        text = "Unknown: no package index was asked, or none answered. A scan with a network asks the one of pip."
        return Absence(is_known=False, text=text)
    return None
