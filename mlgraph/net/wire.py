"""One attempt at one URL: a request, and at most so much of its answer in at most so much time."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import TypedDict

import requests
import urllib3
from requests.auth import HTTPBasicAuth

from mlgraph.model.errors import FormatError
from mlgraph.model.http import Route
from mlgraph.model.urls import without_credentials
from mlgraph.net.credentials import Target
from mlgraph.net.deadline import Deadline, WatchedAdapter
from mlgraph.net.failures import Failure, failure
from mlgraph.net.limits import Limits
from mlgraph.net.pace import StoppedError
from mlgraph.net.question import Question

_log = logging.getLogger(__name__)
_PIECE_BYTES = 64 * 1024
_MAX_REFUSAL_BYTES = 64 * 1024
"""What is read of an answer that is no success: enough to see what is meant."""
_CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said to one request."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    content: bytes
    redirect: str | None
    """Where it leads, where it is a redirect."""

    @property
    def is_success(self) -> bool:
        """Whether it is an answer, whole."""
        return _is_success(self.status)


class _Settings(TypedDict):
    verify: bool | str
    cert: str | None
    proxies: dict[str, str] | None


class _Session(requests.Session):
    """Follows no redirect, not even in thought: requests would read its body to the end, however long."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Nowhere."""
        del resp

    def redirect(self, response: requests.Response) -> str | None:
        """Where an answer leads, where it is a redirect."""
        return super().get_redirect_target(response)


class Wire:
    """Connections to servers, shared by all threads."""

    def __init__(self, limits: Limits, *, user_agent: str) -> None:
        self._limits = limits
        self._live: set[Deadline] = set()
        self._is_stopped = False
        self._lock = threading.Lock()
        self.requests = 0
        self.received_bytes = 0
        self._session = _Session()
        self._session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = WatchedAdapter(pool_connections=32, pool_maxsize=limits.at_once)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)
        _silence_secrets()

    def exchange(self, to: Target, question: Question) -> Reply | Failure:
        """Ask once. Raises FormatError where the answer is too large, StoppedError where the run is stopped."""
        began = time.monotonic()
        deadline = Deadline(self._limits.total_seconds)
        self._live.add(deadline)
        with self._lock:
            self.requests += 1
        try:
            with deadline:
                result = self._attempt(to, question)
        finally:
            self._live.discard(deadline)
        if self._is_stopped:
            raise StoppedError
        if deadline.is_over:
            result = Failure(f"no whole answer within {self._limits.total_seconds:g} s", "try again later")
        said = result.what if isinstance(result, Failure) else result.status
        _log.debug("%s: %s after %.3f s", to.shown, said, time.monotonic() - began)
        return result

    def _attempt(self, to: Target, question: Question) -> Reply | Failure:
        try:
            with self._session.get(
                to.url,
                headers={"Accept": question.accept, **question.condition},
                auth=_login(to),
                timeout=(self._limits.connect_seconds, self._limits.read_seconds),
                stream=True,
                allow_redirects=False,
                **_settings(question.route),
            ) as response:
                content = _read(response, to, question.max_bytes)
                headers = {name.lower(): value for name, value in response.headers.items() if _is_public(name)}
                with self._lock:
                    self.received_bytes += response.raw.tell()
                return Reply(response.status_code, headers, content, self._session.redirect(response))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return failure(error, self._limits)

    def stop(self) -> None:
        """Cut all connections: who waits for an answer does so no longer."""
        self._is_stopped = True
        for deadline in tuple(self._live):
            deadline.cut()

    def close(self) -> None:
        """Let go of all connections."""
        self._session.close()


def _login(to: Target) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """Who asks: a user, who has a token, or nobody."""
    if to.auth:
        return HTTPBasicAuth(*to.auth)
    return _Bearer(to.token) if to.token else _as_nobody


class _Bearer:
    """Gives a token to the server (RFC 6750, section 2.1)."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _as_nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps requests from looking for credentials itself: which of them may be used here is decided before."""
    return request


def _read(response: requests.Response, to: Target, max_bytes: int) -> bytes:
    """The body of an answer, unpacked piece by piece, so that no bomb goes off."""
    is_success = _is_success(response.status_code)
    limit = max_bytes if is_success else _MAX_REFUSAL_BYTES
    announced = response.headers.get("content-length", "")
    if is_success and announced.isdecimal() and (len(announced) > 18 or int(announced) > limit):
        raise _too_large(to, limit)
    pieces: list[bytes] = []
    size = 0
    for piece in response.raw.stream(_PIECE_BYTES, decode_content=True):
        size += len(piece)
        if size > limit:
            if is_success:
                raise _too_large(to, limit)
            break
        pieces.append(piece)
    return b"".join(pieces)


def _too_large(to: Target, limit: int) -> FormatError:
    return FormatError(f"{to.shown} could not be read: its answer is larger than {limit:,} bytes; it is left out")


def _settings(route: Route) -> _Settings:
    """How requests is told the way; certificates of the environment as OpenSSL and requests name them."""
    named = route.ca_bundle or next((value for name in _CERTIFICATES if (value := os.environ.get(name))), None)
    return {
        "verify": str(named) if named else True,
        "cert": str(route.client_certificate) if route.client_certificate else None,
        "proxies": {"http": route.proxy, "https": route.proxy} if route.proxy else None,
    }


def _is_success(status: int) -> bool:
    return 200 <= status < 206


def _is_public(header: str) -> bool:
    return header.lower() not in ("set-cookie", "set-cookie2")


def _silence_secrets() -> None:
    """Take secrets out of what urllib3 logs of each request: the path as it was sent."""
    logger = logging.getLogger("urllib3.connectionpool")
    if _without_secrets not in logger.filters:
        logger.addFilter(_without_secrets)


def _without_secrets(record: logging.LogRecord) -> bool:
    if isinstance(record.args, tuple):
        record.args = tuple(_clean(value) if isinstance(value, str) else value for value in record.args)
    return True


def _clean(text: str) -> str:
    return without_credentials("http://host" + text)[len("http://host") :] if text.startswith("/") else text
