"""An end to every attempt: a connection on which too little happens for too long is cut, also within its headers."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager, ProxyManager

_current = threading.local()


class _Connected(Protocol):
    """A socket, also one of TLS, or of TLS within TLS."""

    def fileno(self) -> int: ...


class Deadline:
    """Cuts the connection that this thread uses when its time is over; a context for one attempt.

    Time-outs of a socket start anew with each byte, and those who read headers see no byte before the last one.
    """

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._socket: _Connected | None = None
        self._is_done = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        _current.deadline = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _current.deadline = None
        self._timer.cancel()
        with self._lock:
            self._is_done = True
            self._socket = None

    def watch(self, connection: _Connected | None) -> None:
        """This is the socket to cut."""
        with self._lock:
            self._socket = connection
            if self.is_over:
                self._shut()

    def cut(self) -> None:
        """End the attempt now: whoever reads from the connection finds it closed."""
        with self._lock:
            if not self._is_done:
                self.is_over = True
                self._shut()

    def _shut(self) -> None:
        """Shut the connection below TLS, whose own state belongs to the thread that reads."""
        if self._socket is None:  # not connected yet
            return
        with suppress(OSError), socket.socket(fileno=os.dup(self._socket.fileno())) as same:  # or not any more
            same.shutdown(socket.SHUT_RDWR)


def _watch(connection: HTTPConnection) -> None:
    deadline: Deadline | None = getattr(_current, "deadline", None)
    if deadline is not None:
        deadline.watch(connection.sock)


class _Plain(HTTPConnection):
    def getresponse(self) -> Any:  # noqa: ANN401 - the base classes contradict each other
        _watch(self)
        return super().getresponse()


class _Encrypted(HTTPSConnection):
    def getresponse(self) -> Any:  # noqa: ANN401 - the base classes contradict each other
        _watch(self)
        return super().getresponse()


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


class WatchedAdapter(HTTPAdapter):
    """Connections that a Deadline can cut."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **settings: object) -> None:  # noqa: FBT001, FBT002 - as the base class has it
        """Make the pools of connections."""
        super().init_poolmanager(connections, maxsize, block, **settings)
        _use_watched(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **settings: object) -> ProxyManager:
        """The pools of connections through a proxy."""
        manager: ProxyManager = super().proxy_manager_for(proxy, **settings)
        _use_watched(manager)
        return manager


def _use_watched(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _EncryptedPool}
