"""Which documents list a thing, and which on the same subject do not: whether there it is absent, or was not seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView, values_of
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.compositions import ListState, list_states

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
"""What names a container image, by whichever tool and in whichever field."""

_TOLD = 20
"""Documents that are named one by one."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """What the documents of projects have to say of one thing."""

    listed_by: tuple[str, ...] = ()
    """Titles of the documents that list it, sorted."""
    otherwise_by: tuple[str, ...] = ()
    """`title (id)`: those on the same subject that list it in another version, or under another id."""
    not_seen_by: tuple[str, ...] = ()
    """Those on the same subject that do not list it, and do not say that they list everything."""
    absent_from: tuple[str, ...] = ()
    """Those on the same subject that list everything, and not this; and indexes that say that they have no such thing."""

    def coverage(self) -> Mapping[str, JsonValue]:
        """The same, as a table tells it; what is empty is left out."""
        named = {
            "listed_by": self.listed_by,
            "listed_otherwise_by": self.otherwise_by,
            "not_seen_by": self.not_seen_by,
            "absent_from": self.absent_from,
        }
        return {name: _some(titles) for name, titles in named.items() if titles}

    def unknown(self) -> Iterator[str]:
        """What follows from nothing, in a sentence."""
        if count := len(self.not_seen_by):
            yield (
                f"{count:,} {'document' if count == 1 else 'documents'} on the same subject "
                f"{'does' if count == 1 else 'do'} not list it and {'does' if count == 1 else 'do'} not claim to list "
                "everything: not seen there, which is not absent"
            )


def _some(titles: Sequence[str]) -> list[JsonValue]:
    more = len(titles) - _TOLD
    return [*titles[:_TOLD], *([f"and {more:,} more"] if more > 0 else [])]


def accounts(view: GraphView, things: Sequence[NodeId]) -> Accounts:
    """What documents say of a thing, given with its releases or states; of nothing but bills of materials where none lists it.

    Documents are on the same subject where what they describe has the same package URL (qualifiers aside), the same name
    in the same version, or the same SHA-256 digest in its name, version or package URL, as container images have.
    """
    gone = _gone(view, things)
    listed: dict[NodeId, set[str]] = {}
    for listing in view.portfolio.listings([alias for thing in things for alias in view.aliases(thing)]):
        listed.setdefault(listing.project, set()).add(listing.title)
    if not listed:
        return Accounts(absent_from=gone)
    others = sorted(_on_the_same(view, listed.keys()) - listed.keys())
    titles = view.portfolio.titles(others)
    variants = _variants(view, things)
    states = list_states(view)
    otherwise, absent, silent = list[str](), list[str](), list[str]()
    for other in others:
        for title in titles.get(other, ()):
            if other in variants:
                otherwise.append(f"{title} ({', '.join(sorted(map(str, variants[other])))})")
            elif states.get(other.key) is ListState.COMPLETE:
                absent.append(title)
            else:
                silent.append(title)
    return Accounts(
        tuple(sorted(title for found in listed.values() for title in found)),
        tuple(sorted(otherwise)),
        tuple(sorted(silent)),
        tuple(sorted([*absent, *gone])),
    )


def _gone(view: GraphView, things: Sequence[NodeId]) -> tuple[str, ...]:
    said = view.about(things)
    found = (stated for node in said for stated in values_of(said[node], PropertyKind.ABSENT_FROM))
    return tuple(sorted({str(stated.value) for stated in found}))


def _variants(view: GraphView, things: Sequence[NodeId]) -> Mapping[NodeId, set[NodeId]]:
    """The projects that list another release of the same packages."""
    packages = {ids.package_of(t) for t in things if t.kind is NodeKind.RELEASE and t.key.startswith("pkg:")}
    releases = [
        found for package in sorted(packages) for found in view.portfolio.matching(str(package), by="id", limit=10_000)
    ]
    variants: dict[NodeId, set[NodeId]] = {}
    for listing in view.portfolio.listings(releases) if releases else ():
        if listing.thing.kind is NodeKind.RELEASE:
            variants.setdefault(listing.project, set()).add(listing.thing)
    return variants


def _on_the_same(view: GraphView, projects: Iterable[NodeId]) -> set[NodeId]:
    """The projects whose documents describe what those of some projects describe, those included."""
    of: dict[str, set[NodeId]] = {}
    marks = _marks(view)
    for project, found in marks.items():
        for mark in found:
            of.setdefault(mark, set()).add(project)
    wanted = {mark for project in projects for mark in marks.get(project, ())}
    return set(projects).union(*(of[mark] for mark in wanted))


def _marks(view: GraphView) -> Mapping[NodeId, set[str]]:
    """What tells what a document describes, for all documents."""
    marks: dict[NodeId, set[str]] = {}
    names, versions = (view.portfolio.said(kind) for kind in (PropertyKind.NAME, PropertyKind.VERSION))
    for project, name in names.items():
        version = versions.get(project)
        marks[project] = {f"{name.lower()} {version}"} if version else set()
        marks[project].update(_DIGEST.findall(f"{name} {version or ''}"))
    for project, root in view.portfolio.roots():
        found = marks.setdefault(project, set())
        if root.key.startswith("pkg:"):
            found.add(root.key.partition("?")[0])
            found.update(_DIGEST.findall(root.key))
    return marks
