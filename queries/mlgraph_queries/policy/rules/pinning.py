"""Rules on what models and datasets are taken from: one state that stays, and no code that comes along."""

from __future__ import annotations

from collections.abc import Iterator

from mlgraph.model.states import whole_of
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.entries import ReferenceEntry
from mlgraph_queries.policy.options import Option, Settings, flag
from mlgraph_queries.policy.places import lasting
from mlgraph_queries.policy.rule import Breach, Judge, Level, Material, Rule, Unjudged
from mlgraph_queries.reference_findings import reference_findings


def _unpinned(kind: NodeKind) -> Judge:
    def judge(material: Material, _settings: Settings) -> Iterator[Breach]:
        inventory = material.inventory
        entries = inventory.models if kind is NodeKind.MODEL else inventory.datasets
        yield from (breach for entry in entries for breach in _of(entry, "unpinned"))

    return judge


def _remote_code(material: Material, settings: Settings) -> Iterator[Breach]:
    for entry in material.inventory.models:
        is_loaded = any(seen.detail.get("trust_remote_code") is True for seen in entry.sightings)
        if (is_loaded or settings.flag("unloaded")) and not (entry.is_pinned and settings.flag("allow-pinned")):
            yield from _of(entry, "remote-code")


def _not_on_hub(material: Material, _settings: Settings) -> Iterator[Breach | Unjudged]:
    for entry in (*material.inventory.models, *material.inventory.datasets):
        if entry.known.failure is not None:
            where = tuple(seen.where for seen in entry.sightings)
            yield Unjudged(entry.id.key, "the place where it is published gave no answer", where, lasting(entry.id))
        yield from _of(entry, "not-on-hub")


def _of(entry: ReferenceEntry, kind: str) -> Iterator[Breach]:
    """The findings of a kind on a model or a dataset, as breaches; it is known again at whatever commit it is."""
    for finding in reference_findings(entry):
        is_state = whole_of(entry.id) != entry.id
        if finding.kind == kind and not (kind == "unpinned" and is_state):
            yield Breach(finding.subject, finding.text, finding.where, lasting=lasting(entry.id))


RULES = (
    Rule(
        "remote-code",
        "Code of a model's repository runs when the model is loaded",
        "trust_remote_code=True runs Python files of the repository. Pin a commit whose code you have read "
        "(revision=...), or use a model that the library itself can load.",
        _remote_code,
        (
            Option("allow-pinned", "Whether it may run from a commit, which cannot change.", flag, default=True),
            Option(
                "unloaded",
                "Whether it also counts that there is such code, where nothing loads it.",
                flag,
                default=False,
            ),
        ),
        Level.ERROR,
        ("security", "model"),
    ),
    Rule(
        "not-on-hub",
        "The Hugging Face hub has no such model or dataset, or not this state of it",
        "Its name may be wrong, and whoever registers it next may be anybody. Correct the name, or keep a copy.",
        _not_on_hub,
        tags=("security", "model"),
    ),
    Rule(
        "unpinned-model",
        "A model is taken in whatever state is newest",
        "Its publisher, or whoever gets hold of the account, can change it at any time. Name a commit: revision=...",
        _unpinned(NodeKind.MODEL),
        level=Level.ERROR,
        tags=("reproducibility", "model"),
    ),
    Rule(
        "unpinned-dataset",
        "A dataset is taken in whatever state is newest",
        "Results cannot be had again once it has changed. Name a commit: revision=...",
        _unpinned(NodeKind.DATASET),
        tags=("reproducibility", "dataset"),
    ),
)
