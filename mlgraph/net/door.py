"""The door: from the cache where that is fresh enough, else from the server."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from mlgraph.model.errors import (
    FormatError,
    NotCachedError,
    NotFoundError,
    RefusedError,
    SourceError,
    TransientSourceError,
)
from mlgraph.model.http import Answer, Http, Route
from mlgraph.model.reporter import Reporter
from mlgraph.net.cache import Cache, Kept
from mlgraph.net.credentials import Target, known, next_hop, target
from mlgraph.net.limits import Limits
from mlgraph.net.pace import Pace
from mlgraph.net.question import Question
from mlgraph.net.signals import stopping

if TYPE_CHECKING:
    from mlgraph.net.asking import Asking
    from mlgraph.net.wire import Reply, Wire

_MISSING = frozenset({404, 410})
_LOGIN = "pip's configuration or ~/.netrc can hold them"


class Door(Http):
    """Implements `mlgraph.model.http.Http`; a context, after which all connections are closed.

    `cache` is the folder of what is kept; None keeps nothing. Offline, no connection is ever made. While the context
    lasts, Ctrl-C and SIGTERM end all waiting.
    """

    def __init__(
        self,
        cache: Path | None,
        *,
        offline: bool = False,
        user_agent: str = "mlgraph",
        limits: Limits | None = None,
        report: Reporter | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._is_offline = offline
        self._user_agent = user_agent
        self._cache = Cache(cache, max_bytes=self._limits.answer_bytes, report=report or Reporter())
        self._pace = Pace(self._limits)
        self._asking: Asking | None = None
        self._wire: Wire | None = None
        self._lock = threading.Lock()
        self._context = ExitStack()
        self.answered_from_cache = 0

    def __enter__(self) -> Door:
        self._context.enter_context(stopping(self.stop))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.close()
        self.stop()
        if self._wire is not None:
            self._wire.close()

    @property
    def requests(self) -> int:
        """How many were made, redirects and further attempts included."""
        return self._wire.requests if self._wire else 0

    @property
    def received_bytes(self) -> int:
        """How many came in as bodies of whole answers, before they were unpacked."""
        return self._wire.received_bytes if self._wire else 0

    def stop(self) -> None:
        """End all requests, those that wait and those to come, with a TransientSourceError."""
        self._pace.stop()
        if self._wire is not None:
            self._wire.stop()

    def get(
        self,
        url: str,
        *,
        accept: str = "application/json",
        fresh_for: timedelta | None = None,
        max_bytes: int | None = None,
        route: Route | None = None,
    ) -> Answer:
        """See `mlgraph.model.http.Http.get`."""
        limit = self._limits.answer_bytes if max_bytes is None else max_bytes
        question = Question(accept, limit, route or Route())
        to = known(target(url), question.route.token)
        kept = self._cache.read(question.key(to))
        if kept and self._is_usable(kept, self._limits.fresh_for if fresh_for is None else fresh_for):
            with self._lock:
                self.answered_from_cache += 1
            return _answer(kept, to, limit, is_cached=True)
        if self._is_offline:
            raise NotCachedError(
                f"{to.shown} was not asked for, as the network is not to be used, and no answer is kept"
            )
        return self._from_server(to, question, kept)

    def _is_usable(self, kept: Kept, fresh_for: timedelta) -> bool:
        """Whether a kept answer will do: offline a success of any age, but nobody stays missing for long."""
        age = datetime.now(UTC) - kept.observed_at
        if kept.status in _MISSING:
            fresh_for = self._limits.missing_for if self._is_offline else min(fresh_for, self._limits.missing_for)
        elif self._is_offline:
            return True
        return timedelta(0) <= age < fresh_for

    def _from_server(self, to: Target, question: Question, kept: Kept | None) -> Answer:
        at, reply = self._follow(to, question, kept)
        now = datetime.now(UTC)
        if reply.status == 304 and kept and _condition(kept, at):
            kept = replace(kept, observed_at=now, headers={**kept.headers, **reply.headers})
        elif reply.is_success or reply.status in _MISSING:
            content = reply.content if reply.is_success else b""
            kept = Kept(at.public, reply.status, now, reply.headers, content)
        else:
            raise _refusal(at, reply)
        if "no-store" not in reply.headers.get("cache-control", "").lower():
            self._cache.keep(question.key(to), kept)
        return _answer(kept, to, question.max_bytes, is_cached=False)

    def _follow(self, to: Target, question: Question, kept: Kept | None) -> tuple[Target, Reply]:
        """What is at the end of all redirects, and where that is."""
        at = to
        for _ in range(self._limits.redirects + 1):
            reply = self._open().ask(at, replace(question, condition=_condition(kept, at)))
            if reply.redirect is None:
                return at, reply
            at = next_hop(at, reply.redirect)
        raise SourceError(
            f"{to.shown} could not be read: more than {self._limits.redirects} redirects; correct the address"
        )

    def _open(self) -> Asking:
        """The network, from the first request on."""
        with self._lock:
            if self._asking is None:
                from mlgraph.net.asking import Asking
                from mlgraph.net.wire import Wire

                self._wire = Wire(self._limits, user_agent=self._user_agent)
                self._asking = Asking(self._wire, self._pace, self._limits)
            return self._asking


def _condition(kept: Kept | None, at: Target) -> dict[str, str]:
    """Ask for an answer only where it differs from what is kept (RFC 9110, section 13)."""
    if kept is None or kept.status in _MISSING or kept.url != at.public:
        return {}
    named = {"If-None-Match": kept.headers.get("etag"), "If-Modified-Since": kept.headers.get("last-modified")}
    return {name: value for name, value in named.items() if value}


def _answer(kept: Kept, to: Target, limit: int, *, is_cached: bool) -> Answer:
    if kept.status in _MISSING:
        raise NotFoundError(f"{to.shown} does not exist: the server answered {kept.status}", _code(kept.headers))
    if len(kept.content) > limit:
        raise FormatError(f"{to.shown} could not be read: its answer is larger than {limit:,} bytes; it is left out")
    return Answer(kept.url, kept.content, kept.observed_at, kept.headers, is_cached)


def _refusal(at: Target, reply: Reply) -> SourceError:
    """What a status means that is neither success nor one that goes away."""
    from mlgraph.net.failures import status_words

    what = f"{at.shown} could not be read: "
    code = _code(reply.headers)
    if reply.status == 401 and (at.auth or at.token):
        return RefusedError(f"{what}the server does not accept the credentials it was given (401); {_LOGIN}", 401, code)
    if reply.status == 401:
        return RefusedError(f"{what}the server wants credentials (401); {_LOGIN}", 401, code)
    if reply.status == 403:
        return RefusedError(f"{what}the server refuses access (403); where it takes credentials, {_LOGIN}", 403, code)
    if reply.status == 407:
        return SourceError(f"{what}the proxy wants credentials (407); give them in the proxy's URL")
    kind = TransientSourceError if reply.status >= 500 else SourceError
    return kind(f"{what}the server answered {status_words(reply.status)}; check the address")


def _code(headers: Mapping[str, str]) -> str:
    """The reason of a refusal in the words of the server, where it has a word for it."""
    code = headers.get("x-error-code", "")
    return code if code.isascii() and code.isalnum() and len(code) <= 80 else ""
