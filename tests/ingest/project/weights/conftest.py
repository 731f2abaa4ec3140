"""Reads a weight file of given bytes and says what its header says, or what a project is told of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion
from mlgraph_ingest.project.context import Context
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.weights.header import Header
from mlgraph_ingest.project.weights.opened import opened
from mlgraph_ingest.project.weights.reader import read_weights
from mlgraph_ingest.project.weights.recognized import read_header

Read = Callable[[str, bytes], Header]
Tell = Callable[..., list[Assertion]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(name: str, content: bytes) -> Header:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        file = SourceFile(path, name, len(content))
        with opened(file) as (_, window):
            return read_header(file, window)

    return read


@pytest.fixture
def tell(tmp_path: Path) -> Tell:
    def tell(name: str, content: bytes, *, hashes: bool = True) -> list[Assertion]:
        path = tmp_path / name
        path.write_bytes(content)
        context = Context(ids.project(tmp_path), None, hashes=hashes)
        return list(read_weights(SourceFile(path, name, len(content)), context))

    return tell
