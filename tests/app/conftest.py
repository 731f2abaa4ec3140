"""A small project with a manifest, a lock, an environment, code and a weight file, and what the tests ask of it."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from mlgraph.app import project
from mlgraph.app.ingest import Ingested
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store

Ingest: TypeAlias = Callable[..., Ingested]
PYPROJECT = """\
[project]
name = "shop"
version = "1.0"
dependencies = ["numpy>=1.26", "click==8.1.7"]
"""
LOCK = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "click"
version = "8.1.7"
source = { registry = "https://index.example/simple" }

[[package]]
name = "numpy"
version = "2.1.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "shop"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "click" }, { name = "numpy" }]
"""
CODE = """\
from transformers import AutoModel

model = AutoModel.from_pretrained("google-bert/bert-base-uncased")
"""
HEADER = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
WEIGHTS = struct.pack("<Q", len(HEADER)) + HEADER + bytes(8)
FILES: Mapping[str, str | bytes] = {
    "pyproject.toml": PYPROJECT,
    "uv.lock": LOCK,
    "requirements.txt": "requests>=2.31\n",
    "app/main.py": CODE,
    "weights/model.safetensors": WEIGHTS,
}


class Speaking(Reporter):
    """Keeps the warnings."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)


def write_files(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for relative, content in files.items():
        path = root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def metadata(name: str, version: str, *lines: str) -> str:
    return "\n".join(["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *lines, "", ""])


def install(prefix: Path, *distributions: str, python: str = "3.11.7") -> Path:
    """A virtual environment that holds the distributions of some METADATA texts."""
    site = prefix / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True, exist_ok=True)
    (prefix / "pyvenv.cfg").write_text(f"version = {python}\n")
    for text in distributions:
        said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        write_files(site, {f"{said['Name']}-{said['Version']}.dist-info/METADATA": text})
    return prefix


def bom(root: Path, store: Store, python: Path | None = None) -> dict[str, Any]:
    """The reproducible BOM of a project, parsed."""
    document: dict[str, Any] = json.loads(bom_bytes(root, store, python))
    return document


def bom_bytes(root: Path, store: Store, python: Path | None = None) -> bytes:
    return project.bom(root, store=store, python=python, reproducible=True)[0]


def words(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """All that a graph holds, in words, without the times at which it was written down."""
    queries = {
        "assertions": "SELECT s.kind, s.key, a.predicate, o.kind, o.key, a.value, a.qualifiers, a.valid_from, "
        "a.valid_to, a.locator, a.method, a.rule, a.confidence, d.locator FROM assertion a "
        "JOIN node s ON s.node = a.subject LEFT JOIN node o ON o.node = a.object JOIN document d USING (document)",
        "documents": "SELECT locator, title, reader, collection, error FROM document",
        "nodes": "SELECT kind, key FROM node",
    }
    return {name: sorted(store.sql(text)[1], key=repr) for name, text in queries.items()}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The folder of a project with a document of every kind that is read."""
    return write_files(tmp_path / "shop", FILES)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "graph" / "graph.duckdb")


@pytest.fixture
def ingest(store: Store) -> Ingest:
    """Reads a project into the graph and returns what became of its documents."""

    def run(root: Path, python: Path | None = None, report: Reporter | None = None) -> Ingested:
        return project.ingest_project(root, store=store, python=python, report=report)

    return run
