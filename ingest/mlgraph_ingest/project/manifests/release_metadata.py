"""What the metadata of a release says of it: name, summary, license, addresses, requirements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mlgraph.model.assertions import Assertion, Evidence, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.addresses import Address, address_assertions
from mlgraph_ingest.project.context import Problems
from mlgraph_ingest.project.installed.metadata import Field, Header
from mlgraph_ingest.project.licenses import LicenseFields, Stated, license_assertions
from mlgraph_ingest.project.manifests.requirement import depends, parse_requirement
from mlgraph_ontology.kinds import Method, PropertyKind, Scope

_TEXT_LIMIT = 2_000
_KINDS = (
    ("name", PropertyKind.NAME),
    ("version", PropertyKind.VERSION),
    ("summary", PropertyKind.DESCRIPTION),
    ("requires-python", PropertyKind.REQUIRES_PYTHON),
)


@dataclass(frozen=True, slots=True)
class How:
    """How the metadata came to us, which its evidence says."""

    method: Method
    rule: str
    requires_rule: str
    """The rule of its requirements."""

    def at(self, field: Field) -> Evidence:
        """The evidence of what a field says."""
        return Evidence(str(field.line), self.method, self.rule)


def metadata_assertions(
    release: NodeId, header: Header, requires: Iterable[Field], how: How, problems: Problems
) -> Iterator[Assertion]:
    """What a release says of itself; `requires` are its requirements, one text each."""
    for key, kind in _KINDS:
        field = header.first(key)
        if field is not None:
            yield fact(release, kind, " ".join(field.value.split())[:_TEXT_LIMIT], how.at(field))
    yield from license_assertions(release, _license(header), how.method)
    yield from address_assertions(release, _addresses(header), how.method)
    for field in requires:
        yield from _requires(release, field, how, problems)


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


def _requires(release: NodeId, field: Field, how: How, problems: Problems) -> Iterator[Assertion]:
    try:
        wanted = parse_requirement(field.value)
    except FormatError as error:
        problems.add(field.line, str(error))
        return
    evidence = Evidence(str(field.line), how.method, how.requires_rule)
    for extra in wanted.wanted_by or (None,):
        scope = Scope.RUNTIME if extra is None else Scope.OPTIONAL
        yield depends(release, wanted, evidence, scope=scope, extra=extra)


def _stated(field: Field | None) -> Stated | None:
    return Stated(field.value, field.line) if field else None
