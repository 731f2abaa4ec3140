"""What a model comes from is followed to the root, each thing once, whatever the shape of the tree."""

from __future__ import annotations

from collections.abc import Mapping

from mlgraph.model import ids
from mlgraph.net import Door
from mlgraph_ingest.huggingface.reader import HuggingFaceRequest, read
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.ingest.huggingface.conftest import SHA, Hub, Notes, dataset, model, take
from tests.servers.replay import Says


def grow(hub: Hub, bases: Mapping[str, tuple[str, ...]]) -> None:
    """Put models on the hub, each with what it is made from."""
    for name, parents in bases.items():
        hub.has(model(name, tags=[f"base_model:finetune:{parent}" for parent in parents]))


def test_parents_are_followed_to_the_root_and_each_is_asked_once(hub: Hub) -> None:
    bases = {"acme/d": ("acme/b", "acme/c"), "acme/b": ("acme/a",), "acme/c": ("acme/a",), "acme/a": ()}
    grow(hub, bases)
    told = hub.ask("acme/d")
    assert told.edges(EdgeKind.DERIVED_FROM) == {
        (name, parent) for name, parents in bases.items() for parent in parents
    }
    assert sorted(hub.asked()) == sorted(f"/api/models/{name}?blobs=true" for name in bases)
    assert [text for text, _ in told.notes.steps[:3]] == ["asking 127.0.0.1"] * 3


def test_circle_of_base_models_ends(hub: Hub) -> None:
    grow(hub, {"acme/a": ("acme/b",), "acme/b": ("acme/c",), "acme/c": ("acme/a",)})
    told = hub.ask("acme/a")
    assert len(told.edges(EdgeKind.DERIVED_FROM)) == 3
    assert len(hub.asked()) == 3


def test_as_many_steps_are_followed_as_are_asked_for(hub: Hub) -> None:
    grow(hub, {f"acme/m{n}": (f"acme/m{n + 1}",) for n in range(6)})
    assert len(hub.ask("acme/m0", depth="2").documents) == 3
    assert len(hub.ask("acme/m0", depth="0").documents) == 1


def test_training_data_and_their_sources_are_asked_for_and_test_data_are_not(hub: Hub) -> None:
    index = [{"results": [{"dataset": {"type": "acme/test"}, "metrics": [{"type": "f1", "value": 1}]}]}]
    hub.has(model(cardData={"datasets": ["acme/corpus", "https://data.example/x"], "model-index": index}))
    hub.has(dataset(cardData={"pretty_name": "C", "source_datasets": ["original", "extended|acme/source"]}))
    hub.has(dataset("acme/source"))
    told = hub.ask("acme/tiny")
    assert told.edges(EdgeKind.DERIVED_FROM) == {("datasets/acme/corpus", "datasets/acme/source")}
    assert told.edges(EdgeKind.EVALUATED_ON) == {("acme/tiny", "datasets/acme/test")}
    assert {path.partition("?")[0] for path in hub.asked()} == {
        "/api/models/acme/tiny",
        "/api/datasets/acme/corpus",
        "/api/datasets/acme/source",
    }


def test_parent_that_cannot_be_reached_is_a_failure_and_the_rest_goes_on(hub: Hub) -> None:
    grow(hub, {"acme/a": ("acme/gone", "acme/b"), "acme/b": ()})
    hub.answers("models/acme/gone", Says(401))
    told = hub.ask("acme/a")
    assert list(told.errors) == ["pkg:huggingface/acme/gone#index"]
    assert set(told.values(PropertyKind.VERSION)) == {"acme/a", "acme/b"}


def test_renamed_parent_is_followed_under_both_names(hub: Hub) -> None:
    grow(hub, {"acme/a": ("acme/old",), "acme/new": ("acme/root",), "acme/root": ()})
    hub.answers("models/acme/old", Says(307, headers={"Location": "/api/models/acme/new?blobs=true"}))
    told = hub.ask("acme/a")
    assert told.edges(EdgeKind.SAME_AS) == {("acme/old", "acme/new")}
    assert told.edges(EdgeKind.DERIVED_FROM) == {("acme/a", "acme/old"), ("acme/new", "acme/root")}


def test_a_tree_without_end_is_followed_up_to_a_limit(hub: Hub) -> None:
    grow(hub, {f"acme/m{n}": (f"acme/m{n + 1}",) for n in range(20)})
    notes = Notes()
    with Door(None) as door:
        told = take(read(HuggingFaceRequest({ids.model("acme/m0"): set()}, limit=5), http=door, report=notes), notes)
    assert len(hub.asked()) == 5
    assert told.notes.warnings == ["more than 5 models and datasets; what else they come from was not asked for"]


def test_kept_answers_are_given_without_a_network_and_what_is_not_kept_is_not_asked(hub: Hub) -> None:
    grow(hub, {"acme/a": ("acme/b",), "acme/b": ()})
    hub.ask("acme/a")
    asked = len(hub.server.asked)
    assert hub.ask("acme/a", offline=True).edges(EdgeKind.DERIVED_FROM) == {("acme/a", "acme/b")}
    assert len(hub.ask("acme/c", offline=True).errors) == 1
    assert len(hub.server.asked) == asked


def test_project_asks_for_models_at_their_commits_and_datasets(hub: Hub) -> None:
    hub.has(model("acme/pinned"), revision=SHA)
    hub.has(model("acme/newest"))
    hub.has(dataset())
    wanted = {ids.model("acme/pinned"): {SHA}, ids.model("acme/newest"): set(), ids.hub_dataset("acme/corpus"): set()}
    notes = Notes()
    with Door(None) as door:
        told = take(read(HuggingFaceRequest(wanted), http=door, report=notes), notes)
    assert list(told.documents) == [
        f"pkg:huggingface/acme/pinned@{SHA}#index",
        "pkg:huggingface/acme/newest#index",
        "https://huggingface.co/datasets/acme/corpus#index",
    ]
