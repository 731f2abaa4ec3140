"""TLS is always verified, and proxies are those of the environment or of the route."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from mlgraph.model.errors import SourceError, TransientSourceError
from mlgraph.model.http import Route
from tests.net.conftest import Doors
from tests.servers.replay import Replay, Says, closed_port


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def bundle(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tls") / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture
def encrypted(authority: trustme.CA) -> Iterator[Replay]:
    """A server whose certificate is of an authority that nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Replay(context) as server:
        yield server


def test_certificate_that_nobody_knows_is_refused_at_once(encrypted: Replay, doors: Doors) -> None:
    url = encrypted.says("/a", Says(body=b"1"))

    with pytest.raises(SourceError, match=r"its certificate is not trusted .*REQUESTS_CA_BUNDLE") as raised:
        doors().get(url)
    assert not isinstance(raised.value, TransientSourceError)
    assert encrypted.asked == []


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_certificates_of_the_environment_are_trusted(
    encrypted: Replay, doors: Doors, bundle: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, str(bundle))

    assert doors().get(encrypted.says("/a", Says(body=b"1"))).content == b"1"


def test_certificates_of_the_route_come_first(
    encrypted: Replay, doors: Doors, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    url = encrypted.says("/a", Says(body=b"1"))

    assert doors().get(url, route=Route(ca_bundle=bundle)).content == b"1"


def test_trust_for_one_route_is_none_for_another(encrypted: Replay, doors: Doors, bundle: Path) -> None:
    door = doors()
    door.get(encrypted.says("/a", Says()), route=Route(ca_bundle=bundle))

    with pytest.raises(SourceError, match="not trusted"):
        door.get(encrypted.says("/b", Says()))


def test_name_of_the_server_is_verified(encrypted: Replay, doors: Doors, bundle: Path) -> None:
    with pytest.raises(SourceError, match="not trusted"):
        doors().get(encrypted.url("/a", host="localhost"), route=Route(ca_bundle=bundle))


def test_certificates_that_are_not_there_are_said_to_be_missing(
    encrypted: Replay, doors: Doors, tmp_path: Path
) -> None:
    for route in (Route(ca_bundle=tmp_path / "none.pem"), Route(client_certificate=tmp_path / "none.pem")):
        with pytest.raises(SourceError, match="the certificates to use cannot be read"):
            doors().get(encrypted.url("/a"), route=route)


def test_client_certificate_is_shown_to_a_server_that_wants_one(
    authority: trustme.CA, doors: Doors, bundle: Path, tmp_path: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    mine = tmp_path / "me.pem"
    authority.issue_cert("me@a.example").private_key_and_cert_chain_pem.write_to_path(str(mine))
    with Replay(context) as server:
        url = server.says("/a", Says(body=b"1"))

        assert doors().get(url, route=Route(bundle, mine)).content == b"1"
        with pytest.raises(SourceError):
            doors().get(url, route=Route(bundle))


def test_redirect_from_https_to_http_is_refused(encrypted: Replay, replay: Replay, doors: Doors, bundle: Path) -> None:
    url = encrypted.says("/a", Says(302, headers={"Location": replay.url("/b?token=hush")}))

    with pytest.raises(SourceError, match=r"/b\?token=\*\*\*, without encryption, which is not followed"):
        doors().get(url, route=Route(ca_bundle=bundle))
    assert replay.asked == []


def test_trickle_within_tls_holds_nobody_up(encrypted: Replay, doors: Doors, bundle: Path) -> None:
    url = encrypted.says("/a", Says(body=b"1", letter_seconds=0.1))

    with pytest.raises(TransientSourceError, match=r"no whole answer within 0.4 s;"):
        doors(attempts=1, total_seconds=0.4).get(url, route=Route(ca_bundle=bundle))


def test_no_encryption_where_it_is_expected(replay: Replay, doors: Doors) -> None:
    with pytest.raises(TransientSourceError, match="no encrypted connection could be made"):
        doors(attempts=1).get(replay.url("/a").replace("http:", "https:"))


def test_proxy_of_the_route_is_used(replay: Replay, doors: Doors) -> None:
    replay.says("http://far.example/a", Says(body=b"1"))

    answer = doors().get("http://far.example/a", route=Route(proxy=replay.url("", user="me:hush")))

    assert answer.content == b"1"
    assert replay.asked[0].headers["proxy-authorization"].startswith("Basic ")


def test_proxy_of_the_environment_is_used_and_its_exceptions_are_kept(
    replay: Replay, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    replay.says("http://far.example/a", Says(body=b"1"))
    monkeypatch.setenv("HTTP_PROXY", replay.url(""))
    monkeypatch.setenv("http_proxy", replay.url(""))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    assert doors().get("http://far.example/a").content == b"1"
    assert doors().get(replay.says("/near", Says(body=b"2"))).content == b"2"
    assert replay.paths() == ["http://far.example/a", "/near"]


@pytest.mark.parametrize(
    ("status", "said"), [(407, "the proxy wants credentials (407)"), (502, "the proxy answered 502, 3 times")]
)
def test_proxy_that_refuses_is_named_without_its_credentials(
    replay: Replay, doors: Doors, caplog: pytest.LogCaptureFixture, status: int, said: str
) -> None:
    caplog.set_level(logging.DEBUG)
    replay.says("far.example:443", Says(status))

    with pytest.raises(SourceError) as raised:
        doors().get("https://far.example/a", route=Route(proxy=replay.url("", user="me:hush")))
    assert said in str(raised.value)
    assert "hush" not in str(raised.value) + caplog.text


def test_proxy_that_is_not_there(doors: Doors) -> None:
    with closed_port() as proxy, pytest.raises(TransientSourceError) as raised:
        doors().get("http://far.example/a", route=Route(proxy=proxy.replace("://", "://me:hush@")))

    assert "the proxy could not be reached" in str(raised.value)
    assert "hush" not in str(raised.value)


def test_proxy_that_makes_no_sense(doors: Doors) -> None:
    with pytest.raises(SourceError, match="address or the proxy's makes no sense"):
        doors().get("http://far.example/a", route=Route(proxy="gopher://me:hush@a.example"))
