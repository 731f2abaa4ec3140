"""Scanning a project again brings the graph up to date, and to nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mlgraph.app import project
from mlgraph.model import ids
from mlgraph.store import Store
from mlgraph_queries.entries import Inventory
from tests.app.conftest import LOCK, PYPROJECT, Ingest, bom_bytes, install, metadata, words, write_files


def versions(root: Path, store: Store) -> dict[str, str | None]:
    return {entry.name: entry.version for entry in look(root, store).packages}


def look(root: Path, store: Store) -> Inventory:
    return project.look(root, store=store)[0]


def titles(store: Store) -> list[str]:
    return sorted(document.title for document in store.documents())


def test_scanning_twice_changes_nothing_but_the_times(shop: Path, store: Store, ingest: Ingest, tmp_path: Path) -> None:
    python = install(tmp_path / "venv", metadata("click", "8.1.7", "License-Expression: BSD-3-Clause"))
    first = ingest(shop, python)
    document = bom_bytes(shop, store, python)
    before = words(store)

    again = ingest(shop, python)

    assert sorted(again.unchanged) == sorted(first.read)
    assert (again.read, again.failed, again.retired) == ([], [], [])
    assert words(store) == before
    assert bom_bytes(shop, store, python) == document


def test_scanning_into_two_graphs_gives_the_same_facts(shop: Path, store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other.duckdb")
    for graph in (store, other):
        project.ingest_project(shop, store=graph)
    assert words(store) == words(other)


def test_a_copy_in_another_folder_has_the_same_document_byte_for_byte(shop: Path, store: Store, tmp_path: Path) -> None:
    install(shop / ".venv", metadata("click", "8.1.7", "License-Expression: BSD-3-Clause"))
    copy = tmp_path / "elsewhere" / "deeper" / "shop"
    shutil.copytree(shop, copy)
    original = bom_bytes(shop, store, shop / ".venv")

    assert bom_bytes(copy, Store(tmp_path / "other.duckdb"), copy / ".venv") == original
    assert bom_bytes(copy, store, copy / ".venv") == original
    assert str(tmp_path).encode() not in original


def test_an_edited_lock_leaves_no_stale_version(shop: Path, store: Store, ingest: Ingest) -> None:
    ingest(shop)
    (shop / "uv.lock").write_text(LOCK.replace('"2.1.0"', '"2.2.0"'))

    again = ingest(shop)

    assert again.read == ["uv.lock"]
    assert versions(shop, store) == {"click": "8.1.7", "numpy": "2.2.0", "requests": None}
    assert [row for row in words(store)["nodes"] if "2.1.0" in row[1]] == []


def test_an_edited_manifest_leaves_no_stale_requirement(shop: Path, store: Store, ingest: Ingest) -> None:
    ingest(shop)
    (shop / "requirements.txt").write_text("# moved\nhttpx==0.27.0\n")

    again = ingest(shop)

    assert again.read == ["requirements.txt"]
    found = {entry.name: entry for entry in look(shop, store).packages}
    assert "requests" not in found
    assert [(s.where, s.version) for s in found["httpx"].declared] == [("requirements.txt:2", "0.27.0")]
    assert ids.package("requests").key not in str(words(store))


@pytest.mark.parametrize("name", ["uv.lock", "requirements.txt", "app/main.py", "weights/model.safetensors"])
def test_a_deleted_document_is_retired(shop: Path, store: Store, ingest: Ingest, name: str) -> None:
    ingest(shop)
    (shop / name).unlink()

    again = ingest(shop)

    assert again.retired == [ids.file_uri(shop / name)]
    assert name not in titles(store)
    rest = Store(store.path.with_name("rest.duckdb"))
    project.ingest_project(shop, store=rest)
    assert words(store) == words(rest)


def test_a_scan_without_the_environment_drops_what_it_held(
    shop: Path, store: Store, ingest: Ingest, tmp_path: Path
) -> None:
    ingest(shop)
    before = words(store)
    ingest(shop, install(tmp_path / "venv", metadata("click", "8.1.8"), metadata("rich", "14.0.0")))
    assert versions(shop, store)["click"] == "8.1.8"
    assert look(shop, store).python_version == "3.11.7"

    ingest(shop)

    assert words(store) == before
    assert look(shop, store).python_version is None


def test_another_environment_takes_the_place_of_the_first(
    shop: Path, store: Store, ingest: Ingest, tmp_path: Path
) -> None:
    ingest(shop, install(tmp_path / "old", metadata("click", "8.1.7"), metadata("rich", "14.0.0")))
    ingest(shop, install(tmp_path / "new", metadata("click", "8.1.8"), python="3.11.9"))

    assert versions(shop, store) == {"click": "8.1.8", "numpy": "2.1.0", "requests": None}
    assert look(shop, store).python_version == "3.11.9"


def test_a_path_by_link_or_with_dots_is_the_same_project(
    shop: Path, store: Store, ingest: Ingest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(shop)
    before = words(store)
    link = tmp_path / "link"
    link.symlink_to(shop)
    monkeypatch.chdir(shop / "app")

    for path in (link, shop / "app" / "..", Path("..")):
        again = ingest(path)
        assert again.read == again.retired == []
        assert look(path, store).name == "shop"
    assert words(store) == before


def test_a_project_that_gets_a_name_reads_what_depends_on_it_again(shop: Path, store: Store, ingest: Ingest) -> None:
    ingest(shop)
    (shop / "pyproject.toml").write_text(PYPROJECT.replace('"shop"', '"click"').replace('"click==8.1.7"', '"rich>=1"'))
    ingest(shop)
    fresh = Store(store.path.with_name("fresh.duckdb"))
    project.ingest_project(shop, store=fresh)
    assert words(store) == words(fresh)


def models(root: Path, store: Store) -> set[str]:
    return {entry.name for entry in look(root, store).models}


def test_a_changed_module_changes_what_those_load_that_import_it(tmp_path: Path, store: Store, ingest: Ingest) -> None:
    use = "from transformers import AutoModel\nfrom config import BASE\nAutoModel.from_pretrained(BASE)\n"
    root = write_files(tmp_path / "app", {"run.py": use, "config.py": 'BASE = "acme/old"\n', "other.py": "import os\n"})
    ingest(root)
    assert models(root, store) == {"acme/old"}

    write_files(root, {"config.py": 'BASE = "acme/new"\n'})
    again = ingest(root)

    assert models(root, store) == {"acme/new"}
    assert "run.py" in again.read
    assert "run.py" in ingest(root).unchanged


def test_a_class_that_is_added_changes_what_its_base_class_loads(tmp_path: Path, store: Store, ingest: Ingest) -> None:
    base = (
        "from transformers import AutoModel\nclass Task:\n    MODEL = None\n"
        "    def load(self):\n        return AutoModel.from_pretrained(self.MODEL)\n"
    )
    root = write_files(
        tmp_path / "app", {"base.py": base, "a.py": "from base import Task\nclass A(Task):\n    MODEL = 'acme/a'\n"}
    )
    ingest(root)
    assert models(root, store) == {"acme/a"}

    write_files(root, {"b.py": "from base import Task\nclass B(Task):\n    MODEL = 'acme/b'\n"})
    ingest(root)
    assert models(root, store) == {"acme/a", "acme/b"}

    (root / "a.py").unlink()
    ingest(root)
    assert models(root, store) == {"acme/b"}
