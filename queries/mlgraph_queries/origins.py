"""Where a package comes from: an index, a version control system, an archive somewhere, a path of the machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlgraph.model.urls import without_credentials

if TYPE_CHECKING:
    from mlgraph_queries.stated import Sighting


@dataclass(frozen=True, slots=True)
class Origin:
    """One place that a package comes from. Nothing in it is a path of the machine or a secret."""

    url: str | None = None
    """Of a repository or an archive; None: an index, or a path of the machine."""
    vcs: str | None = None
    """git, hg, svn, ...; None: no version control system."""
    revision: str | None = None
    """A commit, or the tag or branch that was asked for."""
    subdirectory: str | None = None
    hashes: tuple[str, ...] = ()
    """`sha256:...` of the archive."""
    is_local: bool = False
    """Whether it is a path of the machine that it was read on."""
    is_editable: bool = False
    """Whether it is used from its source folder, so that it changes without a release."""
    index: str | None = None
    """The package index, where that is named."""

    @property
    def is_direct(self) -> bool:
        """Whether it is no release that a package index gave out."""
        return self.url is not None or self.vcs is not None or self.is_local or self.is_editable

    @property
    def address(self) -> str:
        """The place in one word, as requirements spell it: `git+https://host/path@revision`."""
        if self.url is None:
            local = "editable" if self.is_editable else "local"
            return local if self.is_local or self.is_editable else self.vcs or self.index or "index"
        place = f"{self.vcs}+{self.url}" if self.vcs else self.url
        place += f"@{self.revision}" if self.revision else ""
        return f"{place}#subdirectory={self.subdirectory}" if self.subdirectory else place

    @property
    def sentence(self) -> str:
        """The place as a person reads it.

        >>> Origin("https://git.example/acme/lib.git", vcs="git", revision="v1.2").sentence
        'from git: git.example/acme/lib.git @ v1.2'
        """
        if self.url is None and self.is_direct:
            where = self.vcs or "a local path"
            return f"from {where}, editable" if self.is_editable else f"from {where}"
        place = (self.url or self.index or "").partition("://")[2].removeprefix("git@")
        kind = self.vcs or ("an archive" if self.url else "index")
        revision = f" @ {self.revision}" if self.revision else ""
        return f"from {kind}: {place}{revision}" if place else f"from {kind}"


def origins(
    installed: Iterable[Sighting], locked: Iterable[Sighting], declared: Iterable[Sighting]
) -> tuple[Origin, ...]:
    """Where one version of a package comes from, as its environment says, else its lock, else what declares it.

    Usually one place; several where the source names several, for different environments. Empty: nothing says more
    than that it is a release of some index. An installer notes each place that is no index (PEP 610), so that what
    it notes nothing for is from an index, whatever is declared.
    """
    seen = list(installed)
    found = {origin(sighting) for sighting in seen}
    if not any(place.is_direct for place in found):
        in_locks = {origin(sighting) for sighting in locked}
        if any(sighting.detail.get("installer") for sighting in seen):
            found = {place for place in in_locks if not place.is_direct}
        elif any(place.is_direct or place.index for place in in_locks):
            found = in_locks
        else:
            found = {origin(sighting) for sighting in declared if not sighting.detail.get("constraint")}
    return tuple(sorted(found, key=repr)) if found != {Origin()} else ()


def origin(sighting: Sighting) -> Origin:
    """Where one source says that a package comes from."""
    hashes = sighting.detail.get("hashes")
    url, vcs = _url(sighting, "url"), _text(sighting, "vcs")
    is_local, is_editable = sighting.detail.get("local") is True, sighting.detail.get("editable") is True
    if not (url or vcs or is_local or is_editable):
        return Origin(index=_url(sighting, "index"))
    return Origin(
        url=url,
        vcs=vcs,
        revision=_text(sighting, "revision"),
        subdirectory=_text(sighting, "subdirectory"),
        hashes=tuple(sorted(map(str, hashes))) if isinstance(hashes, list) else (),
        is_local=is_local,
        is_editable=is_editable,
    )


def _url(sighting: Sighting, name: str) -> str | None:
    value = _text(sighting, name)
    return without_credentials(value) if value else None


def _text(sighting: Sighting, name: str) -> str | None:
    value = sighting.detail.get(name)
    return value if isinstance(value, str) and value else None
