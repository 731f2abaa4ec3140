"""Weight files of a project from the disk to the findings, with hashes and without."""

from __future__ import annotations

import os
import struct
from pathlib import Path

from mlgraph.app import project
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from tests.app.conftest import WEIGHTS

EVIL = b"\x80\x02cposix\nsystem\n."


def write(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


class Steps(Reporter):
    def __init__(self) -> None:
        self.steps: list[tuple[str, int | None]] = []
        self.advanced = 0

    def step(self, text: str, total: int | None = None) -> None:
        self.steps.append((text, total))
        self.advanced = 0

    def advance(self, count: int = 1) -> None:
        self.advanced += count


def test_run_without_hashes_is_followed_by_one_that_adds_them(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "shop"
    write(root, {"pyproject.toml": b"[project]\nname='shop'\nversion='1'\n", "m/a.safetensors": WEIGHTS})
    project.ingest_project(root, store=store, hashes=False)
    assert project.look(root, store=store)[0].files[0].hashes == ()

    again = project.ingest_project(root, store=store)
    (file,) = project.look(root, store=store)[0].files
    assert again.read == ["m/a.safetensors"]
    assert file.hashes[0].startswith("sha256:")
    assert project.ingest_project(root, store=store).read == []


def test_parts_and_dangerous_pickles_are_found_and_bytes_of_any_kind_are_not(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "shop"
    write(
        root, {"m/model-00001-of-00002.safetensors": WEIGHTS, "clf.pkl": EVIL, "blob.bin": bytes(64), "x.gguf": b"GGUF"}
    )
    (root / "link.pkl").symlink_to(root / "clf.pkl")
    os.mkfifo(root / "pipe.pt")
    project.ingest_project(root, store=store)
    inventory, findings = project.look(root, store=store)
    kinds = {(finding.kind, finding.subject) for finding in findings}

    assert {file.path for file in inventory.files} == {"m/model-00001-of-00002.safetensors", "clf.pkl"}
    assert ("missing-shards", "m/model.safetensors") in kinds
    assert ("unsafe-weights", "clf.pkl") in kinds
    assert ("unread", "x.gguf") in kinds
    assert ("not read by this version: *.bin", 1) in inventory.excluded
    assert ("neither file nor folder", 1) in inventory.excluded


def test_progress_through_weight_files_is_told_in_megabytes(tmp_path: Path, store: Store) -> None:
    size = 3 * 10**6
    header = b'{"w":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]}}' % (size, size)
    content = struct.pack("<Q", len(header)) + header + bytes(size)
    write(tmp_path / "shop", {"a.safetensors": content, "b.safetensors": content})
    first, again = Steps(), Steps()
    project.ingest_project(tmp_path / "shop", store=store, report=first)
    project.ingest_project(tmp_path / "shop", store=store, report=again)

    assert first.steps[-1] == ("reading the weight files of shop (MB)", 6)
    assert (first.advanced, again.advanced) == (6, 6)
