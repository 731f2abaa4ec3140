"""properties: those of other tools as they wrote them, those of ours as what they were written from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph.model.errors import FormatError
from mlgraph.model.urls import without_credentials
from mlgraph_ingest.bom.draft import Context, Draft
from mlgraph_ingest.bom.fields import Fields
from mlgraph_ingest.bom.link_lines import line_of, linked, node_of, part_of
from mlgraph_ingest.bom.own_values import scalar, value_of
from mlgraph_ingest.bom.things import StatedLicense
from mlgraph_ontology.kinds import EdgeKind, NodeKind, PropertyKind, Scope

OUR = "mlgraph:"
_PART = re.compile(r"(\d{1,6}) of (\d{1,6})")
_STEPS = frozenset({"finetune", "adapter", "quantized", "merge"})
_LINKS = {
    "trained-on": (EdgeKind.TRAINED_ON, NodeKind.DATASET),
    "evaluated-on": (EdgeKind.EVALUATED_ON, NodeKind.DATASET),
    "runs-with": (EdgeKind.RUNS_WITH, NodeKind.PACKAGE),
    "published-by": (EdgeKind.PUBLISHED_BY, NodeKind.ORGANIZATION),
}


def properties(said: Fields, draft: Draft, context: Context) -> None:
    """Add the properties of a component, a service or a document."""
    rows: list[tuple[str, str, str]] = []
    for place, row in said.rows("properties", "name", "value"):
        if isinstance(row, tuple):
            if not row[0].strip():
                said.problem(place.removeprefix(f"{said.place}/"), "a property without a name")
            rows.append((*row, place))
            continue
        name, value = row.text("name"), row.raw("value")
        if name is None:
            row.problem("", "a property without a name")
        elif isinstance(value, str):
            rows.append((name, value, row.place))
        elif value is not None:
            row.mistyped("value", value, "a text")
            rows.append((name, str(value)[:1000], row.place))
        else:
            rows.append((name, "", row.place))
    read = _own if context.is_ours else _foreign
    parts: dict[str, list[str]] = {}
    for name, value, place in rows:
        if name.startswith(OUR):
            parts.setdefault(name.removeprefix(OUR), []).append(value)
            read(name.removeprefix(OUR), value, place, draft)
        else:
            draft.note(name, without_credentials(value) if "@" in value or "://" in value else value, place)
    if context.is_ours:
        _together(parts, draft)


def own_properties(rows: Iterable[tuple[str, str, str]], draft: Draft) -> None:
    """Add properties of ours, (name without `mlgraph:`, value, place) each, whatever they stood in."""
    parts: dict[str, list[str]] = {}
    for name, value, place in rows:
        parts.setdefault(name, []).append(value)
        _own(name, value, place, draft)
    _together(parts, draft)


def _foreign(name: str, value: str, place: str, draft: Draft) -> None:
    """A property under our name in a document of another tool: only what it is needed for is taken at its word."""
    if not _scope(name, value, place, draft):
        draft.note(OUR + name, value, place)


def _own(name: str, value: str, place: str, draft: Draft) -> None:
    """One property that says something by itself; the others are kept as they are."""
    if name in _TOGETHER or any(read(name, value, place, draft) for read in _READERS):
        return
    found = value_of(name, value)
    if found is None:
        draft.note(OUR + name, value, place)
    else:
        draft.say(*found, place)


def _scope(name: str, value: str, _place: str, draft: Draft) -> bool:
    if name != "scope" or value not in set(Scope):
        return False
    draft.scopes.append(Scope(value))
    return True


def _link(name: str, value: str, place: str, draft: Draft) -> bool:
    if name not in _LINKS:
        return False
    kind, target = _LINKS[name]
    part = part_of(value)
    if part is not None:
        ref, told = part
        draft.relate(kind, [ref], place, qualifiers=tuple(told.items()))
        return True
    found = linked(value, target)
    if found is None:
        return False
    node, qualifiers = found
    draft.link(kind, node, place, **qualifiers)
    return True


def _alias(name: str, value: str, place: str, draft: Draft) -> bool:
    if name != "alias":
        return False
    node = next((n for k in (NodeKind.MODEL, NodeKind.DATASET) if (n := node_of(value, k)) is not None), None)
    if node is None:
        return False
    draft.link(EdgeKind.SAME_AS, node, place)
    return True


def _license(name: str, value: str, place: str, draft: Draft) -> bool:
    line = line_of(value) if name == "license-statement" else None
    if line is None:
        return False
    concluded = line.method in {"curated", "inferred"}
    draft.licenses.append(StatedLicense(line.said, "concluded" if concluded else "declared", place))
    return True


def _repository(name: str, value: str, place: str, draft: Draft) -> bool:
    if name != "repository":
        return False
    try:
        draft.link(EdgeKind.DEVELOPED_IN, ids.repository(value.partition(" at ")[0]), place)
    except FormatError:
        return False
    return True


def _listing(name: str, value: str, _place: str, draft: Draft) -> bool:
    """What stands with the listing of a model: its revision, whether its code may run, that it only lies behind others."""
    match name:
        case "revision":
            draft.qualifiers["revision"] = value
        case "trust-remote-code":
            draft.qualifiers["trust_remote_code"] = True
        case "relation" if value in _STEPS:
            pass  # said of the step that leads to an ancestor, which the descendant has
        case "version-range":
            draft.qualifiers.setdefault("specifier", value)
        case "lineage":
            draft.is_listed = False
        case "part" if draft.whole is not None and (found := _PART.fullmatch(value)):
            index, count, of = int(found[1]), int(found[2]), draft.whole.rpartition("/")[2]
            draft.say(PropertyKind.SHARD, {"index": index, "count": count, "of": of})
        case _:
            return False
    return True


_Reader = Callable[[str, str, str, Draft], bool]
_READERS: tuple[_Reader, ...] = (_scope, _link, _alias, _license, _repository, _listing)
_TOGETHER = frozenset({"pickle-scan", "pickle-imports", "quantization", "quantization-bits", "header"})
"""Properties that make one fact with others."""


def _together(parts: Mapping[str, list[str]], draft: Draft) -> None:
    verdict = next(iter(parts.get("pickle-scan", ())), None)
    if verdict is not None:
        callables: JsonValue = [*parts.get("pickle-imports", ())]
        draft.say(PropertyKind.PICKLE_SCAN, {"verdict": verdict, "callables": callables})
    if "quantization" in parts or "quantization-bits" in parts:
        draft.say(PropertyKind.QUANTIZATION, _quantization(parts))
    header: dict[str, JsonValue] = {}
    for row in parts.get("header", ()):
        name, _, value = row.partition("=")
        header[name] = value
    if header:
        draft.say(PropertyKind.HEADER_METADATA, header)


def _quantization(parts: Mapping[str, list[str]]) -> JsonValue:
    method = next(iter(parts.get("quantization", ())), None)
    whole = scalar(method) if method is not None else None
    if isinstance(whole, dict):
        return whole
    bits = next(iter(parts.get("quantization-bits", ())), None)
    return {"method": method, "bits": scalar(bits) if bits is not None else None}
