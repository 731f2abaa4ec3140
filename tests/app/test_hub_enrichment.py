"""What the Hugging Face hub adds to a scan, and what becomes of what it does not say, on a real server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mlgraph.app import project
from mlgraph.app.project import Scanned
from mlgraph.store import Store
from mlgraph_ontology.kinds import PropertyKind
from mlgraph_queries.entries import Artifact, Finding
from tests.app.conftest import write_files
from tests.app.test_enrichment import Told, point_to
from tests.servers.replay import Replay, Says, closed_port

SHA = "0123456789abcdef0123456789abcdef01234567"
CODE = f"""
from datasets import load_dataset
from transformers import AutoModel

AutoModel.from_pretrained("acme/pinned", revision="{SHA}")
AutoModel.from_pretrained("acme/newest", trust_remote_code=True)
AutoModel.from_pretrained("acme/private")
AutoModel.from_pretrained("acme/gone")
load_dataset("acme/corpus")
"""


def model(name: str, **more: Any) -> dict[str, Any]:
    said = {
        "_id": "621ffdc036468d709f174328",
        "id": name,
        "author": "acme",
        "sha": SHA,
        "gated": False,
        "disabled": False,
    }
    card = {"license": "llama3.1", "language": "en"}
    return {**said, "cardData": card, "siblings": [], "tags": [], "pipeline_tag": "text-generation", **more}


class World:
    """A project that names models and datasets, a hub that has some of them, and a graph."""

    def __init__(self, folder: Path, hub: Replay) -> None:
        self.hub = hub
        self.out = folder / "out"
        self.store = Store(folder / "graph.duckdb")
        self.root = folder / "shop"
        self.told = Told()
        write_files(self.root, {"train.py": CODE})
        weights = {"rfilename": "model.safetensors", "size": 9, "lfs": {"sha256": "ab" * 32, "size": 9}}
        bases = {"license": "llama3.1", "base_model": "acme/base-old"}
        pinned = model("acme/pinned", siblings=[weights], tags=["base_model:finetune:acme/base"], cardData=bases)
        self.answers(f"models/acme/pinned/revision/{SHA}", pinned)
        self.answers("models/acme/newest", model("acme/newest", gated="manual", tags=["custom_code"]))
        self.answers("models/acme/base", model("acme/base", disabled=True, cardData={"datasets": ["acme/old"]}))
        corpus = model("acme/corpus", pipeline_tag=None, cardData={"license": "cc-by-4.0", "pretty_name": "The Corpus"})
        self.answers("datasets/acme/corpus", corpus)
        hub.says(
            "/api/datasets/acme/old?blobs=true", Says(307, headers={"Location": "/api/datasets/acme/corpus?blobs=true"})
        )
        hub.says(
            "/api/models/acme/base-old?blobs=true", Says(307, headers={"Location": "/api/models/acme/base?blobs=true"})
        )
        hub.says("/api/models/acme/private?blobs=true", Says(401, b'{"error": "Invalid username or password."}'))
        hub.says("/api/models/acme/gone?blobs=true", Says(404, headers={"X-Error-Code": "RepoNotFound"}))

    def answers(self, path: str, said: dict[str, Any]) -> None:
        self.hub.says(f"/api/{path}?blobs=true", Says(body=json.dumps(said).encode()))

    def scan(self, **more: Any) -> Scanned:
        self.told = Told()
        return project.scan(self.root, store=self.store, out=self.out, report=self.told, **more)


@pytest.fixture
def world(tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch) -> World:
    point_to(replay.url("/simple"), tmp_path, monkeypatch)
    monkeypatch.setenv("HF_ENDPOINT", replay.url(""))
    return World(tmp_path, replay)


def known(scanned: Scanned) -> dict[str, Artifact]:
    """What is known of each model and dataset, by name."""
    entries = (*scanned.inventory.models, *scanned.inventory.datasets)
    return {**{entry.name: entry.known for entry in entries}, **{a.name: a for a in scanned.inventory.related}}


def of_kind(scanned: Scanned, kind: str) -> list[Finding]:
    return [finding for finding in scanned.findings if finding.kind == kind]


def test_scan_knows_what_the_hub_says_and_what_lies_behind(world: World) -> None:
    found = known(world.scan())
    pinned = found["acme/pinned"]
    assert str(pinned.id) == f"pkg:huggingface/acme/pinned@{SHA}"
    assert [link.name for link in pinned.derived_from] == ["acme/base"]
    assert [(file.path, file.size_bytes, file.hashes) for file in pinned.files] == [
        ("model.safetensors", 9, (f"sha256:{'ab' * 32}",))
    ]
    assert [(said.expression, said.text) for said in pinned.licenses] == [
        ("LicenseRef-scancode-llama-3.1-license-2024", "llama3.1"),
    ]
    assert found["acme/base"].value(PropertyKind.DISABLED) is True
    assert [str(alias) for alias in found["acme/corpus"].aliases] == ["https://huggingface.co/datasets/acme/old"]
    assert found["acme/corpus"].text(PropertyKind.NAME) == "The Corpus"
    assert [str(link.node) for link in found["acme/base"].trained_on] == ["https://huggingface.co/datasets/acme/corpus"]


def test_model_that_cannot_be_reached_is_nothing_but_its_failure(world: World) -> None:
    scanned = world.scan()
    private = known(scanned)["acme/private"]
    assert private.failure is not None
    assert "the hub has nothing public of that name (401)" in private.failure
    assert (private.facts, private.licenses, private.derived_from, private.documents) == ({}, (), (), ())
    assert world.told.warnings == [private.failure]
    assert [finding.text for finding in of_kind(scanned, "unread")] == [private.failure]


def test_findings_tell_what_is_gone_gated_or_brings_code(world: World) -> None:
    scanned = world.scan()
    assert [(f.subject, f.severity, f.text) for f in of_kind(scanned, "not-on-hub")] == [
        ("pkg:huggingface/acme/gone", "warning", "127.0.0.1 has no model acme/gone: its name is wrong, or it is gone")
    ]
    (code,) = of_kind(scanned, "remote-code")
    assert code.text == (
        "it is loaded with trust_remote_code=True: code of its repository runs, which has such code; without a commit "
        "hash, that code can change at any time"
    )
    assert code.where == ("train.py:6",)
    assert [f.subject for f in of_kind(scanned, "gated")] == ["pkg:huggingface/acme/newest"]
    assert of_kind(scanned, "disabled") == []  # of what lies behind, nothing is used


def test_what_is_kept_is_known_offline_and_the_rest_stays_unknown_quietly(world: World) -> None:
    world.scan()
    asked = len(world.hub.asked)
    found = known(world.scan(offline=True))
    assert len(world.hub.asked) == asked
    assert found["acme/pinned"].value(PropertyKind.TASK) == "text-generation"


def test_hub_is_not_asked_where_its_own_client_would_not(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    scanned = world.scan()
    assert world.hub.asked == []
    assert len(scanned.ingested.not_asked) == 5
    assert world.told.warnings == []


def test_hub_that_is_not_there_leaves_all_unknown_and_the_scan_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closed_port() as nowhere:
        monkeypatch.setenv("HF_ENDPOINT", nowhere)
        scanned = world.scan()
    assert len(scanned.written) == 3
    assert all(entry.known.failure for entry in scanned.inventory.models)
    assert len(world.told.warnings) == 4  # three of them, and how many more


def test_second_scan_reads_nothing_anew(world: World) -> None:
    world.scan()
    again = world.scan()
    assert again.ingested.read == []
