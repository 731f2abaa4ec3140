"""What goes wrong with a graph file says so in one line and loses nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import duckdb
import pytest

from mlgraph.model.errors import QueryError, StoreError
from mlgraph.store import Store, schema
from tests.store.conftest import depends, document, edges_in

A_TO_B = ("pkg:pypi/a", "depends_on", "pkg:pypi/b", "a")


def _filled(store: Store) -> bytes:
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    return store.path.read_bytes()


def test_a_second_writer_is_told_who_writes(store: Store) -> None:
    message = rf"another mlgraph \(process {os.getpid()}\) is writing .*graph\.duckdb"
    with store.writing(), pytest.raises(StoreError, match=message), store.writing(wait_seconds=0.1):
        pytest.fail("two writers at once")


def test_a_second_writer_waits_for_a_short_one(store: Store) -> None:
    entered, leave = threading.Event(), threading.Event()

    def first() -> None:
        with store.writing() as writer:
            entered.set()
            leave.wait(5)
            writer.write(document(), [depends("a", "b")])

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(5)
    threading.Timer(0.2, leave.set).start()
    with store.writing(wait_seconds=10) as writer:
        writer.write(document("b"), [depends("b", "c")])
    thread.join()
    assert {d.title for d in store.documents()} == {"a", "b"}


def test_a_reader_is_not_blocked_and_keeps_what_it_opened(store: Store) -> None:
    _filled(store)
    with store.view() as old, store.writing() as writer:
        writer.write(document(fingerprint="2"), [depends("a", "c")])
        assert len(old.edges.source) == 1
        assert edges_in(store) == {A_TO_B}
    assert edges_in(store) == {("pkg:pypi/a", "depends_on", "pkg:pypi/c", "a")}


@pytest.mark.parametrize("content", [b"", b"garbage", b"x" * 10_000, bytes(20_000)])
def test_a_file_that_is_no_graph_is_named_and_left_alone(store: Store, content: bytes) -> None:
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    with pytest.raises(StoreError, match=r"graph\.duckdb .*(move it away|no mlgraph graph)"):
        store.documents()
    with pytest.raises(StoreError, match=r"graph\.duckdb"), store.writing() as writer:
        writer.write(document(), [])
    assert store.path.read_bytes() == content


def test_a_database_of_something_else_is_named(store: Store) -> None:
    store.path.parent.mkdir()
    duckdb.connect(str(store.path)).execute("CREATE TABLE other (i INTEGER)").close()
    with pytest.raises(StoreError, match="no mlgraph graph"):
        store.size()


def test_a_graph_of_a_newer_version_is_refused_with_advice(store: Store) -> None:
    _filled(store)
    connection = duckdb.connect(str(store.path))
    connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema_version'")
    connection.close()
    before = store.path.read_bytes()
    with pytest.raises(StoreError, match=r"newer mlgraph .*99.*upgrade mlgraph"):
        store.documents()
    with pytest.raises(StoreError, match="upgrade mlgraph"), store.writing():
        pass
    assert store.path.read_bytes() == before


def test_a_graph_of_an_older_version_is_brought_up_to_date_by_the_next_writer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(store)
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {schema.VERSION - 1: "ALTER TABLE document ADD COLUMN note VARCHAR"})
    with pytest.raises(StoreError, match="older version"):
        store.documents()
    with store.writing():
        pass
    assert edges_in(store) == {A_TO_B}
    assert store.sql("SELECT note FROM document")[1] == [(None,)]


def test_a_missing_graph_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(StoreError, match=r"there is no graph at .*mlgraph scan"):
        store.size()


FULL_DISK = """
    import resource, signal, sys
    from pathlib import Path
    from mlgraph.model.errors import StoreError
    from mlgraph.store import Store
    from tests.store.conftest import depends, document
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    try:
        with Store(Path(sys.argv[1])).writing() as writer:
            writer.write(document("big"), (depends(f"p{i}", f"q{i}") for i in range(300_000)))
    except StoreError as error:
        print(error)
        sys.exit(2)
"""


@pytest.mark.parametrize("limit", [4096, 3_000_000])
def test_a_full_disk_leaves_the_graph_as_it_was(store: Store, limit: int) -> None:
    before = _filled(store)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL_DISK), str(store.path), str(limit)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 2, done.stderr
    assert "could not write" in done.stdout or "cannot be opened" in done.stdout
    assert str(store.path) in done.stdout
    assert store.path.read_bytes() == before
    assert [f.name for f in store.path.parent.iterdir() if "draft" in f.name] == []


def _write_forever(path: Path, ready: object) -> None:
    store = Store(path)
    number = 0
    while True:
        number += 1
        with store.writing() as writer:
            names = [document(f"d{n}", fingerprint=str(number)) for n in range(3)]
            writer.write_all([(d, [depends(d.title, f"v{number}-{n}") for n in range(50)]) for d in names])
        ready.set()  # type: ignore[attr-defined]


@pytest.mark.parametrize("round_", range(8))
def test_a_killed_writer_leaves_each_document_old_or_new(store: Store, round_: int) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_write_forever, args=(store.path, ready))
    process.start()
    assert ready.wait(30)
    threading.Event().wait(0.013 * round_)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    rows = store.sql("SELECT document, count(*), count(DISTINCT split_part(object, '-', 1)) FROM edges GROUP BY ALL")[1]
    assert sorted(rows) == [("d0", 50, 1), ("d1", 50, 1), ("d2", 50, 1)]
    with store.writing() as writer:
        writer.write(document(), [depends("a", "b")])
    assert A_TO_B in edges_in(store)


def test_backup_is_a_graph_and_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    _filled(store)
    copy = tmp_path / "copy.duckdb"
    store.backup(copy)
    assert edges_in(Store(copy)) == {A_TO_B}
    with pytest.raises(StoreError, match="is there already"):
        store.backup(copy)


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM assertion",
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY document TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT nonsense",
    ],
)
def test_sql_reads_the_graph_and_nothing_else(
    store: Store, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(store)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError, match="the query failed"):
        store.sql(query)
    assert edges_in(store) == {A_TO_B}
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]
