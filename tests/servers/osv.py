"""A small server that answers the queries of OSV's interface from records on this machine, by its own evaluation.

It shares nothing with mlgraph's matching, so that the two can be held against each other.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version


class OsvServer:
    """Answers `POST /v1/query` for Python packages. A context that lasts as long as the server."""

    def __init__(self, records: Iterable[dict[str, Any]]) -> None:
        self.asked: list[dict[str, Any]] = []
        self._of: dict[str, list[dict[str, Any]]] = {}
        for record in records:
            names = {canonicalize_name(a["package"]["name"]) for a in record.get("affected", ()) if "package" in a}
            for name in names:
                self._of.setdefault(name, []).append(record)
        handler = type("_Handler", (_Handler,), {"osv": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)

    @property
    def url(self) -> str:
        """Where it answers, without the path."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> OsvServer:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, query: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(query)
        name, version = canonicalize_name(query["package"]["name"]), query["version"]
        vulns = [record for record in self._of.get(name, ()) if affects(record, name, version)]
        return {"vulns": vulns} if vulns else {}


def affects(record: dict[str, Any], name: str, version: str) -> bool:
    """Whether a record hits a version of a Python package, worked out as naively as it can be."""
    return any(
        canonicalize_name(one["package"]["name"]) == name and _hits(one, Version(version))
        for one in record.get("affected", ())
        if one.get("package", {}).get("ecosystem") == "PyPI"
    )


def _hits(one: dict[str, Any], version: Version) -> bool:
    if any(_version(text) == version for text in one.get("versions", ())):
        return True
    return any(_within(one["events"], version) for one in one.get("ranges", ()) if one["type"] == "ECOSYSTEM")


def _within(events: list[dict[str, str]], version: Version) -> bool:
    """Whether some start lies at or below a version with no end between the two."""
    starts = [
        Version("0.dev0") if e["introduced"] == "0" else Version(e["introduced"]) for e in events if "introduced" in e
    ]
    fixes = [Version(e["fixed"]) for e in events if "fixed" in e]
    lasts = [Version(e["last_affected"]) for e in events if "last_affected" in e]
    return any(
        start <= version
        and not any(start < fix <= version for fix in fixes)
        and not any(start <= last < version for last in lasts)
        for start in starts
    )


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


class _Handler(BaseHTTPRequestHandler):
    osv: OsvServer

    def do_POST(self) -> None:
        query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_known = self.path == "/v1/query"
        body = json.dumps(self.osv.answer(query) if is_known else {}).encode()
        self.send_response(200 if is_known else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        del arguments
