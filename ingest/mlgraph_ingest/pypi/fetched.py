"""Makes the documents of one package: its own, and one for each release that is in use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import orjson

from mlgraph.model import ids, locators
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import FormatError, MlgraphError, NotCachedError, SourceError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.project.documents import digest
from mlgraph_ingest.project.installed.metadata import Header
from mlgraph_ingest.project.tree import printable
from mlgraph_ingest.pypi.assertions import fact_assertions
from mlgraph_ingest.pypi.desk import Desk
from mlgraph_ingest.pypi.facts import Described, Facts, ReleaseFacts
from mlgraph_ingest.pypi.project_document import Problem
from mlgraph_ingest.pypi.releases import attestations, release_metadata, same_version
from mlgraph_ingest.pypi.visit import Visit, visit, with_details
from mlgraph_ingest.pypi.wanted import Wanted

READER = "pypi/1"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one package."""

    wanted: Wanted
    readings: tuple[Reading, ...]
    headers: tuple[Header, ...] = ()
    """The metadata of its releases in use, as far as it is known."""
    undescribed: tuple[str, ...] = ()
    """Releases in use of which the index has no metadata."""


def fetch(desks: Sequence[Desk], wanted: Wanted) -> Fetched:
    """Ask the indexes for a package, one after the other until one has it. What fails is a reading that says so."""
    package, desk = ids.package(wanted.name), desks[0]
    try:
        for desk in desks:
            found = visit(desk, wanted.name)
            if found is not None:
                return _fetched(found, wanted)
    except (SourceError, FormatError) as error:
        return Fetched(wanted, (_failed(package, desk.index.project_url(wanted.name), error),))
    facts = Facts(wanted.name, absent=(None, tuple(dict.fromkeys(desk.index.host for desk in desks))))
    url = desks[0].index.project_url(wanted.name)
    return Fetched(wanted, (_reading(package, facts, url, datetime.now(UTC)),))


def _fetched(found: Visit, wanted: Wanted) -> Fetched:
    facts = with_details(found, found.facts())
    if found.document is None:
        facts = _described_by_wheel(found, facts)
    latest = facts.latest.version if facts.latest else None
    in_use = wanted.versions or ((latest,) if latest else ())
    problems: list[Problem] = []
    said = attestations(found, latest, problems) if latest in in_use and latest else ()
    facts = replace(facts, attested=said, problems=(*facts.problems, *problems))
    readings = [_reading(ids.package(wanted.name), facts, found.answer.url, found.answer.observed_at)]
    headers = [facts.described.header] if facts.described and latest in in_use else []
    undescribed = []
    for version in wanted.versions:
        reading, header = _release(found, facts, version)
        readings.extend(reading)
        headers.extend(header)
        if not header and version != latest:
            undescribed.append(version)
    return Fetched(wanted, tuple(readings), tuple(headers), tuple(undescribed))


def _described_by_wheel(found: Visit, facts: Facts) -> Facts:
    """The facts of an index without project documents, with the metadata of the newest release if there is any."""
    unknown = f"{found.desk.index.host} has no project documents: license, requirements and owners are unknown"
    if facts.latest is None:
        return replace(facts, problems=(*facts.problems, ("", unknown)))
    problems = list(facts.problems)
    try:
        metadata = release_metadata(found, facts.latest.version, problems)
    except (SourceError, FormatError) as error:
        problems.append(("", f"license and requirements are unknown: {without_credentials(str(error))}"))
        return replace(facts, problems=tuple(problems))
    if metadata is None:
        return replace(facts, problems=(*problems, ("", unknown)))
    described = Described(facts.latest.version, _located(*metadata))
    return replace(facts, described=described, problems=tuple(problems))


def _release(found: Visit, facts: Facts, version: str) -> tuple[list[Reading], list[Header]]:
    """The document of a release that is not the newest, and its metadata; none where the index has nothing on it."""
    try:
        node = ids.release(found.name, version)
    except FormatError:
        return [], []
    listed = {release.version: release for release in facts.releases}
    spelled = same_version(version, listed)
    url = found.desk.index.project_url(found.name, version)
    if spelled is None:
        missing = Facts(found.name, absent=(version, (found.desk.index.host,)))
        return [_reading(node, missing, url, found.answer.observed_at)], []
    try:
        said = _release_facts(found, facts, listed[spelled], version)
    except (SourceError, FormatError) as error:
        return [_failed(node, url, error)], []
    if said is None:
        return [], []
    headers = [said.described.header] if said.described else []
    read_at = url if said.described else found.answer.url
    return [_reading(node, said, read_at, found.answer.observed_at)], headers


def _release_facts(found: Visit, facts: Facts, listed: ReleaseFacts, version: str) -> Facts | None:
    """What is said of one release in use, its files' hashes included; of the newest only those, for the rest is told."""
    hashes = tuple(sorted(f"sha256:{file.sha256}" for file in found.files(listed.version) if file.sha256))
    if facts.latest is not None and version == facts.latest.version:
        return Facts(found.name, releases=(ReleaseFacts(version, listed.place, hashes=hashes),)) if hashes else None
    problems: list[Problem] = []
    if facts.described is not None and listed.version == facts.described.version:
        header: Header | None = facts.described.header
    else:
        header = _kept_header(found, listed.version, problems)
    said = attestations(found, listed.version, problems)
    own = replace(listed, version=version) if listed.version != version else ReleaseFacts(version, listed.place)
    own = replace(own, hashes=hashes)
    if header is None and not said and not problems and not hashes and listed.version == version:
        return None
    return Facts(
        found.name,
        releases=(own,),
        described=Described(version, header) if header is not None else None,
        attested=tuple(replace(one, version=version) for one in said),
        problems=tuple(problems),
    )


def _kept_header(found: Visit, version: str, problems: list[Problem]) -> Header | None:
    """The metadata of a release; None where the index has none, or nobody may ask now: the rest is said all the same."""
    try:
        metadata = release_metadata(found, version, problems)
    except NotCachedError:
        return None
    return metadata[0] if metadata is not None else None


def _located(header: Header, url: str) -> Header:
    """Metadata of a wheel, each field's place with the address that it was read at."""
    return Header(tuple(replace(field, line=f"{url}:{field.line}") for field in header.fields))


def _reading(node: NodeId, facts: Facts, url: str, observed_at: datetime) -> Reading:
    locator = locators.index_document(node)
    fingerprint = digest(READER, url, orjson.dumps(facts))
    document = Document(locator, _title(url), READER, fingerprint, observed_at)
    return Reading(document, partial(fact_assertions, facts, locator))


def _failed(node: NodeId, url: str, error: MlgraphError) -> Reading:
    """A document that could not be read; its fingerprint is equal to no other, so that it is asked for again."""
    document = Document(locators.index_document(node), _title(url), READER, f"failed:{uuid4()}", datetime.now(UTC))
    return Reading(document, partial(_raise, error))


def _raise(error: MlgraphError) -> Iterator[Assertion]:
    raise error


def _title(url: str) -> str:
    return printable(without_credentials(url))
