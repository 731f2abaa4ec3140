"""A real server on this machine that says what a test tells it to, well or badly, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Says:
    """One answer. What it announces is true unless `headers` say something else."""

    status: int = 200
    body: bytes | Callable[[], Iterator[bytes]] = b""
    """A function yields pieces that are sent as they come, without a length; it may sleep, and need not end."""
    headers: Mapping[str, str] | tuple[tuple[str, str], ...] = ()
    """As pairs where a name comes twice."""
    delay_seconds: float = 0
    breaks_after: int | None = None
    """So many bytes of the body are sent, then the connection ends."""
    letter_seconds: float = 0
    """Between the letters of status line and headers, and of the body."""
    is_silent: bool = False
    """The connection ends without any answer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in."""

    method: str
    path: str
    """With the query; the whole URL where the server was asked as a proxy."""
    headers: Mapping[str, str]
    """By their names in lower case."""


class Replay:
    """Answers by path from a table; a path that is not in it is a 404. A context that lasts as long as the server."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        """All requests, in the order in which they came."""
        self._table: dict[str, list[Says]] = {}
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), type("_Handler", (_Handler,), {"replay": self}))
        self._scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> Replay:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str, *, host: str = "127.0.0.1", user: str = "") -> str:
        """Where a path is found: `localhost` is another host for whom it matters."""
        return f"{self._scheme}://{user and user + '@'}{host}:{self._server.server_address[1]}{path}"

    def says(self, path: str, *answers: Says) -> str:
        """Answer a path so, one after the other, the last one for ever; the URL of it."""
        with self._lock:
            self._table[path] = list(answers)
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for."""
        return [asked.path for asked in self.asked]

    def answer(self, asked: Asked) -> Says:
        """What is said to a request."""
        with self._lock:
            self.asked.append(asked)
            answers = self._table.get(asked.path, [Says(404)])
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def sleep(self, seconds: float) -> None:
        """Wait, but not longer than the server lives."""
        if seconds:
            self._is_over.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that go away are what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    replay: Replay

    def _answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        says = self.replay.answer(Asked(self.command, self.path, headers))
        self.replay.sleep(says.delay_seconds)
        if says.is_silent:
            self.close_connection = True
        else:
            self._send(says)

    def _send(self, says: Says) -> None:
        body = says.body if isinstance(says.body, bytes) else b""
        head = "".join(f"{name}: {value}\r\n" for name, value in self._headers(says))
        whole = f"HTTP/1.1 {says.status} Said\r\n{head}\r\n".encode("latin-1") + body[: says.breaks_after]
        self._write(whole, says.letter_seconds)
        if not isinstance(says.body, bytes):
            for piece in says.body():
                self._write(piece, 0)

    def _headers(self, says: Says) -> list[tuple[str, str]]:
        pairs = list(says.headers.items() if isinstance(says.headers, Mapping) else says.headers)
        has_length = any(name.lower() == "content-length" for name, _ in pairs)
        if not isinstance(says.body, bytes) or says.breaks_after is not None:
            self.close_connection = True
            pairs.append(("Connection", "close"))
        if isinstance(says.body, bytes) and not has_length and says.status != 304:
            pairs.append(("Content-Length", str(len(says.body))))
        return pairs

    def _write(self, data: bytes, letter_seconds: float) -> None:
        """In one piece, so that no packet waits for the receipt of the one before."""
        step = 1 if letter_seconds else len(data) or 1
        for start in range(0, len(data), step):
            self.wfile.write(data[start : start + step])
            self.replay.sleep(letter_seconds)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """A test's output is its own."""


for _method in ("GET", "HEAD", "POST", "CONNECT"):
    setattr(_Handler, f"do_{_method}", _Handler._answer)


@contextmanager
def closed_port() -> Iterator[str]:
    """The URL of a server that is not there: its port is bound, so that nobody else gets it, but nobody listens."""
    import socket

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
