"""Fields that no kind of ours holds, written again as they stood, where the standard still lets them stand."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.bom.cyclonedx.listed.component import Part
from mlgraph.bom.cyclonedx.listed.notes import is_field, unmapped_line
from mlgraph.model.assertions import JsonValue
from mlgraph.model.ids import NodeId
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.validation_schema import schema_violations

Json = dict[str, JsonValue]
_RULE = "cyclonedx"
_LIMIT = 10_000
"""Violations that are looked at: each leads to the field that is left out."""


def put_carried(parts: Mapping[NodeId, Part], drafts: Mapping[NodeId, Json], spec_version: str) -> None:
    """Put the fields of CycloneDX documents that were kept as they are back into their components.

    One that the schema of the version that is written forbids is told in a property instead, as is every one of
    another standard.
    """
    added: list[tuple[Json, str, JsonValue]] = []
    for node, part in parts.items():
        draft = drafts[node]
        for stated in part.account.facts.get(PropertyKind.UNMAPPED, ()):
            if not isinstance(stated.value, dict) or not is_field(stated.value):
                continue
            name, value = str(stated.value.get("field")), stated.value.get("value")
            if name in {"bom-ref", "group"}:
                continue
            if stated.rule == _RULE and name not in draft:
                draft[name] = value
                added.append((draft, name, value))
            else:
                _tell(draft, stated.value)
    for draft, name in _forbidden(added, spec_version):
        _tell(draft, {"field": name, "value": draft.pop(name)})


def _forbidden(added: list[tuple[Json, str, JsonValue]], spec_version: str) -> list[tuple[Json, str]]:
    """Which of the fields the schema forbids, found in a document that has nothing else."""
    if not added:
        return []
    probes: list[JsonValue] = [{"type": "library", "name": "-", name: value} for _, name, value in added]
    probe: dict[str, object] = {"bomFormat": "CycloneDX", "specVersion": spec_version, "components": probes}
    found = set()
    for violation in schema_violations(probe, spec_version, limit=_LIMIT):
        steps = violation.place.split("/")
        if len(steps) > 2 and steps[1] == "components" and steps[2].isdigit():
            found.add(int(steps[2]))
        else:
            found.update(range(len(added)))
    return [(added[index][0], added[index][1]) for index in sorted(found)]


def _tell(draft: Json, table: Mapping[str, JsonValue]) -> None:
    row: JsonValue = {"name": "mlgraph:unmapped", "value": unmapped_line(table)}
    properties = draft.setdefault("properties", [])
    if isinstance(properties, list) and row not in properties:
        properties.append(row)
        properties.sort(
            key=lambda each: (str(each["name"]), str(each["value"])) if isinstance(each, dict) else ("", "")
        )
