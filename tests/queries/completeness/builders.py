"""Inventories made by hand, with as much known of a model as can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mlgraph.model import ids
from mlgraph.model.assertions import JsonValue
from mlgraph_ontology.kinds import Method, PropertyKind, Scope
from mlgraph_queries.checklists import Checklist, chosen
from mlgraph_queries.completeness import (
    DocumentPlan,
    Judged,
    Judgement,
    State,
    Witness,
    artifact_witness,
    judge,
    project_witness,
)
from mlgraph_queries.entries import Artifact, ArtifactFile, FileEntry, Inventory, PackageEntry, ReferenceEntry
from mlgraph_queries.stated import LicenseStatement, Link, Sighting, Stated
from tests.bare import bare_artifact, bare_file, bare_inventory, bare_package

OBSERVED = datetime(2026, 1, 1, tzinfo=UTC)
CARD = "https://huggingface.co/org/chat"
PLAN = DocumentPlan("0.1.0")
MODEL, BASE, CORPUS = ids.model("org/chat"), ids.model("org/base"), ids.hub_dataset("org/corpus")
SPECIAL: Mapping[PropertyKind, JsonValue] = {
    PropertyKind.METRIC: {"type": "accuracy", "value": 0.9, "dataset": "imdb"},
    PropertyKind.HYPERPARAMETER: {"name": "hidden_size", "value": 768},
    PropertyKind.EMISSIONS: {"kg_co2e": 2.0, "kwh": 5.0, "training_type": "training", "hardware_used": "8 x H100"},
    PropertyKind.PAPER: "https://arxiv.org/abs/2501.00001",
    PropertyKind.HOMEPAGE: {"label": "Homepage", "url": "https://chat.example"},
    PropertyKind.HASH: "sha256:" + "ab" * 32,
    PropertyKind.CREATED_AT: "2025-05-01T00:00:00Z",
    PropertyKind.GATED: "false",
    PropertyKind.PARAMETER_COUNT: 110_000_000,
}
OF_MODEL = frozenset(PropertyKind) - {PropertyKind.ABSENT_FROM}
OF_DATASET_ALONE = frozenset(
    {
        *(PropertyKind.PREPROCESSING, PropertyKind.SENSITIVE_DATA, PropertyKind.DATA_TYPE, PropertyKind.SIZE_CATEGORY),
        *(PropertyKind.ROW_COUNT, PropertyKind.STATISTICS, PropertyKind.COLLECTION_PROCESS),
        PropertyKind.ANNOTATION_PROCESS,
    }
)


def stated(value: JsonValue, where: str = f"{CARD}#/x", method: Method = Method.DECLARED) -> Stated:
    return Stated(value, method, where, "card", OBSERVED)


def facts(kinds: Collection[PropertyKind]) -> dict[PropertyKind, tuple[Stated, ...]]:
    return {kind: (stated(SPECIAL.get(kind, f"a {kind.value}")),) for kind in sorted(kinds)}


def link(node: ids.NodeId, name: str, **detail: JsonValue) -> Link:
    return Link(node, name, detail, Method.DECLARED, f"{CARD}#/cardData", "card", OBSERVED)


def artifact(node: ids.NodeId = MODEL, name: str = "org/chat", **fields: Any) -> Artifact:
    return bare_artifact(node, name, **fields)


def rich(kinds: Collection[PropertyKind] = OF_MODEL, **fields: Any) -> Artifact:
    """A model of which everything is known, as far as properties of some kinds say it."""
    known: dict[str, Any] = {
        "facts": facts(kinds),
        "licenses": (LicenseStatement("Apache-2.0", None, Method.DECLARED, f"{CARD}#/license"),),
        "publishers": (link(ids.hub_account("org"), "Org"),),
        "derived_from": (link(BASE, "org/base", relation="finetune"),),
        "trained_on": (link(CORPUS, "org/corpus"),),
        "evaluated_on": (link(CORPUS, "org/corpus"),),
        "runs_with": (link(ids.package("transformers"), "transformers"),),
        "files": (ArtifactFile(ids.file(Path("/x")), "model.safetensors", 10, ("sha256:" + "cd" * 32,)),),
        "documents": (CARD,),
    }
    return artifact(**(known | fields))


def sighting(where: str = "app.py:3", method: Method = Method.OBSERVED, version: str | None = None) -> Sighting:
    return Sighting(where, method, "a-rule", version, {})


def reference(known: Artifact, **fields: Any) -> ReferenceEntry:
    base = ReferenceEntry(known.id, known.name, None, False, (Scope.RUNTIME,), (sighting(),), known)
    return replace(base, **fields)


def package(name: str, version: str | None = None, **fields: Any) -> PackageEntry:
    found: dict[str, Any] = {
        "version_method": Method.RESOLVED if version else None,
        "scope": Scope.RUNTIME,
        "declared": (sighting("requirements.txt:1", Method.DECLARED),),
        "locked": (sighting(f"uv.lock:{len(name)}", Method.RESOLVED, version),) if version else (),
    }
    return bare_package(name, version, **(found | fields))


def unreadable(path: str = "weights/a.gguf") -> FileEntry:
    """A weight file whose header could not be read."""
    return bare_file(ids.file(Path("/home/somebody/shop") / path), path, sightings=(sighting(path),))


def inventory(**fields: Any) -> Inventory:
    read = {"documents": (("app.py", "code/1"),)}
    return bare_inventory(ids.project(Path("/home/somebody/shop")), "shop", **(read | fields))


def judged(witness: Witness, *names: str) -> tuple[Judged, ...]:
    return judge(chosen(names), witness)


def of_project(*names: str, **fields: Any) -> tuple[Judged, ...]:
    return judged(project_witness(inventory(**fields), PLAN), *names)


def of_model(known: Artifact, *names: str, behind: Collection[Artifact] = ()) -> tuple[Judged, ...]:
    return judged(artifact_witness(known, tuple(behind), PLAN), *names)


def states(lists: Collection[Judged]) -> dict[tuple[str, str], str]:
    """(element, subject) -> state."""
    return {(f.element.id, f.subject): f.state.value for each in lists for f in each.judgements}


def cell(lists: Collection[Judged], element: str, subject: str | None = None) -> Judgement:
    """The judgement of one element, of one subject where there are several."""
    found = [f for each in lists for f in each.judgements if f.element.id == element]
    (one,) = [f for f in found if subject is None or f.subject == subject]
    return one


def total(lists: Collection[Judged]) -> int:
    return sum(each.stated for each in lists)


def every_list() -> tuple[Checklist, ...]:
    return chosen(["g7", "owasp", "ntia", "cisa", "provider-gpai", "downstream", "high-risk", "modifier", "cra"])


STATED = State.STATED.value
