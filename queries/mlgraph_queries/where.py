"""Where a thing is: in which projects and documents of a graph, in which version, by which path, since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph.view.graph import GraphView
from mlgraph.view.portfolio import Links, Listing
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.compositions import ListState, list_states
from mlgraph_queries.entry_paths import Entry, entry_paths, with_tops
from mlgraph_queries.made_from import made_from
from mlgraph_queries.named_things import PART_LIMIT, Meant, meant
from mlgraph_queries.table import Column, Row, Table

_JOINT = " > "
_COLUMNS = (
    Column("id", None, "What is there."),
    Column("version", None, "In which version or state; unknown: none is said."),
    Column("project", None, "The project, or what the bill of materials is about."),
    Column("document", None, "Which of its documents list it."),
    Column(
        "how",
        None,
        "direct: the project asks for it; transitive: something else in it does; behind: a model or dataset in it was "
        "made from it; root: the document is about it; listed: no document says what asks for it.",
    ),
    Column("path", None, "The shortest way from the project to it, as the project's own documents say."),
    Column("scope", None, "What it is needed for there, as its documents say."),
    Column("since", "UTC", "When the earliest of those documents was made, or read where it does not say."),
    Column("asked_by", "parts", "How many parts of the project ask for it themselves.", is_detail=True),
    Column("location", None, "Where the project or its document lies.", is_detail=True),
    Column("where", None, "Document and place in it.", is_detail=True),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """One thing in one project."""

    thing: NodeId
    project: NodeId
    seen: tuple[Listing, ...]
    """What says so; never empty."""
    way: tuple[NodeId, ...] = ()
    """From there to what is asked for, where the thing was made from that; empty: it is asked for itself."""


def where(view: GraphView, text: str, *, limit: int | None = None) -> Table:
    """All places in which the things are that a text means, by thing and project; at most `limit` rows, the rest counted.

    A project's own documents alone say what is in it and what leads where; what a model or a dataset in it was made from,
    whoever publishes it may say. That a thing is not listed says that it is
    absent only where the document says that its list is complete.
    """
    found = meant(view, text)
    places = _with_origins(view, found, _places(view, found.things))
    shown = places if limit is None else places[:limit]
    names = view.portfolio.said(PropertyKind.NAME, {place.project for place in shown}) if shown else {}
    entries = _entries(view, shown)
    states = Counter(list_states(view).values())
    breadth = view.portfolio.breadth()
    with_it = {place.project for place in places}
    rows = [_row(place, names.get(place.project), entry) for place, entry in zip(shown, entries, strict=True)]
    coverage: dict[str, JsonValue] = {
        "projects": breadth.projects,
        "documents": breadth.documents,
        "projects_with_it": len(with_it),
        "documents_that_say_their_list_is_complete": states[ListState.COMPLETE],
        "documents_that_say_it_is_incomplete": states[ListState.INCOMPLETE],
        "documents_that_could_not_be_read": breadth.failed,
    }
    earliest = min((seen for place in places for seen in place.seen), key=_said_first, default=None)
    if earliest is not None:
        coverage["earliest"] = f"{_time(earliest.observed_at)} {earliest.title}"
    return Table(
        "where",
        _COLUMNS,
        tuple(rows),
        parameters={
            "text": text,
            "matched_by": found.by,
            "things": len({place.way[-1] if place.way else place.thing for place in places}),
        },
        coverage=coverage,
        unknown=tuple(_unknown(text, found, coverage, left_out=len(places) - len(shown))),
        as_of=view.as_of,
    )


def _with_origins(view: GraphView, found: Meant, places: list[_Place]) -> list[_Place]:
    """The places, and those where what is asked for lies behind something else that was made from it."""
    ways = made_from(view, found.things)
    if not ways:
        return places
    known = {(place.thing, place.project) for place in places}
    behind = [replace(place, way=ways[place.thing]) for place in _places(view, tuple(ways)) if place.thing in ways]
    more = [place for place in behind if (place.way[-1], place.project) not in known]
    return [*places, *sorted(more, key=lambda place: (place.way[-1], place.project, place.thing))]


def _places(view: GraphView, things: Sequence[NodeId]) -> list[_Place]:
    """Where the things are; a package of which a project has a release is there as that alone."""
    groups: dict[tuple[NodeId, NodeId], list[Listing]] = {}
    for listing in view.portfolio.listings(things) if things else ():
        if not listing.qualifiers.get("constraint"):
            groups.setdefault((view.canonical(listing.thing), listing.project), []).append(listing)
    released = {
        (ids.package_of(thing), project)
        for thing, project in groups
        if thing.kind is NodeKind.RELEASE and thing.key.startswith("pkg:")
    }
    return [
        _Place(thing, project, tuple(sorted(seen, key=_order)))
        for (thing, project), seen in sorted(groups.items(), key=lambda group: group[0])
        if (thing, project) not in released
    ]


def _order(listing: Listing) -> tuple[object, ...]:
    return (listing.kind != EdgeKind.CONTAINS, listing.observed_at, listing.document, listing.place)


def _entries(view: GraphView, places: Sequence[_Place]) -> list[Entry]:
    """How each thing enters its project: by what requires it, else by what holds it.

    Where no document says what the project itself requires, what nothing else in it requires or holds stands at the top.
    """
    found = _paths(view, places, nested=False)
    others = [number for number, entry in enumerate(found) if not entry.path]
    if others:
        for number, entry in zip(others, _paths(view, [places[n] for n in others], nested=True), strict=True):
            if len(_steps(entry.path)) > 1:  # what stands at the top itself was listed, and no more
                found[number] = replace(found[number], path=entry.path)
    return found


def _paths(view: GraphView, places: Sequence[_Place], *, nested: bool) -> list[Entry]:
    if not places:
        return []
    import numpy as np

    projects = sorted({place.project for place in places})
    position = {project: place for place, project in enumerate(projects)}
    links = _with_one_name_each(view, view.portfolio.links(projects, nested=nested))
    group = np.fromiter((position[place.project] for place in places), dtype=np.int64, count=len(places))
    things = sorted({place.thing for place in places})
    numbers = dict(zip(things, view.portfolio.numbers(things).tolist(), strict=True))
    number = np.fromiter((numbers[place.thing] for place in places), dtype=np.int64, count=len(places))
    roots = view.portfolio.numbers(projects).astype(np.int64)
    if nested:
        links = with_tops(links, roots)
    return entry_paths(links, roots, (group, number), view.portfolio.numbered)


def _with_one_name_each(view: GraphView, links: Links) -> Links:
    """The links with the one name for all things that have several."""
    import numpy as np

    pairs = view.renamed()
    if not pairs:
        return links
    other, chosen = (view.portfolio.numbers(nodes) for nodes in zip(*pairs, strict=True))
    order = np.argsort(other)
    other, chosen = other[order], chosen[order]

    def moved(numbers: np.ndarray[tuple[int], np.dtype[np.int32]]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        place = np.minimum(np.searchsorted(other, numbers), len(other) - 1)
        return np.where(other[place] == numbers, chosen[place], numbers)

    return replace(links, source=moved(links.source), target=moved(links.target))


def _row(place: _Place, name: str | None, entry: Entry) -> Row:
    path = unquote(place.project.key.removeprefix("project:"))
    shown = name or path.rpartition("/")[2]
    documents = dict.fromkeys(seen.title for seen in place.seen)
    scopes = dict.fromkeys(str(s) for seen in place.seen if (s := seen.qualifiers.get("scope")))
    steps = [*(_steps(entry.path) or ([place.thing] if place.way else [])), *place.way]
    return (
        str(place.way[-1] if place.way else place.thing),
        _id_version(place.way[-1]) if place.way else _version(place),
        shown,
        [*documents],
        _how(place, steps),
        _JOINT.join([shown, *map(_label, steps)]) if steps else None,
        ", ".join(scopes) or None,
        _time(min(seen.observed_at for seen in place.seen)),
        (entry.asked_by or None) if not place.way else None,
        path,
        [*dict.fromkeys(seen.where for seen in place.seen)],
    )


def _steps(path: Sequence[NodeId]) -> list[NodeId]:
    """A path without the packages that only stand for the release that follows."""
    return [
        node
        for place, node in enumerate(path)
        if node.kind is not NodeKind.PACKAGE or not any(_is_of(after, node) for after in path[place + 1 : place + 2])
    ]


def _is_of(node: NodeId, package: NodeId) -> bool:
    return node.kind is NodeKind.RELEASE and ids.package_of(node) == package


def _how(place: _Place, steps: Sequence[NodeId]) -> str:
    if place.way:
        return "behind"
    if any(seen.qualifiers.get("role") == "root" for seen in place.seen):
        return "root"
    if not steps:
        return "listed"
    return "direct" if len(steps) == 1 else "transitive"


def _version(place: _Place) -> str | None:
    """What its documents say besides, where the id cannot hold it; else what the id says."""
    for name in ("version", "revision"):
        stated = [str(v) for seen in place.seen if (v := seen.qualifiers.get(name))]
        if stated:
            return ", ".join(dict.fromkeys(stated))
    return _id_version(place.thing)


def _id_version(node: NodeId) -> str | None:
    if not node.key.startswith("pkg:"):
        return None
    return unquote(node.key.partition("?")[0].partition("#")[0].partition("@")[2]) or None


@lru_cache(maxsize=65_536)
def _label(node: NodeId) -> str:
    """`numpy 1.26.4`: short, for a path."""
    key = node.key.partition("?")[0]
    if not key.startswith("pkg:"):
        return unquote(key.rpartition("#")[2].rpartition("/")[2] or key)
    name, _, version = key.partition("#")[0].partition("@")
    short = name.split("/", 1)[1] if node.kind is NodeKind.MODEL else name.rpartition("/")[2]
    return unquote(f"{short} {version}" if version else short)


def _said_first(source: Listing) -> tuple[datetime, str]:
    return source.observed_at, source.title


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _unknown(text: str, found: Meant, coverage: Mapping[str, JsonValue], *, left_out: int) -> Iterator[str]:
    searched = f"{coverage['projects']:,} projects, {coverage['documents']:,} documents"
    if not coverage["projects_with_it"]:
        yield f"{text}: seen in none of {searched}"
    silent = int(str(coverage["documents"])) - int(str(coverage["documents_that_say_their_list_is_complete"]))
    if silent:
        yield f"{silent:,} of these documents do not say that their list is complete: what they do not list may still be there"
    if found.is_cut:
        yield f"more than {PART_LIMIT:,} things have {text!r} in their names; the others were not looked for"
    if found.unclear:
        yield f"{found.unclear:,} more, whose version is not known or not compared, may be affected by {text}"
    if left_out:
        yield f"{left_out:,} more places; --limit shows more"
