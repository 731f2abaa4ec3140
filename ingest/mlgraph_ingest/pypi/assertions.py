"""What an index says, as assertions."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.installed.metadata import Header
from mlgraph_ingest.project.manifests.release_metadata import How, metadata_assertions
from mlgraph_ingest.pypi.facts import Attested, Described, Facts, Ownership, ReleaseFacts
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

_INDEX = "index"
_HOW = How(Method.DECLARED, rule=_INDEX, requires_rule="requires_dist")


def fact_assertions(facts: Facts, locator: str) -> Iterator[Assertion]:
    """The assertions of one document; what cannot be said is a problem of it, and the rest goes on."""
    package = ids.package(facts.name)
    problems = Problems(locator)
    for place, text in facts.problems:
        problems.add(place, text)
    yield from _latest(package, facts, problems)
    yield from _owned(package, facts.ownership, problems)
    if facts.status is not None:
        said = {"status": facts.status.status, "reason": facts.status.reason}
        yield fact(package, PropertyKind.INDEX_STATUS, {**said}, _said(facts.status.place))
    yield from _absent(package, facts, problems)
    for release in facts.releases:
        yield from _released(package, facts.name, release, problems)
    if facts.described is not None:
        yield from _described(package, facts.name, facts.described, problems)
    for attested in facts.attested:
        yield from _attested(facts.name, attested, problems)
    yield from problems.assertions()


def _latest(package: NodeId, facts: Facts, problems: Problems) -> Iterator[Assertion]:
    latest = facts.latest
    if latest is None or _release(facts.name, latest.version, latest.place, problems) is None:
        return
    inferred = Evidence(latest.place, Method.INFERRED, "highest-version")
    evidence = inferred if latest.is_inferred else _said(latest.place)
    yield fact(package, PropertyKind.LATEST_VERSION, latest.version, evidence)


def _released(package: NodeId, name: str, release: ReleaseFacts, problems: Problems) -> Iterator[Assertion]:
    node = _release(name, release.version, release.place, problems)
    if node is None:
        return
    evidence = _said(release.place)
    yield edge(node, EdgeKind.RELEASE_OF, package, evidence)
    if release.released_at is not None:
        yield fact(node, PropertyKind.RELEASED_AT, release.released_at, evidence)
    if release.is_yanked:
        yield fact(node, PropertyKind.YANKED, {"reason": release.yanked_reason}, evidence)
    for digest in release.hashes:
        yield fact(node, PropertyKind.HASH, digest, evidence)


def _absent(package: NodeId, facts: Facts, problems: Problems) -> Iterator[Assertion]:
    """That an index has no such thing: an answer, and not that nobody knows."""
    if facts.absent is not None:
        version, hosts = facts.absent
        node = package if version is None else _release(facts.name, version, "", problems)
        if node is not None:
            yield from (fact(node, PropertyKind.ABSENT_FROM, host, _said("")) for host in hosts)


def _owned(package: NodeId, ownership: Ownership, problems: Problems) -> Iterator[Assertion]:
    evidence = _said("#/ownership")
    if ownership.owners is not None:
        yield fact(package, PropertyKind.OWNER_COUNT, ownership.owners, evidence)
    if ownership.maintainers is not None:
        yield fact(package, PropertyKind.MAINTAINER_COUNT, ownership.maintainers, evidence)
    if ownership.organization is None:
        return
    place = "#/ownership/organization"
    try:
        organization = ids.organization(ownership.organization)
    except FormatError as error:
        problems.add(place, str(error))
        return
    yield edge(package, EdgeKind.OWNED_BY, organization, Evidence(place, Method.DECLARED, "index-organization"))


def _described(package: NodeId, name: str, described: Described, problems: Problems) -> Iterator[Assertion]:
    node = _release(name, described.version, "#/info/version", problems)
    if node is None:
        return
    yield edge(node, EdgeKind.RELEASE_OF, package, _said("#/info/version"))
    header = _with_readable_python(described.header, problems)
    yield from metadata_assertions(node, header, header.all("requires-dist"), _HOW, problems)


def _attested(name: str, attested: Attested, problems: Problems) -> Iterator[Assertion]:
    node = _release(name, attested.version, attested.place, problems)
    if node is not None:
        evidence = Evidence(attested.place, Method.OBSERVED, "attestation")
        repository = ids.repository(attested.repository)
        yield edge(node, EdgeKind.DEVELOPED_IN, repository, evidence, verified_by=attested.verified_by)


def _with_readable_python(header: Header, problems: Problems) -> Header:
    """The header without a Requires-Python that is no range of versions."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    field = header.first("requires-python")
    if field is None:
        return header
    try:
        SpecifierSet(field.value)
    except InvalidSpecifier:
        problems.add(field.line, f"requires_python: {field.value[:80]!r} is no range of versions")
        return Header(tuple(f for f in header.fields if f.name != "requires-python"))
    return header


def _release(name: str, version: str, place: str, problems: Problems) -> NodeId | None:
    """The id of a release; None, and a problem, where its version can name none."""
    try:
        return ids.release(name, version)
    except FormatError:
        problems.add(place, f"{version[:80]!r} is no version that can name a release")
        return None


def _said(place: str) -> Evidence:
    return Evidence(place, Method.DECLARED, _INDEX)
