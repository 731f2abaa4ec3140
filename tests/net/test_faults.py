"""Servers that fail: what is said, after how many attempts, and that it never takes long."""

from __future__ import annotations

import gzip
import resource
import time
from collections.abc import Iterator

import pytest

from mlgraph.model.errors import FormatError, NotFoundError, RefusedError, SourceError, TransientSourceError
from mlgraph.net import Door
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says, closed_port


def message(door: Door, url: str, kind: type[SourceError] = TransientSourceError) -> str:
    """What a door says of a URL that cannot be read; exactly of that kind, and nothing of the libraries with it."""
    with pytest.raises(SourceError) as raised:
        door.get(url)
    assert type(raised.value) is kind
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    text = str(raised.value)
    assert text.startswith(url)
    assert "\n" not in text
    return text.removeprefix(url + " ")


def endless(piece: bytes, pause_seconds: float = 0) -> Says:
    def pieces() -> Iterator[bytes]:
        while True:
            yield piece
            time.sleep(pause_seconds)

    return Says(body=pieces)


def test_server_that_recovers_is_no_error(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(500), Says(503), Says(body=b"1"))

    assert door.get(url).content == b"1"
    assert len(replay.asked) == door.requests == 3


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (502, "502 Bad Gateway"),
        (503, "503 Service Unavailable"),
        (504, "504 Gateway Timeout"),
    ],
)
def test_server_that_does_not_recover_is_asked_three_times(replay: Replay, door: Door, status: int, name: str) -> None:
    url = replay.says("/a", Says(status))

    text = message(door, url)

    assert text == f"could not be read: the server answered {name}, 3 times in a row; try again later"
    assert len(replay.asked) == 3


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (401, RefusedError, "wants credentials (401); pip's configuration or ~/.netrc can hold them"),
        (403, RefusedError, "refuses access (403)"),
        (404, NotFoundError, "does not exist: the server answered 404"),
        (410, NotFoundError, "does not exist: the server answered 410"),
        (407, SourceError, "the proxy wants credentials (407)"),
        (400, SourceError, "the server answered 400 Bad Request; check the address"),
        (206, SourceError, "the server answered 206 Partial Content"),
        (302, SourceError, "the server answered 302 Found"),
        (501, TransientSourceError, "the server answered 501 Not Implemented"),
        (599, TransientSourceError, "the server answered 599;"),
    ],
)
def test_refusal_is_final(replay: Replay, door: Door, status: int, kind: type[SourceError], said: str) -> None:
    assert said in message(door, replay.says("/a", Says(status, body=b"secret words")), kind)
    assert len(replay.asked) == 1


def test_connection_refused(door: Door) -> None:
    with closed_port() as url:
        text = message(door, url + "/a")

    assert text == (
        "could not be read: connection refused, 3 times in a row; check the network and the proxy settings, "
        "or use what was kept with --offline"
    )


def test_server_that_keeps_silent(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(delay_seconds=5))

    assert (
        message(doors(read_seconds=0.3), url)
        == "could not be read: no answer within 0.3 s, 3 times in a row; try again later"
    )


def test_server_that_hangs_up(replay: Replay, door: Door) -> None:
    text = message(door, replay.says("/a", Says(is_silent=True)))

    assert "the connection ended without an answer, 3 times in a row" in text


@pytest.mark.parametrize("extra", [{}, {"Content-Encoding": "gzip"}], ids=["plain", "packed"])
def test_half_an_answer_is_none(replay: Replay, doors: Doors, extra: dict[str, str]) -> None:
    body = gzip.compress(b'{"a": 1}') if extra else b'{"a": 1}'
    url = replay.says("/a", Says(body=body, headers=extra, breaks_after=5))

    assert "the answer broke off, 3 times in a row" in message(doors(), url)
    assert doors.kept_bytes() == b""


def test_half_an_answer_and_then_a_whole_one(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"12345678", breaks_after=5), Says(body=b"12345678"))

    assert door.get(url).content == b"12345678"


def test_answer_that_is_not_packed_as_it_says(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"no gzip at all", headers={"Content-Encoding": "gzip"}))

    assert "the answer cannot be unpacked" in message(door, url)


@pytest.mark.parametrize(
    "says", [endless(b".", 0.1), Says(body=b"1", letter_seconds=0.1)], ids=["in the body", "in the headers"]
)
def test_server_that_trickles_holds_nobody_up(replay: Replay, doors: Doors, says: Says) -> None:
    url = replay.says("/a", says)
    began = time.monotonic()

    text = message(doors(attempts=2, total_seconds=0.4), url)

    assert "no whole answer within 0.4 s, 2 times in a row" in text
    assert time.monotonic() - began < 5


def test_large_answer_is_refused_at_once_where_it_is_announced(replay: Replay, door: Door) -> None:
    url = replay.says("/a", Says(body=b"x", headers={"Content-Length": "10000000000"}))

    with pytest.raises(FormatError, match="its answer is larger than 67,108,864 bytes"):
        door.get(url)
    assert (len(replay.asked), door.received_bytes) == (1, 0)


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "bomb"])
def test_large_answer_is_refused_in_little_memory(replay: Replay, door: Door, is_packed: bool) -> None:
    if is_packed:
        says = Says(body=gzip.compress(bytes(100_000_000), 1), headers={"Content-Encoding": "gzip"})
    else:
        says = Says(body=lambda: (bytes(100_000) for _ in range(1000)))
    url = replay.says("/a", says)
    door.get(replay.says("/small", Says(body=b"1")))
    before = _peak_bytes()

    with pytest.raises(FormatError, match="larger than 5,000,000 bytes"):
        door.get(url, max_bytes=5_000_000)
    assert _peak_bytes() - before < 20_000_000


@pytest.mark.parametrize("status", [302, 400])
def test_what_is_no_success_is_not_read_to_its_end(replay: Replay, doors: Doors, status: int) -> None:
    def pieces() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    url = replay.says("/a", Says(status, body=pieces, headers={"Location": "/b"} if status == 302 else {}))
    door = doors()

    assert message(door, url, NotFoundError if status == 302 else SourceError)
    assert door.received_bytes < 200_000


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "a.example",
        "https://",
        "http://[::1/",
        "http://a:b/",
        "http://a/\r\nX: y",
        "http://a/\udcff",
    ],
)
def test_what_is_no_web_address_is_not_asked_for(door: Door, url: str) -> None:
    with pytest.raises(SourceError, match="is no address that can be asked for"):
        door.get(url)


def test_headers_cannot_be_smuggled(replay: Replay, door: Door) -> None:
    with pytest.raises(SourceError):
        door.get(replay.says("/a", Says()), accept="text/html\r\nX-Evil: 1")
    assert replay.asked == []


def test_dead_server_ends_a_run_of_a_hundred_packages_at_once(doors: Doors) -> None:
    door = doors(backoff_seconds=0.05)
    began = time.monotonic()
    with closed_port() as url:
        texts = [message(door, f"{url}/{number}") for number in range(100)]

    assert time.monotonic() - began < 5
    assert [text.partition(",")[0] for text in texts] == ["could not be read: connection refused"] * 3 + [
        "could not be read: not asked"
    ] * 97
    assert texts[-1] == (
        "could not be read: not asked, as 127.0.0.1 did not answer 3 requests in a row; try again later"
    )


def test_server_that_answers_something_is_not_dead(replay: Replay, doors: Doors) -> None:
    door = doors(attempts=1)
    silent = replay.says("/silent", Says(is_silent=True))
    broken = replay.says("/broken", Says(500))
    for url in [silent, silent, broken] * 3:
        message(door, url)

    assert len(replay.asked) == 9


def test_one_dead_server_does_not_close_the_door_to_another(replay: Replay, door: Door) -> None:
    with closed_port() as url:
        for _ in range(4):
            message(door, url + "/")

    assert door.get(replay.says("/a", Says(body=b"1"))).content == b"1"
