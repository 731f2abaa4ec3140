"""What an index says of a package, in one form, whichever of its documents said it."""

from __future__ import annotations

from dataclasses import dataclass

from mlgraph_ingest.project.installed.metadata import Header


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """One release, as the list of its files shows it."""

    version: str
    """As the index writes it."""
    place: str
    released_at: str | None = None
    """When its first file was uploaded, ISO 8601 in UTC; None: it has no file, or it is not known."""
    is_yanked: bool = False
    """Whether all its files are yanked (PEP 592)."""
    yanked_reason: str | None = None
    hashes: tuple[str, ...] = ()
    """`sha256:...` of its files, sorted; of a release in use, so that it can be told from another of its name."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release, as far as it is asked for."""

    name: str
    url: str
    sha256: str | None
    metadata_sha256: str | None = None
    """Of its metadata file, where the index serves one and says so."""
    has_metadata: bool = False
    """Whether the index serves its metadata beside it (PEP 658)."""
    provenance: str | None = None
    """Where its provenance is (PEP 740)."""


@dataclass(frozen=True, slots=True)
class Described:
    """A release whose metadata is known."""

    version: str
    """As it is asked for, or as the index writes it."""
    header: Header


@dataclass(frozen=True, slots=True)
class Attested:
    """A repository from which a file of a release was published, as its attestation says (PEP 740)."""

    version: str
    repository: str
    place: str
    """The provenance document and the place in it."""
    verified_by: str


@dataclass(frozen=True, slots=True)
class Latest:
    """The version that an index shows first."""

    version: str
    place: str
    is_inferred: bool = False
    """Whether it was worked out, because the index shows none."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who may publish a package: counted, never named. None: not known."""

    owners: int | None = None
    maintainers: int | None = None
    """Besides the owners."""
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The status of a package on its index (PEP 792)."""

    status: str
    reason: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one document of ours says: of a package with its releases, or of one release asked for by version."""

    name: str
    """Canonical name of the package."""
    releases: tuple[ReleaseFacts, ...] = ()
    latest: Latest | None = None
    described: Described | None = None
    attested: tuple[Attested, ...] = ()
    ownership: Ownership = Ownership()
    status: Status | None = None
    absent: tuple[str | None, tuple[str, ...]] | None = None
    """(version, hosts of the indexes that have no such release); without a version: no package of that name at all."""
    problems: tuple[tuple[str, str], ...] = ()
    """(place, text)."""
