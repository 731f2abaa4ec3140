"""Files, folders and archives of records: each locator is one document, and hostile ones are refused in one line."""

from __future__ import annotations

import gzip
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import mlgraph
from mlgraph.app.ingest import Ingested
from mlgraph.model.reporter import Reporter
from mlgraph.model.request import Request
from mlgraph.store import Store
from mlgraph_ingest.osv import members


class Warnings(Reporter):
    def __init__(self) -> None:
        self.said: list[str] = []

    def warn(self, text: str) -> None:
        self.said.append(text)


def record(name: str, package: str = "alpha", **more: Any) -> bytes:
    affected = [{"package": {"ecosystem": "PyPI", "name": package}, "versions": ["1"]}]
    return json.dumps({"id": name, "modified": "2026-01-02T00:00:00Z", "affected": affected, **more}).encode()


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, **files: bytes) -> Path:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    path.write_bytes(gzip.compress(buffer.getvalue()) if path.suffix == ".gz" else buffer.getvalue())
    return path


def filled(path: Path, **files: bytes) -> Path:
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "graph.duckdb")


def read(store: Store, *paths: Path, report: Reporter | None = None) -> Ingested:
    return mlgraph.ingest_source("osv", Request(tuple(map(str, paths))), store=store, report=report)


def records(store: Store) -> set[str]:
    rows = store.sql("SELECT DISTINCT object FROM edges WHERE predicate = 'affected_by'")[1]
    return {key for (key,) in rows}


TWO = {
    "a.json": record("PYSEC-2026-1"),
    "b.yaml": b"id: PYSEC-2026-2\nmodified: 2026-01-01T00:00:00Z\n"
    b"affected:\n- package: {ecosystem: PyPI, name: beta}\n  versions: [1.10]\n",
    "README.md": b"no record",
}


@pytest.mark.parametrize(
    "made",
    [
        lambda root: zipped(root / "all.zip", **TWO),
        lambda root: tarred(root / "all.tar.gz", **TWO),
        lambda root: tarred(root / "all.tar", **TWO),
        lambda root: filled(root / "all", **TWO),
    ],
)
def test_folders_and_archives_are_one_document_each(tmp_path: Path, store: Store, made: Callable[[Path], Path]) -> None:
    path = made(tmp_path)
    assert read(store, path).read == [path.name]
    assert records(store) == {"PYSEC-2026-1", "PYSEC-2026-2"}
    versions = store.sql("SELECT qualifiers FROM edges WHERE object = 'PYSEC-2026-2' AND predicate = 'affected_by'")[1]
    assert json.loads(versions[0][0])["versions"] == ["1.10"]
    assert read(store, path).unchanged == [path.name]


def test_a_record_that_a_newer_dump_no_longer_has_is_gone(tmp_path: Path, store: Store) -> None:
    read(store, zipped(tmp_path / "all.zip", **TWO))
    read(store, zipped(tmp_path / "all.zip", **{"a.json": TWO["a.json"]}))
    assert records(store) == {"PYSEC-2026-1"}


def test_a_dump_that_has_not_changed_keeps_its_date(tmp_path: Path, store: Store) -> None:
    path = zipped(tmp_path / "all.zip", **TWO)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    for _ in range(2):
        read(store, path)
    (document,) = store.documents()
    assert document.observed_at is not None
    assert document.observed_at.isoformat() == "2023-11-14T22:13:20+00:00"


def test_a_single_record_is_dated_by_itself(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(record("PYSEC-2026-1"))
    read(store, path)
    (document,) = store.documents()
    assert document.observed_at is not None
    assert document.observed_at.date().isoformat() == "2026-01-02"


def test_one_bad_record_is_warned_of_and_the_others_are_read(tmp_path: Path, store: Store) -> None:
    report = Warnings()
    bomb = b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nid: PYSEC-2026-9\nsame: &s [*s]\n"
    path = zipped(
        tmp_path / "all.zip",
        **{"a.json": record("PYSEC-2026-1"), "b.json": b"{", "c.json": b"[1]", "d.yaml": bomb, "e.json": b"[" * 9_000},
    )
    assert read(store, path, report=report).read == ["all.zip"]
    assert records(store) == {"PYSEC-2026-1"}
    named = [text.removeprefix(f"{path}: ").partition(":")[0] for text in report.said]
    assert named == ["b.json", "c.json#/0", "d.yaml", "e.json"]


def test_a_path_that_leaves_the_archive_is_only_a_name(tmp_path: Path, store: Store) -> None:
    outside = tmp_path / "out.json"
    read(store, zipped(tmp_path / "all.zip", **{"../out.json": record("PYSEC-2026-1")}))
    assert records(store) == {"PYSEC-2026-1"}
    assert not outside.exists()


@pytest.mark.parametrize("made", [zipped, tarred])
def test_a_member_that_unpacks_to_too_much_is_not_read(tmp_path: Path, store: Store, made: Callable[..., Path]) -> None:
    report = Warnings()
    large = record("PYSEC-2026-2", details=" " * members.RECORD_LIMIT)
    path = made(tmp_path / "all.tar.gz", **{"a.json": record("PYSEC-2026-1"), "b.json": large})
    read(store, path, report=report)
    assert records(store) == {"PYSEC-2026-1"}
    assert report.said == [f"{path}: b.json: larger than the limit of {members.RECORD_LIMIT:,} bytes; not read"]


@pytest.mark.parametrize("made", [zipped, tarred])
def test_an_archive_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, store: Store, made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "TOTAL_LIMIT", 1_000)
    path = made(
        tmp_path / "all.tar.gz", **{f"{n}.json": record(f"PYSEC-2026-{n}", details="x" * 900) for n in range(9)}
    )
    ((_, reason),) = read(store, path).failed
    assert "it unpacks to more than 1,000 bytes" in reason


def test_a_header_that_asks_for_gigabytes_is_refused(tmp_path: Path, store: Store) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo("x" * 200 + ".json")
        archive.addfile(info)
    raw = bytearray(buffer.getvalue())
    raw[124:136] = b"77777777777\0"  # 8 GB for a long name
    raw[148:156] = b"        "
    raw[148:156] = b"%06o\0 " % sum(raw[:512])
    path = tmp_path / "all.tar"
    path.write_bytes(raw)
    ((_, reason),) = read(store, path).failed
    assert "bytes; not read" in reason or "damaged" in reason


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
@pytest.mark.parametrize("name", ["all.zip", "all.tar.gz"])
def test_a_truncated_archive_leaves_what_was_read_before(tmp_path: Path, store: Store, name: str, share: float) -> None:
    made = zipped if name.endswith("zip") else tarred
    path = made(
        tmp_path / name, **{f"{n}.json": record(f"PYSEC-2026-{n}", details=os.urandom(400).hex()) for n in range(9)}
    )
    read(store, path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    ((_, reason),) = read(store, path).failed
    assert str(path) in reason
    assert len(records(store)) == 9


@pytest.mark.parametrize("content", [b"", b"no record", b"%PDF-1.7", b"{}", b"PK", b"\x1f\x8b", b"\xff\xfe{", b"<a/>"])
def test_a_file_that_is_nothing_is_refused_in_one_line(tmp_path: Path, store: Store, content: bytes) -> None:
    path = tmp_path / "strange.json"
    path.write_bytes(content)
    good = tmp_path / "good.json"
    good.write_bytes(record("PYSEC-2026-1"))
    done = read(store, path, good)
    ((title, reason),) = done.failed
    assert title == "strange.json"
    assert str(path) in reason
    assert "\n" not in reason
    assert records(store) == {"PYSEC-2026-1"}


def test_links_are_not_followed(tmp_path: Path, store: Store) -> None:
    (tmp_path / "secret.json").write_bytes(record("PYSEC-2026-2"))
    folder = filled(tmp_path / "all", **{"a.json": record("PYSEC-2026-1")})
    (folder / "b.json").symlink_to(tmp_path / "secret.json")
    read(store, folder)
    assert records(store) == {"PYSEC-2026-1"}


def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, store: Store) -> None:
    ((_, reason),) = read(store, tmp_path / "nothing.zip").failed
    assert "cannot be read" in reason


def test_aliases_are_one_thing_in_a_view_and_both_records_stay_visible(tmp_path: Path, store: Store) -> None:
    pysec = record("PYSEC-2026-1", aliases=["CVE-2026-1", "GHSA-aaaa-bbbb-cccc"], summary="Slow.")
    ghsa = record("GHSA-aaaa-bbbb-cccc", aliases=["CVE-2026-1"], summary="Unsafe.")
    read(store, filled(tmp_path / "all", **{"a.json": pysec, "b.json": ghsa}))
    with store.view() as view:
        node = view.named("CVE-2026-1")
        same = {alias.key for alias in view.aliases(node)}
        said = {one.value for one in view.about([node])[view.canonical(node)] if one.kind == "summary"}
    assert same == {"PYSEC-2026-1", "CVE-2026-1", "GHSA-aaaa-bbbb-cccc"}
    assert said == {"Slow.", "Unsafe."}


@pytest.mark.shared_data
def test_all_records_of_the_python_database_are_read(store: Store, shared_data: Path) -> None:
    read(store, shared_data / "pypa-advisories" / "vulns.tar.gz")
    coverage = store.sql("SELECT value FROM properties WHERE predicate = 'coverage'")[1]
    assert [json.loads(value) for (value,) in coverage] == [
        {
            "ecosystem": "PyPI",
            "modified": "2024-10-09T19:20:24+00:00",
            "records": 2084,
            "type": "pypi",
            "withdrawn": 7,
        }
    ]
    assert len(records(store)) == 2084
