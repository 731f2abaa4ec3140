"""The whole document: what cyclonedx-python-lib models, and our overlay."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import uuid4

from cyclonedx.model.bom import Bom
from cyclonedx.output.json import JsonV1Dot6, JsonV1Dot7

from mlgraph.bom.cyclonedx.ancestry import rooted
from mlgraph.bom.cyclonedx.citations import citations
from mlgraph.bom.cyclonedx.compositions import compositions
from mlgraph.bom.cyclonedx.draft import Draft, unique
from mlgraph.bom.cyclonedx.field_sources import of_fields, put_sources
from mlgraph.bom.cyclonedx.metadata import metadata, properties
from mlgraph.bom.cyclonedx.packages import package
from mlgraph.bom.cyclonedx.projects import local_project
from mlgraph.bom.cyclonedx.references import behind, published, reference
from mlgraph.bom.cyclonedx.services import services
from mlgraph.bom.cyclonedx.vulnerabilities import refs_of, vulnerabilities
from mlgraph.bom.cyclonedx.weights import weight_drafts
from mlgraph.bom.dependencies import Requirements, requirements
from mlgraph.bom.evidence import evidence
from mlgraph.bom.issue import Issue
from mlgraph.bom.lineage import Names, known_as
from mlgraph.bom.text import legal
from mlgraph.model.assertions import JsonValue
from mlgraph_queries.ancestry import ancestors_only
from mlgraph_queries.entries import Finding, Inventory

_WRITERS = {"1.6": JsonV1Dot6, "1.7": JsonV1Dot7}
_PART = 100
"""Components that the library is handed at once."""
_ORDER = (
    "$schema", "bomFormat", "specVersion", "serialNumber", "version", "metadata", "components", "services",
    "dependencies", "compositions", "vulnerabilities", "citations", "properties",
)  # fmt: skip
_IDENTITY = (
    "type",
    "bom-ref",
    "group",
    "name",
    "version",
    "versionRange",
    "isExternal",
    "purl",
    "description",
    "scope",
)


def document(
    inventory: Inventory, spec_version: str, issue: Issue, findings: Sequence[Finding]
) -> dict[str, JsonValue]:
    """The document in the shape of its JSON."""
    names = known_as(inventory)
    drafts = unique(_drafts(inventory, names, spec_version))
    subject = published(inventory.subject, names) if inventory.subject is not None else None
    rows = requirements(inventory)
    base = _base(inventory, spec_version, issue, drafts, findings)
    inner = {names[node] for node in ancestors_only(inventory)}
    base["components"], places = rooted(_components(base.get("components", []), drafts), inner)
    if subject is not None:
        base["metadata"]["component"] = _laid_over(base["metadata"]["component"], subject)
    base["services"] = sorted(base.get("services", []), key=lambda service: str(service["bom-ref"]))
    base["dependencies"] = [_dependency(row) for row in rows]
    base["compositions"] = compositions(inventory, rows)
    base["vulnerabilities"] = vulnerabilities(inventory, set(refs_of([*base["components"], *base["services"]])))
    if issue.is_reproducible:
        del base["serialNumber"]
    if issue.created is None:
        del base["metadata"]["timestamp"]
    cited = {places[str(draft.ref.value)]: draft.sources for draft in drafts}
    if subject is not None:
        cited["/metadata/component"] = subject.sources
    if spec_version >= "1.7" and issue.created is not None:
        refs = [str(component["bom-ref"]) for component in base["components"]]
        base["citations"] = [*citations(inventory, refs, issue.created), *of_fields(base, cited, issue.created)]
    else:
        put_sources(base, cited)
    return {name: legal(base[name]) for name in _ORDER if base.get(name)}


def json_text(document: Mapping[str, JsonValue]) -> bytes:
    """The document as JSON, indented by two, with a newline at its end."""
    import orjson

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _drafts(inventory: Inventory, names: Names, spec_version: str) -> Iterable[Draft]:
    for entry in inventory.packages:
        yield package(entry, spec_version)
    yield from (reference(used, names) for used in (*inventory.models, *inventory.datasets))
    yield from (behind(artifact, names) for artifact in inventory.related)
    yield from weight_drafts(inventory.files)
    yield from map(local_project, inventory.projects)


def _base(
    inventory: Inventory, spec_version: str, issue: Issue, drafts: Sequence[Draft], findings: Sequence[Finding]
) -> dict[str, Any]:
    """What the library makes of it.

    It is handed the components in parts: its check of a document takes time with the square of their number.
    """
    whole = Bom(
        serial_number=None if issue.is_reproducible else uuid4(),
        metadata=metadata(inventory, issue),
        services=services(inventory.services),
        properties=properties(inventory, findings),
    )
    base = _serialized(whole, spec_version)
    parts = (drafts[start : start + _PART] for start in range(0, len(drafts), _PART))
    base["components"] = [
        component
        for part in parts
        for component in _serialized(Bom(components=[draft.component for draft in part]), spec_version)["components"]
    ]
    return base


def _serialized(bom: Bom, spec_version: str) -> dict[str, Any]:
    with warnings.catch_warnings():
        # A project without direct dependencies is a fact, which `compositions` qualifies.
        warnings.filterwarnings("ignore", message="The Component this BOM is describing", category=UserWarning)
        said: dict[str, Any] = json.loads(_WRITERS[spec_version](bom).output_as_string())
    return said


def _components(serialised: Iterable[dict[str, Any]], drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """The components in order of bom-ref, each with what the library has no model for laid over it."""
    by_ref = {str(component["bom-ref"]): component for component in serialised}
    return [_laid_over(by_ref[str(draft.ref.value)], draft) for draft in drafts]


def _laid_over(component: dict[str, Any], draft: Draft) -> dict[str, Any]:
    return _in_order({**component, **draft.overlay, **evidence(draft.sightings)})


def _in_order(component: dict[str, Any]) -> dict[str, Any]:
    """What a component is, before what is said of it."""
    first = {field: component[field] for field in _IDENTITY if field in component}
    return first | component


def _dependency(row: Requirements) -> dict[str, Any]:
    """An entry of the graph: without `dependsOn` where nothing is known, with an empty one where nothing is required.

    The library cannot tell the two apart, and its check of the graph takes quadratic time.
    """
    if row.aggregate == "unknown" and not row.depends_on:
        return {"ref": row.ref}
    return {"ref": row.ref, "dependsOn": list(row.depends_on)}
