"""A package index that is made by hand: its documents, a door to it that counts, and what comes of asking it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mlgraph.model.assertions import Assertion, Document, Reading
from mlgraph.model.errors import MlgraphError, NotFoundError
from mlgraph.model.http import Answer, Route
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph_ingest.pypi import source
from mlgraph_ontology.kinds import EdgeKind, PropertyKind

SIMPLE = "https://pypi.example/simple"
SEEN = datetime(2026, 11, 20, 12, tzinfo=UTC)
SHA = "ab" * 32


def file(name: str, time: str = "2024-01-02T03:04:05Z", **more: Any) -> dict[str, Any]:
    """A file, as the project document lists it."""
    url = f"https://files.pypi.example/packages/{name}"
    return {"filename": name, "url": url, "digests": {"sha256": SHA}, "upload_time_iso_8601": time, **more}


def simple_file(name: str, **more: Any) -> dict[str, Any]:
    """A file, as the simple API lists it."""
    url = f"https://files.pypi.example/packages/{name}"
    return {"filename": name, "url": url, "hashes": {"sha256": SHA}, "upload-time": "2024-01-02T03:04:05Z", **more}


def project(name: str = "lib", version: str = "1.1", **info: Any) -> dict[str, Any]:
    """A project document."""
    releases = {"1.0": [file(f"{name}-1.0.tar.gz", "2023-05-06T07:08:09.5Z")], version: [file(f"{name}-1.1.tar.gz")]}
    return {"info": {"name": name, "version": version, **info}, "releases": releases}


def page(*files: dict[str, Any], version: str = "1.4", **more: Any) -> dict[str, Any]:
    """A page of the simple API."""
    return {"meta": {"api-version": version}, "name": "lib", "files": list(files), **more}


def provenance(name: str, sha256: str = SHA, **publisher: Any) -> dict[str, Any]:
    """A provenance document of one attestation."""
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": name, "digest": {"sha256": sha256}}],
        "predicateType": "https://slsa.dev/provenance/v1",
    }
    encoded = base64.b64encode(json.dumps(statement).encode()).decode()
    said = publisher or {"kind": "GitHub", "repository": "Acme/lib", "workflow": "release.yml"}
    bundle = {"publisher": said, "attestations": [{"envelope": {"statement": encoded, "signature": "AA=="}}]}
    return {"version": 1, "attestation_bundles": [bundle]}


@dataclass
class Index:
    """An index that answers with what is put into it, and keeps what it was asked."""

    answers: dict[str, Any] = field(default_factory=dict)
    """Path below the host -> bytes, JSON, or the error to raise."""
    asked: list[str] = field(default_factory=list)
    accepts: list[str] = field(default_factory=list)
    routes: list[Route | None] = field(default_factory=list)

    def put(self, path: str, answer: Any) -> Index:
        self.answers[path] = answer
        return self

    def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        fresh_for: timedelta | None = None,
        max_bytes: int | None = None,
        route: Route | None = None,
    ) -> Answer:
        del fresh_for, max_bytes
        path = url.split("/", 3)[3]
        self.asked.append(path)
        self.accepts.append(accept)
        self.routes.append(route)
        answer = self.answers.get(path)
        if answer is None:
            raise NotFoundError(f"{url}: not found")
        if isinstance(answer, MlgraphError):
            raise answer
        scheme, _, rest = url.partition("://")
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return Answer(f"{scheme}://{rest.rpartition('@')[2]}", content, SEEN)


class Notes(Reporter):
    """Keeps what is reported."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.steps: list[tuple[str, int | None]] = []
        self.done = 0

    def step(self, text: str, total: int | None = None) -> None:
        self.steps.append((text, total))

    def advance(self, count: int = 1) -> None:
        self.done += count

    def warn(self, text: str) -> None:
        self.warnings.append(text)


@dataclass
class Said:
    """What the documents of a run say."""

    documents: list[Document] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    """Locator -> why it could not be read."""
    notes: Notes = field(default_factory=Notes)

    @property
    def locators(self) -> list[str]:
        return [document.locator for document in self.documents]

    def values(self, kind: PropertyKind) -> dict[str, Any]:
        return {said.subject.key.removeprefix("pkg:pypi/"): said.value for said in self.of(kind)}

    def targets(self, kind: EdgeKind) -> set[tuple[str, str]]:
        return {(s.subject.key.removeprefix("pkg:pypi/"), s.object.key) for s in self.of(kind) if s.object}

    def of(self, kind: EdgeKind | PropertyKind) -> list[Assertion]:
        return [said for said in self.assertions if said.predicate == kind]

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(said.evidence.locator, str(said.value)) for said in self.of(PropertyKind.PROBLEM)]


def take(readings: Iterator[Reading], notes: Notes | None = None) -> Said:
    """Read everything, and keep it."""
    said = Said(notes=notes or Notes())
    for reading in readings:
        said.documents.append(reading.document)
        try:
            said.assertions.extend(reading.assertions())
        except MlgraphError as error:
            said.errors[reading.document.locator] = str(error)
    return said


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """An empty index, which pip is configured with."""
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_PROXY", "PIP_CLIENT_CERT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", SIMPLE)
    return Index()


@dataclass
class Asker:
    """Asks an index as the command line does."""

    index: Index

    def __call__(self, *locators: str, **options: str) -> Said:
        notes = Notes()
        return take(source(Request(locators, options), http=self.index, report=notes), notes)


@pytest.fixture
def ask(index: Index) -> Asker:
    return Asker(index)
