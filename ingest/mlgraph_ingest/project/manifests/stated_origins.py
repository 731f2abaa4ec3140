"""Where a dependency comes from as the tables of Poetry, PDM and Pipenv say it: `git`, `path`, `file`, `url`."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from mlgraph_ingest.project.origins import Origin, origin, public_url
from mlgraph_ingest.project.toml_document import Table, text_in

_SYSTEMS = ("git", "hg", "svn", "bzr")
_REVISIONS = ("revision", "rev", "tag", "branch", "ref")
"""The more exact first."""


def stated_origin(entry: Table) -> Origin | None:
    """The place that an entry names; None where it is left to the index."""
    for system in _SYSTEMS:
        address = text_in(entry, system)
        if address is not None:
            return _repository(system, address, entry)
    address = text_in(entry, "url") or text_in(entry, "file") or text_in(entry, "path")
    if address is None:
        return None
    if "://" not in address:
        return Origin(None, is_local=True)
    return origin(address)


def archive_version(address: str) -> str | None:
    """The version that the file name of a distribution states; None where it states none."""
    from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

    name = posixpath.basename(unquote(address.partition("#")[0].partition("?")[0]))
    try:
        return str(parse_wheel_filename(name)[1] if name.endswith(".whl") else parse_sdist_filename(name)[1])
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None


def _repository(system: str, address: str, entry: Table) -> Origin:
    place = origin(f"{system}+{address.removeprefix(f'{system}+')}")
    revision = next((found for key in _REVISIONS if (found := text_in(entry, key))), place.revision)
    url = place.url or public_url(address)
    return Origin(url, vcs=system, revision=revision, subdirectory=text_in(entry, "subdirectory") or place.subdirectory)
