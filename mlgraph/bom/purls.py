"""The package URL under which a BOM names a package, by where the package comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from urllib.parse import quote, urlsplit

from packageurl import PackageURL

from mlgraph_queries.entries import PackageEntry
from mlgraph_queries.origins import Origin

_VCS = frozenset({"git", "hg", "svn", "bzr"})
"""What SPDX's download location knows, whose form a `vcs_url` has (purl specification, known qualifiers)."""
_LEGAL = "%/:=&?~+!$,;'@()*"
_HOST = re.compile(r"[\w.-]+", re.ASCII)
"""A host's name or an IPv4 address; what else may stand there is so rare that the property has to do."""


def package_purl(entry: PackageEntry) -> PackageURL | None:
    """The purl of a package; None where none would be true.

    The purl specification demands that a qualifier tells what is needed to find a package elsewhere than on the
    default index of its type: `vcs_url` or `download_url` for a repository or an archive, `repository_url` for
    another index. What comes from a path of the machine, or from several places of which one is no index, gets no
    purl: `pkg:pypi/name@version` would name a release of the index, which may be a stranger's. cyclonedx-py does the
    same for installed packages (its `environment` builder, 7.5).
    """
    purl = PackageURL.from_string(entry.id.key)
    places = entry.origins
    if not any(place.is_direct for place in places):
        if purl.type != "pypi":
            return purl  # its own qualifiers say where it is from: the channel of a conda package
        index = _other_index(places)
        return purl._replace(qualifiers={"repository_url": index}) if index else purl
    return _elsewhere(purl, places[0]) if len(places) == 1 else None


def _other_index(places: Sequence[Origin]) -> str | None:
    """The index that a package comes from, where it is one, known, and not the default of its purl type."""
    named = {place.index for place in places}
    index = named.pop() if len(named) == 1 else None
    return index if index and urlsplit(index).hostname != _default_host() else None


def legal_url(url: str) -> str | None:
    """A URL in which all that no URL may hold is percent-encoded; None where it has no scheme or no plain host."""
    try:
        parts = urlsplit(url)
        has_host = bool(_HOST.fullmatch(parts.hostname or "")) and not parts.netloc.endswith(":")
        is_legal = bool(parts.scheme) and has_host and (parts.port or 1) > 0
    except ValueError:
        return None
    return quote(url, safe=_LEGAL, errors="replace") if is_legal else None


def _elsewhere(purl: PackageURL, place: Origin) -> PackageURL | None:
    url = legal_url(place.url) if place.url else None
    if url is None or (place.vcs is not None and place.vcs not in _VCS):
        return None
    if place.vcs is None:
        qualifiers = {"download_url": url}
    else:
        revision = f"@{quote(place.revision, safe=_LEGAL, errors='replace')}" if place.revision else ""
        qualifiers = {"vcs_url": f"{place.vcs}+{url}{revision}"}
    found = purl._replace(qualifiers=qualifiers, subpath=_inside(place.subdirectory))
    return found if PackageURL.from_string(found.to_string()) == found else None


def _inside(subdirectory: str | None) -> str | None:
    parts = [part for part in (subdirectory or "").split("/") if part not in {"", ".", ".."}]
    return "/".join(parts) or None


@cache
def _default_host() -> str | None:
    """The host of the index that `pkg:pypi` means without a qualifier, as packageurl-python knows it."""
    from packageurl.contrib import purl2url

    page_of: Callable[[str], str | None] = purl2url.get_repo_url
    return urlsplit(page_of("pkg:pypi/x") or "").hostname
