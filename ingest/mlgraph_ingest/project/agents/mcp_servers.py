"""The MCP servers that an agent is set up with: programs on this machine and services elsewhere.

Of a server is kept what it is called, how it is reached, the host of its address and the program that starts it.
Values of environment variables and headers, paths and queries of addresses, and arguments that look like secrets are
not kept: that is where people write their keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from mlgraph.model import ids
from mlgraph.model.assertions import Assertion, Evidence, edge, fact
from mlgraph.model.errors import FormatError
from mlgraph.model.ids import NodeId
from mlgraph_ingest.project.agents.mcp_launch import launch_of
from mlgraph_ingest.project.config.rules import normal
from mlgraph_ingest.project.mentions import scope_of
from mlgraph_ingest.project.tree import SourceFile
from mlgraph_ingest.project.yaml_document import YamlList, YamlTable
from mlgraph_ontology.kinds import EdgeKind, Method, PropertyKind, Scope

_KEYS = frozenset({"mcp_servers", "context_servers"})
"""Where agents keep their servers: Claude, Cursor, Windsurf, Gemini and most others; Zed."""
_OWN_FILES = re.compile(r"(?:[\w.-]*[._-])?mcp(?:[._-](?:config|servers?|settings))?\.json[c5]?")
"""Files that hold nothing else, in which `servers` means the same (Visual Studio Code: `.vscode/mcp.json`)."""
_ADDRESSES = ("url", "server_url", "http_url", "endpoint", "uri")
_NAME_LIMIT = 200
DEPTH = 4
"""Tables within each other in which servers are looked for at most."""


@dataclass(frozen=True, slots=True)
class McpServer:
    """An MCP server as a configuration gives it."""

    name: str
    line: int
    transport: str
    """stdio, http or sse."""
    host: str | None
    """Of its address; None: it is started on this machine, or its address is not known."""
    launches: str | None
    package: NodeId | None
    """The package of the program that is started, where its name says which it is."""


def mcp_assertions(root: object, file: SourceFile, project: NodeId) -> Iterator[Assertion]:
    """The servers that a document of a configuration sets up, as services that the project depends on."""
    scope = scope_of(file) or Scope.RUNTIME
    for server in mcp_servers(root, file.name):
        node = ids.service("mcp", server.name)
        seen = Evidence(str(server.line), Method.DECLARED, "mcp-server")
        yield edge(project, EdgeKind.DEPENDS_ON, node, seen, scope=scope.value)
        said = {
            PropertyKind.PROVIDER: "mcp",
            PropertyKind.NAME: server.name,
            PropertyKind.ENDPOINT: server.host,
            PropertyKind.TRANSPORT: server.transport,
            PropertyKind.LAUNCHES: server.launches,
        }
        for kind, value in said.items():
            if value is not None:
                yield fact(node, kind, value, seen)
        if server.package is not None:
            yield edge(node, EdgeKind.DEPENDS_ON, server.package, seen)


def mcp_servers(root: object, file_name: str) -> Iterator[McpServer]:
    """The servers in a document."""
    for table, key in _lists(root, file_name, DEPTH):
        value = table[key]
        if isinstance(value, YamlTable):
            for name, server in value.items():
                if isinstance(server, YamlTable):
                    yield from _server(name, server, value.line(name))
        elif isinstance(value, YamlList):
            for index, server in enumerate(value):
                if isinstance(server, YamlTable) and isinstance(server.get("name"), str):
                    yield from _server(server["name"], server, value.line(index))


def _lists(root: object, file_name: str, depth: int) -> Iterator[tuple[YamlTable, str]]:
    """Where servers are listed: the table and its key."""
    if not isinstance(root, YamlTable) or depth == 0:
        return
    for key, value in root.items():
        spelled = normal(key)
        if spelled in _KEYS or (spelled == "servers" and _OWN_FILES.fullmatch(file_name)):
            yield root, key
        elif spelled == "mcp" and isinstance(value, YamlTable) and "servers" in value:
            yield value, "servers"
        else:
            yield from _lists(value, file_name, depth - 1)


def _server(name: str, said: YamlTable, line: int) -> Iterator[McpServer]:
    name = name.strip()
    by_name = {normal(key): value for key, value in said.items()}
    address = next((v for k in _ADDRESSES if isinstance(v := by_name.get(k), str)), None)
    command = by_name.get("command")
    if not 0 < len(name) <= _NAME_LIMIT or not name.isprintable() or (address is None and command is None):
        return
    if isinstance(command, YamlTable):  # Zed: {"path": ..., "args": [...]}
        by_name = {**by_name, **command}
        command = command.get("path")
    words = [command] if isinstance(command, str) else list(command) if isinstance(command, YamlList) else []
    arguments = by_name.get("args")
    words.extend(arguments if isinstance(arguments, YamlList) else [])
    launch = launch_of([word for word in words if isinstance(word, str)])
    kind = by_name.get("type") or by_name.get("transport") or by_name.get("transport_type")
    transport = _transport(kind, address)
    if address is None and any(isinstance(word, str) and word.startswith("mcp-remote") for word in words):
        address = next((w for w in words if isinstance(w, str) and w.startswith(("http://", "https://"))), None)
    host = _host(address) if address else None
    try:
        ids.service("mcp", name)
    except FormatError:
        return
    yield McpServer(name, line, transport, host, launch.shown if launch else None, launch.package if launch else None)


def _transport(kind: object, address: str | None) -> str:
    said = kind.lower() if isinstance(kind, str) else ""
    if address is None:
        return "stdio"
    if said == "sse" or (not said and urlsplit_path(address).rstrip("/").endswith("/sse")):
        return "sse"
    return "http"


def urlsplit_path(address: str) -> str:
    """The path of an address; empty where it is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _host(address: str) -> str | None:
    from mlgraph_ingest.project.code.secrets import looks_like_key

    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or not re.fullmatch(r"[\w.:-]+", host) or looks_like_key(host):
        return None
    return host if port is None else f"{host}:{port}"
