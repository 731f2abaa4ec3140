"""What is known of a model or a dataset and has no field in the standard, as properties under our name."""

from __future__ import annotations

from collections.abc import Iterator

from cyclonedx.model import Property

from mlgraph.bom.cyclonedx.data import IN_DATA
from mlgraph.bom.cyclonedx.draft import note
from mlgraph.bom.cyclonedx.fields import Fields
from mlgraph.bom.cyclonedx.model_card import IN_CARD, metric_slice
from mlgraph.bom.facts import last_read, plain, source_of, statements, texts, untold, why_unknown
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import NodeKind, PropertyKind
from mlgraph_queries.artifacts import is_known
from mlgraph_queries.entries import Artifact
from mlgraph_queries.stated import Link

_IN_FIELDS = frozenset(
    {
        PropertyKind.NAME,
        PropertyKind.DESCRIPTION,
        PropertyKind.HASH,
        PropertyKind.PAPER,
        PropertyKind.HOMEPAGE,
        PropertyKind.LICENSE_TEXT,
        PropertyKind.LICENSE_CLASSIFIER,
    }
)
"""What other fields of every component hold: description, hashes, externalReferences, licenses."""
_NAMES = {
    PropertyKind.VERSION: "current-commit",
    PropertyKind.DOWNLOAD_COUNT: "downloads",
}
"""Properties that are called otherwise than in the graph."""


def put_notes(fields: Fields, artifact: Artifact, *, is_versioned: bool = False) -> Iterator[Property]:
    """The properties of a component, each cited.

    Every kind of fact that no field holds is one, so that nothing that is known is lost. Of what is used at no fixed
    commit, the commit that was the newest when it was read is a property and no version.
    """
    held = _IN_FIELDS | (IN_CARD if artifact.id.kind is NodeKind.MODEL else IN_DATA)
    held |= {PropertyKind.VERSION} if is_versioned else set()
    for kind in sorted(artifact.facts):
        if kind not in held:
            yield from _of_kind(fields, artifact, kind)
    yield from rest_of_card(fields, artifact)
    for name, links in (("trained-on", artifact.trained_on), ("evaluated-on", artifact.evaluated_on)):
        yield from (note(name, link_line(link)) for link in links)
    yield from (note("runs-with", link_line(link)) for link in artifact.runs_with)
    yield from (note("alias", alias) for alias in artifact.aliases)
    yield from (note("published-by", link_line(link)) for link in artifact.publishers[1:])
    yield from _of_reading(artifact)


def link_line(link: Link) -> str:
    """What a link leads to, with all that its source says of it and where: `org/corpus; split train at README.md:4 (...)`."""
    details = (f"{name} {plain(value)}" for name, value in sorted(link.detail.items()) if value is not None)
    named = link.node.key if link.node.kind not in _LOCAL else link.name
    how = f"{link.method}, {link.rule}" if link.rule else str(link.method)
    return shown("; ".join((named, *details)) + f" at {link.where} ({how})")


_LOCAL = frozenset({NodeKind.FILE, NodeKind.PROJECT})
"""Nodes whose key holds a path of this machine."""


def _of_kind(fields: Fields, artifact: Artifact, kind: PropertyKind) -> Iterator[Property]:
    name = property_name(kind)
    if kind is PropertyKind.HYPERPARAMETER:
        found = [setting_line(stated.value) for stated in statements(artifact, kind)]
    elif kind is PropertyKind.DOWNLOAD_COUNT:
        found = [downloads_line(stated.value) for stated in statements(artifact, kind)]
    else:
        found = texts(artifact, kind)
    yield from (note(name, text) for text in dict.fromkeys(found) if text)
    if more := untold(artifact, kind):
        yield note(name, f"... and {more:,} more")
    fields.cite(f"mlgraph:{name}", source_of(artifact, kind))


def rest_of_card(fields: Fields, artifact: Artifact) -> Iterator[Property]:
    """What a model card has no room for: further tasks, and measurements without a figure or a name."""
    if artifact.id.kind is not NodeKind.MODEL:
        return
    tasks = texts(artifact, PropertyKind.TASK)[1:]
    yield from (note("task", text) for text in tasks)
    if tasks:
        fields.cite("mlgraph:task", source_of(artifact, PropertyKind.TASK))
    for stated in statements(artifact, PropertyKind.METRIC):
        said = stated.value
        is_told = isinstance(said, dict) and (said.get("type") or said.get("name")) and said.get("value") is not None
        if not is_told:
            where = metric_slice(said) if isinstance(said, dict) else ""
            yield note("metric", where or shown(plain(said)))
    if more := untold(artifact, PropertyKind.METRIC):
        yield note("metric", f"... and {more:,} more")


def _of_reading(artifact: Artifact) -> Iterator[Property]:
    if not is_known(artifact):
        yield note("resolution", "unknown")
    if (reason := why_unknown(artifact)) is not None:
        yield note("unknown-because", reason)
    yield from (note("read-in", shown(title)) for title in artifact.documents)
    read = last_read(artifact)
    if read is not None:
        yield note("retrieved-at", read)


def property_name(kind: PropertyKind) -> str:
    """What a kind of fact is called as a property, without the name that all of ours begin with."""
    return _NAMES.get(kind, kind.value.replace("_", "-"))


def setting_line(value: JsonValue) -> str:
    """A hyperparameter in one line: `learning_rate=0.001`."""
    if isinstance(value, dict) and "name" in value:
        return shown(f"{plain(value['name'])}={plain(value.get('value'))}")
    return shown(plain(value))


def downloads_line(value: JsonValue) -> str:
    """A count of downloads in one line: `120 in 30 days`."""
    if isinstance(value, dict) and "count" in value:
        days = value.get("days")
        return shown(f"{plain(value['count'])} in {plain(days)} days" if days else f"{plain(value['count'])} in all")
    return shown(plain(value))
