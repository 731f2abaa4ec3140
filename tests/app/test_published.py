"""One published model, by what the graph holds of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlgraph.app.published import look_at_model, model_bom, named_model
from mlgraph.model import ids
from mlgraph.model.assertions import Document, Evidence, edge, fact
from mlgraph.model.errors import QueryError, StoreError, UsageError
from mlgraph.store import Store
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.validation import validate

COMMIT = "0123456789abcdef0123456789abcdef01234567"
CHAT, BASE, TALK = ids.model("acme/chat"), ids.model("acme/base"), ids.hub_dataset("acme/talk")
SEEN = Evidence("#/x", Method.OBSERVED, "hub")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A graph in which the hub has told of a model, and could not be asked about its base."""
    found = Store(tmp_path / "graph.duckdb")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    told = Document(ids.index_document(CHAT), "https://hub.example/acme/chat", "hub/1", "1", now)
    mute = Document(ids.index_document(BASE), "https://hub.example/acme/base", "hub/1", "1", now)
    said = [
        fact(CHAT, PropertyKind.VERSION, COMMIT, SEEN),
        fact(CHAT, PropertyKind.TASK, "text-generation", SEEN),
        edge(CHAT, EdgeKind.DERIVED_FROM, BASE, SEEN, relation="finetune"),
        edge(CHAT, EdgeKind.TRAINED_ON, TALK, SEEN),
    ]
    with found.writing() as writer:
        writer.write(told, said)
        writer.fail(mute, "hub.example: 503")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acme/chat", CHAT),
        (" gpt2 ", ids.model("gpt2")),
        (f"acme/chat@{COMMIT}", ids.model("acme/chat", COMMIT)),
        (f"pkg:huggingface/acme/chat@{COMMIT}", ids.model("acme/chat", COMMIT)),
        ("https://huggingface.co/acme/chat", CHAT),
    ],
)
def test_model_is_named_as_people_name_it(text: str, expected: ids.NodeId) -> None:
    assert named_model(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "../etc/passwd",
        "a b",
        "acme/chat@main",
        "acme/chat@",
        "pkg:pypi/torch",
        "pkg:%",
        "a\x1b[31m",
        "<b>/x",
        "https://huggingface.co/datasets/acme/talk",
        "https://git.example/a/b",
    ],
)
def test_what_names_no_model_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="namespace/name"):
        named_model(text)


def test_document_of_a_model_is_written_from_what_the_graph_holds(store: Store) -> None:
    document, ingested = model_bom("acme/chat", store=store, offline=True)
    assert validate(document, name="x") == []
    found = json.loads(document)
    assert found["metadata"]["component"]["purl"] == f"pkg:huggingface/acme/chat@{COMMIT}"
    assert [c["bom-ref"] for c in found["components"]] == [TALK.key, BASE.key]
    assert {p["value"] for p in found["properties"]} == {"hub/1: 1", "https://hub.example/acme/base: hub.example: 503"}
    assert ingested.read == []


def test_model_in_another_state_than_was_read_has_no_version_of_it(store: Store) -> None:
    found = look_at_model(ids.model("acme/chat", "f" * 40), store=store)
    assert found.subject is not None
    assert PropertyKind.VERSION not in found.subject.facts
    assert found.subject.facts[PropertyKind.TASK][0].method is Method.INFERRED


def test_every_format_is_written(store: Store) -> None:
    for form in ("cyclonedx", "cyclonedx-xml", "spdx", "spdx2"):
        assert b"acme/" in model_bom("acme/chat", store=store, form=form, offline=True)[0]


def test_model_of_which_nothing_is_known_is_one_clear_line(store: Store) -> None:
    with pytest.raises(QueryError, match=r"^nothing is known of the model acme/base: hub\.example: 503$"):
        model_bom("acme/base", store=store, offline=True)
    with pytest.raises(
        QueryError, match=r"^nothing is known of the model acme/other: the graph holds nothing about it"
    ):
        model_bom("acme/other", store=store, offline=True)


def test_format_that_is_not_written_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'pdf' is no format"):
        model_bom("acme/chat", store=Store(tmp_path / "none.duckdb"), form="pdf")


def test_graph_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises((StoreError, QueryError, UsageError), match="there is no graph"):
        model_bom("acme/chat", store=Store(tmp_path / "none.duckdb"), offline=True)
