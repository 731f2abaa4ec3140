"""Many threads at one door: how often a server is asked, and that everybody stops when the run does."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mlgraph.model.errors import TransientSourceError
from mlgraph.net import Door
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says

pytestmark = pytest.mark.slow


class Crowd:
    """Counts how many answers are being given at the same time."""

    def __init__(self) -> None:
        self.now = 0
        self.most = 0
        self._lock = threading.Lock()

    def pieces(self) -> Iterator[bytes]:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.03)
        with self._lock:
            self.now -= 1
        yield b"x"


def test_server_is_asked_by_so_many_at_once(replay: Replay, doors: Doors) -> None:
    crowd = Crowd()
    urls = [replay.says(f"/{number}", Says(body=crowd.pieces)) for number in range(24)]
    door = doors(at_once=3)

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(door.get, urls))

    assert [answer.content for answer in answers] == [b"x"] * 24
    assert 2 <= crowd.most <= 3
    assert door.requests == 24


def test_server_is_asked_so_many_times_a_second(replay: Replay, doors: Doors) -> None:
    door = doors(per_second=50)
    urls = [replay.says(f"/{number}", Says()) for number in range(16)]
    began = time.monotonic()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(door.get, urls))

    assert time.monotonic() - began >= 15 / 50


def test_threads_that_wait_for_a_dead_server_give_up_together(doors: Doors) -> None:
    door = doors(at_once=2, read_seconds=0.2, total_seconds=5)
    began = time.monotonic()
    with Replay() as silent, ThreadPoolExecutor(8) as pool:
        urls = [silent.says(f"/{number}", Says(delay_seconds=9)) for number in range(40)]
        errors = list(pool.map(lambda url: _error(door, url), urls))

    assert time.monotonic() - began < 4
    assert sum("no answer within" in error for error in errors) < 8
    assert sum("did not answer" in error for error in errors) > 32


def _error(door: Door, url: str) -> str:
    with pytest.raises(TransientSourceError) as raised:
        door.get(url)
    return str(raised.value)


@pytest.mark.parametrize(
    "says",
    [Says(429, headers={"Retry-After": "30"}), Says(delay_seconds=30), Says(body=b"1", letter_seconds=0.2)],
    ids=["waits to ask again", "waits for an answer", "waits for the rest"],
)
def test_stop_ends_what_goes_on_and_what_is_to_come(replay: Replay, doors: Doors, says: Says) -> None:
    door = doors(wait_seconds=60, read_seconds=30, total_seconds=60, at_once=2)
    urls = [replay.says(f"/{number}", says) for number in range(6)]
    threading.Timer(0.2, door.stop).start()
    began = time.monotonic()

    with ThreadPoolExecutor(4) as pool:
        errors = list(pool.map(lambda url: _error(door, url), urls))

    assert time.monotonic() - began < 5
    assert [error.partition(" ")[2] for error in errors] == ["was not read, as the run was stopped"] * 6


SCAN = """
import sys
from concurrent.futures import ThreadPoolExecutor
from mlgraph.net import Door
with Door(None) as door, ThreadPoolExecutor(4) as pool:
    print("asking", flush=True)
    list(pool.map(door.get, [sys.argv[1]] * 20))
"""
HANDLED = "import signal; signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_a_run_whose_threads_all_wait(replay: Replay, number: signal.Signals) -> None:
    url = replay.says("/a", Says(503, headers={"Retry-After": "50"}))
    command = [sys.executable, "-c", f"import sys\n{HANDLED}{SCAN}", url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    while len(replay.asked) < 4:
        time.sleep(0.01)
    began = time.monotonic()
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)

    assert time.monotonic() - began < 10
    assert process.returncode == (9 if number == signal.SIGTERM else -signal.SIGINT), errors


def test_signals_are_handled_as_before_when_the_door_is_closed(doors: Doors) -> None:
    before = signal.getsignal(signal.SIGINT)
    with Door(None):
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before


def test_door_opens_in_any_thread(replay: Replay) -> None:
    url = replay.says("/a", Says(body=b"1"))

    def ask() -> bytes:
        with Door(None) as door:
            return door.get(url).content

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ask).result() == b"1"
