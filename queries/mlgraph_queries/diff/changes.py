"""What changed from one inventory to another, one change a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mlgraph_queries.diff.parts import Part, names, parts
from mlgraph_queries.diff.sides import Side, is_telling
from mlgraph_queries.entries import Inventory
from mlgraph_queries.vulnerability_entries import VulnerabilityEntry


class What(StrEnum):
    """What happened."""

    ADDED = "added"
    APPEARED = "not seen before"
    """In the new one alone; the old one need not have listed everything."""
    REMOVED = "removed"
    NOT_SEEN = "not seen"
    """In the old one alone; the new one need not list everything."""
    VERSION = "version"
    LICENSE = "license"
    HASH = "hash"
    """Other content under the same version: somebody should find out why."""
    LINEAGE = "lineage"
    ENDPOINT = "endpoint"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    part: str
    """What changed: `package`, `model`, `dataset`, `service`, `file`, `requirement`, `vulnerability`, `finding`, `project`."""
    what: What
    name: str
    before: str | None
    """None: nothing, or nothing is said."""
    after: str | None

    @property
    def is_alarm(self) -> bool:
        """Whether it should not happen: a version is published once."""
        return self.what is What.HASH


def changes(old: Side, new: Side) -> tuple[Change, ...]:
    """All differences, alarms first, then by kind and name."""
    came = What.ADDED if is_telling(old, new) else What.APPEARED
    went = What.REMOVED if is_telling(new, old) else What.NOT_SEEN
    found = [
        *_of_project(old.inventory, new.inventory),
        *_of_parts(parts(old.inventory), parts(new.inventory), came, went),
        *_of_requirements(old.inventory, new.inventory, came, went),
        *_of_vulnerabilities(old.inventory, new.inventory, came, went),
        *_of_findings(old, new, came, went),
    ]
    return tuple(sorted(set(found), key=_order))


def _order(change: Change) -> tuple[object, ...]:
    kind = _KINDS.index(change.part)
    return not change.is_alarm, kind, [*What].index(change.what), change.name, change.before or "", change.after or ""


_KINDS = ("project", "package", "model", "dataset", "service", "file", "requirement", "vulnerability", "finding")


_TOLD_ABOVE = frozenset({"vulnerable", "may-be-vulnerable"})
"""Findings that say of parts what the rows on vulnerabilities say one by one."""


def _of_project(old: Inventory, new: Inventory) -> Iterator[Change]:
    if old.version != new.version:
        yield Change("project", What.VERSION, new.name, old.version, new.version)
    before, after = ({s.expression or s.text or "" for s in side.licenses} for side in (old, new))
    if before != after:
        yield Change("project", What.LICENSE, new.name, _words(before), _words(after))


def _of_parts(old: Sequence[Part], new: Sequence[Part], came: What, went: What) -> Iterator[Change]:
    before, after = _grouped(old), _grouped(new)
    for key in sorted(before.keys() | after.keys()):
        yield from _of_thing(before.get(key, []), after.get(key, []), came, went)


def _grouped(found: Sequence[Part]) -> dict[tuple[str, str], list[Part]]:
    groups: dict[tuple[str, str], list[Part]] = {}
    for part in found:
        groups.setdefault((part.kind, part.name), []).append(part)
    return groups


def _of_thing(before: list[Part], after: list[Part], came: What, went: What) -> Iterator[Change]:
    """What became of one thing: equal versions are compared, the others paired in their order, what is left came or went."""
    unpaired = list(after)
    left: list[Part] = []
    for one in before:
        same = next((other for other in unpaired if other.version == one.version), None)
        if same is None:
            left.append(one)
        else:
            unpaired.remove(same)
            yield from _of_pair(one, same)
    pairs = min(len(left), len(unpaired))
    for one, other in zip(left[:pairs], unpaired[:pairs], strict=True):
        yield Change(one.kind, What.VERSION, one.name, one.version, other.version)
        yield from _of_pair(one, other)
    for one in left[pairs:]:
        yield Change(one.kind, went, one.name, one.version, None)
    for other in unpaired[pairs:]:
        yield Change(other.kind, came, other.name, None, other.version)


def _of_pair(one: Part, other: Part) -> Iterator[Change]:
    if one.licenses != other.licenses:
        yield Change(one.kind, What.LICENSE, _titled(other), _words(one.licenses), _words(other.licenses))
    if one.version == other.version:
        yield from _of_content(one, other)
    if one.origins != other.origins:
        lost, won = one.origins - other.origins, other.origins - one.origins
        yield Change(one.kind, What.LINEAGE, _titled(other), _words(lost), _words(won))
    if one.endpoint != other.endpoint:
        yield Change(one.kind, What.ENDPOINT, one.name, one.endpoint, other.endpoint)


def _of_content(one: Part, other: Part) -> Iterator[Change]:
    """Hashes by one algorithm of which none is the same: a version may have several files, and not all need be listed."""
    before, after = _by_algorithm(one), _by_algorithm(other)
    for algorithm in sorted(before.keys() & after.keys()):
        if not before[algorithm] & after[algorithm]:
            yield Change(one.kind, What.HASH, _titled(one), _words(before[algorithm]), _words(after[algorithm]))


def _by_algorithm(part: Part) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in part.hashes:
        found.setdefault(one.partition(":")[0], set()).add(one)
    return found


def _of_requirements(old: Inventory, new: Inventory, came: What, went: What) -> Iterator[Change]:
    """What the project itself asks for, where both sides say that."""
    if not (says_requirements(old) and says_requirements(new)):
        return
    before, after = ({names(side).get(node, str(node)) for node in side.direct} for side in (old, new))
    yield from (Change("requirement", went, name, None, None) for name in before - after)
    yield from (Change("requirement", came, name, None, None) for name in after - before)


def says_requirements(inventory: Inventory) -> bool:
    """Whether it is known what a project itself asks for."""
    return inventory.listing is None or inventory.project in inventory.listing.requires


def _of_vulnerabilities(old: Inventory, new: Inventory, came: What, went: What) -> Iterator[Change]:
    """What is known to be vulnerable on each side, and what somebody found that it means."""
    before, after = _vulnerabilities(old), _vulnerabilities(new)
    for key in before.keys() | after.keys():
        title = " in ".join(key)
        if key not in after:
            yield Change("vulnerability", went, title, before[key], None)
        elif key not in before:
            yield Change("vulnerability", came, title, None, after[key])
        elif before[key] != after[key]:
            yield Change("vulnerability", What.STATUS, title, before[key], after[key])


def _vulnerabilities(inventory: Inventory) -> Mapping[tuple[str, str], str]:
    """(id, part) -> what is known of it."""
    called = names(inventory)
    found = inventory.audit.vulnerabilities if inventory.audit is not None else ()
    return {(one.id.key, called.get(one.subject, one.name)): _status(one) for one in found}


def _status(one: VulnerabilityEntry) -> str:
    words = [one.verdict.status if one.verdict is not None else "affected"]
    words += [one.rating] if one.rating else []
    words += [f"{one.score:g}"] if one.score is not None else []
    return " ".join(words)


def _of_findings(old: Side, new: Side, came: What, went: What) -> Iterator[Change]:
    """What somebody should look at; what is vulnerable has rows of its own."""
    before, after = (
        {(f.kind, f.subject): f.text for f in side.findings if f.kind not in _TOLD_ABOVE} for side in (old, new)
    )
    for key in before.keys() ^ after.keys():
        title = ": ".join(key)
        if key in before:
            yield Change("finding", went, title, before[key], None)
        else:
            yield Change("finding", came, title, None, after[key])


def _titled(part: Part) -> str:
    return f"{part.name}@{part.version}" if part.version else part.name


def _words(found: frozenset[str] | set[str]) -> str | None:
    return ", ".join(sorted(found)) or None
