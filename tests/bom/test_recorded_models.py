"""Real answers of the Hugging Face hub, and real cards, as documents in every format."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlgraph.bom.formats import FORMATS, write
from mlgraph.model import ids
from mlgraph.model.assertions import Document
from mlgraph.store import Store
from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ingest.huggingface.description import Description, describe_card, describe_dataset, describe_model
from mlgraph_ontology.kinds import NodeKind
from mlgraph_queries.model_inventory import model_inventory
from mlgraph_queries.validation import validate

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


def answers(folder: Path, kind: str):
    """The descriptions of all repositories of a kind that the hub once gave."""
    describe, node = (describe_model, ids.model) if kind == "models" else (describe_dataset, ids.hub_dataset)
    for path in sorted((folder / kind).glob("200_*.json" if kind == "models" else "*.json")):
        response = json.loads(path.read_text(encoding="utf-8"))["response"]
        said = response.get("body")
        if response["status"] == 200 and isinstance(said, dict) and said.get("id"):
            yield describe(said, node(said["id"]))


def cards(folder: Path, kind: str):
    """The descriptions of all repositories of a kind whose cards are there."""
    for path in sorted((folder / f"cards_{kind}").glob("*__*.md")):
        name = path.stem.replace("__", "/")
        node = ids.model(name) if kind == "models" else ids.hub_dataset(name)
        yield describe_card(read_card(path.read_bytes(), f"{name} README.md"), node, has_metadata=False)


def document(found: Description) -> Document:
    return Document(found.locator, f"https://hub.example/{found.node}", "huggingface/1", "1", NOW)


@pytest.fixture(scope="module")
def graph(shared_data, tmp_path_factory):
    folder = shared_data / "api-recordings" / "huggingface"
    told = {d.locator: d for kind in ("models", "datasets") for d in (*answers(folder, kind), *cards(folder, kind))}
    store = Store(tmp_path_factory.mktemp("recorded") / "graph.duckdb")
    with store.writing() as writer:
        writer.write_all([(document(found), list(found.assertions)) for found in told.values()])
    return store, sorted({found.node for found in told.values() if found.node.kind is NodeKind.MODEL})


@pytest.mark.parametrize(("form", "version"), [(f, v) for f, known in FORMATS.items() for v in known.spec_versions])
def test_every_recorded_model_gives_a_valid_document(graph, form, version):
    store, models = graph
    assert len(models) > 60
    with store.view() as view:
        for model in models:
            written = write(model_inventory(view, model), form=form, spec_version=version, now=NOW)
            assert (model, validate(written, name="x")) == (model, [])


def test_profile_is_claimed_of_some_recorded_models_and_not_of_others(graph):
    store, models = graph
    claimed = set()
    with store.view() as view:
        for model in models:
            elements = json.loads(write(model_inventory(view, model), form="spdx", now=NOW))["@graph"]
            (whole,) = (each for each in elements if each["type"] == "SpdxDocument")
            claimed.add("ai" in whole["profileConformance"])
    assert claimed == {True, False}
