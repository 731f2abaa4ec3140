"""A hub that is made by hand: its answers, in the shapes in which it gives them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import MlgraphError
from mlgraph.model.ids import NodeId
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph.net import Door, Limits
from mlgraph_ingest.huggingface import source
from mlgraph_ingest.huggingface.card import read_card
from mlgraph_ingest.huggingface.description import Description, describe_card, describe_model
from mlgraph_ontology.kinds import EdgeKind, PropertyKind
from tests.servers.replay import Replay, Says

SHA = "0123456789abcdef0123456789abcdef01234567"
STABLE = "621ffdc036468d709f174328"
TINY = ids.model("acme/tiny")
CARD_URL = "https://hub.example/acme/tiny/resolve/main/README.md"


def model(name: str = "acme/tiny", **more: Any) -> dict[str, Any]:
    """What the hub says of a model."""
    said = {
        "_id": STABLE,
        "id": name,
        "modelId": name,
        "author": name.partition("/")[0],
        "sha": SHA,
        "createdAt": "2024-03-02T23:29:04.000Z",
        "lastModified": "2024-05-06T07:08:09.000Z",
        "private": False,
        "gated": False,
        "disabled": False,
        "downloads": 1234,
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "tags": ["transformers", "safetensors", "license:apache-2.0", "region:us"],
        "cardData": {"license": "apache-2.0", "language": ["en", "de"]},
        "siblings": [{"rfilename": "README.md", "size": 12}],
    }
    return {**said, **more}


def described(said: dict[str, Any] | None = None, name: str = "acme/tiny") -> Description:
    """What is read of the hub's answer on a model."""
    return describe_model(said if said is not None else model(name), ids.model(name))


def read_of(card: str | bytes, node: NodeId = TINY, *, has_metadata: bool = True) -> Description:
    """What is read of a card."""
    taken = read_card(card.encode() if isinstance(card, str) else card, CARD_URL)
    return describe_card(taken, node, has_metadata=has_metadata)


def values(of: Description, kind: PropertyKind) -> list[Any]:
    """What is said of a property of the thing itself."""
    return [one.value for one in of.assertions if one.predicate == kind and one.subject == of.node]


def links(of: Description, kind: EdgeKind) -> list[tuple[str, dict[str, Any]]]:
    """What the thing is tied to, with the qualifiers."""
    return [(one.object.key, dict(one.qualifiers)) for one in of.assertions if one.predicate == kind and one.object]


def problems(of: Description) -> list[tuple[str, str]]:
    """What could not be read, each with its place."""
    found = [one for one in of.assertions if one.predicate == PropertyKind.PROBLEM]
    return [(one.evidence.locator, str(one.value)) for one in found]


def dataset(name: str = "acme/corpus", **more: Any) -> dict[str, Any]:
    """What the hub says of a dataset."""
    said = {
        "_id": "621ffdd236468d709f181d5e",
        "id": name,
        "author": name.partition("/")[0],
        "sha": SHA,
        "createdAt": "2022-03-02T23:29:22.000Z",
        "lastModified": "2024-01-04T12:09:45.000Z",
        "private": False,
        "gated": False,
        "disabled": False,
        "downloads": 77,
        "tags": ["task_categories:text-classification", "language:en", "license:cc-by-4.0", "modality:text"],
        "cardData": {"license": "cc-by-4.0", "language": ["en"], "pretty_name": "Corpus"},
        "siblings": [{"rfilename": "data.csv", "size": 5}],
    }
    return {**said, **more}


class Notes(Reporter):
    """Keeps what is reported."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.steps: list[tuple[str, int | None]] = []

    def step(self, text: str, total: int | None = None) -> None:
        self.steps.append((text, total))

    def warn(self, text: str) -> None:
        self.warnings.append(text)


@dataclass
class Told:
    """What the documents of a run say."""

    documents: dict[str, Document] = field(default_factory=dict)
    assertions: list[Assertion] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """Locator -> why it could not be read."""
    notes: Notes = field(default_factory=Notes)

    def edges(self, kind: EdgeKind) -> set[tuple[str, str]]:
        """Subject and object, shortened."""
        found = [one for one in self.assertions if one.predicate == kind and one.object is not None]
        return {(short(one.subject), short(one.object)) for one in found if one.object}

    def values(self, kind: PropertyKind) -> dict[str, Any]:
        """Subject -> what is said."""
        return {short(one.subject): one.value for one in self.assertions if one.predicate == kind}


def short(node: NodeId) -> str:
    """An id without what all ids here begin with."""
    return node.key.removeprefix("pkg:huggingface/").removeprefix("https://huggingface.co/")


def take(readings: Iterator[Reading], notes: Notes) -> Told:
    """Read everything, and keep it; no document may come twice."""
    told = Told(notes=notes)
    for reading in readings:
        assert reading.document.locator not in told.documents
        told.documents[reading.document.locator] = reading.document
        try:
            told.assertions.extend(reading.assertions())
        except MlgraphError as error:
            told.errors[reading.document.locator] = str(error)
    return told


class Hub:
    """A hub on this machine, and the door to it."""

    def __init__(self, server: Replay, cache: Path) -> None:
        self.server = server
        self._cache = cache

    def has(self, said: dict[str, Any], card: str | None = None, revision: str | None = None) -> None:
        """Put a model or a dataset on the hub, with its card."""
        kind = "datasets" if "pretty_name" in said.get("cardData", {}) else "models"
        if card is not None:
            said = {**said, "siblings": [*said["siblings"], {"rfilename": "README.md"}]}
            folder = "datasets/" if kind == "datasets" else ""
            self.server.says(f"/{folder}{said['id']}/resolve/{SHA}/README.md", Says(body=card.encode()))
        elif kind == "models":
            said = {**said, "siblings": []}
        state = f"/revision/{revision}" if revision else ""
        self.answers(f"{kind}/{said['id']}{state}", Says(body=json.dumps(said).encode()))

    def answers(self, path: str, *says: Says) -> None:
        """Answer a question of the API so."""
        self.server.says(f"/api/{path}?blobs=true", *says)

    def ask(self, *locators: str, offline: bool = False, **options: str) -> Told:
        """Ask as the command line does."""
        notes = Notes()
        limits = Limits(backoff_seconds=0.01, wait_seconds=1.5, per_second=100_000, read_seconds=2)
        with Door(self._cache, offline=offline, limits=limits) as door:
            return take(source(Request(locators, options), http=door, report=notes), notes)

    def asked(self) -> list[str]:
        """What it was asked, without the questions for accounts."""
        return [path for path in self.server.paths() if "/organizations/" not in path]


@pytest.fixture
def hub(replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub without anything on it, which HF_ENDPOINT names, and nobody is logged in."""
    for name in (
        "HF_TOKEN",
        "HUGGING_FACE_HUB_TOKEN",
        "HF_TOKEN_PATH",
        "HF_HUB_OFFLINE",
        "HF_HUB_DISABLE_IMPLICIT_TOKEN",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))
    monkeypatch.setenv("HF_ENDPOINT", replay.url("/"))
    return Hub(replay, tmp_path / "answers")
