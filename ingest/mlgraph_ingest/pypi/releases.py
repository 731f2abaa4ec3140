"""Finds what an index has on single releases: their metadata, and where their files were published from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from mlgraph.model import ids
from mlgraph.model.errors import FormatError, SourceError
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.answers.json_values import load_table
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.project.installed.metadata import HEADER_LIMIT, Field, Header, parse_header
from mlgraph_ingest.pypi.desk import Offer
from mlgraph_ingest.pypi.facts import Attested, File
from mlgraph_ingest.pypi.index import DOUBT
from mlgraph_ingest.pypi.project_document import Problem, release_header
from mlgraph_ingest.pypi.provenance import attested
from mlgraph_ingest.pypi.visit import Visit

_ACCEPT_PROVENANCE = "application/vnd.pypi.integrity.v1+json"


def same_version(version: str, versions: Iterable[str]) -> str | None:
    """How an index writes a version: as it is asked for, else one that is equal to it; None where it has none.

    >>> same_version("1.0.0", ["0.9", "1.0"])
    '1.0'
    """
    from packaging.version import InvalidVersion, Version

    known = list(versions)
    if version in known:
        return version
    try:
        asked = Version(version)
    except InvalidVersion:
        return None
    for other in known:
        try:
            if Version(other) == asked:
                return other
        except InvalidVersion:
            continue
    return None


def release_metadata(found: Visit, version: str, problems: list[Problem]) -> tuple[Header, str] | None:
    """The metadata of one release and where it was read: its own document, else the metadata of its wheel.

    None where the index has neither. What it does not have for the first few is not asked for again.
    """
    return _from_document(found, version, problems) or _from_wheel(found, version)


def attestations(found: Visit, version: str, problems: list[Problem]) -> tuple[Attested, ...]:
    """Where a release was published from: by one of its files that has a provenance, the source before the wheels."""
    if not found.desk.is_known(Offer.DETAILS):
        return ()
    files = [file for file in found.files(version) if file.provenance is not None]
    for file in sorted(files, key=lambda file: (file.name.endswith(".whl"), file.name))[:1]:
        try:
            return _attested(found, version, file)
        except (SourceError, FormatError) as error:
            problems.append(("", f"the provenance of {file.name} is unknown: {without_credentials(str(error))}"))
    return ()


def _from_document(found: Visit, version: str, problems: list[Problem]) -> tuple[Header, str] | None:
    desk = found.desk
    if found.document is None or not desk.is_offered(Offer.RELEASE):
        return None
    answer = desk.get(desk.index.project_url(found.name, version))
    desk.learn(Offer.RELEASE, is_there=answer is not None)
    if answer is None:
        return None
    return release_header(found.name, load_table(answer.content, answer.url, DOUBT), answer.url, problems), answer.url


def _from_wheel(found: Visit, version: str) -> tuple[Header, str] | None:
    desk = found.desk
    if not desk.is_offered(Offer.METADATA):
        return None
    found.page()
    wheels = [file for file in found.files(version) if file.name.endswith(".whl")]
    wheel = next((file for file in wheels if file.has_metadata), None)
    url = desk.index.found_at(found.answer.url, wheel.url) if wheel is not None else None
    if wheel is None or url is None:
        if wheels:
            desk.learn(Offer.METADATA, is_there=False)
        return None
    answer = desk.get(f"{url}.metadata", accept="*/*")
    desk.learn(Offer.METADATA, is_there=answer is not None)
    return (_wheel_header(found.name, wheel, answer.content, answer.url), answer.url) if answer is not None else None


def _wheel_header(name: str, wheel: File, content: bytes, shown: str) -> Header:
    if wheel.metadata_sha256 not in {None, hashlib.sha256(content).hexdigest()}:
        raise FormatError(f"{shown}: it is not the metadata that the index lists for {wheel.name}; it was not read")
    header = parse_header(_start(content))
    said = header.first("name")
    if said is None or ids.canonical_name(said.value) != name:
        raise FormatError(f"{shown}: no metadata of {name}")
    return Header(tuple(_impersonal(field) for field in header.fields))


def _start(content: bytes) -> bytes:
    """The header, without the description that follows it."""
    ends = [at for end in (b"\n\n", b"\r\n\r\n") if (at := content.find(end)) >= 0]
    return content[: min([*ends, HEADER_LIMIT])]


def _impersonal(field: Field) -> Field:
    return replace(field, value=impersonal(field.value)) if field.name in {"summary", "license"} else field


def _attested(found: Visit, version: str, file: File) -> tuple[Attested, ...]:
    index = found.desk.index
    url = index.found_at(found.answer.url, file.provenance or "")
    answer = found.desk.get(url, accept=_ACCEPT_PROVENANCE) if url is not None else None
    if answer is None:
        raise FormatError(f"{index.host} lists it and does not have it")
    said = attested(version, file, answer.content, shown=answer.url, host=index.host)
    return tuple({one.repository: one for one in said}.values())
