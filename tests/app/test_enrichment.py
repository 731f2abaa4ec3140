"""What the package index adds to a scan, and what becomes of one that cannot be asked, on a real server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mlgraph.app import project
from mlgraph.app.project import Scanned
from mlgraph.model.reporter import Reporter
from mlgraph.store import Store
from mlgraph_queries.entries import PackageEntry
from tests.app.conftest import write_files
from tests.servers.replay import Replay, Says, closed_port

NAMES = ("alpha", "beta", "gamma")


def document(name: str, version: str = "1.0", **info: Any) -> Says:
    """What an index says of a package."""
    said = {"name": name, "version": version, "license_expression": "MIT", "requires_dist": [], **info}
    said["project_urls"] = {"Source": f"https://github.com/acme/{name}"}
    file = {"filename": f"{name}-{version}.tar.gz", "url": f"https://files.example/{name}-{version}.tar.gz"}
    file |= {"digests": {"sha256": "a" * 64}, "upload_time_iso_8601": "2025-05-06T07:08:09Z", "yanked": False}
    return Says(body=json.dumps({"info": said, "releases": {version: [file]}, "urls": [file]}).encode())


class Told(Reporter):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.notes: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def note(self, text: str) -> None:
        self.notes.append(text)


class World:
    """A project whose packages an index has, and a graph to scan it into."""

    def __init__(self, folder: Path, index: Replay) -> None:
        self.index = index
        self.out = folder / "out"
        self.store = Store(folder / "graph.duckdb")
        self.root = folder / "shop"
        self.told = Told()
        self.has(*NAMES)

    def has(self, *names: str) -> None:
        write_files(self.root, {"requirements.txt": "".join(f"{name}==1.0\n" for name in names)})
        for name in names:
            self.index.says(f"/pypi/{name}/json", document(name))

    def scan(self, **more: Any) -> Scanned:
        self.told = Told()
        return project.scan(self.root, store=self.store, out=self.out, report=self.told, **more)

    def packages(self, scanned: Scanned) -> Mapping[str, PackageEntry]:
        return {entry.name: entry for entry in scanned.inventory.packages}


@pytest.fixture
def world(tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch) -> World:
    point_to(replay.url("/simple"), tmp_path, monkeypatch)
    return World(tmp_path, replay)


def point_to(index: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLGRAPH_OFFLINE", "0")
    monkeypatch.setenv("MLGRAPH_CACHE", str(folder / "answers"))
    monkeypatch.setenv("PIP_INDEX_URL", index)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_CERT", "PIP_PROXY", "PIP_CLIENT_CERT"):
        monkeypatch.delenv(name, raising=False)


def test_scan_adds_license_date_and_repository(world: World) -> None:
    found = world.packages(world.scan())
    assert {
        name: (entry.licenses[0].expression, entry.index and str(entry.index.released_at), entry.repository)
        for name, entry in found.items()
    } == {name: ("MIT", "2025-05-06 07:08:09+00:00", f"https://github.com/acme/{name}") for name in NAMES}
    bom = json.loads((world.out / "aibom.cdx.json").read_bytes())
    assert {c["name"]: c["licenses"] for c in bom["components"]} == {
        name: [{"license": {"id": "MIT", "acknowledgement": "declared"}}] for name in NAMES
    }


def test_second_scan_asks_for_nothing_that_is_kept(world: World) -> None:
    world.scan()
    asked = len(world.index.asked)
    again = world.scan()
    assert asked > 0
    assert len(world.index.asked) == asked
    assert len(world.packages(again)) == 3
    assert again.ingested.read == []


def test_offline_scan_knows_what_was_asked_before_and_asks_nobody(world: World) -> None:
    world.scan()
    asked = len(world.index.asked)
    world.has(*NAMES, "delta")
    found = world.packages(world.scan(offline=True))
    assert len(world.index.asked) == asked
    assert {name: entry.index is not None for name, entry in found.items()} == {
        "alpha": True, "beta": True, "gamma": True, "delta": False,
    }  # fmt: skip
    assert world.told.warnings == []


def test_nothing_of_the_index_is_asked_where_only_reading_was_asked_for(world: World) -> None:
    project.ingest_project(world.root, store=world.store)
    assert world.index.asked == []


FAULTS: dict[str, tuple[Says, str]] = {
    "wants-login": (Says(401), "401"),
    "forbidden": (Says(403), "403"),
    "broken": (Says(500), "500"),
    "web-page": (Says(body=b"<html><h1>Welcome</h1></html>", headers={"Content-Type": "text/html"}), "JSON"),
    "half": (Says(body=b'{"info": {"name": "half"' + b" " * 500, breaks_after=100), "broke off"),
    "nonsense": (Says(body=b'{"info": 3}'), "describes no package"),
    "huge": (Says(body=b"", headers={"Content-Length": str(100 * 2**20)}, breaks_after=0), "larger than"),
}


def test_each_answer_that_is_none_is_one_clear_line_and_the_rest_goes_on(world: World) -> None:
    world.has(*NAMES, *FAULTS)
    for name, (says, _) in FAULTS.items():
        world.index.says(f"/pypi/{name}/json", says)
    scanned = world.scan()
    found = world.packages(scanned)
    assert {name for name, entry in found.items() if entry.index is not None} == set(NAMES)
    reasons = dict(scanned.ingested.failed)
    for name, (_, said) in FAULTS.items():
        (reason,) = [text for title, text in reasons.items() if f"/pypi/{name}/json" in title]
        assert said in reason, (name, reason)
        assert "\n" not in reason
    assert not any(f"/{name}/" in title for name in NAMES for title in reasons)
    assert len(world.told.warnings) == 4
    assert f"{len(FAULTS) - 3} more documents could not be read" in world.told.warnings[-1]
    assert {problem.where for problem in scanned.inventory.failed} == set(reasons)


def test_index_that_is_busy_for_a_moment_is_asked_again(world: World) -> None:
    world.index.says("/pypi/beta/json", Says(429, headers={"Retry-After": "1"}), document("beta"))
    assert world.packages(world.scan())["beta"].index is not None


def test_index_that_wants_no_more_requests_gets_none(world: World) -> None:
    names = [f"lib{number:02}" for number in range(40)]
    world.has(*names)
    world.index.says("/pypi/lib00/json", Says(429, headers={"Retry-After": "86400"}))
    scanned = world.scan()
    assert len(world.index.asked) < 40
    assert any("429" in reason for _, reason in scanned.ingested.failed)
    assert len(world.told.warnings) == 4


def test_name_that_the_index_does_not_have_is_said(world: World) -> None:
    world.has(*NAMES)
    write_files(world.root, {"requirements.txt": "alpha==1.0\nmissing==1.0\n"})
    scanned = world.scan()
    found = world.packages(scanned)["missing"]
    assert (found.index, found.absent_from) == (None, ("127.0.0.1",))
    (finding,) = [f for f in scanned.findings if f.kind == "not-on-index"]
    assert finding.text == "127.0.0.1 has no missing 1.0: it comes from elsewhere, or its name is wrong"
    assert (scanned.ingested.failed, scanned.inventory.problems) == ([], ())


def test_network_that_goes_away_leaves_what_was_learned_and_says_what_is_unknown(world: World) -> None:
    names = [f"lib{number:02}" for number in range(40)]
    world.has(*names)
    for name in names[20:]:
        world.index.says(f"/pypi/{name}/json", Says(is_silent=True))
        world.index.says(f"/simple/{name}/", Says(is_silent=True))
    scanned = world.scan()
    known = {name for name, entry in world.packages(scanned).items() if entry.index is not None}
    assert {"lib00", "lib10"} <= known < set(names[:20]) | {""} | set(names)
    assert len(scanned.ingested.failed) == 40 - len(known)
    assert len(world.told.warnings) <= 5
    (finding,) = [f for f in scanned.findings if f.kind == "unread"]
    assert "documents could not be read" in finding.text
    assert (world.out / "report.html").is_file()


def test_index_that_is_not_there_stops_nothing(tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path, replay)
    with closed_port() as nowhere:
        point_to(f"{nowhere}/simple", tmp_path, monkeypatch)
        scanned = world.scan()
    assert len(world.packages(scanned)) == 3
    assert len(scanned.ingested.failed) == 3


def test_credentials_of_pip_are_sent_to_the_index_and_shown_nowhere(
    tmp_path: Path, replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_to(replay.url("/simple", user="me:hunter2"), tmp_path, monkeypatch)
    world = World(tmp_path, replay)
    replay.says("/pypi/beta/json", Says(302, headers={"Location": replay.url("/other", host="localhost")}))
    world.scan()
    sent = {asked.path: "authorization" in asked.headers for asked in replay.asked}
    assert sent["/pypi/alpha/json"] is True
    assert sent["/other"] is False
    shown = [*world.told.warnings, *world.told.notes, *(path.read_text() for path in world.out.iterdir())]
    assert not any("hunter2" in text for text in shown)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != "graph.duckdb.lock"]
    assert not any(b"hunter2" in content for content in kept)


def test_package_from_version_control_is_not_asked_for(world: World) -> None:
    write_files(world.root, {"requirements.txt": "alpha==1.0\ninternal @ git+https://git.example/acme/internal\n"})
    world.scan()
    assert not any("internal" in path for path in world.index.paths())
