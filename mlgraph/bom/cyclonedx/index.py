"""What a package index says of a package, for which the standard has no field, as properties."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import Property

from mlgraph.bom.cyclonedx.draft import note
from mlgraph_queries.entries import IndexFacts, PackageEntry, RepositoryLink


def index_notes(entry: PackageEntry) -> Iterator[Property]:
    """Dates, status and accounts with the address that was asked, and how each link to the source is known."""
    if entry.index is not None:
        yield from _of_index(entry.index)
    yield from (note("absent-from", host) for host in entry.absent_from)
    yield from (note("repository", _link(link)) for link in entry.repositories)


def _of_index(index: IndexFacts) -> Iterator[Property]:
    yield note("index-asked", f"{index.where} at {index.observed_at.isoformat(timespec='seconds')}")
    if index.released_at is not None:
        yield note("released-at", index.released_at.isoformat())
    if index.latest_version is not None:
        yield note("latest-version", index.latest_version)
    if index.latest_released_at is not None:
        yield note("latest-released-at", index.latest_released_at.isoformat())
    if index.is_yanked:
        yield note("yanked", index.yanked_reason or "no reason given")
    if index.status is not None:
        yield note("index-status", f"{index.status}: {index.status_reason}" if index.status_reason else index.status)
    if index.owner_count is not None:
        yield note("owner-count", index.owner_count)
    if index.maintainer_count is not None:
        yield note("maintainer-count", index.maintainer_count)


def _link(link: RepositoryLink) -> str:
    how = f"verified by {link.verified_by}" if link.verified_by else f"{link.method}, {link.rule}".removesuffix(", ")
    return f"{link.url} at {link.where} ({how})"
