"""Reads a package's page of the simple repository API: JSON (PEP 691) or HTML (PEP 503)."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import Table, is_json, load_table, pointer, table, text
from mlgraph_ingest.pypi.facts import Facts, File, Latest, ReleaseFacts, Status
from mlgraph_ingest.pypi.files import file_entry, release_facts
from mlgraph_ingest.pypi.index import DOUBT
from mlgraph_ingest.pypi.project_document import Problem, status_of

ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_ONE_AT_A_TIME = Lock()
_ATTESTING = (1, 3)
"""The version of the API from which on each file says whether it has a provenance (PEP 740)."""


@dataclass(frozen=True, slots=True)
class SimplePage:
    """A package's page, its files by the version in their names."""

    version: tuple[int, int] | None
    """Of the API; None: not stated."""
    files: dict[str, list[tuple[str, Table]]]
    """Version -> (place, entry)."""
    status: Status | None
    problems: tuple[Problem, ...]

    @property
    def tells_more(self) -> bool:
        """Whether pages of this index say what project documents do not: provenance and status."""
        return self.version is not None and self.version >= _ATTESTING

    def files_of(self, version: str) -> list[File]:
        """The files of a release."""
        return [file for _, entry in self.files.get(version, ()) if (file := file_entry(entry)) is not None]


def simple_page(name: str, content: bytes, shown: str) -> SimplePage:
    """Read a page. Raises FormatError where it is none of this package."""
    said = load_table(content, shown, DOUBT) if is_json(content) else _from_html(name, content, shown)
    listed, stated = said.get("files"), text(said, "name")
    if not isinstance(listed, list):
        raise FormatError(f"{shown}: it lists no files; is this a package index?")
    if stated is not None and ids.canonical_name(stated) != name:
        raise FormatError(f"{shown}: it lists {stated[:80]!r}, not {name}; the index may be set up wrongly")
    problems: list[Problem] = []
    files = _by_version(name, listed, problems)
    status = status_of(said, problems)
    return SimplePage(_api_version(said), files, status, tuple(problems))


def page_facts(name: str, page: SimplePage) -> Facts:
    """What the page says of the package: no license, no requirements, no owners."""
    problems = list(page.problems)
    releases = [_release(version, entries, problems) for version, entries in page.files.items()]
    return Facts(name, releases=tuple(releases), latest=_newest(releases), status=page.status, problems=tuple(problems))


def _release(version: str, entries: list[tuple[str, Table]], problems: list[Problem]) -> ReleaseFacts:
    return release_facts(version, [entry for _, entry in entries], entries[0][0], problems)


def _newest(releases: Iterable[ReleaseFacts]) -> Latest | None:
    """The newest final release that is not yanked, else the newest of all: what an installer takes first."""
    from packaging.version import InvalidVersion, Version

    ranked = []
    for release in releases:
        try:
            version = Version(release.version)
        except InvalidVersion:
            continue
        ranked.append((not release.is_yanked, not version.is_prerelease, version, release))
    if not ranked:
        return None
    newest = max(ranked, key=lambda item: item[:3])[3]
    return Latest(newest.version, newest.place, is_inferred=True)


def _by_version(name: str, listed: list[object], problems: list[Problem]) -> dict[str, list[tuple[str, Table]]]:
    found: dict[str, list[tuple[str, Table]]] = {}
    for number, entry in enumerate(listed):
        place = pointer("files", number)
        version = _version_in(text(entry, "filename"), name)
        if version is None or not isinstance(entry, dict):
            problems.append((place, "no file whose name says of which release it is"))
        else:
            found.setdefault(version, []).append((place, entry))
    return found


def _version_in(filename: str | None, name: str) -> str | None:
    from pypi_simple import UnparsableFilenameError, parse_filename

    if filename is None or len(filename) > 500:
        return None
    try:
        return parse_filename(filename, name)[1]
    except UnparsableFilenameError:
        return None


def _api_version(said: Table) -> tuple[int, int] | None:
    major, _, minor = (text(table(said, "meta"), "api-version") or "").partition(".")
    return (int(major), int(minor)) if _is_number(major) and _is_number(minor) else None


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 6


def _from_html(name: str, content: bytes, shown: str) -> Table:
    """The page in the form of its JSON: of HTML the links are read, and what their attributes say."""
    from bs4.exceptions import ParserRejectedMarkup
    from pypi_simple import ProjectPage, UnsupportedRepoVersionError

    try:
        with _ONE_AT_A_TIME, warnings.catch_warnings():  # whose filters are those of the whole process
            warnings.simplefilter("ignore")  # of what is odd in HTML, or newer than the library
            page = ProjectPage.from_html(name, content)
    except (UnsupportedRepoVersionError, ParserRejectedMarkup, ValueError, RecursionError) as error:
        raise FormatError(f"{shown}: no list of files that can be read; is this a package index?") from error
    files: list[object] = [
        {
            "filename": package.filename,
            "url": package.url,
            "hashes": dict(package.digests),
            "yanked": (package.yanked_reason or True) if package.is_yanked else False,
            "core-metadata": package.metadata_digests or package.has_metadata,
            "provenance": package.provenance_url,
        }
        for package in page.packages
        if package.version is not None
    ]
    if not files:
        raise FormatError(f"{shown}: a web page that lists no files of {name}; is this a package index?")
    status = {"project-status": {"status": str(page.status.value), "reason": page.status_reason}} if page.status else {}
    return {"meta": {"api-version": page.repository_version}, "files": files, **status}
