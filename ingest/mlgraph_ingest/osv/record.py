"""One OSV record as assertions (OSV schema 1.x: https://ossf.github.io/osv-schema/).

A record that is withdrawn is kept, and what it says of packages carries when that was, so that nobody matches it. People
who are credited are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, JsonValue, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph.model.urls import public_url
from mlgraph_ingest.answers.json_values import Table, items, table, text
from mlgraph_ingest.answers.privacy import impersonal
from mlgraph_ingest.huggingface.values import moment
from mlgraph_ingest.osv.ecosystems import base_of, covered, package_of, release_in
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind

TEXT_LIMIT = 4_000
"""Characters of a description that are kept."""
REFERENCE_LIMIT = 200
"""References of one record that are kept."""
_CWE = re.compile(r"CWE-\d{1,6}")
_VECTORS = {"CVSS:4": "CVSS_V4", "CVSS:3": "CVSS_V3"}
_RANGE_KINDS = frozenset({"SEMVER", "ECOSYSTEM", "GIT"})
_EVENTS = frozenset({"introduced", "fixed", "last_affected", "limit"})


@dataclass(slots=True)
class Read:
    """What a record turned out to be, beside what it says: filled while its assertions are made."""

    problems: list[str] = field(default_factory=list)
    ecosystems: dict[str, str] = field(default_factory=dict)
    """Of the packages in it that have a package URL, with what those speak for."""
    modified: str | None = None
    is_withdrawn: bool = False


def record_assertions(said: Table, place: str, read: Read) -> Iterator[Assertion]:
    """All that a record says. `place` is where it is in its document: a JSON pointer, with the name of a file before it.

    Raises FormatError where it has no id that can be used; what else is missing or wrong goes into `read.problems`.
    """
    name = text(said, "id")
    if name is None:
        raise FormatError("it has no `id`, so that it names no weakness")
    node = ids.vulnerability(name)
    read.modified, withdrawn = _moment(said, "modified", read), _moment(said, "withdrawn", read)
    read.is_withdrawn = withdrawn is not None
    here = _At(node, place)
    yield from _texts(said, here)
    yield from _times(said, here, read, withdrawn)
    yield from _severities(said, here, None)
    yield from _classes(said, here)
    yield from _links(said, here, read)
    yield from _others(said, here, read)
    affected = items(said, "affected")
    if not affected:
        read.problems.append(f"{name}: it names no package that is affected")
    for number, one in enumerate(affected):
        yield from _affected(one, here, number, withdrawn, read)


@dataclass(frozen=True, slots=True)
class _At:
    node: NodeId
    place: str

    def evidence(self, pointer: str) -> Evidence:
        return Evidence(f"{self.place}/{pointer}", Method.DECLARED, "osv")

    def fact(self, kind: PropertyKind, value: JsonValue, pointer: str) -> Assertion:
        return fact(self.node, kind, value, self.evidence(pointer))


def _texts(said: Table, here: _At) -> Iterator[Assertion]:
    if summary := text(said, "summary"):
        yield here.fact(PropertyKind.SUMMARY, impersonal(summary[:TEXT_LIMIT]), "summary")
    if details := text(said, "details"):
        yield here.fact(PropertyKind.DESCRIPTION, impersonal(details[:TEXT_LIMIT]), "details")


def _times(said: Table, here: _At, read: Read, withdrawn: str | None) -> Iterator[Assertion]:
    published = _moment(said, "published", read)
    for kind, value, name in (
        (PropertyKind.PUBLISHED_AT, published, "published"),
        (PropertyKind.MODIFIED_AT, read.modified, "modified"),
        (PropertyKind.WITHDRAWN_AT, withdrawn, "withdrawn"),
    ):
        if value is not None:
            yield here.fact(kind, value, name)
    if read.modified is None:
        read.problems.append(f"{here.node}: it does not say when it was modified")


def _severities(said: object, here: _At, package: NodeId | None, pointer: str = "") -> Iterator[Assertion]:
    """Vectors and words, as they stand; what holds for one package only names it."""
    of: dict[str, JsonValue] = {"package": package.key} if package is not None else {}
    for number, one in enumerate(items(said, "severity")):
        score = text(one, "score")
        if score is None:
            continue
        method = _VECTORS.get(score[:6].upper()) or text(one, "type")
        is_vector = method is not None and method.startswith("CVSS")
        value = {"method": method, "vector" if is_vector else "rating": score[:400], **of}
        yield here.fact(PropertyKind.SEVERITY, _said(value), f"{pointer}severity/{number}")
    word = text(table(said, "database_specific"), "severity")
    if word is not None:
        source = here.node.key.partition("-")[0]
        value = {"method": "other", "rating": word[:40], "source": source, **of}
        yield here.fact(PropertyKind.SEVERITY, _said(value), f"{pointer}database_specific/severity")


def _classes(said: Table, here: _At) -> Iterator[Assertion]:
    found = items(table(said, "database_specific"), "cwe_ids")
    for number, name in enumerate(found):
        if isinstance(name, str) and _CWE.fullmatch(name):
            yield here.fact(PropertyKind.WEAKNESS, name, f"database_specific/cwe_ids/{number}")


def _links(said: Table, here: _At, read: Read) -> Iterator[Assertion]:
    found = items(said, "references")
    if len(found) > REFERENCE_LIMIT:
        read.problems.append(f"{here.node}: of its {len(found):,} references the first {REFERENCE_LIMIT} are kept")
    for number, one in enumerate(found[:REFERENCE_LIMIT]):
        url = text(one, "url")
        if url is not None and url.startswith(("https://", "http://")):
            value: dict[str, JsonValue] = {
                "label": (text(one, "type") or "WEB").lower()[:40],
                "url": public_url(url[:2_000]),
            }
            yield here.fact(PropertyKind.HOMEPAGE, value, f"references/{number}/url")


def _others(said: Table, here: _At, read: Read) -> Iterator[Assertion]:
    """Other names of the same weakness; what is only related to it is another one, and is kept as it stands."""
    for number, name in enumerate(items(said, "aliases")):
        try:
            alias = ids.vulnerability(name if isinstance(name, str) else "")
        except FormatError:
            read.problems.append(f"{here.node}: an alias that is no id: {str(name)[:40]!r}")
            continue
        if alias != here.node:
            yield edge(alias, EdgeKind.SAME_AS, here.node, here.evidence(f"aliases/{number}"))
    for name in ("upstream", "related"):
        others: list[JsonValue] = [one[:100] for one in items(said, name) if isinstance(one, str)]
        if others:
            yield here.fact(PropertyKind.UNMAPPED, {"field": name, "value": others}, name)


def _affected(one: object, here: _At, number: int, withdrawn: str | None, read: Read) -> Iterator[Assertion]:
    """Which versions of one package are affected, and in which it is fixed."""
    pointer, about = f"affected/{number}", table(one, "package")
    ecosystem, name = text(about, "ecosystem"), text(about, "name")
    if ecosystem is None or name is None:
        if not any(kind == "GIT" for kind, _ in _ranges(one)):
            read.problems.append(f"{here.node}: {pointer} names no package")
        return
    try:
        package = package_of(ecosystem, name, text(about, "purl"))
    except (FormatError, ValueError) as error:
        read.problems.append(f"{here.node}: {pointer}: {error}")
        return
    read.ecosystems[base_of(ecosystem)] = covered(package)
    ranges: list[JsonValue] = [{"type": kind, "events": events} for kind, events in _ranges(one)]
    versions: list[JsonValue] = [version for version in items(one, "versions") if isinstance(version, str)]
    if not ranges and not versions:
        read.problems.append(f"{here.node}: {pointer} says of no version that it is affected")
    yield edge(
        package,
        EdgeKind.AFFECTED_BY,
        here.node,
        here.evidence(pointer),
        ecosystem=ecosystem[:100],
        ranges=ranges or None,
        versions=versions or None,
        withdrawn=withdrawn,
    )
    yield from _severities(one, here, package, f"{pointer}/")
    if withdrawn is None:
        yield from _fixes(ranges, package, here, pointer)


def _fixes(ranges: list[JsonValue], package: NodeId, here: _At, pointer: str) -> Iterator[Assertion]:
    for version in dict.fromkeys(_fixed(ranges)):
        release = release_in(package, version)
        if release is not None:
            yield edge(here.node, EdgeKind.FIXED_IN, release, here.evidence(f"{pointer}/ranges"))


def _fixed(ranges: list[JsonValue]) -> Iterator[str]:
    for one in ranges:
        if isinstance(one, dict) and one["type"] != "GIT" and isinstance(events := one["events"], list):
            for event in events:
                if isinstance(event, dict) and isinstance(version := event.get("fixed"), str):
                    yield version


def _ranges(one: object) -> list[tuple[str, list[JsonValue]]]:
    """The ranges of a package, each with those of its events that OSV knows."""
    found = []
    for said in items(one, "ranges"):
        kind = text(said, "type")
        events: list[JsonValue] = [dict(_event(event)) for event in items(said, "events") if _event(event)]
        if kind in _RANGE_KINDS and events:
            found.append((kind, events))
    return found


def _event(said: object) -> dict[str, JsonValue]:
    if not isinstance(said, Mapping):
        return {}
    return {name: value for name, value in said.items() if name in _EVENTS and isinstance(value, str)}


def _moment(said: Table, key: str, read: Read) -> str | None:
    value = said.get(key)
    found = moment(value)
    if value is not None and found is None:
        read.problems.append(f"{said.get('id')}: {key} is no time: {str(value)[:40]!r}")
    return found


def _said(value: Mapping[str, JsonValue]) -> JsonValue:
    return {name: item for name, item in value.items() if item is not None}
