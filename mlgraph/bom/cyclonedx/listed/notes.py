"""properties: what documents say that the standard has no field for, and what other tools wrote under names of theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from mlgraph.bom.facts import plain
from mlgraph.bom.properties import PREFIX
from mlgraph.bom.text import shown
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind
from mlgraph_queries.entries import Artifact
from mlgraph_queries.listing import Account
from mlgraph_queries.stated import Link

_IN_FIELDS = frozenset({
    PropertyKind.NAME, PropertyKind.VERSION, PropertyKind.DESCRIPTION, PropertyKind.HASH, PropertyKind.HOMEPAGE,
    PropertyKind.LICENSE_TEXT, PropertyKind.COMPONENT_TYPE, PropertyKind.COPYRIGHT, PropertyKind.COMPOSITION,
    PropertyKind.ANNOTATION, PropertyKind.UNMAPPED, PropertyKind.IDENTIFIER, PropertyKind.PROVIDER,
    PropertyKind.ENDPOINT, PropertyKind.NOT_AUDITED, PropertyKind.PROBLEM, PropertyKind.UNRESOLVED,
    PropertyKind.EXCLUDED, PropertyKind.PAPER,
})  # fmt: skip
"""What fields of every component hold, or what is told elsewhere."""
_NAMED = frozenset({"cpe", "swid", "swhid", "gitoid"})
"""Identifiers that have fields of their own; of cpe and swid one each."""
_LINES = {
    EdgeKind.TRAINED_ON: "trained-on",
    EdgeKind.EVALUATED_ON: "evaluated-on",
    EdgeKind.RUNS_WITH: "runs-with",
}
_ROLES = frozenset({"supplier", "manufacturer", "publisher", "provider"})
"""Roles that have a field of their own, for one organization each."""
_IN_SCOPE = frozenset({"runtime", "optional"})
PLACE = "the document that was read"
"""Where lines were read that are written again, so that they stay the same however often that happens."""
IN_PLACE = frozenset({"bom-ref", "group"})
"""Fields of what is not listed itself, which are written as such."""


def notes(account: Account, known: Artifact | None, extra: Iterable[tuple[str, str]]) -> list[JsonValue]:
    """The properties, sorted, each once; ours begin with `mlgraph:`, those of other tools as they named them."""
    rows = {(f"{PREFIX}{name}", shown(value)) for name, value in (*extra, *own_notes(account, known))}
    rows |= {(str(t.get("name", "")), str(t.get("value", ""))) for t in account.tables(PropertyKind.ANNOTATION)}
    return [{"name": name, "value": value} for name, value in sorted(rows) if name]


def own_notes(account: Account, known: Artifact | None, *, with_identifiers: bool = True) -> Iterator[tuple[str, str]]:
    """What documents say that the standards have no field for, under our names without what these begin with."""
    told = set(account.facts) - _IN_FIELDS
    if told or known is not None:
        yield from _own_kinds(account, known)
    if with_identifiers:
        yield from _identifiers(account)
    yield from _links(account)
    yield from _of_listing(account)


def _own_kinds(account: Account, known: Artifact | None) -> Iterator[tuple[str, str]]:
    """What is said in kinds that no field of every component holds."""
    from mlgraph.bom.cyclonedx.artifact_notes import downloads_line, property_name, rest_of_card, setting_line
    from mlgraph.bom.cyclonedx.data import IN_DATA
    from mlgraph.bom.cyclonedx.fields import Fields
    from mlgraph.bom.cyclonedx.model_card import IN_CARD

    lines = {PropertyKind.HYPERPARAMETER: setting_line, PropertyKind.DOWNLOAD_COUNT: downloads_line}
    held = _IN_FIELDS
    if known is not None:
        held |= IN_CARD if known.id.kind is NodeKind.MODEL else IN_DATA
    for kind, found in account.facts.items():
        if kind in _SPREAD:
            yield from _SPREAD[kind](found[0].value)
        elif kind not in held:
            said = lines.get(kind, plain)
            yield from ((property_name(kind), said(stated.value)) for stated in found)
    if known is not None:
        yield from ((each.name.removeprefix(PREFIX), each.value or "") for each in rest_of_card(Fields(), known))
        if known.id.kind is NodeKind.MODEL:
            written = known.id.key.rpartition("@")[2]
            yield from (("current-commit", t) for t in account.texts(PropertyKind.VERSION)[:1] if t != written)


def _header(value: JsonValue) -> Iterator[tuple[str, str]]:
    for name, each in sorted(value.items()) if isinstance(value, dict) else ():
        yield "header", f"{name}={each}"


def _scan(value: JsonValue) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield "pickle-scan", str(value.get("verdict"))
        callables = value.get("callables")
        yield from (("pickle-imports", str(name)) for name in (callables if isinstance(callables, list) else ()))


_SPREAD: Mapping[PropertyKind, Callable[[JsonValue], Iterator[tuple[str, str]]]] = {
    PropertyKind.HEADER_METADATA: _header,
    PropertyKind.PICKLE_SCAN: _scan,
}
"""Facts that are several properties each."""


def _links(account: Account) -> Iterator[tuple[str, str]]:
    """Links that no field holds, in lines that read back."""
    for kind, link in account.links:
        if kind in _LINES:
            yield _LINES[kind], line_of(link)
    yield from (("alias", node.key) for node in account.aliases if not node.key.startswith("file://"))
    first: dict[str, NodeId] = {}
    for link in account.publishers:
        role = str(link.detail.get("role") or "")
        if first.setdefault(role, link.node) != link.node or role not in _ROLES:
            yield "published-by", line_of(link)


def line_of(link: Link) -> str:
    """What a link leads to, with all that is said of it: `org/corpus; split train at the document (declared)`."""
    details = (f"{name} {plain(value)}" for name, value in sorted(link.detail.items()) if value is not None)
    return f"{'; '.join((_printed(link.node), *details))} at {PLACE} ({link.method})"


def _printed(node: NodeId) -> str:
    """An id; of what only its document names, the reference that it has there: `#component-1`."""
    return f"#{node.key.partition('#')[2]}" if node.key.startswith("file://") else node.key


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
        yield "trust-remote-code", f"true at {PLACE}"


def unmapped_line(table: Mapping[str, JsonValue]) -> str:
    """What has no kind of ours, in a line: `evidence: {...}`."""
    return shown(f"{table.get('field')}: {plain(table.get('value'))}")


def identifiers(account: Account) -> tuple[tuple[str, str], ...]:
    """(scheme, name) under which others know a part, in order of what documents say."""
    tables = account.tables(PropertyKind.IDENTIFIER)
    return tuple((str(t["type"]), str(t["value"])) for t in tables if t.get("type") and t.get("value"))


def _identifiers(account: Account) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for table in account.tables(PropertyKind.IDENTIFIER):
        type_, value = str(table.get("type", "")), str(table.get("value", ""))
        is_held = type_ in {"swhid", "gitoid"} or (type_ in _NAMED and type_ not in seen)
        seen.add(type_)
        if value and not is_held:
            yield "identifier", f"{type_}: {value}"
