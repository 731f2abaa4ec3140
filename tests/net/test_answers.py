"""What the door hands over, and what it keeps."""

from __future__ import annotations

import gzip
import json
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mlgraph.model.errors import FormatError, NotCachedError, NotFoundError, SourceError
from mlgraph.net import Door
from mlgraph.net.cache import default_folder
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says

NEVER = timedelta(0)


def test_answer_is_handed_over_as_it_was_said(replay: Replay, door: Door) -> None:
    before = datetime.now(UTC)
    url = replay.says("/a?b=c", Says(body=b"<html>\x00\xff", headers={"Content-Type": "text/html", "X-One": "1"}))

    answer = door.get(url, accept="text/html")

    assert answer.content == b"<html>\x00\xff"
    assert answer.url == url
    assert (answer.headers["content-type"], answer.headers["x-one"]) == ("text/html", "1")
    assert before <= answer.observed_at <= datetime.now(UTC)
    assert not answer.is_cached
    assert [(asked.method, asked.path, asked.headers["accept"]) for asked in replay.asked] == [
        ("GET", "/a?b=c", "text/html")
    ]
    assert (door.requests, door.answered_from_cache, door.received_bytes) == (1, 0, 8)


def test_packed_answer_is_unpacked(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=gzip.compress(b"x" * 1000), headers={"Content-Encoding": "gzip"}))

    assert door.get(url).content == b"x" * 1000
    assert door.received_bytes < 100


def test_fresh_answer_is_not_asked_for_again(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(body=b"1"), Says(body=b"2"))
    first = doors().get(url)
    second_door = doors()

    second = second_door.get(url)

    assert (second.content, second.is_cached, second.observed_at) == (b"1", True, first.observed_at)
    assert (second_door.requests, second_door.answered_from_cache) == (0, 1)
    assert replay.paths() == ["/a"]


def test_old_answer_is_asked_for_again(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"1"), Says(body=b"2"))
    door.get(url)

    answer = door.get(url, fresh_for=NEVER)

    assert (answer.content, answer.is_cached) == (b"2", False)
    assert door.get(url).content == b"2"


@pytest.mark.parametrize(
    ("header", "asked"),
    [(("ETag", '"e1"'), "if-none-match"), (("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT"), "if-modified-since")],
)
def test_unchanged_answer_is_confirmed_and_renewed(
    replay: Replay, door: Door, header: tuple[str, str], asked: str
) -> None:
    url = replay.says("/a", Says(body=b"1", headers=(header,)), Says(304))
    first = door.get(url)

    second = door.get(url, fresh_for=NEVER)

    assert (second.content, second.is_cached) == (b"1", False)
    assert second.observed_at > first.observed_at
    assert replay.asked[1].headers[asked] == header[1]
    assert door.get(url).observed_at == second.observed_at


def test_answer_behind_a_redirect_is_kept_and_confirmed_too(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(302, headers={"Location": "/b"}))
    replay.says("/b", Says(body=b"1", headers={"ETag": '"e1"'}), Says(304))
    doors().get(url)
    confirmed = doors().get(url, fresh_for=NEVER)
    kept = doors(offline=True).get(url)

    assert (confirmed.content, kept.content, kept.url) == (b"1", b"1", replay.url("/b"))
    assert [(asked.path, "if-none-match" in asked.headers) for asked in replay.asked] == [
        ("/a", False),
        ("/b", False),
        ("/a", False),
        ("/b", True),
    ]


def test_answer_with_headers_beyond_measure_is_not_kept(replay: Replay, doors: Doors) -> None:
    headers = tuple((f"X-{number}", "x" * 60_000) for number in range(5))

    assert len(doors().get(replay.says("/a", Says(body=b"1", headers=headers))).headers) >= 5
    assert (doors.kept_bytes(), doors.warnings.said) == (b"", [])


def test_unchanged_where_nothing_was_there_before_is_an_error(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(404, headers={"ETag": '"e1"'}), Says(304))
    door = doors(missing_for=NEVER)
    for said in ("404", "304"):
        with pytest.raises(SourceError, match=said):
            door.get(url)

    assert "if-none-match" not in replay.asked[1].headers


def test_unchanged_without_anything_kept_is_an_error(replay: Replay, door: Door) -> None:
    with pytest.raises(SourceError, match="304"):
        door.get(replay.says("/a", Says(304)))


def test_each_kind_of_answer_is_kept_for_itself(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"json"), Says(body=b"html"))

    assert door.get(url).content == b"json"
    assert door.get(url, accept="text/html").content == b"html"


def test_answer_that_must_not_be_stored_is_not(replay: Replay, door: Door, doors: Doors) -> None:
    url = replay.says("/a", Says(body=b"1", headers={"Cache-Control": "private, no-store"}))
    door.get(url)

    assert doors.kept_bytes() == b""


def test_offline_an_answer_of_any_age_will_do(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(body=b"1"))
    first = doors().get(url)

    answer = doors(offline=True).get(url, fresh_for=NEVER)

    assert (answer.content, answer.is_cached, answer.observed_at) == (b"1", True, first.observed_at)
    assert len(replay.asked) == 1


def test_offline_nothing_is_asked(replay: Replay, doors: Doors) -> None:
    with pytest.raises(NotCachedError, match=r"/a\?token=\*\*\* was not asked for"):
        doors(offline=True).get(replay.url("/a?token=hush"))
    assert replay.asked == []


def test_offline_no_http_library_is_even_loaded() -> None:
    code = (
        "import sys; from mlgraph.net import Door; from mlgraph.model.errors import NotCachedError\n"
        "try: Door(None, offline=True).get('https://a.example/')\n"
        "except NotCachedError: print({'urllib3', 'ssl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "set()\n"


@pytest.mark.parametrize("status", [404, 410])
def test_missing_is_believed_for_a_short_time(replay: Replay, doors: Doors, status: int) -> None:
    url = replay.says("/a", Says(status), Says(body=b"now"))
    for door in (doors(), doors(), doors(offline=True)):
        with pytest.raises(NotFoundError, match=f"does not exist: the server answered {status}"):
            door.get(url)
    assert len(replay.asked) == 1

    with pytest.raises(NotCachedError):
        doors(offline=True, missing_for=NEVER).get(url)
    assert doors(missing_for=NEVER).get(url).content == b"now"


@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_no_other_error_is_kept(replay: Replay, doors: Doors, status: int) -> None:
    url = replay.says("/a", Says(status, body=b"oh"))
    with pytest.raises(SourceError):
        doors(attempts=1).get(url)

    assert doors.kept_bytes() == b""


def test_kept_answer_that_is_too_large_for_this_reader_is_refused(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"12345"))
    door.get(url)

    with pytest.raises(FormatError, match="larger than 4 bytes"):
        door.get(url, max_bytes=4)


def test_kept_files_are_for_their_owner_alone(replay: Replay, door: Door, doors: Doors) -> None:
    door.get(replay.says("/a", Says(body=b"1")))

    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [doors.cache, *doors.cache.rglob("*")]}
    assert modes == {(True, 0o700), (False, 0o600)}


def _damage(doors: Doors, change: bytes | int) -> None:
    (path,) = (path for path in doors.cache.rglob("*") if path.is_file())
    data = path.read_bytes()
    path.write_bytes(data[:change] if isinstance(change, int) else change)


@pytest.mark.parametrize(
    "change",
    [b"", b"garbage", b"{}\n", b"[]\n1", b'{"headers": [], "sha256": 1}\n', b"\x80\x04.\n", -1, 20],
    ids=["empty", "garbage", "no-fields", "list", "wrong-types", "pickle", "last-byte-lost", "head-cut"],
)
def test_damaged_cache_is_one_warning_and_no_error(replay: Replay, doors: Doors, change: bytes | int) -> None:
    url = replay.says("/a", Says(body=b"1" * 100))
    doors().get(url)
    _damage(doors, change)

    answer = doors().get(url)

    assert (answer.content, answer.is_cached) == (b"1" * 100, False)
    assert [text.partition(" cannot be used ")[2] for text in doors.warnings.said] == [
        "(it is damaged); it is asked for anew"
    ]
    assert doors().get(url).is_cached


@pytest.mark.parametrize("what", ["a file", "a dangling link", "a device"])
def test_cache_that_cannot_be_written_is_one_warning_and_no_error(replay: Replay, doors: Doors, what: str) -> None:
    if what == "a file":
        doors.cache.write_text("")
    else:
        doors.cache.symlink_to("nowhere/at/all" if what == "a dangling link" else "/dev/full")
    url = replay.says("/a", Says(body=b"1"), Says(body=b"2"))
    door = doors()

    assert [door.get(url).content, door.get(url).content] == [b"1", b"2"]
    assert len(doors.warnings.said) == 1


def test_without_a_cache_nothing_is_kept(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(body=b"1"), Says(body=b"2"))
    door = doors(keeps=False)

    assert [door.get(url).content, door.get(url).content] == [b"1", b"2"]
    assert not doors.cache.exists()


def test_many_threads_and_processes_share_one_cache(replay: Replay, doors: Doors) -> None:
    urls = [replay.says(f"/{number}", Says(body=json.dumps([number] * 5000).encode())) for number in range(20)]
    code = (
        "import sys; from pathlib import Path; from datetime import timedelta; from mlgraph.net import Door\n"
        "door = Door(Path(sys.argv[1]))\n"
        "for url in sys.argv[2:] * 3: print(len(door.get(url, fresh_for=timedelta(0)).content))"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(doors.cache), *urls]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    wrong: list[str] = []

    def read(door: Door) -> None:
        wrong.extend(url for url in urls * 3 if json.loads(door.get(url).content)[-1] != urls.index(url))

    threads = [threading.Thread(target=read, args=(doors(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    sizes = [len(process.communicate(timeout=30)[0].splitlines()) for process in processes]

    assert (wrong, doors.warnings.said, sizes) == ([], [], [60, 60])


def test_folder_of_the_cache_is_that_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert default_folder() == Path("/home/me/.cache/mlgraph")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/cache/me")
    assert default_folder() == Path("/var/cache/me/mlgraph")
    monkeypatch.setenv("MLGRAPH_CACHE", "here")
    assert default_folder() == Path("here")


def test_full_disk_is_one_warning_and_no_error(replay: Replay, doors: Doors) -> None:
    urls = [replay.says(f"/{number}", Says(body=b"x" * 100_000)) for number in range(2)]
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from mlgraph.net import Door; from mlgraph.model.reporter import Reporter\n"
        "class Loud(Reporter):\n    def warn(self, text): print('warning', text.partition(': ')[0].partition(' (')[2])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "door = Door(Path(sys.argv[1]), report=Loud())\n"
        "for url in sys.argv[2:]: print(len(door.get(url).content))"
    )
    command = [sys.executable, "-c", code, str(doors.cache), *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "warning File too large); they are asked for again next time",
        "100000",
        "100000",
    ]
    assert doors.kept_bytes() == b""
