"""Credentials reach the server that they are meant for, and nothing and nobody else."""

from __future__ import annotations

import base64
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mlgraph.model.errors import MlgraphError, NotFoundError, RefusedError, SourceError
from mlgraph.model.http import Route
from mlgraph.net.credentials import target
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says

ENCODED = "pa%2Fss%C3%A9"
BASIC = "Basic " + base64.b64encode("me:pa/ssé".encode()).decode()
SECRETS = (b"pa%2Fss", b"pa/ss", BASIC.encode(), b"hush", b"c00kie")


@pytest.fixture
def other() -> Iterator[Replay]:
    """A second server: another port of the same host, and by the name `localhost` another host."""
    with Replay() as server:
        yield server


def test_user_of_the_url_is_given_to_its_server(replay: Replay, doors: Doors) -> None:
    replay.says("/a?token=hush", Says(body=b"1"))

    answer = doors().get(replay.url("/a?token=hush", user=f"me:{ENCODED}"))

    assert [(asked.path, asked.headers["authorization"]) for asked in replay.asked] == [("/a?token=hush", BASIC)]
    assert answer.url == replay.url("/a")


def test_token_as_a_user_without_password_is_given_too(replay: Replay, doors: Doors) -> None:
    replay.says("/a", Says(body=b"1"))
    doors().get(replay.url("/a", user="hush"))

    assert replay.asked[0].headers["authorization"] == "Basic " + base64.b64encode(b"hush:").decode()


def test_nobody_is_named_where_nobody_is_known(replay: Replay, doors: Doors) -> None:
    doors().get(replay.says("/a", Says()))

    assert "authorization" not in replay.asked[0].headers


def test_netrc_is_honored_and_the_url_comes_first(
    replay: Replay, doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password pa/ssé\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    replay.says("/a", Says())
    doors().get(replay.url("/a"))
    doors().get(replay.url("/a", user="you:hush"))
    with pytest.raises(SourceError):
        doors().get(replay.url("/none", host="localhost"))

    you = "Basic " + base64.b64encode(b"you:hush").decode()
    assert [asked.headers.get("authorization") for asked in replay.asked] == [BASIC, you, None]


def test_netrc_that_is_broken_is_no_error(
    replay: Replay, doors: Doors, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_bytes(b"machine \xff login\nnonsense")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    assert doors().get(replay.says("/a", Says(body=b"1"))).content == b"1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_within_a_server_keeps_the_user(replay: Replay, doors: Doors, status: int) -> None:
    replay.says("/a", Says(status, headers={"Location": "b?c=d#e"}))
    replay.says("/b?c=d", Says(body=b"1"))
    door = doors()

    answer = door.get(replay.url("/a", user=f"me:{ENCODED}"))

    assert (answer.content, answer.url, door.requests) == (b"1", replay.url("/b?c=d"), 2)
    assert [asked.headers["authorization"] for asked in replay.asked] == [BASIC, BASIC]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["another port", "another host"])
def test_redirect_to_another_server_takes_nothing_secret_along(
    replay: Replay, other: Replay, doors: Doors, host: str
) -> None:
    away = Says(302, headers={"Location": other.url("/b", host=host, user="evil:one"), "Set-Cookie": "s=c00kie"})
    replay.says("/a", away)
    other.says("/b", Says(302, headers={"Location": replay.url("/c")}))
    replay.says("/c", Says(body=b"1"))

    answer = doors().get(replay.url("/a", user=f"me:{ENCODED}"))

    assert answer.content == b"1"
    assert [asked.path for asked in other.asked] == ["/b"]
    for asked in [other.asked[0], replay.asked[1]]:
        assert set(asked.headers) == {"host", "user-agent", "accept-encoding", "accept", "connection"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["another port", "another host"])
def test_token_goes_to_its_server_and_stays_there(replay: Replay, other: Replay, doors: Doors, host: str) -> None:
    replay.says("/a", Says(302, headers={"Location": "/b"}))
    replay.says("/b", Says(302, headers={"Location": other.url("/c", host=host)}))
    other.says("/c", Says(body=b"1"))
    route = Route(token="hush")  # noqa: S106 - that it stays secret is what is tested

    assert doors().get(replay.url("/a"), route=route).content == b"1"
    assert [asked.headers.get("authorization") for asked in replay.asked] == ["Bearer hush"] * 2
    assert [asked.headers.get("authorization") for asked in other.asked] == [None]
    assert "hush" not in repr(route)
    assert b"hush" not in doors.kept_bytes()


def test_who_has_a_token_shares_no_answer_with_others(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(body=b"nobody's"), Says(body=b"mine"), Says(body=b"yours"))
    for _ in range(2):
        for token, content in {None: b"nobody's", "one": b"mine", "two": b"yours"}.items():
            assert doors().get(url, route=Route(token=token)).content == content

    assert len(replay.asked) == 3


def test_token_that_could_break_a_header_is_not_sent(replay: Replay, doors: Doors) -> None:
    with pytest.raises(SourceError, match="characters that no token has") as raised:
        doors().get(replay.url("/a"), route=Route(token="a\r\nX-Evil: 1"))  # noqa: S106 - as above
    assert "Evil" not in str(raised.value)
    assert replay.asked == []


def test_refusals_carry_the_code_that_the_server_gives(replay: Replay, doors: Doors) -> None:
    refused = replay.says("/a", Says(401, headers={"X-Error-Code": "GatedRepo"}))
    missing = replay.says("/b", Says(404, headers={"X-Error-Code": "<b>"}))
    absent = replay.says("/c", Says(404, headers={"X-Error-Code": "RevisionNotFound"}))
    with pytest.raises(RefusedError) as one:
        doors().get(refused)
    with pytest.raises(NotFoundError) as two:
        doors().get(missing)
    for _ in range(2):  # kept, too
        with pytest.raises(NotFoundError) as three:
            doors().get(absent)
        assert three.value.code == "RevisionNotFound"
    assert (one.value.status, one.value.code, two.value.code) == (401, "GatedRepo", "")


def test_cookies_are_not_remembered(replay: Replay, doors: Doors) -> None:
    replay.says("/a", Says(302, headers={"Location": "/b", "Set-Cookie": "s=c00kie; Path=/"}))
    replay.says("/b", Says(body=b"1", headers={"Set-Cookie": "t=c00kie"}))
    door = doors()
    answer = door.get(replay.url("/a"))
    door.get(replay.says("/c", Says()))

    assert "set-cookie" not in answer.headers
    assert [asked.headers.get("cookie") for asked in replay.asked] == [None] * 3
    assert b"c00kie" not in doors.kept_bytes()


def test_redirects_without_end_are_not_followed(replay: Replay, doors: Doors) -> None:
    url = replay.says("/a", Says(302, headers={"Location": "/a"}))
    with pytest.raises(SourceError, match="more than 10 redirects"):
        doors().get(url)

    assert len(replay.asked) == 11


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://a.example/", "http://[", "javascript:1"])
def test_redirect_to_what_is_no_web_address_is_not_followed(replay: Replay, doors: Doors, location: str) -> None:
    with pytest.raises(SourceError, match="which is not followed"):
        doors().get(replay.says("/a", Says(302, headers={"Location": location})))


def test_users_of_one_url_do_not_share_its_answer(replay: Replay, doors: Doors) -> None:
    replay.says("/a", Says(body=b"nobody's"), Says(body=b"mine"), Says(body=b"yours"), Says(body=b"forged"))
    users = {"": b"nobody's", "me:pa%2Fss%C3%A9": b"mine", "you:hush": b"yours", "me:guess": b"forged"}
    for _ in range(2):
        for user, content in users.items():
            assert doors().get(replay.url("/a", user=user)).content == content

    assert len(replay.asked) == 4


def test_secret_parameters_do_not_share_an_answer_either(replay: Replay, doors: Doors) -> None:
    first = replay.says("/a?token=hush", Says(body=b"1"))
    second = replay.says("/a?token=other", Says(body=b"2"))

    assert [doors().get(url).content for url in (first, second, first)] == [b"1", b"2", b"1"]
    assert len(replay.asked) == 2


def test_secrets_are_nowhere(replay: Replay, doors: Doors, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    door = doors()
    location = replay.url("/b?X-Amz-Signature=hush", user=f"me:{ENCODED}")
    replay.says("/a?token=hush", Says(302, headers={"Location": location}))
    said = {"Link": f"<{location}>; rel=next", "Set-Cookie": "s=c00kie", "Content-Location": location}
    replay.says("/b?X-Amz-Signature=hush", Says(body=b"1", headers=said))
    broken = [replay.says(f"/{status}?api_key=hush", Says(status)) for status in (401, 403, 404, 418, 429, 500, 503)]
    silent = replay.says("/silent?token=hush", Says(is_silent=True))
    too_large = replay.says("/large?token=hush", Says(headers={"Content-Length": "9999999999"}))
    circle = replay.says("/circle?token=hush", Says(302, headers={"Location": "/circle?token=hush"}))
    astray = replay.says(
        "/astray?token=hush", Says(302, headers={"Location": f"ftp://me:{ENCODED}@a.example/?token=hush"})
    )

    seen = [repr(door.get(replay.url("/a?token=hush", user=f"me:{ENCODED}")).url)]
    for url in [*broken, silent, too_large, circle, astray, "ftp://a.example/?token=hush"]:
        with pytest.raises(MlgraphError) as raised:
            door.get(url.replace("://", f"://me:{ENCODED}@"))
        seen += [str(raised.value), repr(raised.value)]
        assert raised.value.__context__ is None
    seen += [caplog.text, *doors.warnings.said, repr(target(replay.url("/?token=hush", user=f"me:{ENCODED}")))]

    everything = "\n".join(seen).encode() + doors.kept_bytes()
    assert [secret for secret in SECRETS if secret in everything] == []
    assert "?token=***" in caplog.text
    assert "urllib3.connectionpool" in {record.name for record in caplog.records}
