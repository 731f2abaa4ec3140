"""A scan that is interrupted, runs out of disk or meets another leaves the graph whole."""

from __future__ import annotations

import fcntl
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mlgraph.store import Store
from tests.cli.conftest import Run, Spawn, finished, write_files

GRAPH = Path("g.duckdb")
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.fixture
def graph(run: Run, shop: Path, elsewhere: Path) -> bytes:
    """A graph that holds the project as it was before it is edited."""
    assert run("scan", shop, "-q", "--graph", GRAPH).code == 0
    write_files(shop, {"requirements.txt": "torch==2.6.0\n", "new.txt": "x"})
    return GRAPH.read_bytes()


@contextmanager
def somebody_writes(graph: Path) -> Iterator[None]:
    """Holds the lock that a scan waits for before it writes."""
    with graph.with_name(graph.name + ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def wait_until_it_waits(process: subprocess.Popen[bytes], graph: Path) -> None:
    """Until the scan has read the project and stands before the lock: the system lists it among its open files."""
    opened = Path(f"/proc/{process.pid}/fd")
    deadline = time.monotonic() + 30
    while opened.exists() and time.monotonic() < deadline:
        if str(graph.absolute()) + ".lock" in _opened(opened):
            return
        time.sleep(0.01)
    time.sleep(2)  # a system without /proc


def _opened(descriptors: Path) -> set[str]:
    found = set()
    for descriptor in descriptors.iterdir():
        with suppress(OSError):  # closed in the meantime
            found.add(str(descriptor.readlink()))
    return found


def drafts() -> list[str]:
    return [path.name for path in Path().iterdir() if "draft" in path.name or "spill" in path.name]


@pytest.mark.parametrize(("number", "code"), SIGNALS, ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_in_the_middle_of_a_scan_ends_it_in_one_line(
    spawn: Spawn, shop: Path, graph: bytes, number: signal.Signals, code: int
) -> None:
    with somebody_writes(GRAPH):
        process = spawn("scan", shop, "--graph", GRAPH)
        wait_until_it_waits(process, GRAPH)
        process.send_signal(number)
        result = finished(process, 10)
    assert (result.code, result.out) == (code, "")
    assert result.complaint.startswith("interrupted")
    assert GRAPH.read_bytes() == graph
    assert drafts() == []
    assert not Path("mlgraph-out", "aibom.cdx.json").read_text().count("torch")


def test_a_signal_while_the_graph_is_written_leaves_the_old_or_the_new_one(
    spawn: Spawn, shop: Path, graph: bytes
) -> None:
    write_files(shop, {"requirements.txt": "".join(f"package-{n}==1\n" for n in range(5000))})
    process = spawn("scan", shop, "-q", "--graph", GRAPH)
    while process.poll() is None and not drafts():
        time.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    result = finished(process, 30)
    assert result.code in {0, 143}
    assert drafts() == []
    (number,) = Store(GRAPH).sql("SELECT count(*) FROM edges WHERE predicate = 'depends_on'")[1][0]
    assert number in {3, 5001}


def test_the_next_scan_takes_up_what_an_interrupted_one_left(spawn: Spawn, run: Run, shop: Path, graph: bytes) -> None:
    with somebody_writes(GRAPH):
        process = spawn("scan", shop, "--graph", GRAPH)
        wait_until_it_waits(process, GRAPH)
        process.kill()
        process.communicate()
    Path("g.duckdb.draft").write_bytes(b"half a graph")
    Path("g.duckdb.draft.wal").write_bytes(b"half a log")
    assert run("scan", shop, "-q", "--graph", GRAPH).code == 0
    assert drafts() == []
    assert "pkg:pypi/torch" in run("search", "torch", "--graph", GRAPH, "--format", "csv").out


@pytest.mark.parametrize("limit", [4096, 1_000_000])
def test_a_full_disk_is_2_and_leaves_the_graph_as_it_was(spawn: Spawn, shop: Path, graph: bytes, limit: int) -> None:
    assert len(graph) > limit

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    result = finished(spawn("scan", shop, "--graph", GRAPH, preexec_fn=fill))
    assert (result.code, result.out) == (2, "")
    assert "g.duckdb" in result.complaint
    assert "a defect" not in result.err
    assert GRAPH.read_bytes() == graph
    assert drafts() == []


def test_a_full_disk_makes_no_first_graph(spawn: Spawn, shop: Path, elsewhere: Path) -> None:
    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    result = finished(spawn("scan", shop, "--graph", GRAPH, preexec_fn=fill))
    assert result.code == 2
    assert "a defect" not in result.complaint
    assert not GRAPH.exists()
    assert drafts() == []


def test_two_scans_at_once_both_get_into_the_graph(spawn: Spawn, shop: Path, tmp_path: Path) -> None:
    other = write_files(tmp_path / "other", {"requirements.txt": "rich==14.0.0\n"})
    running = [spawn("scan", root, "-q", "--graph", GRAPH, "-o", root.name) for root in (shop, other)]
    for process in running:
        result = finished(process)
        assert (result.code, result.err) == (0, "")
    of_projects = [d.collection for d in Store(GRAPH).documents() if d.collection]
    assert (len(set(of_projects)), len(of_projects)) == (2, 5)
    assert Path("other", "aibom.cdx.json").is_file()
    assert Path("shop", "aibom.cdx.json").is_file()


def test_who_only_looks_does_not_wait_for_a_writer(run: Run, graph: bytes) -> None:
    with somebody_writes(GRAPH):
        assert run("status", "--graph", GRAPH).code == 0
        assert run("search", "numpy", "--graph", GRAPH).code == 0
