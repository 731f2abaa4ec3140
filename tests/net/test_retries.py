"""When servers want to be asked again: every dialect, the sound ones and the others."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgraph.model.errors import SourceError, TransientSourceError
from mlgraph.net.retries import is_rate_limit, wait_asked_for
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
EPOCH = str(int(NOW.timestamp()) + 30)
TEN_YEARS = 10 * 365 * 86400


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "120"}, 120),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "+7"}, 7),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": ""}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "9" * 5000}, TEN_YEARS),
        ({"retry-after": "10, 20, 15"}, 20),
        ({"retry-after": "soon, 20"}, 20),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT"}, 30),
        ({"retry-after": "Sun, 01 Mar 2026 13:00:30 +0100"}, 30),
        ({"retry-after": "Sunday, 01-Mar-26 12:00:30 GMT"}, 30),
        ({"retry-after": "Sun Mar  1 12:00:30 2026"}, 30),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT, Sun, 01 Mar 2026 12:00:40 GMT"}, 40),
        ({"retry-after": "Sun, 01 Mar 2020 12:00:30 GMT"}, 0),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, TEN_YEARS),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2300"}, None),
        ({"retry-after": "Sun, 99 Mar 2026 12:00:30 GMT"}, None),
        ({"retry-after": "Sun, 01 Mar 2026 15:00:30 GMT", "date": "Sun, 01 Mar 2026 15:00:00 GMT"}, 30),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:30 GMT", "date": "{{now}}"}, 30),
        ({"retry-after": "3", "x-ratelimit-remaining": "0", "x-ratelimit-reset": EPOCH}, 3),
        ({"retry-after": "soon", "x-ratelimit-remaining": "0", "x-ratelimit-reset": EPOCH}, 30),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": EPOCH}, 30),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}, 1),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1000000001"}, 0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "{{now}}"}, None),
        ({"x-ratelimit-remaining": "0"}, None),
        ({"x-ratelimit-remaining": "4000", "x-ratelimit-reset": EPOCH}, None),
        ({"x-ratelimit-reset": EPOCH}, 30),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "45"}, 45),
        ({"ratelimit": '"api";r=0;t=45'}, 45),
        ({"ratelimit": '"api";r=466;t=45'}, None),
        ({"ratelimit": "limit=100, remaining=0, reset=50"}, 50),
    ],
)
def test_wait_is_read_in_every_dialect(headers: dict[str, str], wait: float | None) -> None:
    assert wait_asked_for(headers, now=NOW) == wait


HEADERS = st.sampled_from(
    ["retry-after", "date", "x-ratelimit-reset", "x-ratelimit-remaining", "ratelimit", "ratelimit-reset"]
)
VALUES = st.text(st.characters(max_codepoint=255)) | st.text("-+0123456789, ;:=rtGMTSunJa.")


@given(st.dictionaries(HEADERS, VALUES))
def test_whatever_a_server_says_the_wait_is_sane(headers: dict[str, str]) -> None:
    wait = wait_asked_for(headers, now=NOW)

    assert wait is None or 0 <= wait <= TEN_YEARS


@pytest.mark.parametrize(
    ("status", "headers", "content", "expected"),
    [
        (429, {}, b"", True),
        (403, {}, b"", False),
        (403, {"x-ratelimit-remaining": "4996", "x-ratelimit-reset": EPOCH}, b"You need to be a member", False),
        (403, {"x-ratelimit-remaining": "0"}, b"", True),
        (403, {"retry-after": "2"}, b"", True),
        (403, {}, b'{"message": "You have exceeded a secondary rate limit."}', True),
        (403, {}, b'{"message": "API Rate Limit Exceeded for you"}', True),
        (401, {"x-ratelimit-remaining": "0"}, b"rate limit", False),
    ],
)
def test_refusal_for_asking_too_often_is_told_from_others(
    status: int, headers: dict[str, str], content: bytes, expected: bool
) -> None:
    assert is_rate_limit(status, headers, content) is expected


def in_seconds(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("status", [403, 429, 503])
def test_server_is_left_alone_for_as_long_as_it_asks(replay: Replay, doors: Doors, status: int) -> None:
    url = replay.says("/a", Says(status, headers={"Retry-After": "0.4"}), Says(body=b"1"))
    began = time.monotonic()

    assert doors().get(url).content == b"1"
    assert 0.4 <= time.monotonic() - began < 5


@pytest.mark.parametrize(
    "headers",
    [
        (("Retry-After", "-1"),),
        (("Retry-After", "soon"),),
        (("Retry-After", ""),),
        (("Retry-After", in_seconds(-1000)),),
        (("Retry-After", "0.01"), ("Retry-After", "0.02")),
        (("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1700000000")),
        (("RateLimit", '"api";r=0;t=0'),),
    ],
)
def test_nonsense_does_not_keep_the_door_from_asking_again(
    replay: Replay, doors: Doors, headers: tuple[tuple[str, str], ...]
) -> None:
    url = replay.says("/a", Says(429, headers=headers), Says(body=b"1"))

    assert doors().get(url).content == b"1"


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (429, {"Retry-After": "3600"}),
        (429, {"Retry-After": "9" * 400}),
        (503, {"Retry-After": in_seconds(3600)}),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(time.time()) + 3600)}),
        (429, {"RateLimit": '"api";r=0;t=3600'}),
    ],
)
def test_server_that_wants_too_long_a_rest_is_not_asked_again(
    replay: Replay, doors: Doors, status: int, headers: dict[str, str]
) -> None:
    url = replay.says("/a", Says(status, headers=headers))
    door = doors()
    began = time.monotonic()

    with pytest.raises(TransientSourceError) as first:
        door.get(url)
    with pytest.raises(TransientSourceError) as second:
        door.get(replay.url("/b"))

    assert re.search(
        r"wants no further requests before 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC; try again then", str(first.value)
    )
    assert re.search(
        r"/b could not be read: not asked, as 127.0.0.1 wants no further requests before 20", str(second.value)
    )
    assert replay.paths() == ["/a"]
    assert time.monotonic() - began < 5


def test_waits_add_up_to_no_more_than_the_limit(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(429, headers={"Retry-After": "0.3"}))
    with pytest.raises(TransientSourceError, match="wants no further requests before"):
        doors(wait_seconds=0.5).get(url)

    assert len(replay.asked) == 2


def test_plain_refusal_is_not_asked_again(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(403, headers={"X-RateLimit-Remaining": "4980", "X-RateLimit-Reset": EPOCH}))
    with pytest.raises(SourceError, match="refuses access"):
        doors().get(url)

    assert len(replay.asked) == 1
