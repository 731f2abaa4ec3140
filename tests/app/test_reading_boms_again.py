"""Folders of bills of materials are read once, and then only what changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mlgraph.app.ingest import Ingested
from mlgraph.app.sources import ingest_source
from mlgraph.model.request import Request
from mlgraph.store import Store
from tests.app.conftest import words
from tests.queries.diff.conftest import Document, component


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "boms"
    made.mkdir()
    for number in range(3):
        Document([component("a", str(number))], at=f"2026-01-0{number + 1}T00:00:00Z").write(made / f"{number}.json")
    return made


def read(folder: Path, store: Store) -> Ingested:
    return ingest_source("bom", Request((str(folder),), {}), store=store, offline=True)


def times(store: Store) -> dict[str, datetime | None]:
    return {Path(document.title).name: document.observed_at for document in store.documents()}


def test_a_document_keeps_the_time_that_it_names_when_it_is_read_again(folder: Path, store: Store) -> None:
    read(folder, store)
    expected = {f"{number}.json": datetime(2026, 1, number + 1, tzinfo=UTC) for number in range(3)}
    assert times(store) == expected
    assert len(read(folder, store).unchanged) == 3
    assert times(store) == expected


def test_reading_what_did_not_change_leaves_the_file_as_it_was(folder: Path, store: Store) -> None:
    read(folder, store)
    before = store.path.stat().st_mtime_ns, store.path.stat().st_ino
    done = read(folder, store)
    assert (done.read, done.failed, done.retired) == ([], [], [])
    assert (store.path.stat().st_mtime_ns, store.path.stat().st_ino) == before


def test_one_changed_document_is_read_and_the_others_are_not(folder: Path, store: Store) -> None:
    read(folder, store)
    Document([component("b", "1")]).write(folder / "1.json")
    done = read(folder, store)
    assert [Path(title).name for title in done.read] == ["1.json"]
    assert len(done.unchanged) == 2


def test_one_folder_gives_the_same_facts_as_its_files_one_by_one(folder: Path, store: Store, tmp_path: Path) -> None:
    read(folder, store)
    other = Store(tmp_path / "other.duckdb")
    for path in sorted(folder.iterdir(), reverse=True):
        read(path, other)
    assert words(store) == words(other)
