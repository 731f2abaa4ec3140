"""Fixtures of the tests of the project reader: write a small project, read it, look at what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Document
from mlgraph.model.errors import MlgraphError
from mlgraph.model.reporter import Reporter
from mlgraph_ingest.project import ProjectRequest, read
from mlgraph_ingest.project.code.reader import read_code
from mlgraph_ingest.project.code.sources import Sources
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.manifests.requirements_plan import Role
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ontology.kinds import EdgeKind, PropertyKind, Scope


@dataclass
class Said:
    """Everything that a project's documents say."""

    assertions: list[tuple[Document, Assertion]] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    errors: dict[str, MlgraphError] = field(default_factory=dict)

    def edges(self, kind: EdgeKind) -> list[Assertion]:
        return [said for _, said in self.assertions if said.predicate is kind]

    def values(self, kind: PropertyKind) -> list[Any]:
        return [said.value for _, said in self.assertions if said.predicate is kind]

    def wanted(self, kind: EdgeKind = EdgeKind.DEPENDS_ON) -> dict[str, Mapping[str, Any]]:
        """Key of the object -> qualifiers, of the edges of the project itself."""
        own = [said for said in self.edges(kind) if said.subject.key.startswith("project:")]
        return {said.object.key.removeprefix("pkg:pypi/"): dict(said.qualifiers) for said in own if said.object}

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """(title, place, text)."""
        return [
            (document.title, said.evidence.locator, str(said.value))
            for document, said in self.assertions
            if said.predicate is PropertyKind.PROBLEM
        ]

    @property
    def titles(self) -> list[str]:
        return [document.title for document in self.documents]


def _said(root: Path, python: Path | None = None) -> Said:
    said = Said()
    for reading in read(ProjectRequest(root, python), report=Reporter()):
        said.documents.append(reading.document)
        try:
            said.assertions.extend((reading.document, assertion) for assertion in reading.assertions())
        except MlgraphError as error:
            said.errors[reading.document.title] = error
    return said


@pytest.fixture
def said() -> Callable[..., Said]:
    """Reads a project to the end."""
    return _said


@dataclass
class Code:
    """What the Python files of a project name."""

    said: list[Assertion]

    @property
    def names(self) -> set[tuple[str, object]]:
        """Models and datasets by their name on the hub, others by their id, each with the place of its definition."""
        edges = [said for said in self.said if said.predicate is EdgeKind.DEPENDS_ON]
        return {(_bare(said), said.qualifiers.get("defined_at")) for said in edges}

    @property
    def unresolved(self) -> list[object]:
        return [said.value["expression"] for said in self.said if said.predicate is PropertyKind.UNRESOLVED]


Named = Callable[[Mapping[str, str]], Code]


def _bare(said: Assertion) -> str:
    return str(said.object).removeprefix("pkg:huggingface/").removeprefix("https://huggingface.co/datasets/")


@pytest.fixture
def named(tmp_path: Path) -> Named:
    """Reads the Python files of a project, given by their paths and (indented at will) contents."""

    def named_in(contents: Mapping[str, str]) -> Code:
        files = []
        for relative, content in contents.items():
            path = tmp_path / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(content))
            files.append(SourceFile(path, relative, path.stat().st_size))
        sources = Sources.of(files)
        return Code([said for file in files for said in read_code(file, ids.project(tmp_path), sources=sources)])

    return named_in


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes a project of the given files and returns its folder."""

    def write_files(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "app"
        root.mkdir(exist_ok=True)
        for relative, content in files.items():
            path = root / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return write_files


@pytest.fixture
def install(tmp_path: Path) -> Callable[..., Path]:
    """Makes a virtual environment that holds the given files in its folder of packages, and returns it."""

    def install_files(files: Mapping[str, str | bytes], config: str = "version = 3.11.7\n") -> Path:
        prefix = tmp_path / "venv"
        site = prefix / "lib" / "python3.11" / "site-packages"
        site.mkdir(parents=True, exist_ok=True)
        (prefix / "pyvenv.cfg").write_text(config)
        for relative, content in files.items():
            path = site / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return prefix

    return install_files


@pytest.fixture
def source(tmp_path: Path) -> Callable[[bytes, str], SourceFile]:
    """Writes one file and returns it as the project's tree would."""

    def write_one(content: bytes, name: str = "requirements.txt") -> SourceFile:
        path = tmp_path / name
        path.write_bytes(content)
        return SourceFile(path, name, len(content))

    return write_one


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A project without a name."""
    project = ProjectRequest(tmp_path).project
    return Context(project, None, {}, {"requirements.txt": Role(Scope.RUNTIME, is_constraint=False)})
