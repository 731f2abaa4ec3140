"""Reads the document of a package, or of one release of it (Warehouse's JSON API): pure, and of any shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from mlgraph.model import ids
from mlgraph.model.errors import FormatError
from mlgraph_ingest.answers.json_values import Table, items, pointer, table, text
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.project.installed.metadata import Field, Header
from mlgraph_ingest.pypi.facts import Described, Facts, File, Latest, Ownership, ReleaseFacts, Status
from mlgraph_ingest.pypi.files import file_entry, release_facts

_TEXTS = {
    "name": "name",
    "version": "version",
    "summary": "summary",
    "requires_python": "requires-python",
    "license_expression": "license-expression",
    "license": "license",
    "home_page": "home-page",
    "download_url": "download-url",
}
"""Members of `info` -> fields of the metadata that they repeat."""
_LISTS = {"classifiers": "classifier", "requires_dist": "requires-dist"}
STATUSES = frozenset({"active", "archived", "quarantined", "deprecated"})
"""PEP 792, "Project status markers"."""

Problem = tuple[str, str]


def project_facts(name: str, document: Table, shown: str) -> Facts:
    """What the document of a package says of it. Raises FormatError where it describes none, or another one."""
    problems: list[Problem] = []
    header = _checked_header(name, document, shown, problems)
    version = header.first("version")
    return Facts(
        name,
        releases=tuple(_releases(document, problems)),
        latest=Latest(version.value, str(version.line)) if version else None,
        described=Described(version.value, header) if version else None,
        ownership=ownership(table(document, "ownership"), problems),
        status=status_of(document, problems),
        problems=tuple(problems),
    )


def release_header(name: str, document: Table, shown: str, problems: list[Problem]) -> Header:
    """The metadata in the document of one release. Raises FormatError where it describes no package or another."""
    return _checked_header(name, document, shown, problems)


def files_of(document: Table, version: str) -> list[File]:
    """The files of a release, as a project's document lists them."""
    entries = items(document.get("releases"), version)
    return [file for entry in entries if (file := file_entry(entry)) is not None]


def status_of(document: Table, problems: list[Problem]) -> Status | None:
    """The status of a package, where its index gives one."""
    place = pointer("project-status")
    said = document.get("project-status")
    if said is None:
        return None
    status = said if isinstance(said, str) else text(said, "status")
    if status not in STATUSES:
        problems.append((place, "a status of the project that PEP 792 does not know; its status is unknown"))
        return None
    reason = text(said, "reason")
    return Status(status, impersonal(reason)[:2_000] if reason else None, place)


def ownership(said: Table, problems: list[Problem]) -> Ownership:
    """How many accounts may publish a package. Where only an organization is named, its members are unknown."""
    organization = text(said, "organization")
    roles = said.get("roles")
    if not isinstance(roles, list) or (not roles and organization):
        return Ownership(organization=organization)
    accounts: dict[str, set[str]] = {"owner": set(), "maintainer": set()}
    for number, entry in enumerate(roles):
        role, user = (text(entry, "role") or "").lower(), text(entry, "user")
        if role not in accounts or user is None:
            place = pointer("ownership", "roles", number)
            problems.append((place, "no account with a role that is known; owners and maintainers are not counted"))
            return Ownership(organization=organization)
        accounts[role].add(user.lower())
    owners = accounts["owner"]
    return Ownership(len(owners), len(accounts["maintainer"] - owners), organization)


def _checked_header(name: str, document: Table, shown: str, problems: list[Problem]) -> Header:
    info = document.get("info")
    if not isinstance(info, dict):
        raise FormatError(f"{shown}: it describes no package (no member `info`); is this a package index?")
    said = text(info, "name")
    if said is not None and ids.canonical_name(said) != name:
        raise FormatError(f"{shown}: it describes {said[:80]!r}, not {name}; the index may be set up wrongly")
    return Header(tuple(_fields(info, problems)))


def _releases(document: Table, problems: list[Problem]) -> Iterator[ReleaseFacts]:
    said = document.get("releases")
    if said is not None and not isinstance(said, Mapping):
        problems.append((pointer("releases"), "no list of releases; they are unknown"))
    for version, files in table(document, "releases").items():
        place = pointer("releases", version)
        if not isinstance(files, list):
            problems.append((place, f"release {version[:80]}: no list of files"))
        yield release_facts(version, files if isinstance(files, list) else [], place, problems)


def _fields(info: Table, problems: list[Problem]) -> Iterator[Field]:
    for key, name in _TEXTS.items():
        value = info.get(key)
        if isinstance(value, str):
            yield Field(name, impersonal(value.strip()), pointer("info", key))
        elif value is not None:
            problems.append((pointer("info", key), f"{key}: no text; it is unknown"))
    for key, name in _LISTS.items():
        for value, place in _texts(info, key, problems):
            yield Field(name, value, place)
    yield from _urls(info, problems)


def _texts(info: Table, key: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    said = info.get(key)
    if said is not None and not isinstance(said, list):
        problems.append((pointer("info", key), f"{key}: no list; it is unknown"))
        return
    for number, value in enumerate(said or ()):
        place = pointer("info", key, number)
        if isinstance(value, str):
            yield value, place
        else:
            problems.append((place, f"{key}: no text; it is unknown"))


def _urls(info: Table, problems: list[Problem]) -> Iterator[Field]:
    said = info.get("project_urls")
    if said is not None and not isinstance(said, dict):
        problems.append((pointer("info", "project_urls"), "project_urls: no object; they are unknown"))
    for label, url in table(info, "project_urls").items():
        place = pointer("info", "project_urls", label)
        if isinstance(url, str):
            plain = re.sub(r"[,\s]+", " ", impersonal(label))
            yield Field("project-url", f"{plain}, {url}", place)
        else:
            problems.append((place, "project_urls: no text; it is unknown"))
