"""Weight files of a project from the disk to the findings, with hashes and without."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path
from typing import Any

from mlgraph.app import project
from mlgraph.app.sources import ingest_source
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph.view.graph import values_of
from mlgraph_ontology.kinds import PropertyKind
from tests.app.conftest import WEIGHTS
from tests.ingest.signatures.fake_sigstore import IDENTITY, ISSUER, FakeSigstore
from tests.ingest.signatures.test_sigstore import model_statement

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


def test_signature_beside_a_weight_file_is_evidence_that_is_read_again_once_it_changes(
    tmp_path: Path, store: Store
) -> None:
    root, sigstore = tmp_path / "shop", FakeSigstore()
    bundle = json.dumps(sigstore.bundle(WEIGHTS)).encode()
    write(root, {"pyproject.toml": b"[project]\nname='shop'\nversion='1'\n", "m/a.safetensors": WEIGHTS})
    assert _signatures(root, store) == []
    write(root, {"m/a.safetensors.sigstore.json": bundle, "root.json": sigstore.trust_root()})
    assert _signatures(root, store) == [
        {"form": "sigstore", "state": "not verified", "reason": "no trust root was given"}
    ]
    trusted = {"trust-root": str(root / "root.json"), "identity": IDENTITY}
    verified = {"form": "sigstore", "state": "verified", "signer": f"{IDENTITY} by way of {ISSUER}"}
    assert _signatures(root, store, **trusted) == [verified]
    assert _signatures(root, store, **trusted, hash="no") == [
        {"form": "sigstore", "state": "not verified", "reason": "the file was not hashed"}
    ]
    write(root, {"m/a.safetensors": WEIGHTS[:-1] + b"\x01"})
    assert [said["state"] for said in _signatures(root, store, **trusted)] == ["invalid"]
    assert [f.subject for f in project.look(root, store=store)[1] if f.kind == "invalid-signature"] == [
        "m/a.safetensors"
    ]


def test_signature_of_a_model_speaks_for_its_weight_files(tmp_path: Path, store: Store) -> None:
    root = tmp_path / "shop"
    statement = model_statement(("unet/a.safetensors", WEIGHTS), ("config.json", b"{}"))
    bundle = json.dumps(FakeSigstore().statement_bundle(statement)).encode()
    write(root, {"m/unet/a.safetensors": WEIGHTS, "m/b.safetensors": WEIGHTS, "m/model.sig": bundle})
    assert _signatures(root, store) == [
        {"form": "sigstore", "state": "not verified", "reason": "no trust root was given"}
    ]


def _signatures(root: Path, store: Store, **options: str) -> list[Any]:
    """What the graph says of the signatures on the project's files, after reading it with options."""
    ingest_source("project", Request((str(root),), options), store=store, offline=True)
    files = [file.id for file in project.look(root, store=store)[0].files]
    with store.view() as view:
        about = view.about(files)
    return [said.value for file in files for said in values_of(about[file], PropertyKind.SIGNATURE)]
