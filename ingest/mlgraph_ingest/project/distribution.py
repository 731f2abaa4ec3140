"""What one installed distribution says of itself, as assertions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.direct_url import DirectUrl
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.metadata import Field, Header
from mlgraph_ingest.project.requirement import depends, listed, parse_requirement
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope

_TEXT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Distribution:
    """An installed distribution, as its metadata folder describes it."""

    header: Header
    requires: tuple[Field, ...]
    """Its requirements, one text each."""
    installer: str | None = None
    is_requested: bool = False
    """Whether its user asked for it by name, as the installer noted."""
    direct: DirectUrl | None = None


def distribution_assertions(project: NodeId, found: Distribution, problems: Problems) -> Iterator[Assertion]:
    """That the project's environment contains a release, and what the release says of itself."""
    name, version = found.header.first("name"), found.header.first("version")
    if name is None or version is None:
        raise FormatError("metadata without a name and a version")
    release = ids.release(name.value, version.value)
    if not _is_version(version.value):
        problems.add(
            version.line, f"{version.value[:80]!r} is no version of the Python standard; ranges cannot be checked"
        )
    yield edge(project, EdgeKind.CONTAINS, release, _at(version), **_installed(found))
    yield edge(release, EdgeKind.RELEASE_OF, ids.package(name.value), _at(name))
    yield from _described(release, found.header)
    yield from license_assertions(release, _license(found.header), Method.OBSERVED)
    yield from address_assertions(release, _addresses(found.header), Method.OBSERVED)
    for field in found.requires:
        yield from _requires(release, field, problems)


def _installed(found: Distribution) -> dict[str, JsonValue]:
    direct = found.direct or DirectUrl()
    return {
        "installer": found.installer,
        "requested": found.is_requested or None,
        "url": direct.url,
        "vcs": direct.vcs,
        "revision": direct.revision,
        "subdirectory": direct.subdirectory,
        "editable": direct.is_editable or None,
        "local": direct.is_local or None,
        "hashes": listed(direct.hashes),
    }


def _described(release: NodeId, header: Header) -> Iterator[Assertion]:
    kinds = (
        ("name", PropertyKind.NAME),
        ("version", PropertyKind.VERSION),
        ("summary", PropertyKind.DESCRIPTION),
        ("requires-python", PropertyKind.REQUIRES_PYTHON),
    )
    for key, kind in kinds:
        field = header.first(key)
        if field is not None:
            yield fact(release, kind, " ".join(field.value.split())[:_TEXT_LIMIT], _at(field))


def _license(header: Header) -> LicenseFields:
    return LicenseFields(
        expression=_stated(header.first("license-expression")),
        words=_stated(header.first("license")),
        classifiers=tuple(Stated(field.value, field.line) for field in header.all("classifier")),
    )


def _addresses(header: Header) -> Iterator[Address]:
    for key, label in (("home-page", "homepage"), ("download-url", "download")):
        field = header.first(key)
        if field is not None:
            yield Address(label, field.value, field.line)
    for field in header.all("project-url"):
        label, comma, url = field.value.partition(",")
        if comma:
            yield Address(label, url, field.line)


def _requires(release: NodeId, field: Field, problems: Problems) -> Iterator[Assertion]:
    try:
        wanted = parse_requirement(field.value)
    except FormatError as error:
        problems.add(field.line, str(error))
        return
    for extra in wanted.wanted_by or (None,):
        scope = Scope.RUNTIME if extra is None else Scope.OPTIONAL
        yield depends(release, wanted, _at(field), scope=scope, extra=extra)


def _stated(field: Field | None) -> Stated | None:
    return Stated(field.value, field.line) if field else None


def _at(field: Field) -> Evidence:
    return Evidence(str(field.line), Method.OBSERVED, "installed")


def _is_version(text: str) -> bool:
    from packaging.version import InvalidVersion, Version

    try:
        Version(text)
    except InvalidVersion:
        return False
    return True
