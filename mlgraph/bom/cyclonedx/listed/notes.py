"""properties: what documents say that the standard has no field for, and what other tools wrote under names of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mlgraph.bom.cyclonedx.artifact_notes import property_name, setting_line
from mlgraph.bom.cyclonedx.data import IN_DATA
from mlgraph.bom.cyclonedx.model_card import IN_CARD
from mlgraph.bom.facts import plain
from mlgraph.bom.properties import PREFIX
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact
from mlgraph_queries.listing import Account
from mlgraph_queries.stated import Link

_IN_FIELDS = frozenset({
    PropertyKind.NAME, PropertyKind.VERSION, PropertyKind.DESCRIPTION, PropertyKind.HASH, PropertyKind.HOMEPAGE,
    PropertyKind.LICENSE_TEXT, PropertyKind.COMPONENT_TYPE, PropertyKind.COPYRIGHT, PropertyKind.COMPOSITION,
    PropertyKind.ANNOTATION, PropertyKind.UNMAPPED, PropertyKind.IDENTIFIER, PropertyKind.PROVIDER,
    PropertyKind.ENDPOINT, PropertyKind.NOT_AUDITED, PropertyKind.PROBLEM,
})  # fmt: skip
"""What fields of every component hold, or what is told elsewhere."""
_NAMED = frozenset({"cpe", "swid", "swhid", "gitoid"})
"""Identifiers that have fields of their own; of cpe and swid one each."""
_LINES = {
    EdgeKind.TRAINED_ON: "trained-on",
    EdgeKind.EVALUATED_ON: "evaluated-on",
    EdgeKind.RUNS_WITH: "runs-with",
}
_ROLES = frozenset({"supplier", "manufacturer", "publisher"})
"""Roles that have a field of their own, for one organization each."""
_IN_SCOPE = frozenset({"runtime", "optional"})
_PLACE = "the document that was read"
"""Where lines were read that are written again, so that they stay the same however often that happens."""
_IN_PLACE = frozenset({"bom-ref", "group"})
"""Fields of what is not listed itself, which are written as such."""


def notes(account: Account, known: Artifact | None, extra: Iterable[tuple[str, str]]) -> list[JsonValue]:
    """The properties, sorted, each once; ours begin with `mlgraph:`, those of other tools as they named them."""
    rows = {(f"{PREFIX}{name}", shown(value)) for name, value in (*extra, *_own(account, known))}
    rows |= {(str(t.get("name", "")), str(t.get("value", ""))) for t in account.tables(PropertyKind.ANNOTATION)}
    return [{"name": name, "value": value} for name, value in sorted(rows) if name]


def _own(account: Account, known: Artifact | None) -> Iterator[tuple[str, str]]:
    held = _IN_FIELDS
    if known is not None:
        held |= IN_CARD if known.id.kind is NodeKind.MODEL else IN_DATA
    for kind, found in account.facts.items():
        if kind not in held:
            values = (setting_line(s.value) if kind is PropertyKind.HYPERPARAMETER else plain(s.value) for s in found)
            yield from ((property_name(kind), text) for text in values)
    yield from _identifiers(account)
    yield from _links(account)
    yield from _of_listing(account)
    for table in account.tables(PropertyKind.UNMAPPED):
        if not is_field(table) and table.get("field") not in _IN_PLACE:
            yield "unmapped", unmapped_line(table)


def _links(account: Account) -> Iterator[tuple[str, str]]:
    """Links that no field holds, in lines that read back."""
    for kind, link in account.links:
        if kind in _LINES:
            yield _LINES[kind], line_of(link)
    first: set[str] = set()
    for link in account.publishers:
        role = str(link.detail.get("role") or "")
        if role in first or role not in _ROLES:
            yield "published-by", line_of(link)
        first.add(role)


def line_of(link: Link) -> str:
    """What a link leads to, with all that is said of it: `org/corpus; split train at the document (declared, cyclonedx)`."""
    details = (f"{name} {plain(value)}" for name, value in sorted(link.detail.items()) if value is not None)
    return f"{'; '.join((link.node.key, *details))} at {_PLACE} ({link.method}, {link.rule})"


def _of_listing(account: Account) -> Iterator[tuple[str, str]]:
    """What stands with the listing and has no field: a scope in our words, a revision that is no commit."""
    scope, revision, version = (account.detail(name) for name in ("scope", "revision", "version"))
    if isinstance(scope, str) and scope not in _IN_SCOPE:
        yield "scope", scope
    if isinstance(revision, str) and version is None:
        yield "revision", revision
    if isinstance(specifier := account.detail("specifier"), str):
        yield "version-range", specifier
    if account.detail("trust_remote_code") is True:
        yield "trust-remote-code", f"true at {_PLACE}"


def unmapped_line(table: Mapping[str, JsonValue]) -> str:
    """What has no kind of ours, in a line: `evidence: {...}`."""
    return shown(f"{table.get('field')}: {plain(table.get('value'))}")


def is_field(unmapped: object) -> bool:
    """Whether what has no kind of ours may be a field of a component as it stands: whole, and not within another."""
    if not isinstance(unmapped, dict) or unmapped.get("is_cut"):
        return False
    return "/" not in str(unmapped.get("field"))


def _identifiers(account: Account) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for table in account.tables(PropertyKind.IDENTIFIER):
        type_, value = str(table.get("type", "")), str(table.get("value", ""))
        is_held = type_ in {"swhid", "gitoid"} or (type_ in _NAMED and type_ not in seen)
        seen.add(type_)
        if value and not is_held:
            yield "identifier", f"{type_}: {value}"
