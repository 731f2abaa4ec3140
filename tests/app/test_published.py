"""One published model, by what the graph holds of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlgraph.app.published import look_at_model, model_bom, named_model
from mlgraph.model import ids, locators
from mlgraph.model.assertions import Document, Evidence, edge, fact
from mlgraph.model.errors import QueryError, StoreError, UsageError
from mlgraph.store import Store
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind
from mlgraph_queries.validation import validate
from tests.app.test_enrichment import point_to
from tests.servers.replay import Replay, Says

COMMIT = "0123456789abcdef0123456789abcdef01234567"
CHAT, BASE, TALK = ids.model("acme/chat"), ids.model("acme/base"), ids.hub_dataset("acme/talk")
SEEN = Evidence("#/x", Method.OBSERVED, "hub")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A graph in which the hub has told of a model, and could not be asked about its base."""
    found = Store(tmp_path / "graph.duckdb")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    told = Document(locators.index_document(CHAT), "https://hub.example/acme/chat", "hub/1", "1", now)
    mute = Document(locators.index_document(BASE), "https://hub.example/acme/base", "hub/1", "1", now)
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


def test_hub_is_asked_about_the_model_and_what_it_came_from(
    tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_to(replay.url("/simple"), tmp_path, monkeypatch)
    monkeypatch.setenv("HF_ENDPOINT", replay.url(""))
    tags = ["base_model:adapter:acme/base", "base_model:merge:acme/gone"]
    card = {"license": "mit", "datasets": ["acme/talk"], "base_model": "acme/base"}
    hub_says(replay, "models/acme/chat", {"tags": tags, "cardData": card, "lastModified": "2026-01-02T03:04:05.000Z"})
    hub_says(replay, "models/acme/base", {"cardData": {"license": "apache-2.0"}})
    hub_says(replay, "datasets/acme/talk", {"description": "Talks."})
    replay.says("/api/models/acme/gone?blobs=true", Says(404, headers={"X-Error-Code": "RepoNotFound"}))
    graph = Store(tmp_path / "graph.duckdb")
    document, ingested = model_bom("acme/chat", store=graph, spec_version="1.7")
    assert validate(document, name="x") == []
    assert ingested.failed == []
    found = {c["bom-ref"]: c for c in json.loads(document)["components"]}
    assert set(found) == {BASE.key, TALK.key, ids.model("acme/gone").key}
    assert found[BASE.key]["licenses"] == [{"license": {"id": "Apache-2.0", "acknowledgement": "declared"}}]
    gone = {p["name"]: p["value"] for p in found[ids.model("acme/gone").key]["properties"]}
    assert gone["mlgraph:resolution"] == "unknown"
    assert gone["mlgraph:unknown-because"].endswith("has none of that name that may be seen")
    needs = {row["ref"]: row.get("dependsOn") for row in json.loads(document)["dependencies"]}
    assert needs[CHAT.key] == [BASE.key]
    requests = len(replay.asked)
    again, _ = model_bom("acme/chat", store=graph, spec_version="1.7", offline=True)
    assert {c["bom-ref"]: c.get("licenses") for c in json.loads(again)["components"]} == {
        ref: component.get("licenses") for ref, component in found.items()
    }
    assert len(replay.asked) == requests


def hub_says(replay: Replay, path: str, said: dict[str, object]) -> None:
    """Let the hub describe a repository."""
    whole = {"_id": "621ffdc036468d709f174328", "id": path.partition("/")[2], "author": "acme", "sha": COMMIT}
    replay.says(f"/api/{path}?blobs=true", Says(body=json.dumps({**whole, **said}).encode()))
