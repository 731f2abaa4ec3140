"""What pip-audit found in an audit (`--format json`, pip-audit 2.10): releases with weaknesses, and what it skipped.

What it looked at is listed in the coverage of the document, because a release that has no entry there was not audited:
nothing is known of it, which is something else than nothing found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.answers.json_values import Table, items, pointer, text
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.osv.ecosystems import release_in
from mlgraph_ingest.osv.record import TEXT_LIMIT
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

TOOL = "pip-audit"


def is_report(said: object) -> bool:
    """Whether a JSON document is such a report."""
    listed = items(said, "dependencies")
    return bool(listed) and isinstance(listed[0], dict) and bool({"vulns", "skip_reason"} & listed[0].keys())


@dataclass(frozen=True, slots=True)
class Asked:
    """What an audit was to look at."""

    releases: Mapping[NodeId, tuple[NodeId, ...]] = field(default_factory=dict)
    """Release that was asked about -> the releases that are meant: builds of it, `torch@2.4.0+cu121` of `torch@2.4.0`."""
    left_out: tuple[tuple[NodeId, str], ...] = ()
    """What could not be asked about, each with the reason."""


def report_assertions(said: Table, document: NodeId, asked: Asked | None = None) -> Iterator[Assertion]:
    """What a report says; of what was asked, the releases that it does not speak of were not audited."""
    request = asked or Asked()
    audited: set[NodeId] = set()
    silent = dict(request.releases)
    for number, one in enumerate(items(said, "dependencies")):
        name, version, skipped = text(one, "name"), text(one, "version"), text(one, "skip_reason")
        place = pointer("dependencies", number)
        try:
            package = ids.package(name or "")
            release = release_in(package, version) if version else None
        except FormatError:
            yield _problem(document, place, f"an entry that names no package: {str(name)[:40]!r}")
            continue
        if release is None or skipped is not None:
            why = f"{TOOL} skipped it: {(skipped or 'no version is named')[:300]}"
            named = [
                own
                for asked_for in request.releases
                if ids.package_of(asked_for) == package
                for own in silent.pop(asked_for, ())
            ]
            yield from (_not_audited(node, place, why) for node in named or [package])
            continue
        for own in silent.pop(release, (release,)):
            audited.add(own)
            yield from _found(items(one, "vulns"), own, place, document)
    for node in (node for own in silent.values() for node in own):
        yield _not_audited(node, "", f"{TOOL} was asked about it and did not answer")
    yield from (_not_audited(node, "", why) for node, why in request.left_out)
    releases: list[JsonValue] = [*sorted(release.key for release in audited)]
    value: JsonValue = {"tool": TOOL, "type": "pypi", "records": len(releases), "releases": releases}
    yield fact(document, PropertyKind.COVERAGE, value, Evidence("", Method.OBSERVED, "coverage"))


def _found(vulns: Sequence[object], release: NodeId, place: str, document: NodeId) -> Iterator[Assertion]:
    for number, one in enumerate(vulns):
        evidence = Evidence(f"{place}/vulns/{number}", Method.DECLARED, TOOL)
        try:
            node = ids.vulnerability(text(one, "id") or "")
        except FormatError as error:
            yield _problem(document, evidence.locator, str(error))
            continue
        yield edge(release, EdgeKind.AFFECTED_BY, node, evidence)
        if description := text(one, "description"):
            yield fact(node, PropertyKind.DESCRIPTION, impersonal(description[:TEXT_LIMIT]), evidence)
        for name in items(one, "aliases"):
            try:
                yield edge(ids.vulnerability(str(name)), EdgeKind.SAME_AS, node, evidence)
            except FormatError as error:
                yield _problem(document, evidence.locator, str(error))
        for version in items(one, "fix_versions"):
            fixed = release_in(ids.package_of(release), str(version))
            if fixed is not None:
                yield edge(node, EdgeKind.FIXED_IN, fixed, evidence)


def _not_audited(node: NodeId, place: str, why: str) -> Assertion:
    return fact(node, PropertyKind.NOT_AUDITED, why, Evidence(place, Method.DECLARED, TOOL))


def _problem(document: NodeId, place: str, why: str) -> Assertion:
    return fact(document, PropertyKind.PROBLEM, why, Evidence(place, Method.OBSERVED, "unread"))
